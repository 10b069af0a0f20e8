"""`aboveboard new review`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="review", short_help="write the review of an incident, with what its updates show already in it")
@click.argument("incident", required=False)
@click.option("--title", help="The title of the review. [default: made from the incident's]")
@click.option("--cause", help="Why it happened, in one plain sentence.")
@click.option("--lesson", "lessons", multiple=True, help="What you learnt. May be given more than once.")
@click.option("--action", help="What you will change because of it, in one sentence.")
@click.option("--owner", help="Who is responsible for that change.")
@click.option("--by", "due", metavar="DAY", help="The day by which it will be done, such as 2027-07-01.")
@shared(ROOT, NOW)
@run_by("generator.cli.new_review")
def command() -> None:
    """Write review.md of INCIDENT (the one that waits for its review, if there is only one), as a draft.

    How people were told is filled in from the updates: what was promised and when it came, what had to be corrected and how long the wrong
    version stood, how long each unknown was open. Edit it: keep what is true, and say it in your words. What you leave unanswered stands in
    the file as a blank, and `aboveboard validate` names every one that is left.
    """
