"""Spaces that are none, and marks that nobody sees, where YAML needs plain spaces and plain names.

Word processors, web pages and chats write a no-break space for a space, and put marks without width between letters. YAML takes each for a
letter, so that a file which looks right is read as something else. In sentences a no-break space is good typography (French, numbers and
their units) and stays; around keys, hyphens and brackets it is a slip, and everything is read as if plain spaces stood there.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.incident import Impact
from generator.model.source import Span
from generator.model.update import DataState, Nature, Status, Urgency

#: What breaks the reading of a file, and what is read as it was meant all the same.
BREAKS: Final = "invisible-space"
STRAY: Final = "stray-space"

# What `reading.decode` reports in any text, wherever it stands.
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069"
# Spaces that YAML takes for letters or line ends, and marks without any width.
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000" + _LINE_ENDS
_MARKS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064" + _UNSEEN
_ANY = re.compile(f"[{_WIDE}{_MARKS}]")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_IS_MARK = re.compile(f"[{_MARKS}]")
_IS_REPORTED = re.compile(f"[{_LINE_ENDS}{_UNSEEN}]")
_WIDE_ENDS = " \t\u00a0\u2007\u202f\u3000"
_BLANK = f"[ \\t{_WIDE}{_MARKS}]"
_LEAD = re.compile(f"{_BLANK}*")
_RUN = re.compile(f"{_BLANK}+")
_DASH = re.compile(f"-({_BLANK}+|$)")
_KEY = re.compile(f"([\"']?)([\\w.\\-{_WIDE}{_MARKS}]+?)\\1({_BLANK}*):(?=$|{_BLANK})({_BLANK}*)")
_NOTE = re.compile(r"\s#")
_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt]?\d\d:\d\d[\d:.,]*[A-Za-z]{0,4}(?:[+-][\d:]+)?)?|\d{1,2}[:.h]\d\d[A-Za-z.]{0,5}")
_DAY_ENDS = re.compile(f"-\\d\\d[{_MARKS}]*$")
_HOUR_BEGINS = re.compile(f"[{_MARKS}]*\\d\\d:")
_GROUPED = re.compile(r"[1-9]\d*(?:\s\d+)+")
_ADDRESS = re.compile(r"https?:\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[A-Z]\w+(?:/\w+)+", re.ASCII)
# Names and numbers in one: `gdpr-33`, `2026-11`. No space stands beside their hyphen.
_HYPHENED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_BESIDE_HYPHEN = re.compile(f"-[{_WIDE}{_MARKS}]|[{_WIDE}{_MARKS}]-")
_BRACKETS = re.compile(f"(?<=\\[)[{_WIDE}{_MARKS}]+(?=\\[)|(?<=\\])[{_WIDE}{_MARKS}]+(?=\\])")
_AMOUNT = re.compile(r"\d{1,6}\s*(?:%|m|min|minutes?|h|hours?|d|days?|w|weeks?)")
# Letters that a mark without width never belongs between: in Arabic, Persian, Indic scripts, Thai and between parts of an emoji it may.
_LETTER = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"
_IN_WORD = re.compile(f"(?<=[{_LETTER}])[\u034f\u180e\u200b-\u200f\u2060-\u2064]+(?=[{_LETTER}])")
_DASHES = re.compile(r"-{3,}")

_NAMES: Final[Mapping[str, str]] = {
    "\u00a0": "a no-break space, as word processors and web pages write it",
    "\u202f": "a narrow no-break space, as word processors and web pages write it",
    "\u2007": "a no-break space as wide as a digit, as word processors and web pages write it",
    "\u3000": "a wide space, as Chinese and Japanese keyboards write it",
    "\u00ad": "a soft hyphen, as word processors and web pages write it; it shows only at the end of a line",
    "\u200b": "a space without width, as web pages and chats write it; it cannot be seen",
    "\u200c": "a mark that parts letters, as web pages and chats write it; it cannot be seen",
    "\u200d": "a mark that joins letters, as web pages and chats write it; it cannot be seen",
    "\u200e": "a mark for writing from left to right, as word processors and chats write it; it cannot be seen",
    "\u200f": "a mark for writing from right to left, as word processors and chats write it; it cannot be seen",
    "\u061c": "a mark for writing from right to left, as word processors and chats write it; it cannot be seen",
    "\x0b": "a vertical tab, as word processors write it for a new line; it cannot be seen",
    "\x0c": "a form feed, as word processors write it for a new page; it cannot be seen",
    "\x85": "a line end of another system; it cannot be seen",
    "\u2028": "a line separator, as word processors write it for a new line; it cannot be seen",
    "\u2029": "a paragraph separator, as word processors write it; it cannot be seen",
    "\ufeff": "a mark that some editors write at the start of a file; it cannot be seen",
    "\u2060": "a mark that forbids a line break, as word processors and web pages write it; it cannot be seen",
}
#: Words of the format that are values.
_WORDS: Final = frozenset(
    {
        *(word.value for kind in (Status, Urgency, DataState, Nature, Impact) for word in kind),
        *("none_left", "none_planned", "true", "false", "likely", "unknown"),
    }
)
#: What a help shows of a line, in characters.
_SHOWN: Final = 160


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text as it is read, and what was taken out of it.

    Attributes:
        text: with plain spaces; as many lines as before.
        problems: what was found, one on each line.
        removed: by line (from 0), the columns (from 0) of the characters for which nothing stands in `text`.
    """

    text: str
    problems: tuple[Finding, ...] = ()
    removed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def is_invisible(text: str) -> bool:
    """Whether anything in a text has to be looked at."""
    return _ANY.search(text) is not None


