"""`aboveboard deadlines`: the clocks of an incident's profiles."""

import sys
from pathlib import Path

import click

from generator import pipeline
from generator.cli.judging import incident_named, judge, time_of
from generator.report import deadlines


def run(incident: str | None, form: str, root: Path, now: str | None) -> None:
    """Run it; its help says what it does."""
    when = time_of(now, root)
    checked = judge(root, when).checked
    slugs = (incident_named(checked, incident),) if incident else tuple(checked.ledgers)
    unread = [folder.slug for folder in checked.content.incidents if folder.slug not in checked.ledgers]
    found = pipeline.deadlines(checked, when, slugs)
    if form == "json":
        click.echo(deadlines.json(found), nl=False)
    else:
        click.echo(deadlines.plain(found, colours=sys.stdout.isatty()), nl=False)
    if unread and not incident:
        click.echo(f"Left out, because their files cannot all be understood: {', '.join(unread)}.", err=True)
    raise click.exceptions.Exit(1 if found.late or (unread and not incident) else 0)
