"""`aboveboard drill start`: the scratch copy, and the first thing that happens."""

from pathlib import Path

import click

from generator.cli.judging import time_of
from generator.cli.options import BEGINNING, shared
from generator.cli.rehearsing import begin, commands, introduce


@click.command(name="start", short_help="make the scratch copy, and let the first thing happen")
@shared(*BEGINNING)
def command(
    template: str | None,
    scenario: str | None,
    fills: tuple[str, ...],
    place: Path | None,
    speed: float,
    root: Path,
    now: str | None,
) -> None:
    """Begin a drill that goes on one command at a time. It says what they are."""
    when = time_of(now)
    held = begin(root, place, template, scenario, speed, when, fills)
    introduce(held)
    commands(held)
    held.arrive(when.replace(microsecond=0))
