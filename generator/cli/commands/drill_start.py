"""`aboveboard drill start`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import BEGINNING, shared


@click.command(name="start", short_help="make the scratch copy, and start with the first event")
@shared(*BEGINNING)
@run_by("generator.cli.drill_start")
def command() -> None:
    """Begin a drill that goes on one command at a time. It says what they are."""