def first_invisible(text: str) -> str:
    """The first character of a text that is not what it seems to be; empty when there is none."""
    found = _ANY.search(text)
    return found.group() if found else ""


def bare(text: str) -> str:
    """A short text (a time, a word, a number) without marks that cannot be seen, and with plain spaces."""
    return " ".join(_IS_MARK.sub("", text).split())


def named(sign: str) -> str:
    """What a character is, in a writer's words."""
    other = "a space of another kind" if _IS_WIDE.match(sign) else "a character that cannot be seen"
    known = _NAMES.get(sign) or f"{other} ({unicodedata.name(sign, 'a control character').lower()})"
    return f"{known} (U+{ord(sign):04X})"


def clear(text: str, path: str, first_line: int = 1) -> Cleared:
    """YAML with plain spaces wherever they have to be plain.

    Args:
        text: the YAML, with newlines as line ends.
        path: the file, for places.
        first_line: the line of the file on which `text` begins.
    """
    if not is_invisible(text):
        return Cleared(text)
    scan = _Scan(text.split("\n"))
    scan.run()
    return scan.cleared(path, first_line)


def in_words(text: str, path: str, first_line: int) -> Iterator[Finding]:
    """Marks without width inside the words of Markdown: the word looks right, and nobody finds it."""
    if not is_invisible(text):
        return
    scan = _Scan(text.split("\n"))
    for line, written in enumerate(scan.lines):
        scan.words(line, 0, len(written))
    yield from scan.cleared(path, first_line).problems


def plain(text: str, put: str) -> str:
    """A text with `put` for each space of another kind, and without marks that cannot be seen."""
    return _IS_WIDE.sub(put, _IS_MARK.sub("", text))


def within(lines: FileLines, at: Span, put: str) -> Iterator[Finding]:
    """One problem for each line of a value that programs read, and that is one as soon as `plain` has been through it."""
    (first, start), (last, end) = lines.start(at), lines.end(at)
    for line in range(first, last + 1):
        written = lines.lines[line]
        columns = range(start if line == first else 0, end if line == last else len(written))
        flags = {
            column: (put if _IS_WIDE.match(written[column]) else "", True) for column in columns if _ANY.match(written[column])
        }
        if flags:
            new = "".join(flags[column][0] if column in flags else sign for column, sign in enumerate(written))
            yield _problem(lines, line, flags, new)


