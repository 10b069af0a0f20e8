"""`aboveboard diff`: what changes for readers, in words."""

import os
import sys
from pathlib import Path

import click

from generator.adapters import git
from generator.changes import report
from generator.cli.judging import judge, time_of
from generator.format.decoding import MARKDOWN_LIMIT
from generator.pipeline import reporting


def run(revision: str | None, form: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    judged = judge(root, when)
    base = git.base(root, revision, _base_branch())
    before = git.files_at(root, base.commit, MARKDOWN_LIMIT)
    attachments = [path for folder in judged.checked.content.incidents for path in folder.files]
    changed = git.attachments_changed(root, base.commit, attachments)
    compared = reporting.compare(before, judged.checked, when, base, changed, git.beside_changed(root, base.commit))
    diagnostics = judged.checked.diagnostics
    if form == "json":
        click.echo(report.json(compared, diagnostics), nl=False)
    elif form == "markdown":
        click.echo(report.markdown(compared, diagnostics), nl=False)
    else:
        click.echo(report.plain(compared, diagnostics, colours=sys.stdout.isatty()), nl=False)


def _base_branch() -> str:
    """Return the target branch of a pull request, where this runs for one."""
    return os.environ.get("GITHUB_BASE_REF", "") if os.environ.get("GITHUB_ACTIONS") == "true" else ""
