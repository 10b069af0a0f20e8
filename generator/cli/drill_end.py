"""`aboveboard drill end`: the results and the record."""

from pathlib import Path

import click

from generator.cli.drill_session import DrillSession, stopped
from generator.cli.judging import time_of
from generator.cli.main import INTERRUPTED


def run(took_part: tuple[str, ...], lessons: tuple[str, ...], root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    held = DrillSession(root).running()
    try:
        held.end(time_of(now), took_part, lessons)
    except (click.Abort, KeyboardInterrupt):
        stopped(held)
        raise click.exceptions.Exit(INTERRUPTED) from None
