"""`aboveboard deadlines`: the clocks of an incident's profiles."""

import sys
from pathlib import Path

import click

from generator.cli.judging import incident_named, judge, time_of
from generator.cli.output import say, write
from generator.deadlines import report
from generator.pipeline import reporting


def run(incident: str | None, form: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    checked = judge(root, when).checked
    slugs = (incident_named(checked, incident),) if incident else tuple(checked.ledgers)
    unread = [folder.slug for folder in checked.content.incidents if folder.slug not in checked.ledgers]
    found = reporting.deadlines(checked, when, slugs)
    if form == "json":
        write(report.json(found))
    else:
        write(report.plain(found, colours=sys.stdout.isatty()))
    if unread and not incident:
        say(f"Left out, because some of their files cannot be understood: {', '.join(unread)}.", err=True)
    raise click.exceptions.Exit(1 if found.late or (unread and not incident) else 0)
