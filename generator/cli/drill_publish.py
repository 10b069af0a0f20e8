"""`aboveboard drill publish`: what is ready goes out."""

from pathlib import Path

import click

from generator.cli.judging import time_of
from generator.cli.options import NOW, ROOT, shared
from generator.cli.rehearsing import Rehearsal


@click.command(name="publish", short_help="let out what is ready, and see what is not")
@shared(ROOT, NOW)
def command(root: Path, now: str | None) -> None:
    """Let out every update of the practice incident that is no draft and whose time has come, as the public would now see it.

    ROOT is the drill's scratch copy. What stops an update is said, and remembered for the record.
    """
    held, when = Rehearsal(root).running(), time_of(now)
    held.arrive(when)
    held.publish(when, tried=True)
