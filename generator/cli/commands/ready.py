"""`aboveboard ready`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(short_help="write the time of publication into a draft, so that it can be published")
@click.argument("path", required=False, type=PathType())
@click.option(
    "--approved-by", "approved", multiple=True, metavar="ROLE=NAME", help="Who has approved it. May be given more than once."
)
@click.option("--published", metavar="TIME", help="When to publish it, if not now. A later time holds it back until then.")
@shared(ROOT, NOW)
@run_by("generator.cli.ready")
def command() -> None:
    """Make the draft PATH (the only one, if there is only one) ready: write the time of publication and who approved it, and take `draft: true` out.

    It is refused while anything would stop it. Translations of an update go with it.
    """
