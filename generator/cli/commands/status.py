"""`aboveboard status`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="status", short_help="show what is due, and what is late")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json", "markdown"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs; markdown for only what is late, as the title and text of one issue.",
)
@click.option(
    "--published",
    is_flag=True,
    help="Ask the published site until when its signature is valid. [default: the signed site in the folder site/, if there is one]",
)
@shared(ROOT, NOW)
@run_by("generator.cli.status")
def command() -> None:
    """Say what is owed over all incidents, and what of it is late.

    That is promised updates, steps, answers and reviews, customers' questions, the clocks of notice profiles, translations, drafts, the
    signature of the published site, and what the plan wants done again.

    What is late comes first, then the next 48 hours, then the rest; each with the next thing to do. Exits with 1 when something is late.
    """
