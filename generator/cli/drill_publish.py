"""`aboveboard drill publish`: publishes what is ready."""

from pathlib import Path

from generator.cli.drill_session import DrillSession
from generator.cli.judging import time_of


def run(root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    held, when = DrillSession(root).running(), time_of(now)
    held.arrive(when)
    held.publish(when, tried=True)
