"""`aboveboard assess`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="assess", short_help="assess the risk to people, and see whom laws then require you to tell")
@click.argument("incident", required=False)
@click.option("--kinds", metavar="KIND,KIND", help="Categories of data, such as contact,health.")
@click.option("--protection", metavar="WORD", help="Whether it can be read: none, partial, strong or unknown.")
@click.option("--identification", metavar="WORD", help="How easily people are recognised: easy, with-effort, hardly or unknown.")
@click.option(
    "--severity", metavar="WORD", help="How badly they could be harmed: negligible, limited, significant, severe or unknown."
)
@click.option("--number", metavar="N", help="How many people, in digits; or unknown.")
@click.option("--vulnerable", metavar="WORD", help="Whether some are easily harmed: nobody, some, most or unknown.")
@click.option("--because", multiple=True, metavar="ANSWER=WHY", help="Why one of the answers is so. Again for each.")
@click.option("--by", "names", multiple=True, metavar="NAME", help="Who answers. Again for each.")
@click.option(
    "--answers", type=PathType(exists=True, dir_okay=False), metavar="FILE", help="Take answers from a file like the record."
)
@shared(ROOT, NOW)
@run_by("generator.cli.assess")
def command() -> None:
    """Ask what the risk to people depends on, keep the answers in content/assessments/INCIDENT.yml, and say what they speak for.

    That is how great the risk seems, and whom the laws of your profiles then want told, with reasons. It decides nothing: you write `risk` in
    incident.md. What is answered already is not asked again; an option, or the file, replaces an answer. The record is never published. The exit
    code is 1 until all questions are answered.
    """