def boundaries(text: str, path: str) -> tuple[str, tuple[Finding, ...]]:
    """A Markdown file whose lines of `---` are plain hyphens alone: the first line, and the next one of their kind."""
    if not is_invisible(text):
        return text, ()
    lines, scan = text.split("\n"), _Scan(text.split("\n"))
    found = 0
    for number, line in enumerate(lines):
        sign = bare(line).replace(" ", "") if is_invisible(line) else line.strip()
        if not found and sign and not _DASHES.fullmatch(sign):
            break
        if _DASHES.fullmatch(sign):
            found += 1
            # What only follows the hyphens and is as wide as a space has always been understood.
            harmless = re.fullmatch(f"-{{3,}}[ \\t{_WIDE}]*", line) is not None
            for at, one in enumerate(line):
                if _ANY.match(one):
                    scan.flag(number, at, "", breaks=not harmless)
            lines[number] = sign
        elif not found:
            for at, one in enumerate(line):
                if _ANY.match(one):
                    scan.flag(number, at, "", breaks=True)
            lines[number] = ""
        if found == 2:
            break
    return "\n".join(lines), scan.cleared(path, 1).problems


@dataclass(slots=True)
class _Scan:
    """A walk down the lines of YAML that knows where text stands and where structure does."""

    lines: list[str]
    flags: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    levels: list[int] = field(default_factory=lambda: [0])
    quote: str = ""  # a text in quotes goes on
    depth: int = 0  # how many brackets are open
    block: int | None = None  # a text after | or > goes on while its lines stand further to the right than this
    text: int | None = None  # the same for a text without quotes
    known: frozenset[str] | None = None  # the words that are written whole somewhere
    opened: bool = False  # nothing followed the last colon or hyphen, so that what it holds begins further to the right

    def flag(self, line: int, column: int, new: str, *, breaks: bool) -> None:
        """Note that a character stands for `new`."""
        self.flags[line, column] = (new, breaks)

    def said(self) -> frozenset[str]:
        """The names that are written somewhere without a space: a torn one is more likely one of these than two words."""
        if self.known is None:
            found = re.findall(f"(?<![\\w{_WIDE}{_MARKS}-])[a-z][a-z0-9_-]+(?![\\w{_WIDE}{_MARKS}-])", "\n".join(self.lines))
            self.known = frozenset(found)
        return self.known

    def run(self) -> None:
        """Walk down all lines."""
        for line, written in enumerate(self.lines):
            if self.quote:
                self._quoted(line, 0)
            elif self.depth:
                self._flow(line, 0)
            elif written.strip(" \t"):
                self._line(line)

    def cleared(self, path: str, first_line: int) -> Cleared:
        """The outcome."""
        removed: dict[int, tuple[int, ...]] = {}
        problems: list[Finding] = []
        lines = FileLines(path, tuple(self.lines), first_line)
        new_lines = list(self.lines)
        for line, written in enumerate(self.lines):
            if not is_invisible(written):
                continue
            flags = {column: value for (at, column), value in self.flags.items() if at == line}
            signs = [flags[column][0] if column in flags else _mended(sign) for column, sign in enumerate(written)]
            new_lines[line] = "".join(signs)
            if gone := tuple(column for column, sign in enumerate(signs) if not sign):
                removed[line] = gone
            if flags:
                problems.append(_problem(lines, line, flags, new_lines[line]))
        return Cleared("\n".join(new_lines), tuple(problems), removed)

    def words(self, line: int, start: int, end: int) -> None:
        """Flag what stands inside the words of a sentence."""
        for pattern, breaks in ((_IN_WORD, False), (_BRACKETS, True)):
            for found in pattern.finditer(self.lines[line], max(start - 1, 0), end):
                for column in range(found.start(), found.end()):
                    self.flag(line, column, "", breaks=breaks)

    def _line(self, line: int) -> None:
        written = self.lines[line]
        lead = _LEAD.match(written)
        pos = lead.end() if lead else 0
        plain = len(written) - len(written.lstrip(" "))
        if self.block is not None:
            if plain > self.block:
                self.words(line, pos, len(written))
                return
            self.block = None
        indent = self._indent(line, pos)
        if pos == len(written) or written[pos] == "#":
            return
        if self.text is not None and indent > self.text:
            self._text(line, pos, sentence=True)
            return
        self.text = None
        while self.levels and self.levels[-1] > indent:
            self.levels.pop()
        self.levels.append(indent)
        column = indent
        while found := _DASH.match(written, pos):
            self._gap(line, found.start(1), found.end(1))
            column += sum(1 for at in range(pos, found.end()) if not self._is_gone(line, at))
            self.levels.append(column)
            pos = found.end()
        own = column if column != indent else indent
        if found := _KEY.match(written, pos):
            self._key(line, found.start(2), found.end(2))
            for at in range(found.start(3), found.end(3)):
                self._plain(line, at, breaks=True)
            self._gap(line, found.start(4), found.end(4))
            pos = found.end()
        elif column != indent:
            own = indent
        self._value(line, pos, own)

    def _indent(self, line: int, end: int) -> int:
        """Flag what stands in front of a line; where the line then begins."""
        written = self.lines[line]
        signs = written[:end]
        if not is_invisible(signs):
            return end
        wide = sum(1 for sign in signs if not _IS_MARK.match(sign))
        takes = wide
        if _DASH.match(written, end) or _KEY.match(written, end):
            plain = sum(1 for sign in signs if sign in " \t")
            below = self._next_indent(line)
            if self.opened:
                # What it holds begins here: all of it stands equally far to the right.
                takes = below if self.levels[-1] < below <= end else wide
            else:
                # Nothing can begin further to the right here: one was typed for a plain space, or on top of the plain ones.
                tried = (wide, end, plain)
                takes = next((one for one in tried if one in self.levels), max(level for level in self.levels if level <= wide))
        odd = [at for at, sign in enumerate(signs) if _ANY.match(sign)]
        plain_ones = [at for at, sign in enumerate(signs) if not _ANY.match(sign)]
        for at in plain_ones[takes:]:
            self.flag(line, at, "", breaks=True)
        missing = max(takes - len(plain_ones), 0)
        spaced = sorted(odd, key=lambda at: _IS_MARK.match(signs[at]) is not None)[:missing]
        for at in odd:
            self.flag(line, at, " " if at in spaced else "", breaks=True)
        return takes

    def _next_indent(self, line: int) -> int:
        """How far to the right the next line stands that has nothing odd in front of it; 0 when there is none."""
        below = (one for one in self.lines[line + 1 :] if one.strip(" ") and not one.lstrip(" ").startswith("#"))
        following = next(below, "")
        lead = _LEAD.match(following)
        return len(following) - len(following.lstrip(" ")) if lead and not is_invisible(lead.group()) else 0

    def _is_gone(self, line: int, column: int) -> bool:
        return self.flags.get((line, column), ("x", False))[0] == ""

    def _plain(self, line: int, column: int, *, breaks: bool) -> None:
        sign = self.lines[line][column]
        if _ANY.match(sign):
            self.flag(line, column, " " if _IS_WIDE.match(sign) else "", breaks=breaks)

    def _gap(self, line: int, start: int, end: int) -> None:
        """What stands behind a colon or a hyphen."""
        signs = self.lines[line][start:end]
        if not is_invisible(signs):
            return
        harmless = signs[0] in " \t" and not _IS_MARK.search(signs)
        for at in range(start, end):
            self._plain(line, at, breaks=not harmless)
        if not re.search(f"[ \\t{_WIDE}]", signs):
            self.flag(line, start, " ", breaks=True)

    def _key(self, line: int, start: int, end: int) -> None:
        """What stands inside a key or a name."""
        written = self.lines[line]
        if not is_invisible(written[start:end]):
            return
        inside = [at for at in range(start, end) if _IS_WIDE.match(written[at])]
        # Keys of the format are one word or joined with a low line, names are joined with a hyphen.
        torn = _torn(written[start:end], keys() | self.said())
        sign = "-" if torn is None else torn
        for at in range(start, end):
            if _IS_MARK.match(written[at]):
                self.flag(line, at, "", breaks=True)
        for at in inside:
            edge = not re.search(r"\w", written[start:at]) or not re.search(r"\w", written[at + 1 : end])
            joined = at - 1 in inside or written[at - 1] in "-_." or written[at + 1] in "-_."
            self.flag(line, at, " " if edge else "" if joined else sign, breaks=True)

    def _value(self, line: int, pos: int, indent: int) -> None:
        written = self.lines[line]
        first = written[pos : pos + 1]
        self.opened = first in {"", "#"}
        if first in {"|", ">"}:
            self.block = indent
        elif first in {"{", "["}:
            self._flow(line, pos)
        elif first in {'"', "'"}:
            self.quote = first
            self._quoted(line, pos + 1)
        elif first and first != "#":
            self.text = indent
            self._text(line, pos)

    def _text(self, line: int, pos: int, *, sentence: bool = False) -> None:
        written = self.lines[line]
        note = _NOTE.search(written, pos)
        self._scalar(line, pos, note.start() if note else len(written), sentence=sentence)

    def _scalar(self, line: int, start: int, end: int, *, sentence: bool = False) -> None:
        """A value: a sentence keeps its spaces, and what programs read has plain ones."""
        written = self.lines[line][start:end]
        if not is_invisible(written):
            return
        inner = written.strip(_WIDE_ENDS)
        if not sentence and inner != written and " " not in bare(written):
            # Round one word or a time they have always been left out.
            left = start + len(written) - len(written.lstrip(_WIDE_ENDS))
            for at in (*range(start, left), *range(left + len(inner), end)):
                self._plain(line, at, breaks=False)
            start, end, written = left, left + len(inner), inner
        value = bare(written)
        tight = value.replace(" ", "")
        if not sentence and (
            _GROUPED.fullmatch(value)
            or _TIME.fullmatch(tight)
            or _AMOUNT.fullmatch(value)
            # An address has no spaces at all.
            or (" " not in written and (_ADDRESS.fullmatch(tight) or _AMOUNT.fullmatch(tight)))
            or (" " not in written and _HYPHENED.fullmatch(tight) and _BESIDE_HYPHEN.search(written))
        ):
            for at in range(start, end):
                if _ANY.match(self.lines[line][at]):
                    before, after = self.lines[line][start:at], self.lines[line][at + 1 : end]
                    # A day and an hour need a space between them, and so do a number and its unit; digits that belong together need none.
                    parts = (_DAY_ENDS.search(before) and _HOUR_BEGINS.match(after)) or (
                        re.search(f"\\d[{_MARKS}]*$", before) and re.match(f"[{_MARKS}]*[A-Za-z]{{2}}", after)
                    )
                    self.flag(line, at, " " if parts else "", breaks=True)
        elif not sentence and (torn := _torn(written, _WORDS)) is not None:
            for at in range(start, end):
                self._plain(line, at, breaks=True)
                if _IS_WIDE.match(self.lines[line][at]):
                    inside = re.search(r"\w", self.lines[line][start:at]) and re.search(r"\w", self.lines[line][at + 1 : end])
                    self.flag(line, at, torn if inside else " ", breaks=True)
        elif not sentence and " " not in value and value.isascii():
            # One word: a status, a name, an address. At its end a wide space is not part of it.
            for at in range(start, end):
                if _IS_MARK.match(self.lines[line][at]):
                    self.flag(line, at, "", breaks=True)
        else:
            self.words(line, start, end)

    def _quoted(self, line: int, pos: int) -> None:
        """A text in quotes, to its end or that of the line."""
        written, start = self.lines[line], pos
        while pos < len(written):
            if self.quote == '"' and written[pos] == "\\":
                pos += 2
                continue
            if written[pos] == self.quote:
                if self.quote == "'" and written[pos + 1 : pos + 2] == "'":
                    pos += 2
                    continue
                self.quote = ""
                self._scalar(line, start, pos)
                if self.depth:
                    self._flow(line, pos + 1)
                else:
                    self._after(line, pos + 1)
                return
            pos += 1
        self.words(line, start, len(written))

    def _after(self, line: int, pos: int) -> None:
        """What stands behind a closing quotation mark or bracket."""
        if found := _RUN.match(self.lines[line], pos):
            for at in range(found.start(), found.end()):
                self._plain(line, at, breaks=True)

    def _flow(self, line: int, pos: int) -> None:
        """Keys and values in brackets, to the last closing one or the end of the line."""
        written = self.lines[line]
        start = pos
        while pos < len(written):
            sign = written[pos]
            colon = sign == ":" and re.match(f"$|[ \\t,\\]}}{{[\"'{_WIDE}{_MARKS}]", written[pos + 1 :]) is not None
            if sign in "{}[]," or colon:
                self._token(line, start, pos, key=colon)
                self.depth += (sign in "{[") - (sign in "}]")
                pos += 1
                if self.depth <= 0:
                    self.depth = 0
                    self._after(line, pos)
                    return
                start = pos
                if found := _RUN.match(written, pos):
                    if colon:
                        self._gap(line, found.start(), found.end())
                    else:
                        for at in range(found.start(), found.end()):
                            self._plain(line, at, breaks=True)
                    start = pos = found.end()
            elif sign in "\"'" and not written[start:pos].strip():
                self.quote = sign
                self._quoted(line, pos + 1)
                return
            elif sign == "#" and pos and written[pos - 1] in " \t":
                break
            else:
                pos += 1
        self._token(line, start, pos, key=False)

    def _token(self, line: int, start: int, end: int, *, key: bool) -> None:
        written = self.lines[line]
        inner = written[start:end]
        if not is_invisible(inner):
            return
        left = start + len(inner) - len(re.sub(f"^{_BLANK}+", "", inner))
        right = start + len(re.sub(f"{_BLANK}+$", "", inner))
        for at in range(start, left):
            self._plain(line, at, breaks=True)
        for at in range(max(left, right), end):
            # Behind a value a wide space has always been left out; behind a key it was part of it.
            self._plain(line, at, breaks=key or _IS_WIDE.match(written[at]) is None)
        if key and " " not in written[left:right]:
            self._key(line, left, right)
        else:
            self._scalar(line, left, right)


