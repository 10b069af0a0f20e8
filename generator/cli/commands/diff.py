"""`aboveboard diff`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="diff", short_help="show in words what changes for readers")
@click.argument("revision", required=False, metavar="[REV]")
@click.option(
    "--format", "form", type=click.Choice(["plain", "markdown", "json"]), default="plain", help="The form. [default: plain]"
)
@click.option(
    "--reviews",
    type=PathType(dir_okay=False),
    metavar="FILE",
    help="Who approved at the git host: its API's answer about the reviews of a pull request, or the approvals of a merge request.",
)
@shared(ROOT, NOW)
@run_by("generator.cli.diff")
def command() -> None:
    """Say in words what readers see change: what is answered, corrected, new or moved, and who must approve it.

    The site's folder is compared with REV: a commit, branch or tag of git, or with three dots behind it (`main...`) the commit at which
    this branch left it. Without REV, the last commit; for a pull request under GitHub Actions, the commit at which it left its base branch.

    What is held back until later, and drafts, are told apart. Published text that has another text now is marked as what it is. Before all that
    stands what decides what runs, who is told and what is believed: themes, workflows, what they install, addresses, contacts, keys, approvals.

    With --reviews, each name under `approved_by` is compared with the accounts that the plan gives (`account` and `deputy_account` of a role), as it was
    before the change: who approved this very text, who an earlier one, and which names were only typed.

    With --format markdown the answer can be posted to a pull request as it stands: nothing that an author wrote can break out of it.
    """
