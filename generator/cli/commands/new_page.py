"""`aboveboard new page`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="page", short_help="write a page such as questions and answers")
@click.argument("address", required=False)
@click.option("--title", help="The title of the page.")
@shared(ROOT, NOW)
@run_by("generator.cli.new_page")
def command() -> None:
    """Write a page of your own. ADDRESS is the last part of its web address; made from the title if it is not given."""
