"""`aboveboard questions read`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, PLAIN_OR_JSON, ROOT, PathType, shared


@click.command(name="read", short_help="group the questions in an export, without keeping any of it")
@click.argument("file", type=PathType(exists=True))
@click.option("--question", metavar="COLUMN", help="The column with what they wrote, if it is not found automatically.")
@click.option("--subject", metavar="COLUMN", help="The column with the subject.")
@click.option("--date", metavar="COLUMN", help="The column with the day it arrived.")
@click.option("--dates", type=click.Choice(["dmy", "mdy"]), help="Whether 03/04/2027 is 3 April (dmy) or 4 March (mdy).")
@click.option(
    "--at-least",
    "least",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Show only what is asked in at least this many messages.",
)
@shared(PLAIN_OR_JSON, ROOT, NOW)
@run_by("generator.cli.questions_read")
def command() -> None:
    """Group the questions in FILE: a help desk's export (CSV), a mailbox (.mbox), a message (.eml), a folder of messages, or plain text.

    What asks the same is one group, in whatever words and in English, German, French, Spanish or Arabic; a message that asks several things is
    in several. Below each group stands what the site says of it already. Threats and advertising are counted apart.

    In plain text a paragraph is a question; where there is no empty line, or in a list, a line is one.

    It is read where it lies, on this machine, and nothing of it is written anywhere. A FILE within the site's folder is refused: customers'
    names and data must not be committed. What is shown has e-mail addresses, telephone numbers and long numbers masked; names cannot be told
    from other words, so write each question in your own words (`aboveboard questions add`).
    """
