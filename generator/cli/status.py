"""`aboveboard status`: what is due, and what is late."""

import sys
from pathlib import Path

import click

from generator.cli.judging import judge, time_of
from generator.obligations import report
from generator.pipeline import reporting


def run(form: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    checked = judge(root, when).checked
    obligations = reporting.obligations(checked, when)
    if form == "json":
        said = report.json(obligations)
    elif form == "markdown":
        said = report.markdown(obligations)
    else:
        said = report.plain(obligations, colours=sys.stdout.isatty())
    click.echo(said, nl=False)
    raise click.exceptions.Exit(1 if obligations.late else 0)
