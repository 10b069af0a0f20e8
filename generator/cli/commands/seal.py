"""`aboveboard seal`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="seal", short_help="record what has been published, so that a later change shows")
@click.option(
    "--ends",
    is_flag=True,
    help="Print the end of each incident's chain and of the pages' chain, for a tag message; seal nothing.",
)
@shared(ROOT, NOW)
@run_by("generator.cli.seal")
def command() -> None:
    """Add a line to each incident's ledger.lock for every update, translation and review whose time has come.

    Free pages and the ways to ask get theirs in content/pages/pages.lock.

    Run it when you have published (the publish workflow does). From then on `validate` refuses a published text that was changed in its file.
    Drafts and what is embargoed are left out. What `--ends` prints belongs into a tag under seals/ that nobody can move or delete
    (docs/hosting.md): a branch that was rewritten whole does not have it any more. A site in which a finding stops the build is not sealed.
    """
