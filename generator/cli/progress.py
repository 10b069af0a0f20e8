"""How far a command is: one line on a terminal, written over again, and only for what takes longer than two seconds."""

import sys
import time
from typing import Final, Self

from generator.cli.output import rewrite_line

#: In seconds: how long nothing is said, and how often the line is written.
_PATIENCE: Final = 2.0
_PAUSE: Final = 0.2


class Progress:
    """How far one command is.

    Args:
        started: when it began, on the clock `time.monotonic`; by default now.
    """

    def __init__(self, started: float | None = None) -> None:
        self._terminal = sys.stderr.isatty()
        self._next = (time.monotonic() if started is None else started) + _PATIENCE
        self._shown = False

    def say(self, what: str, number: int, total: int) -> None:
        """Say how much of something is done, unless it was said just now.

        Args:
            what: what is done, such as "incidents checked".
            number: how many.
            total: of how many.
        """
        if not self._terminal or (at := time.monotonic()) < self._next:
            return
        self._next = at + _PAUSE
        self._shown = True
        rewrite_line(f"{number:,} of {total:,} {what}")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away, whatever happened."""
        self.end()

    def end(self) -> None:
        """Take the line away, so that what is printed next stands alone."""
        if self._shown:
            rewrite_line("")
            self._shown = False
