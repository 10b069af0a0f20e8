"""`aboveboard seal`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="seal", short_help="write down what has been published, so that a later change shows")
@shared(ROOT, NOW)
@run_by("generator.cli.seal")
def command() -> None:
    """Add a line to each incident's ledger.lock for every update, translation and review whose time has come.

    Run it when you have published (the publish workflow does). From then on `validate` refuses a published text that was changed in its file.
    Drafts and what is embargoed are left out. A site in which a finding stops the build is not sealed.
    """
