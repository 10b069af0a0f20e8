"""Bytes to text: encoding, size, line ends, and characters that no file needs."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from generator.format.merge_conflicts import conflicts
from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.source import BYTE_ORDER_MARK, RawFile, Source, Span, with_newlines

#: The largest permitted sizes in bytes of a Markdown file (a year of updates is far less) and a configuration file.
MARKDOWN_LIMIT: Final = 1 << 20
SETTINGS_LIMIT: Final = 1 << 18
#: How often each sign may be in a Markdown file, where a sign makes a reader of Markdown, or of addresses, look at all that follows, and how many
#: lines it may have. Nobody writes as many for people to read: 5,000 lines of 70 characters are a book of 150 pages.
_MARKS: Final = {**dict.fromkeys(("[", "@", "://"), 1_000), "<": 2_000, **dict.fromkeys("*_~`|&!\\", 5_000)}
_LINES: Final = 5_000
# Characters that no text may contain: control characters, line ends that only some programs recognise, an invisible mark, and those that
# change the direction of the following text, so that a page shows something other than its file.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\uffff]")
#: Those of them that are ASCII.
_ODD_ASCII: Final = bytes(code for code in range(128) if _ODD.match(chr(code)))


def decode(file: RawFile, limit: int) -> tuple[Source, tuple[Finding, ...]]:
    """Return a file's bytes as text, with newlines as line ends and no byte-order mark.

    Args:
        file: the file as read.
        limit: the largest permitted size in bytes.
    """
    start = Span(file.path, 1, 1, 1, 1)
    empty = Source(file.path, "")
    if file.link:
        return empty, (
            Finding(
                rule="symbolic-link",
                at=start,
                message="this is a symbolic link, not a file",
                help="replace it with a copy of the file itself",
            ),
        )
    if file.special:
        return empty, (
            Finding(
                rule="symbolic-link",
                at=start,
                message="this is a pipe, a socket or a device, not a file",
                help="remove it, or put the file itself here",
            ),
        )
    if file.size > limit:
        return empty, (
            Finding(
                rule="too-large",
                at=start,
                message=f"the file has {file.size:,} bytes; the limit is {limit:,}",
                help="put pictures and documents into files/ and link to them",
            ),
        )
    if file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return empty, (
            Finding(
                rule="unreadable-file",
                at=start,
                message="the file is saved as UTF-16",
                help="save it again with UTF-8 encoding",
            ),
        )
    try:
        text = with_newlines(file.data.removeprefix(BYTE_ORDER_MARK).decode("utf-8"))
    except UnicodeDecodeError as error:
        before = with_newlines(error.object[: error.start].decode("utf-8", errors="replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        at = Span(file.path, line, column, line, column + 1)
        return empty, (
            Finding(
                rule="unreadable-file",
                at=at,
                message="the file is not saved as UTF-8",
                help="save it again with UTF-8 encoding",
            ),
        )
    if file.path.endswith(".md") and (much := next(_too_much(text), "")):
        return empty, (
            Finding(
                rule="too-large",
                at=start,
                message=f"the file has {much}",
                help="shorten it, or put long lists and tables into files/ and link to them",
            ),
        )
    unjoined = conflicts(file.path, text, partial(_keys_in, file.path, text))
    # Other problems cannot be judged before it is known which of the two versions is meant.
    return Source(file.path, text), unjoined or tuple(_odd_characters(file.path, text))


def _too_much(text: str) -> Iterator[str]:
    """Yield of what a text has more than is read."""
    if (lines := text.count("\n") + 1) > _LINES:
        yield f"{lines:,} lines; the limit is {_LINES:,}"
    for sign, most in _MARKS.items():
        if len(text) > most and (number := text.count(sign)) > most:
            yield f"{number:,} times `{sign}`; the limit is {most:,}"


def _keys_in(path: str, text: str) -> range:
    """Return the lines of a file (from 1) that hold keys and no text for readers."""
    lines = text.split("\n")
    if not path.endswith(".md"):
        return range(1, len(lines) + 1)
    if lines[0].rstrip() != "---":
        return range(0)
    return range(1, next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 1))


# Between words, these stand for a space or a line end; the other known ones stand for nothing. Any other control character, or U+FFFD,
# may be the remains of a letter that only the writer knows.
_AS_SPACE = "\x0b\x0c\x85\u2028\u2029"
_NOTHING = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069\ufff9-\ufffc\ufffe\uffff]")
_ODD_NAMES = {
    "\x0b": "a vertical tab, which word processors write for a new line",
    "\x0c": "a form feed, which word processors write for a new page",
    "\x85": "the line end of another system",
    "\u2028": "line separator, which word processors write for a new line",
    "\u2029": "paragraph separator, which word processors write for a new paragraph",
    "\ufeff": "a mark that some editors write at the start of a file",
}
#: With more odd characters than this, the file is not text.
_ODD_LIMIT: Final = 200


def _without_odd(path: str, text: str) -> tuple[Edit, ...]:
    found = list(_ODD.finditer(text))
    if len(found) > _ODD_LIMIT:
        return ()
    lines = FileLines(path, tuple(text.split("\n")))
    edits = []
    for one in found:
        line, column = text.count("\n", 0, one.start()), one.start() - text.rfind("\n", 0, one.start()) - 1
        if one.group() in _AS_SPACE:
            edits.append(lines.edit((line, column), (line, column + 1), " "))
        elif _NOTHING.match(one.group()):
            edits.append(lines.edit((line, column), (line, column + 1), ""))
    return tuple(edits)


def _odd_characters(path: str, text: str) -> Iterable[Finding]:
    # Most texts are ASCII, and have none: that is seen in a tenth of the time.
    if text.isascii() and len(data := text.encode()) == len(data.translate(None, _ODD_ASCII)):
        return
    last, edits = 0, None
    for number, found in enumerate(_ODD.finditer(text)):
        line, column = text.count("\n", 0, found.start()) + 1, found.start() - text.rfind("\n", 0, found.start())
        code = f"U+{ord(found.group()):04X}"
        if number > _ODD_LIMIT:
            return  # A binary file would produce thousands.
        if line == last:
            continue  # One on a line is enough.
        last = line
        edits = _without_odd(path, text) if edits is None else edits
        what = _ODD_NAMES.get(found.group()) or unicodedata.name(found.group(), "a control character").lower()
        yield Finding(
            rule="odd-character",
            at=Span(path, line, column, line, column + 1),
            message=f"there is an invisible character here ({code}, {what})",
            help="delete it; it often comes with text that is pasted from another program",
            edits=edits,
        )
