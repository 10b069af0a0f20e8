"""`aboveboard diff`: what changes for readers, in words."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Final

from generator.adapters import git
from generator.adapters.kept_results import own_results
from generator.changes import report
from generator.changes.host_reviews import read_reviews
from generator.cli.judging import judge, time_of
from generator.cli.output import write
from generator.content.assembly import ReadFolders
from generator.errors import EnvironmentFailedError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.host_review import HostReview
from generator.pipeline import reporting

#: Larger than the reviews of any pull request, in bytes.
_LIMIT: Final = 1 << 24


def run(revision: str | None, form: str, reviews: Path | None, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    kept, folders = own_results(), ReadFolders()
    judged = judge(root, when, kept=kept, folders=folders)
    base = git.base(root, revision, _base_branch())
    before = git.files_at(root, base.commit, MARKDOWN_LIMIT)
    attachments = [path for folder in judged.checked.content.incidents for path in folder.files]
    changed = git.attachments_changed(root, base.commit, attachments)
    compared = reporting.compare(
        before,
        judged.checked,
        when,
        base,
        changed,
        git.beside_changed(root, base.commit),
        _reviews(reviews) if reviews is not None else None,
        partial(git.text_at, root),
        kept,
        folders,
    )
    diagnostics = judged.checked.diagnostics
    if form == "json":
        write(report.json(compared, diagnostics))
    elif form == "markdown":
        write(report.markdown(compared, diagnostics))
    else:
        write(report.plain(compared, diagnostics, colours=sys.stdout.isatty()))


def _reviews(file: Path) -> tuple[HostReview, ...] | None:
    """Return who approved at the host; None where the host could not be asked, which leaves an empty file or none."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_LIMIT).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentFailedError(f"{file} cannot be read: {error.strerror or error}") from error
    return read_reviews(text, str(file)) if text.strip() else None


def _base_branch() -> str:
    """Return the target branch of a pull request, where this runs for one."""
    return os.environ.get("GITHUB_BASE_REF", "") if os.environ.get("GITHUB_ACTIONS") == "true" else ""
