"""`aboveboard deadlines`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, PLAIN_OR_JSON, ROOT, shared


@click.command(name="deadlines", short_help="show whom you must tell by when, and whom you have told")
@click.argument("incident", required=False)
@shared(PLAIN_OR_JSON, ROOT, NOW)
@run_by("generator.cli.deadlines")
def command() -> None:
    """Show every clock of the notice profiles in force for INCIDENT (all incidents, if none is named).

    Each says with what it began, how long it is, when it runs out, when they were told or why they need not be, and what is missing to start
    it. A reminder, not legal advice. Exits with 1 when a time has passed and nobody was told.
    """
