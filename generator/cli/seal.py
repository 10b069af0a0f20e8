"""`aboveboard seal`: records what has been published, so that later changes are noticed."""

from datetime import datetime
from pathlib import Path

import click

from generator.adapters.file_writing import replace_file
from generator.adapters.site_lock import exclusive_access
from generator.cli.judging import code_of, judge, report, say_unseen, time_of
from generator.cli.options import form_of
from generator.pipeline import sealing


def run(root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    # Concurrent runs would each write without the other's entries.
    with exclusive_access(root):
        added = _seal(root, when)
    click.echo(
        "Commit the lock files with what they seal." if added else "Everything that is published is sealed already.", err=True
    )


def _seal(root: Path, when: datetime) -> int:
    judged = judge(root, when)
    say_unseen(judged, form_of(None))
    if code := code_of(judged, judged.checked.diagnostics):
        click.echo(report(judged, "plain", colours=False), nl=False)
        click.echo("Nothing was sealed.", err=True)
        raise click.exceptions.Exit(code)
    order = sealing.order(judged.checked, when)
    added = 0
    if order is not None:
        replace_file(root, *order)
        added += 1
    for path, text, names in sealing.seals(judged.checked, when):
        replace_file(root, path, text)
        added += 1
        click.echo(f"Sealed in {path}: {', '.join(names)}")
    return added
