"""`aboveboard new update`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="update", short_help="write the next update, with everything that is still open in it")
@click.argument("incident", required=False)
@click.option("--title", help="What is new, in one plain sentence.")
@click.option("--slug", help="The words in the file's name. [default: made from the title]")
@click.option("--late", help="Why it is later than promised, if it is.")
@click.option(
    "--status",
    type=click.Choice(["investigating", "confirmed", "contained", "monitoring", "resolved", "reopened"]),
    help="The status from now on. Refused, with the reason, if it is not justified yet.",
)
@click.option(
    "--because",
    help="Why it is reopened, was a false alarm, or is over without monitoring; or how you know that it is part of another incident.",
)
@click.option(
    "--outcome",
    type=click.Choice(["false_alarm", "nothing_reached", "part_of_another"]),
    help="With --status resolved: how it ended, if it was a false alarm, no data was reached, or it is part of another incident and goes on there.",
)
@click.option("--contained-by", metavar="NAME", help="The fact that says what was done and how it was tested.")
@click.option("--monitor-until", metavar="DAY", help="Until when you keep watch.")
@click.option("--watch", help="What you are watching, in one sentence.")
@click.option("--looked", metavar="TIME", help="When someone last looked.")
@click.option("--review-by", metavar="DAY", help="When the review will be published.")
@click.option("--answer", "answers", multiple=True, metavar="NAME=SENTENCE", help="An unknown that is now known, and its answer.")
@click.option(
    "--never-known",
    multiple=True,
    metavar="NAME=WHY",
    help="An unknown that will never be answered, and why; data.KIND or the like for a value that is unknown.",
)
@click.option("--done", multiple=True, metavar="NAME=OUTCOME", help="A step that is done, and the result.")
@click.option(
    "--published", metavar="TIME", help="When it is published. [default: now; if it needs approval, once it is approved]"
)
@click.option("--drop", "dropped", multiple=True, metavar="NAME=WHY", help="A step that is dropped, and why.")
@click.option(
    "--ended", "no_longer", multiple=True, metavar="NAME=SENTENCE", help="A fact that is no longer true, and what is true now."
)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="SYSTEM=STATE",
    help="Whether a system works now: working, limited, down, unknown or retired. May be given more than once.",
)
@click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="NAME=VIEW",
    help="Your view of a claim: true, partly, false, not_checked or cannot_say; for a new claim, what others say.",
)
@click.option(
    "--notice",
    "notices",
    multiple=True,
    metavar="GROUP=NUMBER",
    help="How many of a group have been told directly, or all; for a new group, how they are told.",
)
@click.option("--remedy", "remedies", multiple=True, metavar="NAME=SENTENCE", help="What you offer the people affected.")
@shared(ROOT, NOW)
@run_by("generator.cli.new_update")
def command() -> None:
    """Write the next update of INCIDENT (the open one, if there is only one), with every open unknown, step and action in it.

    With --status the keys that the new status asks for are filled in as well. Then open the file: write what is new under `known`, move
    what is answered or done, and change what has changed.
    """
