"""`aboveboard move`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="move", short_help="rename an incident's folder or an update's file, and keep its ids and addresses")
@click.argument("old")
@click.argument("new")
@shared(ROOT, NOW)
@run_by("generator.cli.move")
def command() -> None:
    """Rename an incident's folder, or an update's file, that was published.

    OLD and NEW are names of folders (support-tickets support-desk), or an update and its new name (support-tickets/02-scope.md
    02-whose-tickets.md); its translations are renamed with it, and its number stays. Ids in feeds and calendars stay as they are, pages at
    the old address lead on, and feeds stay there too. ledger.lock says how it was called before. Where it was renamed by other means
    already, this records it.
    """
