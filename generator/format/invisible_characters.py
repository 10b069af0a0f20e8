"""Unusual spaces and invisible characters, where YAML needs plain spaces and plain names.

Word processors, web pages and chat programs write no-break spaces and put zero-width characters between letters. YAML treats both as
letters, so a file that looks right is read wrongly. In sentences, a no-break space is good typography (in French, between a number and its
unit) and is kept. Around keys, hyphens and brackets it is a mistake: it is reported, and the file is read as if it held plain spaces.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.incident import Impact
from generator.model.source import Span
from generator.model.update import DataState, Nature, Status, Urgency

#: Whether a character prevents the file from being read, or the file is read as meant regardless.
BREAKS: Final = "invisible-space"
STRAY: Final = "stray-space"

# Characters that `reading.decode` reports in any text.
_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069"
# Spaces that YAML treats as letters or line ends, and zero-width characters.
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000" + _LINE_ENDS
_MARKS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064" + _UNSEEN
_ANY = re.compile(f"[{_WIDE}{_MARKS}]")
_ANY_ASCII: Final = bytes(code for code in range(128) if _ANY.match(chr(code)))
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
# Names and numbers in one: `gdpr-33`, `2026-11`. There is no space next to their hyphen.
_HYPHENED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_BESIDE_HYPHEN = re.compile(f"-[{_WIDE}{_MARKS}]|[{_WIDE}{_MARKS}]-")
_BRACKETS = re.compile(f"(?<=\\[)[{_WIDE}{_MARKS}]+(?=\\[)|(?<=\\])[{_WIDE}{_MARKS}]+(?=\\])")
_AMOUNT = re.compile(r"\d{1,6}\s*(?:%|m|min|minutes?|h|hours?|d|days?|w|weeks?)")
# Letters that never need a zero-width character between them. Arabic, Persian, Indic scripts, Thai and emoji do.
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
#: The longest excerpt of a line in a help text, in characters.
_SHOWN: Final = 160


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text after unusual characters were removed, and what was removed.

    Attributes:
        text: the text with plain spaces; it has as many lines as before.
        problems: the findings, at most one for each line.
        removed: by line (from 0), the columns (from 0) of characters that have no counterpart in `text`.
    """

    text: str
    problems: tuple[Finding, ...] = ()
    removed: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def is_invisible(text: str) -> bool:
    """Whether a text contains any character that needs a closer look."""
    if text.isascii():
        # Most texts are, and have none: that is seen in a tenth of the time.
        data = text.encode()
        return len(data) != len(data.translate(None, _ANY_ASCII))
    return _ANY.search(text) is not None


def first_invisible(text: str) -> str:
    """Return the first character of a text that is not what it seems; empty when there is none."""
    found = _ANY.search(text)
    return found.group() if found else ""


def bare(text: str) -> str:
    """Return a short text (a time, a word, a number) without invisible characters and with plain spaces."""
    return " ".join(_IS_MARK.sub("", text).split())


def description_of(sign: str) -> str:
    """Describe a character in a writer's words."""
    other = "a space of another kind" if _IS_WIDE.match(sign) else "a character that cannot be seen"
    known = _NAMES.get(sign) or f"{other} ({unicodedata.name(sign, 'a control character').lower()})"
    return f"{known} (U+{ord(sign):04X})"


def clear(text: str, path: str, first_line: int = 1, *, keys: Collection[str]) -> Cleared:
    """Return YAML with plain spaces wherever they have to be plain.

    Args:
        text: the YAML, with newlines as line ends.
        path: the file, for places.
        first_line: the line of the file on which `text` begins.
        keys: every key of the format, by which a torn one is recognised.
    """
    if not is_invisible(text):
        return Cleared(text)
    scan = _Scan(text.split("\n"), keys=frozenset(keys))
    scan.run()
    return scan.cleared(path, first_line)


