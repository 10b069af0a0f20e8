"""`aboveboard validate`: all rules over all or some files."""

import sys
from pathlib import Path

import click

from generator.cli.judging import code_of, in_site, judge, report, say_unseen, selected, time_of
from generator.cli.mending import fix as mend
from generator.cli.mending import without_sealed
from generator.cli.options import FORMAT, NOW, ROOT, Place, form_of, shared


@click.command(name="validate", short_help="check every update for honesty")
@click.argument("paths", nargs=-1, type=Place())
@click.option("--fix", is_flag=True, help="Mend first what needs no judgement. What was published is never changed.")
@click.option("--diff", "--dry-run", "dry", is_flag=True, help="With --fix: print what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="With --fix: answer every question with yes.")
@shared(ROOT, NOW, FORMAT)
def command(paths: tuple[Path, ...], root: Path, now: str | None, form: str | None, *, fix: bool, dry: bool, yes: bool) -> None:
    """Check every update for honesty: what is known, what is not, what happens next, and whether it agrees with what was said before.

    With PATHS, only findings in those files or folders are shown; each is judged together with its whole incident all the same. Exits
    with 1 when a finding would stop the build. Under CI it exits with 4 when git has not the whole history here: a change of what was published would
    not be seen.

    With --fix, names, quotes, slips in keys, digits in counts and the order of keys are mended first. It keeps your words, your notes
    and your lines.
    """
    if (dry or yes) and not fix:
        raise click.UsageError("--diff and --yes go with --fix.")
    chosen = tuple(_relative(path, root) for path in paths)
    when, form = time_of(now, root), form_of(form)
    judged = mend(root, when, chosen, agreed=yes, dry=dry, form=form) if fix else judge(root, when)
    say_unseen(judged, form)
    if form == "sarif":
        judged = without_sealed(root, judged, when)
    # The patch of --diff has the standard output for itself, so that it can be saved and applied.
    to_stderr = fix and dry and form == "plain"
    click.echo(report(judged, form, colours=sys.stdout.isatty(), paths=chosen), nl=False, err=to_stderr)
    raise click.exceptions.Exit(code_of(judged, selected(judged, chosen)))


def _relative(path: Path, root: Path) -> str:
    """A path as findings name it: relative to the site's root."""
    if found := in_site(path, root):
        return found
    raise click.UsageError(f"There is no file or folder '{path}' in the site.")
