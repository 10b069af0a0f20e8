"""`aboveboard plugins`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import ROOT, shared


@click.command(name="plugins", short_help="list the installed plugins, and which of them the site uses")
@shared(ROOT)
@run_by("generator.cli.plugins")
def command() -> None:
    """List the packages beside this program that bring rules, files or notifiers, and say which of them the site uses.

    A site uses those that `plugins:` in site_config.yml names. docs/plugins.md says how to write one.
    """
