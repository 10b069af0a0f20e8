"""`aboveboard questions add`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="add", short_help="add a question to an incident, in your words")
@click.argument("incident")
@click.option("--ask", help="The question in your own plain words, with nothing about the people who asked it.")
@click.option("--since", metavar="DAY", help="When people first asked it, such as 2027-03-04. [default: today]")
@click.option("--answer", help="The answer, if you have one.")
@click.option("--unknown", metavar="NAME", help="The unknown that it waits for, if there is one.")
@click.option("--name", help="Its name in the file. [default: made from the question]")
@shared(ROOT, NOW)
@run_by("generator.cli.questions_add")
def command() -> None:
    """Write a question under `questions:` in the incident.md of INCIDENT; your notes and your lines stay as they are.

    It stands on the page at once: with its answer, or with the unknown that it waits on, or as not answered yet, with the day since when it
    is asked.
    """
