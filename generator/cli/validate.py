"""`aboveboard validate`: all rules on all or some files."""

import sys
from pathlib import Path

import click

from generator.adapters.kept_results import own_results
from generator.adapters.site_files import require_site
from generator.cli.judging import code_of, in_site, judge, report, say_unseen, selected, time_of
from generator.cli.options import form_of
from generator.cli.output import write


def run(
    paths: tuple[Path, ...],
    root: Path,
    now: str | None,
    form: str | None,
    *,
    fix: bool,
    dry: bool,
    yes: bool,
    no_cache: bool = False,
) -> None:
    """Run the command; its help describes it."""
    if (dry or yes) and not fix:
        raise click.UsageError("--diff and --yes go with --fix.")
    chosen = tuple(_relative(path, root) for path in paths)
    when, form = time_of(now, root), form_of(form)
    if fix:
        from generator.cli.autofix import fix as fix_files  # noqa: PLC0415  # what fixes takes long to load

        judged = fix_files(root, when, chosen, agreed=yes, dry=dry, form=form)
    else:
        judged = judge(root, when, kept=None if no_cache else own_results(), workers=None)
    say_unseen(judged, form)
    if form == "sarif":
        from generator.cli.autofix import without_sealed  # noqa: PLC0415  # as above

        judged = without_sealed(root, judged, when)
    # With --diff, only the patch goes to standard output, so that it can be saved and applied.
    to_stderr = fix and dry and form == "plain"
    write(report(judged, form, colours=sys.stdout.isatty(), paths=chosen), err=to_stderr)
    raise click.exceptions.Exit(code_of(judged, selected(judged, chosen)))


def _relative(path: Path, root: Path) -> str:
    """Return a path relative to the site's root, as in findings."""
    if found := in_site(path, root):
        return found
    # Without a site, that is what to say: the path may well be right.
    require_site(root)
    raise click.UsageError(f"There is no file or folder '{path}' in the site.")
