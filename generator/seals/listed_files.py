"""Reading integrity.json, and the lists that it names, without holding what they list: their bytes and a table of where each file stands in them.

A list may be someone's who means harm, and the standard library's parser makes twenty bytes of one: a million entries would fill a computer.
"""

import json
import re
from array import array
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

#: The keys whose entries are not held.
FILES: Final = "files"
LISTS: Final = "lists"
#: The most files of a site, in all its lists together.
_MOST_FILES: Final = 400_000
#: The most of everything else in the list: bytes, and how many objects and lists a value has, and how deep.
_REST_LIMIT: Final = 1 << 19
_MOST_PARTS: Final = 10_000
_DEEPEST: Final = 8

_KEY = re.compile(rb'[ \t\r\n]*+("(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f]){0,4096}+")[ \t\r\n]*+:[ \t\r\n]*+')
# No entry is shorter than its digest.
_VALUE = re.compile(rb"(\{[^{}\[\]]{64,1024}+\})[ \t\r\n]*+([,}])")
_PLAIN = re.compile(rb'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f]){0,4096}+"|-?[0-9]{1,18}|true|false|null')
_EMPTY = re.compile(rb"\{[ \t\r\n]*+\}")
_OPEN = re.compile(rb"[ \t\r\n]*+\{")
_NEXT = re.compile(rb"[ \t\r\n]*+([,}])")
_END = re.compile(rb"[ \t\r\n]*+")
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}]', re.DOTALL)
_DIGEST = re.compile(r"[0-9a-f]{64}")
#: How much of a name is shown.
_SHOWN: Final = 120


class UnreadableError(Exception):
    """Not a valid list. The message says why, in the reader's words."""


class Listed(NamedTuple):
    """A file in the list: its hexadecimal digest, and its size in bytes."""

    digest: str
    size: int


class ListedFiles(Mapping[str, Listed]):
    """The files of a list by path, each parsed when it is asked for.

    Args:
        data: the list.
        offsets: where in it each file's entry begins.

    Raises:
        UnreadableError: an entry is not valid, or two have one path.
    """

    def __init__(self, data: bytes, offsets: "array[int]") -> None:
        self._data = data
        self._offsets = offsets
        # Open addressing: the number of an entry plus one, or 0, at the first free place after its path's hash.
        self._table = array("I", bytes(4 * (2 * len(offsets) + 1)))
        for number, offset in enumerate(offsets):
            path, listed = self._entry(offset)
            check_path(path)
            if not _DIGEST.fullmatch(listed.digest) or listed.size < 0:
                raise UnreadableError(f"{_short(path)} has no digest or no size")
            place = self._place(path)
            if self._table[place]:
                raise UnreadableError(f"{_short(path)} is in it twice")
            self._table[place] = number + 1

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._offsets)

    def __iter__(self) -> Iterator[str]:
        """Return the paths of the files."""
        return (self._entry(offset)[0] for offset in self._offsets)

    def __getitem__(self, path: str) -> Listed:
        """Parse a file's entry."""
        number = self._table[self._place(path)]
        if not number:
            raise KeyError(path)
        return self._entry(self._offsets[number - 1])[1]

    def _place(self, path: str) -> int:
        """Return where in the table a path is, or would be."""
        place = hash(path) % len(self._table)
        while (number := self._table[place]) and self._entry(self._offsets[number - 1])[0] != path:
            place = (place + 1) % len(self._table)
        return place

    def _entry(self, offset: int) -> tuple[str, Listed]:
        key = _KEY.match(self._data, offset)
        value = _VALUE.match(self._data, key.end()) if key else None
        if key is None or value is None:
            raise UnreadableError("it cannot be read")
        path, said = _loaded(key[1]), _loaded(value[1])
        digest, size = said.get("sha256"), said.get("size")
        if not isinstance(digest, str) or not isinstance(size, int) or isinstance(size, bool):
            raise UnreadableError(f"{_short(path)} has no digest or no size")
        return path, Listed(digest, size)


class KnownPaths:
    """Which paths were seen, in eight to sixteen bytes each: a mark of it, which nobody who does not know the secret of the process can aim at."""

    def __init__(self) -> None:
        self._count = 0
        self._table = array("Q", bytes(8 << 10))

    def __contains__(self, path: str) -> bool:
        """Whether a path was seen."""
        return self._table[self._place(_mark(path))] != 0

    def __len__(self) -> int:
        """Return how many there are."""
        return self._count

    def add(self, path: str) -> bool:
        """Note a path; return whether it is new.

        Raises:
            UnreadableError: there are more than any site has.
        """
        mark = _mark(path)
        place = self._place(mark)
        if self._table[place]:
            return False
        if self._count >= _MOST_FILES:
            raise UnreadableError(f"there are more than {_MOST_FILES:,} files in it")
        self._table[place] = mark
        self._count += 1
        if 2 * self._count > len(self._table):
            marks, self._table = self._table, array("Q", bytes(16 * len(self._table)))
            for one in marks:
                if one:
                    self._table[self._place(one)] = one
        return True

    def _place(self, mark: int) -> int:
        place = mark % len(self._table)
        while self._table[place] not in {0, mark}:
            place = (place + 1) % len(self._table)
        return place


