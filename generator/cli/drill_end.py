"""`aboveboard drill end`: what came of it, and the record."""

from pathlib import Path

import click

from generator.cli.judging import time_of
from generator.cli.options import NOW, ROOT, shared
from generator.cli.rehearsing import Rehearsal, stopped


@click.command(name="end", short_help="say what came of it, and write the record")
@click.option("--took-part", multiple=True, help="Somebody who was there. May be given more than once.")
@click.option("--lesson", "lessons", multiple=True, help="What you learnt, in one sentence. May be given more than once.")
@shared(ROOT, NOW)
def command(took_part: tuple[str, ...], lessons: tuple[str, ...], root: Path, now: str | None) -> None:
    """Publish what is ready, say what came of the drill, and write the record into content/drills/ of the real site.

    ROOT is the drill's scratch copy; it stays until you delete it.
    """
    held = Rehearsal(root).running()
    try:
        held.end(time_of(now), took_part, lessons)
    except (click.Abort, KeyboardInterrupt):
        stopped(held)
        raise click.exceptions.Exit(130) from None
