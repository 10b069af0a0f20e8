"""The only place that prints. What it is given is made safe for a terminal and for the log of a CI host."""

import os
import sys
from typing import Final

import click

from generator.report.terminal import Block, block, shown

_COLOURS: Final = {"error": "red", "warning": "yellow"}


def say(*lines: object, err: bool = False, lead: str = "", bold: bool = False) -> None:
    """Print lines. A line end inside one is shown as an escape, so that nobody's file name adds a line.

    Args:
        lines: each is one line; an empty one parts what follows from what stands before.
        err: whether to print to stderr, as everything that is no result is.
        lead: what kind of message it is, in front of the first line: error, warning, note.
        bold: whether the lines are bold.
    """
    for number, line in enumerate(lines):
        safe = shown(line)
        said = click.style(safe, bold=True) if bold and safe else safe
        if lead and number == 0:
            said = f"{click.style(lead, fg=_COLOURS[lead], bold=True) if lead in _COLOURS else lead}: {said}"
        click.echo(said, err=err)  # noqa: TID251  # this is that home


def write(text: Block, *, err: bool = False) -> None:
    """Print a report as it is."""
    click.echo(text, nl=False, err=err)  # noqa: TID251  # as above


def rewrite_line(text: str) -> None:
    """Write over the line on which the terminal's cursor is, on stderr, and leave the cursor there."""
    click.echo(f"\r\x1b[2K{shown(text)}", nl=False, err=True)  # noqa: TID251  # as above


def is_watched() -> bool:
    """Whether a terminal, or a CI host, acts on what is printed. Otherwise it goes into a file or to another program."""
    return sys.stdout.isatty() or os.environ.get("CI", "").strip().lower() not in {"", "0", "false", "no", "off"}


def hand_over(text: str, *, err: bool = False) -> None:
    """Print a text of the site for use elsewhere: exactly as it is, unless someone watches."""
    click.echo(block(text) if err or is_watched() else text, nl=False, err=err)  # noqa: TID251  # as above
