"""`aboveboard diff`: what readers see change, in words."""

import os
import sys
from pathlib import Path

import click

from generator import pipeline
from generator.adapters import git
from generator.cli.judging import judge, time_of
from generator.cli.options import NOW, ROOT, shared
from generator.format.reading import MARKDOWN_LIMIT
from generator.report import difference as report


@click.command(name="diff", short_help="say in words what readers see change")
@click.argument("revision", required=False, metavar="[REV]")
@click.option(
    "--format", "form", type=click.Choice(["plain", "markdown", "json"]), default="plain", help="The form. [default: plain]"
)
@shared(ROOT, NOW)
def command(revision: str | None, form: str, root: Path, now: str | None) -> None:
    """Say in words what readers see change: what is answered, corrected, new or moved, and who must approve it.

    The site's folder is compared with REV: a commit, branch or tag of git, or with three dots behind it (`main...`) the commit at which
    this branch left it. Without REV, the last commit; for a pull request under GitHub Actions, the commit at which it left its base branch.

    What is held back until later, and drafts, are told apart. Published text that has another text now is marked as what it is. Before all that
    stands what decides what runs, who is told and what is believed: themes, workflows, what they install, addresses, contacts, keys, approvals.

    With --format markdown the answer can be posted to a pull request as it stands: nothing that an author wrote can break out of it.
    """
    when = time_of(now, root)
    judged = judge(root, when)
    base = git.base(root, revision, _base_branch())
    before = git.files_at(root, base.commit, MARKDOWN_LIMIT)
    attachments = [path for folder in judged.checked.content.incidents for path in folder.files]
    changed = git.attachments_changed(root, base.commit, attachments)
    compared = pipeline.compare(before, judged.checked, when, base, changed, git.beside_changed(root, base.commit))
    diagnostics = judged.checked.diagnostics
    if form == "json":
        click.echo(report.json(compared, diagnostics), nl=False)
    elif form == "markdown":
        click.echo(report.markdown(compared, diagnostics), nl=False)
    else:
        click.echo(report.plain(compared, diagnostics, colours=sys.stdout.isatty()), nl=False)


def _base_branch() -> str:
    """The branch that a pull request is to be merged into, where this runs for one."""
    return os.environ.get("GITHUB_BASE_REF", "") if os.environ.get("GITHUB_ACTIONS") == "true" else ""
