"""`aboveboard status`: what is owed, and what of it is late."""

import sys
from pathlib import Path

import click

from generator import pipeline
from generator.cli.judging import judge, time_of
from generator.report import owed


def run(form: str, root: Path, now: str | None) -> None:
    """Run it; its help says what it does."""
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
