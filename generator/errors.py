"""Errors that stop a run: what happened, and what to do about it.

Problems in what an author wrote are findings, never exceptions. These errors concern the run itself: the folder is not a site, the disk is
full, the builder failed.
"""


class AboveboardError(Exception):
    """A run cannot continue.

    Args:
        message: what is wrong, in the user's words; lower case, no full stop.
        help: what to do about it; empty when there is nothing to advise.
        lines: what to write, line by line, below the help.
    """

    def __init__(self, message: str, help: str = "", lines: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help
        self.lines = lines


class UsageError(AboveboardError):
    """The command or the configuration is wrong (exit code 2)."""


class NoContentError(AboveboardError):
    """There is nothing to work on (exit code 3)."""


class EnvironmentFailedError(AboveboardError):
    """The disk, the builder or another part of the machine failed (exit code 4)."""
