"""`aboveboard redact`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import NOW, ROOT, PathType, shared


@click.command(name="redact", short_help="remove from a published text what must not be public: a person's data")
@click.argument("files", metavar="FILE", nargs=-1, required=True, type=PathType())
@click.option("--words", required=True, metavar="TEXT", help="The words to remove, exactly as in the file.")
@click.option("--because", required=True, metavar="WHY", help="Why, in words for readers, such as: it named a person.")
@click.option("--by", required=True, metavar="NAME", help="Who approved it.")
@shared(ROOT, NOW)
@run_by("generator.cli.redact")
def command() -> None:
    """Take a person's data, or what a court or a risk to someone's safety forbids, out of published texts.

    In the words' place stands a mark that says when and why, which readers see; the lock says it too, and none of the words. Words that
    decide what a sentence says (a denial, a count, a date, a state), and whole facts, cannot be taken out: those are corrected in a new
    update. What the program cannot reach (git's history, copies, subscribers) it lists at the end.
    """
