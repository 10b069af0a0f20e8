"""`aboveboard drill publish`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="publish", short_help="publish what is ready, and show what is not")
@shared(ROOT, NOW)
@run_by("generator.cli.drill_publish")
def command() -> None:
    """Let out every update of the practice incident that is no draft and whose time has come, as the public would now see it.

    ROOT is the drill's scratch copy. What stops an update is said, and remembered for the record.
    """
