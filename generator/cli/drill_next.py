"""`aboveboard drill next`: advances the clock."""

from datetime import timedelta
from pathlib import Path

from generator.cli.drill_session import DrillSession
from generator.cli.judging import time_of
from generator.cli.output import say


def run(minutes: int | None, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    held, when = DrillSession(root).running(), time_of(now)
    held.publish(when, tried=False)
    happened = held.arrive(when)
    if minutes is not None or not happened:
        held.skip(when, timedelta(minutes=minutes) if minutes is not None else None)
        happened += held.arrive(when)
    upcoming = held.next_at()
    if upcoming is None:
        say("", "There are no more events. Publish what is left, then run `aboveboard drill end`.", err=True)
    elif not happened:
        say(f"{held.elapsed(held.time(when))}  Nothing new.", err=True)
