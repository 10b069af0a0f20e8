"""`validate --fix`: reads, fixes and writes files. The core decides what may be fixed; this module asks the writer, git and the disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.adapters import clock, git
from generator.adapters.file_writing import rename_file, rewrite_file
from generator.adapters.site_files import read_site
from generator.autofix.fixer import Permission, fix_files
from generator.autofix.model import FixResult, Unfixed
from generator.autofix.report import fixed as in_words
from generator.autofix.report import patch
from generator.cli.judging import JudgedSite, extend_in, signer_of, texts_of
from generator.cli.judging import judge as judge_folder
from generator.cli.output import hand_over, is_watched, write
from generator.cli.prompts import Asker
from generator.format.decoding import MARKDOWN_LIMIT
from generator.history.maybe_published import maybe_published
from generator.model.diagnostic import Diagnostic, Edit
from generator.model.source import RawFile
from generator.pipeline import checking


def fix(root: Path, when: datetime, paths: tuple[str, ...], *, agreed: bool, dry: bool, form: str) -> JudgedSite:
    """Fix a site's files and report on the terminal; with `dry`, print what would change and change nothing.

    Args:
        root: the site's folder.
        when: the time of judgement.
        paths: the files or folders to fix; all when empty.
        agreed: whether every question is answered with yes.
        dry: whether nothing is to be written.
        form: the output format of the findings; formats other than plain use the standard output alone.

    Returns:
        The site as judged after fixing.
    """
    files = read_site(root, MARKDOWN_LIMIT)
    # Published texts are never fixed, so their history does not matter here; only the fix of `id` needs git.
    history = git.history(root)
    last: list[checking.Checked] = []

    def judge(given: Sequence[RawFile]) -> Sequence[Diagnostic]:
        last[:] = [checking.check(given, when, ids=history, signer=signer_of, extend=extend_in(root))]
        return last[0].diagnostics

    def zone() -> ZoneInfo | None:
        settings = last[0].content.config
        return settings.config.site.timezone if settings.config and settings.wrote("site", "timezone") else None

    outcome = fix_files(
        files,
        judge,
        Permission(
            sealed=maybe_published_files(root, files, when), confirm=_confirm(agreed=agreed), zone=zone, chosen=_chosen(paths)
        ),
    )
    old = {file.path: file.data for file in files}
    if dry:
        hand_over(patch(old, outcome.files, outcome.renamed, safe=is_watched()), err=form != "plain")
        write(in_words(outcome, written=False), err=True)
        after = tuple(_checked_after_fixes(file, outcome) for file in files)
        return JudgedSite(checking.check(after, when, ids=history, signer=signer_of, extend=extend_in(root)), texts_of(after))
    refused = {path: why for path, data in outcome.files.items() if (why := rewrite_file(root, path, old[path], data))}
    refused |= {
        old_path: why
        for old_path, new_path in outcome.renamed.items()
        if old_path not in refused and (why := rename_file(root, old_path, new_path))
    }
    if refused:
        outcome = replace(
            outcome,
            files={path: data for path, data in outcome.files.items() if path not in refused},
            done=tuple(one for one in outcome.done if one.path not in refused),
            left=(*outcome.left, *(Unfixed(path, 1, "this file could be fixed", why) for path, why in refused.items())),
        )
    write(in_words(outcome, written=True), err=True)
    return judge_folder(root, when)


def _checked_after_fixes(file: RawFile, outcome: FixResult) -> RawFile:
    data = outcome.files.get(file.path, file.data)
    size = len(data) if file.path in outcome.files else file.size
    return replace(file, path=outcome.renamed.get(file.path, file.path), data=data, size=size)


def maybe_published_files(root: Path, files: Sequence[RawFile], when: datetime) -> Mapping[str, str]:
    """Return the files that may have been published, each with the reason.

    A `--now` in the past does not make anything unpublished, so the present time is considered too.
    """
    paths = [file.path for file in files if file.path.endswith(".md")]
    return maybe_published(files, max(when, clock.now()), git.committed(root, paths))


def without_sealed(root: Path, judged: JudgedSite, when: datetime) -> JudgedSite:
    """Return the same findings without edits of files that may have been published: no program should offer to change those."""
    if not any(one.edits for one in judged.checked.diagnostics):
        return judged
    public = maybe_published_files(root, read_site(root, MARKDOWN_LIMIT), when)
    closed = {*public, *(f"{path.rpartition('/')[0]}/incident.md" for path in public)}
    diagnostics = tuple(replace(one, edits=()) if one.span.path in closed else one for one in judged.checked.diagnostics)
    return replace(judged, checked=replace(judged.checked, diagnostics=diagnostics))


def _chosen(paths: tuple[str, ...]) -> Callable[[str], bool]:
    return lambda one: not paths or any(path in {"", "."} or one == path or one.startswith(f"{path}/") for path in paths)


def _confirm(*, agreed: bool) -> Callable[[str, Edit], bool | None]:
    ask = Asker()
    return lambda path, edit: True if agreed else ask.agreed(edit.asks, why=f"{path}, line {edit.at.line}. Only you can know.")
