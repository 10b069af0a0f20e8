"""`aboveboard validate`: its parameters and help."""

import click

from generator.cli.deferring import run_by
from generator.cli.options import FORMAT, NO_CACHE, NOW, ROOT, PathType, shared


@click.command(name="validate", short_help="check every update for honesty")
@click.argument("paths", nargs=-1, type=PathType())
@click.option("--fix", is_flag=True, help="First fix what needs no judgement. Published text is never changed.")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="With --fix: print what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="With --fix: answer every question with yes.")
@NO_CACHE
@shared(ROOT, NOW, FORMAT)
@run_by("generator.cli.validate")
def command() -> None:
    """Check every update for honesty: what is known, what is not, what happens next, and whether it agrees with what was said before.

    With PATHS, only findings in those files or folders are shown; each is judged together with its whole incident all the same. Exits
    with 1 when a finding would stop the build. Under CI it exits with 4 when git has not the whole history here: a change of what was published would
    not be seen.

    With --fix, names, quotes, slips in keys, digits in counts and the order of keys are fixed first. It keeps your words, your notes
    and your lines.
    """
