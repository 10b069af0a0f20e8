"""`aboveboard drill start`: the scratch copy, and the first thing that happens."""

from pathlib import Path
from typing import Final

import click

from generator.cli.judging import time_of
from generator.cli.options import NOW, ROOT, Place, shared
from generator.cli.rehearsing import begin, commands, introduce

#: What both ways of beginning a drill are told.
BEGINNING: Final = (
    click.option("--template", help="Which template to rehearse. [default: asked for; the one rehearsed longest ago]"),
    click.option("--scenario", help="What happens in it. [default: the scenario for the template]"),
    click.option(
        "--fill", "fills", multiple=True, metavar="BLANK=WORDS", help="What stands in a blank of the template. Again for each."
    ),
    click.option(
        "--in",
        "place",
        type=Place(file_okay=False),
        help="Where the scratch copy goes. [default: a temporary folder]",
    ),
    click.option(
        "--speed",
        type=click.FloatRange(1, 1440),
        default=1,
        show_default=True,
        help="How many minutes pass in the drill for each real one; with 60 a minute is a second.",
    ),
    ROOT,
    NOW,
)


@click.command(name="start", short_help="make the scratch copy, and let the first thing happen")
@shared(*BEGINNING)
def command(
    template: str | None,
    scenario: str | None,
    fills: tuple[str, ...],
    place: Path | None,
    speed: float,
    root: Path,
    now: str | None,
) -> None:
    """Begin a drill that goes on one command at a time. It says what they are."""
    when = time_of(now)
    held = begin(root, place, template, scenario, speed, when, fills)
    introduce(held)
    commands(held)
    held.arrive(when.replace(microsecond=0))
