"""`aboveboard drill end`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="end", short_help="end the drill, and write the record")
@click.option("--took-part", multiple=True, help="Someone who took part. May be given more than once.")
@click.option("--lesson", "lessons", multiple=True, help="What you learnt, in one sentence. May be given more than once.")
@shared(ROOT, NOW)
@run_by("generator.cli.drill_end")
def command() -> None:
    """Publish what is ready, say what came of the drill, and write the record into content/drills/ of the real site.

    ROOT is the drill's scratch copy; it stays until you delete it.
    """
