"""`aboveboard drill publish`: what is ready goes out."""

from pathlib import Path

from generator.cli.drill_session import DrillSession
from generator.cli.judging import time_of


def run(root: Path, now: str | None) -> None:
    """Run it; its help says what it does."""
    held, when = DrillSession(root).running(), time_of(now)
    held.arrive(when)
    held.publish(when, tried=True)
