"""`aboveboard deadlines`: the clocks of an incident's profiles."""

import sys
from pathlib import Path

import click

from generator import pipeline
from generator.cli.judging import incident_named, judge, time_of
from generator.cli.options import NOW, ROOT, shared
from generator.report import deadlines


@click.command(name="deadlines", short_help="whom you must tell by when, and whom you have told")
@click.argument("incident", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "json"]),
    default="plain",
    show_default=True,
    help="plain for people, json for programs.",
)
@shared(ROOT, NOW)
def command(incident: str | None, form: str, root: Path, now: str | None) -> None:
    """Show every clock of the notice profiles in force for INCIDENT (all incidents, if none is named).

    Each says with what it began, how long it is, when it runs out, when they were told or why they need not be, and what is missing to start
    it. A reminder, not legal advice. Exits with 1 when a time has passed and nobody was told.
    """
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
