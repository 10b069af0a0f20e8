"""A drill from its beginning to its end with somebody at the terminal, as `aboveboard drill` alone runs it."""

import os
import select
import sys
from datetime import datetime
from pathlib import Path

import click

from generator.adapters import clock
from generator.cli.drill_session import begin, conduct, introduce, stopped
from generator.cli.judging import time_of
from generator.cli.main import INTERRUPTED


def run(
    template: str | None,
    scenario: str | None,
    fills: tuple[str, ...],
    place: Path | None,
    speed: float,
    root: Path,
    now: str | None,
) -> None:
    """Run it, on a clock that begins at `now`; what is given is what `aboveboard drill start` takes."""
    began, started = time_of(now), clock.now()

    def time() -> datetime:
        return began + (clock.now() - started)

    held = begin(root, place, template, scenario, speed, time(), fills)
    introduce(held)
    try:
        conduct(held, time, _line_within)
        held.end(time(), (), ())
    except (KeyboardInterrupt, EOFError, click.Abort):
        stopped(held)
        raise click.exceptions.Exit(INTERRUPTED) from None


def _line_within(seconds: float | None) -> str | None:
    """A line from the terminal; None when none came in so many seconds (where the system can tell).

    Raises:
        EOFError: the terminal was closed.
    """
    if os.name != "nt" and seconds is not None and not select.select([sys.stdin], [], [], seconds)[0]:
        return None
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
