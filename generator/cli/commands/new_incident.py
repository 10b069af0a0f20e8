"""`aboveboard new incident`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, shared


@click.command(name="incident", short_help="write a new incident with its first statement")
@click.argument("address", required=False)
@click.option("--from", "template", metavar="TEMPLATE", help="Make the first statement from content/templates/TEMPLATE.md.")
@click.option(
    "--fill",
    "fills",
    multiple=True,
    metavar="BLANK=WORDS",
    help="What to fill into a blank of the template. May be given more than once.",
)
@click.option("--title", help="What happened, in one plain sentence.")
@click.option(
    "--aware", metavar="TIME", help="When you found out, such as 2027-03-03T02:40Z: when you first had good reason to believe it."
)
@click.option("--known", multiple=True, help="Something you know. May be given more than once.")
@click.option("--unknown", multiple=True, help="Something you do not know yet. May be given more than once.")
@click.option("--step", "steps", multiple=True, help="What you will do next. May be given more than once.")
@click.option("--action", "actions", multiple=True, help="What readers should do now. May be given more than once.")
@click.option("--next-update", metavar="TIME", help="When readers will hear again.")
@click.option(
    "--impact", type=click.Choice(["none", "minor", "major", "critical"]), help="How bad it is for readers, if you know."
)
@click.option(
    "--system",
    "systems",
    multiple=True,
    help="Which of your systems, by its name in site_config.yml. May be given more than once.",
)
@shared(ROOT, NOW)
@run_by("generator.cli.new_incident")
def command() -> None:
    """Write a new incident and its first statement. ADDRESS is the last part of its web address; made from the title if it is not given.

    With --from, the sentences are those of a template, and only its blanks are asked for. Without it, and without --title, the templates
    that there are can be chosen from.
    """
