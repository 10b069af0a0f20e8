"""`aboveboard ask-readers`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="ask-readers", short_help="ask five people outside the team whether they understand it")
@click.argument("incident", required=False)
@click.option(
    "--take",
    "number",
    type=click.IntRange(1, 50),
    metavar="N",
    help="Enter what N readers answered, and save it in content/asked/.",
)
@click.option("--language", metavar="TAG", default="", help="In which language, such as de. [default: the site's own]")
@shared(ROOT, NOW)
@run_by("generator.cli.ask_readers")
def command() -> None:
    """Print five questions about INCIDENT (the open one, if there is only one) for people outside the team, with the answers of the ledger.

    Let them read the page, then ask. With --take, write down what each said and whether it is what the ledger says: you decide, nothing is guessed.
    Readers have numbers and no names, and the record is never published. `status` warns while fewer than four of five understood the newest update.
    """
