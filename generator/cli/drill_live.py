"""A whole drill with a person at the terminal, as `aboveboard drill` without subcommand runs it."""

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
    """Run a drill on a clock that starts at `now`; the parameters are those of `aboveboard drill start`."""
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
    """Read a line from the terminal; None when none came within some seconds (where the system supports it).

    Raises:
        EOFError: the terminal was closed.
    """
    if os.name != "nt" and seconds is not None and not select.select([sys.stdin], [], [], seconds)[0]:
        return None
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
