"""`aboveboard drill start`: makes the scratch copy and shows the first event."""

from pathlib import Path

from generator.cli.drill_session import begin, commands, introduce
from generator.cli.judging import time_of


def run(
    template: str | None,
    scenario: str | None,
    fills: tuple[str, ...],
    place: Path | None,
    speed: float,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    when = time_of(now)
    held = begin(root, place, template, scenario, speed, when, fills)
    introduce(held)
    commands(held)
    held.arrive(when.replace(microsecond=0))