def _mark(path: str) -> int:
    return hash(path) & 0xFFFF_FFFF_FFFF_FFFF or 1


def check_path(path: str) -> None:
    """Refuse a path that is none of a file in a site.

    Raises:
        UnreadableError: it leads out of the site, or holds what nobody sees.
    """
    if not path or not path.isprintable() or "\\" in path or any(part in {"", ".", ".."} for part in path.split("/")):
        raise UnreadableError(f"{_short(path)} is not the path of a file in a site")


def load(data: bytes, newest: int) -> dict[str, Any]:
    """Parse a list. Its files, and the lists that it names, are `ListedFiles`; all else is as the standard library makes it.

    Args:
        data: the list.
        newest: the newest form that is known. Of a list whose `schema` is newer, what stands before it and `schema` are returned.

    Raises:
        UnreadableError: it is not valid.
    """
    said: dict[str, Any] = {}
    rest = _REST_LIMIT
    begin = _OPEN.match(data)
    if begin is None:
        raise UnreadableError("it is not a list of files")
    at = begin.end()
    if _NEXT.match(data, at):
        raise UnreadableError("it is not a list of files")
    while True:
        key = _KEY.match(data, at)
        if key is None:
            raise UnreadableError("it cannot be read")
        name = _loaded(key[1])
        if name in said:
            raise UnreadableError(f"{_short(name)} is in it twice")
        if name in {FILES, LISTS}:
            said[name], at = _files(data, key.end())
        else:
            said[name], end = _value(data[key.end() : key.end() + rest])
            rest -= end + len(key[0])
            at = key.end() + end
            if name == "schema" and isinstance(said[name], int) and said[name] > newest:
                return said
        after = _NEXT.match(data, at)
        if after is None:
            raise UnreadableError("it cannot be read")
        at = after.end()
        if after[1] == b"}":
            break
    end_of_all = _END.match(data, at)
    if end_of_all is None or end_of_all.end() != len(data):
        raise UnreadableError("it cannot be read")
    return said


def _files(data: bytes, at: int) -> tuple[ListedFiles, int]:
    """Return the files whose object begins at an offset, and the offset after it."""
    offsets = array("I")
    if empty := _EMPTY.match(data, at):
        return ListedFiles(data, offsets), empty.end()
    if data[at : at + 1] != b"{":
        raise UnreadableError("it is not a list of files")
    at += 1
    while True:
        key = _KEY.match(data, at)
        value = _VALUE.match(data, key.end()) if key else None
        if value is None:
            raise UnreadableError("it cannot be read")
        offsets.append(at)
        at = value.end()
        if value[2] == b"}":
            return ListedFiles(data, offsets), at


def _value(window: bytes) -> tuple[Any, int]:
    """Return the value that a piece of the list begins with, and how many bytes it takes."""
    if window[:1] in {b"{", b"["}:
        end = _end_of_parts(window)
        return _loaded(window[:end]), end
    plain = _PLAIN.match(window)
    if plain is None:
        raise UnreadableError("it cannot be read")
    return _loaded(plain[0]), plain.end()


def _end_of_parts(window: bytes) -> int:
    """Return where the object or list ends that a piece begins with, before anything is made of it."""
    parts = depth = 0
    for found in _BRACKET.finditer(window):
        sign = found[0]
        if sign in {b"{", b"["}:
            parts, depth = parts + 1, depth + 1
            if parts > _MOST_PARTS or depth > _DEEPEST:
                raise UnreadableError("it contains more than a list of files")
        elif sign in {b"}", b"]"}:
            depth -= 1
            if depth == 0:
                return found.end()
    raise UnreadableError("it cannot be read")


def _loaded(token: bytes) -> Any:
    try:
        return json.loads(token, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("it cannot be read") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; which of two entries of one name counts depends on who reads it."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise UnreadableError("a name is in it twice")
    return made


def _short(name: str) -> str:
    return name if 0 < len(name) <= _SHOWN else f"{name[:_SHOWN]}…" if name else "a file without a name"
