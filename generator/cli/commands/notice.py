"""`aboveboard notice`: its parameters and help."""

from pathlib import Path

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared
from generator.model.addressee import Addressee


@click.command(name="notice", short_help="print the letter, notification, disclosure or press release that a law asks for")
@click.argument("incident", required=False)
@click.option("--profile", metavar="KEY", help="Which notice, such as us-ca, hipaa or gdpr-34. [default: list them]")
@click.option(
    "--as",
    "output",
    # The words of `Output`, whose module takes too long to load for a help text.
    type=click.Choice(["letter", "notification", "disclosure", "press-release"]),
    help="Only this, where the profile asks for several. [default: each that the other options fit]",
)
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
@click.option(
    "--to",
    "addressee",
    type=click.Choice([one.value for one in Addressee]),
    help="To whom a letter is written. [default: as `letter_to` of the audience says, or adult]",
)
@click.option("--large-print", is_flag=True, help="In 18-point type, for people who cannot read smaller print.")
@click.option("--easy-read", is_flag=True, help="Only what the update says under `easy_read`, to go with the letter.")
@click.option(
    "--merge", is_flag=True, help="With fields for name, address and code, and a table of their names for the word processor."
)
@click.option(
    "--fill",
    "fills",
    multiple=True,
    metavar="FIELD=WORDS",
    help="What goes into a field of a form, or a blank of a letter, if no file has it. Repeat it for each field.",
)
@click.option("--draft", is_flag=True, help="Mark it as a draft, also when its law is not yet, or no longer, in force.")
@shared(ROOT, NOW)
@run_by("generator.cli.notice")
def command() -> None:
    """Write INCIDENT (the open one, if there is only one) as what the profile asks for: a web page, plain text and a PDF of the same words.

    That is a letter to people; a notification to an authority, in the fields of its form; a disclosure to markets; or several of these. A letter
    has the title, headings and size of type that the profile asks for. What is missing leaves a blank and is named here with the line to write; until it is
    written, every page is marked as a draft, and the exit code is 1. So it is when something cannot be printed, or must not be said.
    """
