"""PDF as it is written: the names in every object of a file, also in those that no page leads to any more.

ISO 32000-2 (2020), 7.2 and 7.3, defines the words: names may be written with `#` and two digits for any letter.
"""

import re
import zlib
from collections.abc import Iterator

from generator.content.files.found import DamagedError

_SPACE = rb"[\0\t\n\f\r ]"
#: Between its numbers there may be comments. Who writes longer ones there means to keep the reader busy, and so would a line that never ends.
_BETWEEN = rb"(?:%b|%%[^\r\n]{0,1000}[\r\n])+" % _SPACE
_OBJECT = re.compile(rb"\d%b\d+%bobj" % (_BETWEEN, _BETWEEN))
_WORD = re.compile(
    rb"%[^\r\n]*"
    rb"|\([^()\\]*+\)"
    rb"|<<|>>|<[^<>]*>|[\[\]{}()]"
    rb"|/[^\0\t\n\f\r ()<>\[\]{}/%]*"
    rb"|[^\0\t\n\f\r ()<>\[\]{}/%]+"
)
_IN_STRING = re.compile(rb"[()\\]")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
#: The most bytes that all lists of objects of a file may unpack to.
LISTS = 16 << 20


def plain_name(word: bytes) -> str:
    """Return a name without its slash, each escaped letter as what it is."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), word[1:]).decode("latin-1")


def words(data: bytes, at: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Yield each word with where it begins and ends; strings are one word each, comments too."""
    while True:
        for found in _WORD.finditer(data, at):
            word = found[0]
            if word == b"(":
                at = _end_of_string(data, found.end())
                yield data[found.start() : at], found.start(), at
                break
            yield word, *found.span()
        else:
            return


def _end_of_string(data: bytes, at: int) -> int:
    depth = 1
    while depth:
        found = _IN_STRING.search(data, at)
        if found is None:
            return len(data)
        at = found.end()
        if found[0] == b"\\":
            at += 1
        else:
            depth += 1 if found[0] == b"(" else -1
    return min(at, len(data))


def names(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield each name in any object of a file, with the name that comes right before it (empty if that is something else).

    Objects in compressed lists count, as far as their lists can be unpacked.
    """
    left = LISTS
    # Objects do not overlap, unless someone means to keep the reader busy.
    steps = 4 * len(data) + (1 << 16)
    for found in _OBJECT.finditer(data):
        is_list = False
        before = ""
        for word, start, end in words(data, found.end()):
            steps -= end - start
            if steps < 0:
                raise DamagedError("objects within objects")
            if word.startswith(b"/"):
                name = plain_name(word)
                is_list |= name == "ObjStm"
                yield name, before
                before = name
                continue
            before = ""
            if word in {b"endobj", b"obj"}:
                break
            if word == b"stream":
                if is_list and left > 0:
                    unpacked = _unpacked(data, end, left)
                    left -= len(unpacked)
                    yield from _names_of(unpacked)
                break
    for found in re.finditer(rb"trailer", data):
        steps -= 1 << 8
        for number, (word, start, end) in enumerate(words(data, found.end())):
            steps -= end - start
            if steps < 0:
                raise DamagedError("objects within objects")
            if word == b"startxref" or number > 100:
                break
            if word.startswith(b"/"):
                yield plain_name(word), ""


def _names_of(data: bytes) -> Iterator[tuple[str, str]]:
    before = ""
    for word, _start, _end in words(data):
        name = plain_name(word) if word.startswith(b"/") else ""
        if name:
            yield name, before
        before = name


def _unpacked(data: bytes, at: int, most: int) -> bytes:
    at += 2 if data[at : at + 2] == b"\r\n" else 1
    end = data.find(b"endstream", at)
    try:
        return zlib.decompressobj().decompress(memoryview(data)[at : end if end > 0 else len(data)], most)
    except zlib.error:
        return b""


def without_comments(content: bytes) -> bytes:
    """Return the commands of a page without comments; pictures among them are left as they are."""
    if b"%" not in content:
        return content
    kept = []
    at = copied = 0
    while True:
        for word, start, end in words(content, at):
            if word.startswith(b"%"):
                kept += [content[copied:start], b" "]
                copied = end
            elif word == b"ID":
                ends = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /]|$)").search(content, end)
                at = ends.end() if ends else len(content)
                break
        else:
            return b"".join((*kept, content[copied:]))
