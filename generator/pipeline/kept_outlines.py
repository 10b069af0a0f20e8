"""Outlines of incidents, kept for the next run: one whose files are the same then is read only if more of it is asked for.

They are in one entry for a site, each with the digest of the files that it was made from. There is none of an incident whose findings are not kept:
what holds a secret is kept nowhere.
"""

import contextlib
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, Protocol

from generator.content.assembly import ReadFolders, attachments_in, read_folder, read_lock
from generator.inspection.bad_links import hosts_in
from generator.model.document import IncidentFolder, Outline, TextOutline
from generator.model.kept import Kept, Kind
from generator.model.kept_values import read, written
from generator.model.source import RawFile
from generator.model.unread_folder import UnreadFolder, outline_of
from generator.model.value_digest import NoValueError
from generator.pipeline.kept_findings import SourceDigests


class StoredFolders(Protocol):
    """Reads many folders at once, and puts them in a store, as `SpooledFolders` does."""

    def prepare(
        self,
        incidents: Mapping[str, dict[str, RawFile]],
        gone: frozenset[str],
        audiences: tuple[str, ...],
        content: Mapping[str, str],
    ) -> None:
        """Read them, if they are many.

        Args:
            incidents: the files of each, by path in it, by its name.
            gone: the names of published folders that are not there any more.
            audiences: the names of the site's audiences.
            content: what stands for the files of each.
        """

    def outline(self, slug: str) -> list[Any] | None:
        """Return the outline of a folder that is in the store, as it is kept; None where there is none."""

    def text(self, slug: str) -> bytes:
        """Return a folder that is in the store, as it is kept."""

    def again(self, slug: str, files: dict[str, RawFile], gone: frozenset[str], audiences: tuple[str, ...]) -> IncidentFolder:
        """Return a folder that is in the store."""


class OutlinedFolders:
    """Incidents' folders that are read only if more is asked of them than outlines tell.

    Args:
        kept: where outlines are kept.
        digests: of the site's files.
        folders: reads a folder.
        whole: whether what is read of folders is kept too: for a command that asks for all of them.
        stored: reads many of which no outline is kept, so that they need not all be in memory; None: each is read when it is needed.
    """

    def __init__(
        self,
        kept: Kept,
        digests: SourceDigests,
        folders: ReadFolders | None = None,
        *,
        whole: bool = False,
        stored: StoredFolders | None = None,
    ) -> None:
        self._kept = kept
        self._whole = whole
        self._stored = stored
        self._digests = digests
        self._folders = folders or ReadFolders()
        self._site = ""
        self._key = ""
        self._held: dict[str, list[Any]] = {}
        self._fresh: dict[str, list[Any]] = {}
        self._found: dict[str, list[Any]] = {}
        self._read: dict[str, tuple[str, IncidentFolder]] = {}

    def read(self, slug: str, files: dict[str, RawFile], gone: frozenset[str], audiences: tuple[str, ...]) -> IncidentFolder:
        """Return an incident's folder, as `Folders` does."""
        self._open(audiences)
        digest = self._digest(slug, gone)
        stored = self._stored
        new = stored.outline(slug) if stored is not None else None
        read = outline_in(new, digest)
        if stored is not None and read is not None:
            return unread(slug, read, files, gone, partial(stored.again, slug, files, gone, audiences))
        row = self._held.get(slug)
        outline = outline_in(row, digest)
        if outline is not None and row is not None:
            self._found[slug] = row
        if outline is not None and not self._folders.has(slug, files, gone):
            again = partial(self._folders.read, slug, files, gone, audiences, partial(self._as_kept, digest))
            return unread(slug, outline, files, gone, again)
        folder = self._folders.read(slug, files, gone, audiences, partial(_anew, digest))
        self._read[slug] = digest, folder
        return folder

    def prepare(self, incidents: Mapping[str, dict[str, RawFile]], gone: frozenset[str], audiences: tuple[str, ...]) -> None:
        """Read those of which no outline is kept, if they are many."""
        if self._stored is None:
            return
        self._open(audiences)
        digests = {slug: self._digest(slug, gone) for slug in incidents}
        new = {
            slug: files
            for slug, files in incidents.items()
            if self._held.get(slug, [])[:1] != [digests[slug]] and not self._folders.has(slug, files, gone)
        }
        self._stored.prepare(new, gone, audiences, digests)

    def _open(self, audiences: tuple[str, ...]) -> None:
        if not self._key:
            self._key = sha256(repr((self._kept.stamp, "outlines", self._site, sorted(audiences))).encode()).hexdigest()
            self._held = _rows(self._kept.get(Kind.OUTLINES, self._key))

    def _digest(self, slug: str, gone: frozenset[str]) -> str:
        return sha256(self._digests.incidents.get(slug, b"") + repr(sorted(gone)).encode()).hexdigest()

    def _as_kept(self, digest: str, slug: str, files: dict[str, RawFile], gone: frozenset[str]) -> IncidentFolder:
        """Return a folder as it was kept; read it, if it was not."""
        held = self._kept.get(Kind.FOLDERS, self._folder_key(slug, digest))
        if held is not None:
            try:
                folder = read(held)
            except NoValueError:
                folder = None
            if isinstance(folder, IncidentFolder) and (folder.slug, folder.content) == (slug, digest):
                return folder
        folder = _anew(digest, slug, files, gone)
        if self._whole:
            self._keep(digest, folder)
        return folder

    def _keep(self, digest: str, folder: IncidentFolder) -> None:
        with contextlib.suppress(NoValueError):
            self._kept.put(Kind.FOLDERS, self._folder_key(folder.slug, digest), written(folder))

    def _folder_key(self, slug: str, digest: str) -> str:
        return sha256(repr((self._kept.stamp, "folder", slug, digest)).encode()).hexdigest()

    def keep(self, slugs: Collection[str], site: str) -> None:
        """Forget all folders but these, as `Folders` does. Sites that have results in one place do not take the other's entry."""
        self._folders.keep(slugs)
        self._site = site

    def add(self, slug: str) -> None:
        """Keep the outline of an incident, whose findings are kept too."""
        new = self._stored.outline(slug) if self._stored is not None else None
        if slug in self._found:
            self._fresh[slug] = self._found[slug]
        elif self._stored is not None and new is not None:
            self._fresh[slug] = new
            if self._whole:
                self._kept.put(Kind.FOLDERS, self._folder_key(slug, new[0]), self._stored.text(slug))
        elif slug in self._read:
            digest, folder = self._read[slug]
            if row := row_of(digest, folder):
                self._fresh[slug] = row
                if self._whole:
                    self._keep(digest, self._folders.as_read(slug))

    def __contains__(self, slug: str) -> bool:
        """Whether the outline of an incident is kept from this run on."""
        return slug in self._fresh

    def write(self) -> None:
        """Keep the outlines of this run for the next one, and the folders as they were read."""
        if self._whole:
            self._kept.use(Kind.FOLDERS, [self._folder_key(slug, row[0]) for slug, row in self._fresh.items()])
        is_as_before = len(self._fresh) == len(self._held) and all(
            self._held.get(slug) is row for slug, row in self._fresh.items()
        )
        if self._key and not is_as_before:
            self._kept.put(Kind.OUTLINES, self._key, json.dumps(self._fresh).encode())