def _torn(written: str, known: Collection[str]) -> str | None:
    """What belongs where spaces tear a known word apart: nothing, or a low line; None when it is no known word."""
    word = re.sub(f"[{_MARKS}]", "", written).strip()
    return next((sign for sign in ("", "_") if re.sub(f"[{_WIDE}]+", sign, word).lower() in known), None)


def _mended(sign: str) -> str:
    if not _IS_REPORTED.match(sign):
        return sign
    return " " if sign in _LINE_ENDS else ""


def _problem(lines: FileLines, line: int, flags: Mapping[int, tuple[str, bool]], new: str) -> Finding:
    breaks = any(one for _, one in flags.values())
    at = min(column for column, (_, one) in flags.items() if one is breaks)
    sign = lines.lines[line][at]
    shown = new.strip()
    instead = "delete it" if flags[at][0] == "" else "type a plain space in its place"
    help = f"{instead}, so that the line reads `{shown}`" if shown and len(shown) <= _SHOWN and "`" not in shown else instead
    edits = tuple(_edits(lines, line, flags))
    where = Span(lines.path, line + lines.first_line, at + 1, line + lines.first_line, at + 2)
    return Finding(rule=BREAKS if breaks else STRAY, at=where, message=f"there is {named(sign)}", help=help, edits=edits)


def _edits(lines: FileLines, line: int, flags: Mapping[int, tuple[str, bool]]) -> Iterable[Edit]:
    """One edit for each stretch of neighbours, which must not touch."""
    columns = sorted(flags)
    begun = 0
    for number, column in enumerate(columns):
        if number + 1 < len(columns) and columns[number + 1] == column + 1:
            continue
        stretch = columns[begun : number + 1]
        begun = number + 1
        yield lines.edit((line, stretch[0]), (line, column + 1), "".join(flags[one][0] for one in stretch))


@cache
def keys() -> frozenset[str]:
    """Every key of the format: only here can it be told what a torn one was."""
    from generator.format.documents import DOCUMENTS  # noqa: PLC0415  # the declaration is read with what reads it

    return frozenset(path[-1] for record in DOCUMENTS.values() for path, _ in record.all())
