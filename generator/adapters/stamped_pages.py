"""Stamped pages that are kept from one build to the next, and what is told of them: all of it in one entry, so that most pages need not be read."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeAlias

from generator.model.artifact import Artifact, InlineParts
from generator.model.kept import Kept, Kind, NothingKept

_DIGITS: Final = 64
#: What of a page's front matter says where it is in the site.
_PLACED: Final = ("place", "language", "languages", "search")


class Row(NamedTuple):
    """What is kept of a file that is written.

    Attributes:
        path: relative to the site.
        digest: its size in bytes, and its SHA-256 digest in hexadecimal.
        parts: what a page's policy must name; None for any other file.
        entries: a page's entries in the search.
        meta: a page's front matter, as far as it says where the page is.
    """

    path: str
    digest: tuple[int, str]
    parts: InlineParts | None = None
    entries: tuple[dict[str, Any], ...] = ()
    meta: Mapping[str, Any] | None = None


#: A file to write: what is kept of it, and what returns its bytes.
File: TypeAlias = tuple[Row, Callable[[], bytes]]


def placed(meta: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what of a page's front matter says where it is in the site."""
    return {name: meta[name] for name in _PLACED if name in meta}


class StampedPages:
    """The stamped pages of a site that are kept, a few together, each few under a digest of all that they are made from.

    Args:
        kept: where they are kept.
        of: what tells one site from another.
    """

    def __init__(self, kept: Kept, of: tuple[str, ...]) -> None:
        self._kept = kept
        self._key = sha256(repr((kept.stamp, "stamped", of)).encode()).hexdigest()

    @property
    def keeps(self) -> bool:
        """Whether anything is kept at all: else nothing need be found out about what a page is made from."""
        return not isinstance(self._kept, NothingKept)

    @cached_property
    def _held(self) -> dict[str, bytes]:
        lines = (self._kept.get(Kind.ROWS, self._key) or b"").split(b"\n")
        return {line[:_DIGITS].decode("latin-1"): line[_DIGITS:] for line in lines if len(line) > _DIGITS}

    @cached_property
    def _told(self) -> dict[str, tuple[tuple[Row, str], ...]]:
        found = {}
        for key, line in self._held.items():
            rows = _rows(line)
            if rows is not None:
                found[key] = rows
        return found

    @cached_property
    def _placed(self) -> dict[tuple[str, str], Mapping[str, Any]]:
        return {(row.path, source): row.meta for rows in self._told.values() for row, source in rows if row.meta is not None}

    def meta(self, page: Artifact) -> Mapping[str, Any] | None:
        """Return what the front matter of a page said when its file had these bytes; None where it is not kept."""
        return self._placed.get((published_page(page), page.digest[1]))

    def get(self, key: str, pages: Sequence[Artifact]) -> tuple[list[File], bytes] | None:
        """Return pages that are kept, and what is told of them; None where they are not these, or not kept."""
        told, line = self._told.get(key), self._held.get(key, b"")
        rest: bytes | None = None
        if told is None:
            held = self._kept.get(Kind.STAMPED, key)
            line, _, rest = held.partition(b"\n") if held is not None else (b"", b"", b"")
            told = _rows(line)
        if told is None or [row.path for row, _ in told] != [published_page(page) for page in pages]:
            return None
        held_files = _Held(self._kept, key, rest)
        files: list[File] = []
        at = 0
        for row, _ in told:
            files.append((row, held_files.reader(at, row.digest)))
            at += row.digest[0]
        if rest is not None and at != len(rest):
            return None
        return files, line

    def put(self, key: str, pages: Sequence[Artifact], done: Sequence[tuple[Row, bytes]]) -> bytes:
        """Keep stamped pages; return what is told of them."""
        rows = []
        for page, (row, _) in zip(pages, done, strict=True):
            parts = row.parts or InlineParts()
            told = sorted(parts.scripts), sorted(parts.styles), parts.asks, parts.plays
            rows.append((row.path, row.digest, told, row.entries, row.meta, page.digest[1]))
        line = json.dumps(rows, default=str).encode()
        self._kept.put(Kind.STAMPED, key, b"".join((line, b"\n", *(data for _, data in done))))
        return line

    def write(self, used: Mapping[str, bytes]) -> None:
        """Keep what is told of all pages of this build, and the pages themselves."""
        self._kept.use(Kind.STAMPED, used)
        if used and used != self._held:
            self._kept.put(Kind.ROWS, self._key, b"\n".join(key.encode() + line for key, line in used.items()))


class GoneError(Exception):
    """What is told of a page is kept, but the page is not."""


class _Held:
    """Pages that are kept together, read when one of them is asked for."""

    def __init__(self, kept: Kept, key: str, rest: bytes | None) -> None:
        self._kept, self._key, self._rest = kept, key, rest

    def reader(self, at: int, digest: tuple[int, str]) -> Callable[[], bytes]:
        """Return what reads the page that begins at a byte, and has a size and a digest; it raises `GoneError` where that is not there."""

        def read() -> bytes:
            if self._rest is None:
                held = self._kept.get(Kind.STAMPED, self._key)
                self._rest = held.partition(b"\n")[2] if held is not None else b""
            data = self._rest[at : at + digest[0]]
            if (len(data), sha256(data).hexdigest()) != digest:
                raise GoneError
            return data

        return read


def published_page(page: Artifact) -> str:
    """Return the path of the file that is made of a page."""
    return f"{page.path.removeprefix('docs/').removesuffix('index.md')}index.html"


def _rows(line: bytes) -> tuple[tuple[Row, str], ...] | None:
    """Return what is told of pages, each with the digest of its file in the project; None where it is written in another way."""
    found = []
    try:
        for path, (size, digest), (scripts, styles, asks, plays), entries, meta, source in json.loads(line.decode()):
            parts = _parts(tuple(scripts), tuple(styles), asks=asks, plays=plays)
            found.append((Row(path, (size, digest), parts, tuple(entries), meta), source))
    except (ValueError, TypeError):
        return None
    return tuple(found)


@lru_cache(maxsize=256)
def _parts(scripts: tuple[str, ...], styles: tuple[str, ...], *, asks: bool, plays: bool) -> InlineParts:
    """Return what a page's policy must name. Most pages have the same, of which there is one for all."""
    return InlineParts(scripts=frozenset(scripts), styles=frozenset(styles), asks=asks, plays=plays)
