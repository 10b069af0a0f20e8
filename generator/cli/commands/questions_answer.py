"""`aboveboard questions answer`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="answer", short_help="answer a question of an incident")
@click.argument("incident")
@click.argument("name")
@click.option("--answer", help="The answer, in one plain sentence or a few.")
@shared(ROOT, NOW)
@run_by("generator.cli.questions_answer")
def command() -> None:
    """Write the answer to the question NAME into the incident.md of INCIDENT; your notes and your lines stay as they are.

    If it waited on an unknown, the answer takes that line's place.
    """
