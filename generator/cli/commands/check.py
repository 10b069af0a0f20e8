"""`aboveboard check`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import FORMAT, NOW, ROOT, shared
from generator.model.channel import Channel


@click.command(name="check", short_help="check a press release, a filing or a call script against the ledger")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--incident", metavar="NAME", help="Of which incident they speak. [default: the only one, else the only open one]")
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    help="How they reach people: a filing may use the words of the law, and of a supplier's notice the facts alone are checked.",
)
@click.option(
    "--language", metavar="TAG", default="", help="Their language, such as de. [default: the one whose words they have]"
)
@shared(ROOT, NOW, FORMAT)
@run_by("generator.cli.check")
def command() -> None:
    """Check any text that speaks of an incident against its ledger: numbers, days, kinds of data, denials, advice, promises and wording.

    A FILE is plain text, Markdown, HTML, Word (.docx), PDF or an e-mail (.eml); - is standard input. It is judged by what readers could read
    on the site at --now. Nothing of it is kept; texts that are kept under content/elsewhere/ are checked by `aboveboard validate`.

    Exits with 1 where a text contradicts the ledger. Wording is a warning, as in updates.
    """
