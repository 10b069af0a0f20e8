"""Renaming what was published: an incident's folder, or an update's file, so that ids and addresses stay."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from types import MappingProxyType

from generator.content.assembly import UPDATE
from generator.content.outside import FOLDER as ELSEWHERE
from generator.errors import UsageError
from generator.format.names import SLUG
from generator.model.document import IncidentFolder, LockDocument
from generator.model.history import PastIncident
from generator.pipeline.checking import Checked
from generator.seals.ledger_lock import LOCK, lock_text, with_move

TOP = "content/incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What a renaming changes on disk.

    Attributes:
        paths: the former and the present path of each file or folder that is still to be renamed.
        texts: the new texts, by present path.
        leads: the former address, relative to the site's, if a page there leads on; empty otherwise.
    """

    paths: tuple[tuple[str, str], ...] = ()
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    leads: str = ""


def move_of(checked: Checked, old: str, new: str, now: datetime) -> Renaming:
    """Return what renaming `old` to `new` changes. It may have been renamed on disk already.

    Args:
        checked: the site.
        old: an incident's folder, or an update in it: `support-tickets`, `support-tickets/02-scope.md`.
        new: its new name, in the same form; for an update, the file's name alone will do.
        now: when.

    Raises:
        UsageError: it cannot be renamed so; the message says why.
    """
    before, after = _path_in_incidents(old), _path_in_incidents(new)
    if len(before) == 1 and len(after) == 1:
        return _of_folder(checked, before[0], after[0], now)
    if len(before) == 2 and (len(after) == 1 or after[0] == before[0]):  # folder and file
        return _of_update(checked, before[0], before[1], after[-1], now)
    raise UsageError(
        f"{old} cannot become {new}",
        "name an incident's folder twice (`aboveboard move support-tickets support-desk`), or an update and its new name"
        " (`aboveboard move support-tickets/02-scope.md 02-whose-tickets.md`)",
    )


def _path_in_incidents(path: str) -> tuple[str, ...]:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return parts[2:] if parts[:2] == ("content", "incidents") else parts


def _of_folder(checked: Checked, old: str, new: str, now: datetime) -> Renaming:
    content = checked.content
    folders = {folder.slug: folder for folder in content.incidents}
    if old == new:
        raise UsageError(f"{old} already has that name", "give it another name")
    if not SLUG.fullmatch(new) or len(new) > 80:  # as in the check of folders
        raise UsageError(f"{new} cannot be an address", "use lower-case letters, digits and hyphens, such as support-desk")
    renamed = old not in folders and new in folders
    folder = folders.get(new if renamed else old)
    if folder is None:
        raise UsageError(f"there is no incident called {old}", f"there is: {', '.join(folders) or 'none'}")
    if not renamed and new in folders:
        raise UsageError(f"there is already an incident called {new}", "give it another name")
    taken = next((one.slug for one in content.incidents if one is not folder and new in one.former), "")
    if taken:
        raise UsageError(f"{new} is the former name of {taken}, and redirects to it", "give it another name")
    if renamed and folder.lock is not None and folder.lock.lines and _present_name(folder) != old:
        raise UsageError(
            f"{new} was never called {old}" if _present_name(folder) == new else f"{new} was called {_present_name(folder)}",
            f"`aboveboard move {_present_name(folder)} {new}` records it"
            if _present_name(folder) != new
            else "there is nothing to do",
        )
    paths = () if renamed else ((f"{TOP}/{old}", f"{TOP}/{new}"),)
    # What was said of it elsewhere is kept under its name.
    kept = f"{ELSEWHERE}/{old}/"
    if any(document.slug == old for document in content.elsewhere) or any(
        one.at.path.startswith(kept) for one in content.problems
    ):
        paths = (*paths, (f"{ELSEWHERE}/{old}", f"{ELSEWHERE}/{new}"))
    if not _was_published(checked, folder, old, now):
        return Renaming(paths=paths)
    lock = _lock_of(folder, f"{TOP}/{old}" if renamed else "")
    lines = with_move(folder.identity, lock, ((old, new),), now)
    return Renaming(paths=paths, texts={f"{TOP}/{new}/{LOCK}": lock_text(lines)}, leads=f"incidents/{old}/")