def unread(
    slug: str, outline: Outline, files: dict[str, RawFile], gone: frozenset[str], read: Callable[[], IncidentFolder]
) -> UnreadFolder:
    """Return a folder of which the outline is known.

    Args:
        slug: its name.
        outline: the outline.
        files: by path in it.
        gone: the names of published folders that are not there any more.
        read: reads it whole.
    """
    text = partial(_text, files, f"content/incidents/{slug}/")
    return UnreadFolder.of(slug, outline, attachments_in(files), read, text, partial(read_lock, slug, files, gone))


def _anew(digest: str, slug: str, files: dict[str, RawFile], gone: frozenset[str]) -> IncidentFolder:
    return replace(read_folder(slug, files, gone), content=digest)


def _rows(held: bytes | None) -> dict[str, list[Any]]:
    try:
        rows = json.loads(held) if held is not None else {}
    except ValueError:
        return {}
    return rows if isinstance(rows, dict) else {}


def row_of(digest: str, folder: IncidentFolder) -> list[Any] | None:
    """Return the outline of a folder as it is kept, with the digest of what it is of; None where it cannot be outlined."""
    outline = outline_of(folder)
    if outline is None:
        return None
    return [
        digest,
        list(outline.related),
        list(outline.former),
        [list(pair) for pair in outline.moved],
        outline.sealed,
        sorted(outline.keys),
        outline.first.isoformat(),
        outline.title,
        outline.aware.isoformat(),
        outline.opens.isoformat() if outline.opens else None,
        outline.is_seen_from.isoformat() if outline.is_seen_from else None,
        list(hosts_in(folder)),
        json.dumps([_text_row(one) for one in outline.texts()]),
    ]


def _text(files: dict[str, RawFile], top: str, path: str) -> str:
    return files[path.removeprefix(top)].text


def _text_row(text: TextOutline) -> list[Any]:
    row: list[Any] = [text.part, text.path, text.number, text.slug, text.language]
    row += [text.published.isoformat() if text.published else None, text.draft, text.amended]
    return [*row, list(text.populations), list(text.audiences), list(text.readers)]


def _text_outlines(texts: str) -> tuple[TextOutline, ...]:
    return tuple(map(_text_outline, json.loads(texts)))


def _text_outline(row: list[Any]) -> TextOutline:
    part, path, number, slug, language, published, draft, amended, populations, audiences, readers = row
    when = datetime.fromisoformat(published) if published else None
    named = tuple(populations), tuple(audiences), tuple(readers)
    return TextOutline(part, path, number, slug, language, when, draft is not False, amended is not False, *named)


def outline_in(row: list[Any] | None, digest: str) -> Outline | None:
    """Return the outline in a row; None where it is of other files, or written in another way."""
    try:
        if row is None or row[0] != digest:
            return None
        _, related, former, moved, sealed, keys, first, title, aware, opens, seen, hosts, texts = row
        return Outline(
            related=tuple(map(str, related)),
            former=tuple(map(str, former)),
            moved=tuple((str(old), str(new)) for old, new in moved),
            sealed=sealed is not False,
            keys=frozenset(map(str, keys)),
            first=datetime.fromisoformat(first),
            title=str(title),
            aware=datetime.fromisoformat(aware),
            opens=datetime.fromisoformat(opens) if opens else None,
            is_seen_from=datetime.fromisoformat(seen) if seen else None,
            hosts=tuple(map(str, hosts)),
            texts=partial(_text_outlines, str(texts)),
        )
    except (ValueError, LookupError, TypeError):
        return None
