"""`aboveboard notice`: its parameters and help."""

from pathlib import Path

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="notice", short_help="print the notice or letter that a law or regulator asks for")
@click.argument("incident", required=False)
@click.option("--profile", metavar="KEY", help="Which notice, such as us-ca, hipaa or gdpr-34. [default: list them]")
@click.option(
    "--audience",
    metavar="NAME",
    default="",
    help="For which audience: what is for everyone and for them, and nothing else. [default: all of it]",
)
@click.option(
    "--language", metavar="TAG", default="", help="In which language, such as de. [default: the audience's, or the site's own]"
)
@click.option(
    "--out",
    type=PathType(file_okay=False),
    default=Path("notices"),
    show_default=True,
    help="The folder to write to.",
)
@click.option("--large-print", is_flag=True, help="In 18-point type, for people who cannot read smaller print.")
@shared(ROOT, NOW)
@run_by("generator.cli.notice")
def command() -> None:
    """Write INCIDENT (the open one, if there is only one) as a notice to print: a web page and a PDF of the same words.

    It has the title, headings and size of letters that the profile asks for, and says what readers can see now. What is missing leaves a
    blank and is named here with the line to write; until it is written, every page is marked as a draft, and the exit code is 1. So it is when
    something cannot be printed, or must not be said.
    """