def _present_name(folder: IncidentFolder) -> str:
    """Return what an incident was called last, as far as its lock says."""
    name = folder.identity
    for line in folder.lock.lines if folder.lock else ():
        name = line.moved_to if line.moves_folder else name
    return name


def _of_update(checked: Checked, slug: str, old: str, new: str, now: datetime) -> Renaming:
    folder = next((folder for folder in checked.content.incidents if folder.slug == slug), None)
    if folder is None:
        raise UsageError(
            f"there is no incident called {slug}", f"there is: {', '.join(one.slug for one in checked.content.incidents)}"
        )
    was, becomes = UPDATE.fullmatch(old), UPDATE.fullmatch(new)
    if was is None or was.group(3) or becomes is None or becomes.group(3):
        raise UsageError(
            f"{old} and {new} are not both the names of updates",
            "write them like 02-scope.md, without a language: translations are renamed with their update",
        )
    if int(was.group(1)) != int(becomes.group(1)):
        raise UsageError(
            f"{old} is update {int(was.group(1))}, and cannot become update {int(becomes.group(1))}: readers know it by its number",
            f"only the words after the number may change, as in {was.group(1)}-other-words.md"
            if was.group(2) == becomes.group(2)
            else f"only the words after the number may change: {was.group(1)}-{becomes.group(2)}.md",
        )
    if old == new:
        raise UsageError(f"{old} already has that name", "give it another name")
    here = {document.source.path.rpartition("/")[2] for document in (*folder.updates, *folder.translations)}
    pairs = dict(_file_names(folder, old.removesuffix(".md"), new.removesuffix(".md"), here))
    if not pairs:
        raise UsageError(f"there is no {old} in {slug}", f"there is: {', '.join(sorted(here))}")
    if both := [name for name in pairs.items() if set(name) <= here]:
        raise UsageError(f"there is already a {both[0][1]}", "give it another name")
    top = f"{TOP}/{slug}"
    paths = tuple((f"{top}/{one}", f"{top}/{other}") for one, other in pairs.items() if one in here)
    known = _sealed(folder)
    if not known & set(pairs):
        if any(f"{top}/{one}" in checked.analysis.past.get(slug, PastIncident()).texts for one in pairs) or any(
            checked.analysis.is_public(document)
            for document in (*folder.updates, *folder.translations)
            if document.source.path.rpartition("/")[2] in {*pairs, *pairs.values()}
        ):
            raise _unsealed(f"{top}/{old}" if old not in here else "")
        return Renaming(paths=paths)
    lock = _lock_of(folder, "")
    lines = with_move(folder.identity, lock, [pair for pair in pairs.items() if pair[0] in known], now)
    return Renaming(paths=paths, texts={f"{top}/{LOCK}": lock_text(lines)})


def _file_names(folder: IncidentFolder, old: str, new: str, here: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the former and the present name of an update and of its translations."""
    for name in sorted({*here, *_sealed(folder)}):
        language = re.fullmatch(rf"(?:{re.escape(old)}|{re.escape(new)})((?:\.[A-Za-z0-9-]+)?\.md)", name)
        if language and (f"{old}{language.group(1)}" in {*here, *_sealed(folder)}):
            yield f"{old}{language.group(1)}", f"{new}{language.group(1)}"


def _sealed(folder: IncidentFolder) -> set[str]:
    return {line.name for line in folder.lock.lines} if folder.lock else set()


def _was_published(checked: Checked, folder: IncidentFolder, old: str, now: datetime) -> bool:
    past = checked.analysis.past.get(old)
    return (
        bool(folder.lock and folder.lock.lines)
        or bool(past and (past.texts or past.locks))
        or any(checked.analysis.visibility.is_public(document, now) for document in folder.updates)
    )


def _lock_of(folder: IncidentFolder, was: str) -> LockDocument:
    lock = folder.lock
    if lock is None or not lock.lines:
        raise _unsealed(was)
    broken = [problem for problem in lock.problems if problem.rule != "renamed-published"]
    if broken:
        raise UsageError(f"{lock.source.path} cannot be understood", "fix what `aboveboard validate` finds in it, then try again")
    return lock


def _unsealed(was: str) -> UsageError:
    return UsageError(
        "it was published and is not sealed, so nothing would show that it is the same text",
        (f"name it {was} again, " if was else "") + "run `aboveboard seal`, commit, and then try again",
    )