def in_words(text: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield the zero-width characters inside words of Markdown: such a word looks right, but searches do not find it."""
    if not is_invisible(text):
        return
    scan = _Scan(text.split("\n"))
    for line, written in enumerate(scan.lines):
        scan.words(line, 0, len(written))
    yield from scan.cleared(path, first_line).problems


def with_plain_spaces(text: str, put: str) -> str:
    """Return a text with `put` for each unusual space and without invisible characters."""
    return _IS_WIDE.sub(put, _IS_MARK.sub("", text))


def within(lines: FileLines, at: Span, put: str) -> Iterator[Finding]:
    """Yield one problem for each line of a machine-readable value that becomes valid once `plain` has cleaned it."""
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
    """Return a Markdown file with both lines of `---` reduced to plain hyphens: the first line, and the next such line."""
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
            # Wide spaces after the hyphens have always been accepted.
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
    """A pass over lines of YAML that tells text from structure."""

    lines: list[str]
    keys: frozenset[str] = frozenset()
    flags: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    levels: list[int] = field(default_factory=lambda: [0])
    quote: str = ""  # the quotation mark of a quoted text that continues
    depth: int = 0  # number of open brackets
    block: int | None = None  # indentation of a block text after | or >; the text continues while lines are indented further
    text: int | None = None  # the same for a plain text
    known: frozenset[str] | None = None  # the words that are written whole somewhere
    opened: bool = False  # nothing followed the last colon or hyphen, so its value is on indented lines below

    def flag(self, line: int, column: int, new: str, *, breaks: bool) -> None:
        """Record that a character stands for `new`."""
        self.flags[line, column] = (new, breaks)

    def said(self) -> frozenset[str]:
        """Names written somewhere without a space: a torn name is more likely one of these than two words."""
        if self.known is None:
            found = re.findall(f"(?<![\\w{_WIDE}{_MARKS}-])[a-z][a-z0-9_-]+(?![\\w{_WIDE}{_MARKS}-])", "\n".join(self.lines))
            self.known = frozenset(found)
        return self.known

    def run(self) -> None:
        """Go through all lines."""
        for line, written in enumerate(self.lines):
            if self.quote:
                self._quoted(line, 0)
            elif self.depth:
                self._flow(line, 0)
            elif written.strip(" \t"):
                self._line(line)

    def cleared(self, path: str, first_line: int) -> Cleared:
        """Return the result."""
        removed: dict[int, tuple[int, ...]] = {}
        problems: list[Finding] = []
        lines = FileLines(path, tuple(self.lines), first_line)
        new_lines = list(self.lines)
        for line, written in enumerate(self.lines):
            if not is_invisible(written):
                continue
            flags = {column: value for (at, column), value in self.flags.items() if at == line}
            signs = [flags[column][0] if column in flags else _replacement_of(sign) for column, sign in enumerate(written)]
            new_lines[line] = "".join(signs)
            if gone := tuple(column for column, sign in enumerate(signs) if not sign):
                removed[line] = gone
            if flags:
                problems.append(_problem(lines, line, flags, new_lines[line]))
        return Cleared("\n".join(new_lines), tuple(problems), removed)

    def words(self, line: int, start: int, end: int) -> None:
        """Flag characters inside the words of a sentence."""
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
        """Flag characters in the indentation of a line and return where its content starts."""
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
                # The value starts here, and all of its lines have this indentation.
                takes = below if self.levels[-1] < below <= end else wide
            else:
                # No deeper indentation is possible here, so the character was typed for a plain space or in addition to plain ones.
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
        """Return the indentation of the next line without unusual characters before its content; 0 when there is none."""
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
        """Flag characters after a colon or a hyphen."""
        signs = self.lines[line][start:end]
        if not is_invisible(signs):
            return
        harmless = signs[0] in " \t" and not _IS_MARK.search(signs)
        for at in range(start, end):
            self._plain(line, at, breaks=not harmless)
        if not re.search(f"[ \\t{_WIDE}]", signs):
            self.flag(line, start, " ", breaks=True)

    def _key(self, line: int, start: int, end: int) -> None:
        """Flag characters inside a key or a name."""
        written = self.lines[line]
        if not is_invisible(written[start:end]):
            return
        inside = [at for at in range(start, end) if _IS_WIDE.match(written[at])]
        # Keys of the format are one word or joined with underscores; names are joined with hyphens.
        torn = _torn(written[start:end], self.keys | self.said())
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
        """Flag characters in a value: a sentence keeps its typographic spaces, a machine-readable value gets plain ones."""
        written = self.lines[line][start:end]
        if not is_invisible(written):
            return
        inner = written.strip(_WIDE_ENDS)
        if not sentence and inner != written and " " not in bare(written):
            # Around a single word or a time, these have always been ignored.
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
            # Addresses contain no spaces.
            or (" " not in written and (_ADDRESS.fullmatch(tight) or _AMOUNT.fullmatch(tight)))
            or (" " not in written and _HYPHENED.fullmatch(tight) and _BESIDE_HYPHEN.search(written))
        ):
            for at in range(start, end):
                if _ANY.match(self.lines[line][at]):
                    before, after = self.lines[line][start:at], self.lines[line][at + 1 : end]
                    # Plain spaces are needed between a day and a time and between a number and its unit; digits that belong together need
                    # none.
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
            # A single word: a status, a name, an address. A wide space at its end is not part of it.
            for at in range(start, end):
                if _IS_MARK.match(self.lines[line][at]):
                    self.flag(line, at, "", breaks=True)
        else:
            self.words(line, start, end)

    def _quoted(self, line: int, pos: int) -> None:
        """Flag characters in a quoted text, up to its end or the end of the line."""
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
        """Flag characters after a closing quotation mark or bracket."""
        if found := _RUN.match(self.lines[line], pos):
            for at in range(found.start(), found.end()):
                self._plain(line, at, breaks=True)

    def _flow(self, line: int, pos: int) -> None:
        """Flag characters in keys and values in brackets, up to the last closing bracket or the end of the line."""
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
            # After a value, a wide space has always been ignored; after a key, it was read as part of the key.
            self._plain(line, at, breaks=key or _IS_WIDE.match(written[at]) is None)
        if key and " " not in written[left:right]:
            self._key(line, left, right)
        else:
            self._scalar(line, left, right)


def _torn(written: str, known: Collection[str]) -> str | None:
    """Return what joins the parts of a known word torn by spaces: nothing, or an underscore; None when it is not a known word."""
    word = re.sub(f"[{_MARKS}]", "", written).strip()
    return next((sign for sign in ("", "_") if re.sub(f"[{_WIDE}]+", sign, word).lower() in known), None)


def _replacement_of(sign: str) -> str:
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
    return Finding(rule=BREAKS if breaks else STRAY, at=where, message=f"there is {description_of(sign)}", help=help, edits=edits)


def _edits(lines: FileLines, line: int, flags: Mapping[int, tuple[str, bool]]) -> Iterable[Edit]:
    """Yield one edit for each run of adjacent characters, because edits must not touch."""
    columns = sorted(flags)
    begun = 0
    for number, column in enumerate(columns):
        if number + 1 < len(columns) and columns[number + 1] == column + 1:
            continue
        stretch = columns[begun : number + 1]
        begun = number + 1
        yield lines.edit((line, stretch[0]), (line, column + 1), "".join(flags[one][0] for one in stretch))
