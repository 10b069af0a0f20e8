"""`aboveboard explain`: its parameters and help."""

import click

from generator.cli.deferring import run_by


@click.command(name="explain", short_help="explain a rule and what to write instead, or a key")
@click.argument("what", required=False, metavar="[RULE or KEY]")
@click.option("--all", "everything", is_flag=True, help="Print the pages of all rules.")
@click.option("--profiles", is_flag=True, help="Print the pages of all notice profiles, as in docs/profiles.md.")
@run_by("generator.cli.explain")
def command() -> None:
    """Say what a rule checks, why it matters, and what to write instead. A rule is a code or a name: HON002 or missing-unknown.

    A key of the format is explained too: next_update, affected.exact, or plan.cadence where several kinds of files have it. So is a notice
    profile, such as hipaa: its elements, clocks and sources. What is the name of several things is explained as each.
    """
