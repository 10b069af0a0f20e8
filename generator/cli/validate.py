"""`aboveboard validate`: all rules over all or some files."""

import sys
from pathlib import Path

import click

from generator.cli.options import FORMAT, NOW, ROOT, exit_code, form_of, judge, report, selected, shared, time_of


@click.command(name="validate", short_help="check every update for honesty")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@shared(ROOT, NOW, FORMAT)
def command(paths: tuple[Path, ...], root: Path, now: str | None, form: str | None) -> None:
    """Check every update for honesty: what is known, what is not, what happens next, and whether it agrees with what was said before.

    With PATHS, only findings in those files or folders are shown; each is judged together with its whole incident all the same. Exits
    with 1 when a finding would stop the build.
    """
    chosen = tuple(_relative(path, root) for path in paths)
    judged = judge(root, time_of(now))
    click.echo(report(judged, form_of(form), colours=sys.stdout.isatty(), paths=chosen), nl=False)
    raise click.exceptions.Exit(exit_code(selected(judged, chosen)))


def _relative(path: Path, root: Path) -> str:
    """A path as findings name it: relative to the site's root."""
    top = root.resolve()
    for base in (Path.cwd(), top):
        full = (base / path).resolve()
        if full.exists() and full.is_relative_to(top):
            return full.relative_to(top).as_posix()
    raise click.UsageError(f"There is no file or folder '{path}' in the site.")
