"""`aboveboard drill next`: the clock moves on."""

from datetime import timedelta
from pathlib import Path

import click

from generator.cli.judging import time_of
from generator.cli.options import NOW, ROOT, shared
from generator.cli.rehearsing import Rehearsal


@click.command(name="next", short_help="let the next thing happen, or some minutes pass")
@click.option("--minutes", type=click.IntRange(1, 99999), help="Let so many minutes pass instead.")
@shared(ROOT, NOW)
def command(minutes: int | None, root: Path, now: str | None) -> None:
    """Publish what is ready, then move the drill's clock to the next thing that happens. ROOT is the drill's scratch copy.

    What has happened by itself in the meantime is shown first, and then the clock is not moved.
    """
    held, when = Rehearsal(root).running(), time_of(now)
    held.publish(when, tried=False)
    happened = held.arrive(when)
    if minutes is not None or not happened:
        held.skip(when, timedelta(minutes=minutes) if minutes is not None else None)
        happened += held.arrive(when)
    upcoming = held.next_at()
    if upcoming is None:
        click.echo("\nNothing more will happen. Publish what is left, then run `aboveboard drill end`.", err=True)
    elif not happened:
        click.echo(f"{held.elapsed(held.time(when))}  Nothing new.", err=True)
