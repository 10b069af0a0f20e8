"""`aboveboard status`: what is owed, and what of it is late."""

import sys
from pathlib import Path

import click

from generator import pipeline
from generator.cli.judging import judge, time_of
from generator.cli.options import NOW, ROOT, shared
from generator.report import owed


@click.command(name="status", short_help="what is owed, and what of it is late")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json", "markdown"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs; markdown is what is late alone, as the title and text of one issue.",
)
@shared(ROOT, NOW)
def command(form: str, root: Path, now: str | None) -> None:
    """Say what is owed over all incidents, and what of it is late.

    That is promised updates, steps, answers and reviews, customers' questions, the clocks of notice profiles, translations, drafts, and what
    the plan wants done again.

    What is late comes first, then the next 48 hours, then the rest; each with the next thing to do. Exits with 1 when something is late.
    """
    when = time_of(now, root)
    checked = judge(root, when).checked
    agenda = pipeline.owed(checked, when)
    if form == "json":
        said = owed.json(agenda)
    elif form == "markdown":
        said = owed.markdown(agenda)
    else:
        said = owed.plain(agenda, colours=sys.stdout.isatty())
    click.echo(said, nl=False)
    raise click.exceptions.Exit(1 if agenda.late else 0)
