"""`aboveboard drill next`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="next", short_help="let the next event happen, or let minutes pass")
@click.option("--minutes", type=click.IntRange(1, 99999), help="Let this many minutes pass instead.")
@shared(ROOT, NOW)
@run_by("generator.cli.drill_next")
def command() -> None:
    """Publish what is ready, then move the drill's clock to the next thing that happens. ROOT is the drill's scratch copy.

    What has happened by itself in the meantime is shown first, and then the clock is not moved.
    """
