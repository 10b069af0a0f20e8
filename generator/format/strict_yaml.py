"""The strict part of YAML that the format uses: tables, lists and text, each with its place. The only home of PyYAML.

Text stays text: `no`, `19:05` and `2027-03-03` are what was written, and the reader of a key decides what they mean. Aliases, anchors,
tags, directives, several documents, duplicate keys and deep nesting are refused, each with a problem in the writer's words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import yaml  # noqa: TID251  # this module is its home

from generator.format.sheet import Sheet
from generator.model.diagnostic import Edit, Problem
from generator.model.source import Span

#: How deep tables and lists may stand in one another. The format itself needs five levels.
DEPTH = 20

# The C parser, where PyYAML was built with it, reads the same language and is about ten times faster.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """A text. `plain`: it was written without quotes."""

    value: str
    at: Span
    plain: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written: `key:` and nothing after it."""
        return self.plain and self.value in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Items:
    """A list. `flow`: it was written in brackets."""

    items: tuple["Node", ...]
    at: Span
    flow: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its value."""

    key: str
    key_at: Span
    value: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """Keys and values, in the order written. `flow`: it was written in brackets."""

    entries: Mapping[str, Entry]
    at: Span
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        """The value of a key; None when it was not written."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node: TypeAlias = Text | Items | Table


class _RefusedError(Exception):
    """Reading stops here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """Read one YAML document.

    Args:
        text: the YAML, with newlines as line ends.
        path: the file, for places.
        first_line: the line of the file on which `text` begins.

    Returns:
        What was written (None when it was empty or could not be read) and everything wrong with its form.
    """
    composer = _Composer(text, path, first_line)
    try:
        node = composer.document()
    except _RefusedError as refused:
        return None, (*composer.problems, refused.problem)
    except yaml.YAMLError as error:
        return None, (*composer.problems, _explain(error, text, path, first_line))
    return node, tuple(composer.problems)


class _Composer:
    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._offset = first_line
        self._text = text
        self._lines = text.split("\n")
        self._sheet = Sheet(path, tuple(self._lines), first_line)
        self._brackets = 0  # how many lists in brackets are open
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Node | None:
        next(self._events)  # the start of the stream
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.explicit or event.version or event.tags:
            raise _RefusedError(
                Problem(
                    "not-plain-yaml",
                    self._span(event),
                    "a line of dashes or a % line starts something new in the middle of the keys",
                    "remove this line; one list of keys stands between the two lines of ---",
                )
            )
        node = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(
                Problem(
                    "not-plain-yaml",
                    self._span(event),
                    "a second list of keys begins here",
                    "join the two; one list of keys stands between the two lines of ---",
                )
            )
        return node

    def _node(self, event: Any, depth: int) -> Node:
        at = self._span(event)
        self._refuse_specials(event, at)
        if isinstance(event, yaml.ScalarEvent):
            if not event.style:
                self._check_cut(event, at)
            return Text(event.value, at, plain=not event.style)
        if depth >= DEPTH:
            raise _RefusedError(
                Problem(
                    "too-deep",
                    at,
                    f"lists stand in lists more than {DEPTH} levels deep",
                    "close the brackets, or put quotes round a text that begins with [ or {",
                )
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth)
        return self._table(event, depth)

    def _items(self, start: Any, depth: int) -> Items:
        items: list[Node] = []
        self._brackets += bool(start.flow_style)
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        self._brackets -= bool(start.flow_style)
        return Items(tuple(items), self._span(start, event), flow=bool(start.flow_style))

    def _table(self, start: Any, depth: int) -> Table:
        entries: dict[str, Entry] = {}
        self._brackets += bool(start.flow_style)
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Text):
                self.problems.append(
                    Problem(
                        "wrong-type",
                        key.at,
                        "a list in brackets stands where a name should be",
                        "put quotes round the text if it is a sentence that begins with a bracket",
                    )
                )
            elif key.value in entries:
                first = entries[key.value].key_at.line
                self.problems.append(
                    Problem(
                        "duplicate-key",
                        key.at,
                        f"`{short(key.value)}` is here twice; the first is on line {first}",
                        "keep one of them, or give the second a name of its own",
                    )
                )
            else:
                entries[key.value] = Entry(key.value, key.at, value)
        self._brackets -= bool(start.flow_style)
        return Table(MappingProxyType(entries), self._span(start, event), flow=bool(start.flow_style))

    def _refuse_specials(self, event: Any, at: Span) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _RefusedError(
                Problem(
                    "not-plain-yaml",
                    at,
                    f"a text that begins with {sign} means something else to the computer",
                    "put quotes round the text, or write it out in full instead of referring to it",
                    self._quote_special(event, ("&" if sign == "*" else "*") + event.anchor),
                )
            )
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style):
            raise _RefusedError(
                Problem(
                    "not-plain-yaml",
                    at,
                    "a text that begins with ! means something else to the computer",
                    "put quotes round the text",
                    () if event.tag.startswith(("!!", "tag:")) else self._quote_special(event, "!!"),
                )
            )

    def _quote_special(self, event: Any, partner: str) -> tuple[Edit, ...]:
        # With its partner elsewhere in the file the sign may have been meant as what it is: a reference.
        mark = event.start_mark
        if (
            partner in self._text
            or mark.line >= len(self._lines)
            or not _BEFORE_TEXT.fullmatch(self._lines[mark.line][: mark.column])
        ):
            return ()
        end = self._sheet.text_end(mark.line, mark.column)
        written = self._sheet.between((mark.line, mark.column), end) if end else ""
        return self._sheet.quote((mark.line, mark.column), end) if end and len(written.split()) > 1 else ()

    def _check_cut(self, event: Any, at: Span) -> None:
        # ` #4512` begins a comment, and the rest of the sentence would be lost in silence. A comment proper has a space after its #.
        line = self._lines[event.end_mark.line] if event.end_mark.line < len(self._lines) else ""
        rest = line[event.end_mark.column :]
        if event.value and (found := re.match(r"\s*(#[^\s#].*)", rest)):
            start = event.end_mark.column + found.start(1)
            begin = (event.start_mark.line, event.start_mark.column)
            note = re.search(r"\s+#(?:\s.*)?$", line[start:])
            end = (event.end_mark.line, start + note.start() if note else len(line.rstrip()))
            text = self._sheet.between(begin, end)
            # A number is one (`ticket #4512`); `#ask Sam` may be a note that nobody but the writer should read.
            asks = (
                ""
                if re.match(r"#\d", found.group(1))
                else f"Is `{short(found.group(1), 60)}` part of the text, for readers to see?"
            )
            where = Span(self._path, at.end_line, start + 1, at.end_line, len(line) + 1)
            self.problems.append(
                Problem(
                    "cut-text",
                    where,
                    f"everything from `{short(found.group(1))}` on is left out, because a # after a space begins a note to yourself",
                    f"put quotes round the whole text: {quoted(text)}",
                    () if self._brackets else self._sheet.quote(begin, end, asks, notes=True),
                )
            )

    def _span(self, start: Any, end: Any = None) -> Span:
        begin, stop = start.start_mark, (end or start).end_mark
        line, column = stop.line, stop.column
        written = self._lines[line] if line < len(self._lines) else ""
        if line == begin.line and begin.column < column <= len(written) and not written[column - 1].isspace():
            # Most values stand on one line and end with a letter: nothing has to be looked for.
            return Span(self._path, line + self._offset, begin.column + 1, line + self._offset, column + 1)
        line, column = max((line, column), (begin.line, begin.column))
        # What ends at the start of a line ended on an earlier one: leave out blank lines and line ends.
        while column == 0 and line > begin.line:
            line -= 1
            column = len(self._lines[line].rstrip()) if line < len(self._lines) else 0
        last = len(self._lines) - 1
        begin_line, line = min(begin.line, last), min(line, last)
        begin_column = min(begin.column, len(self._lines[begin_line]))
        # The C parser counts the spaces after a text without quotes as part of it.
        column = len(self._lines[line][:column].rstrip()) if line > begin_line or column > begin_column else column
        return Span(self._path, begin_line + self._offset, begin_column + 1, line + self._offset, column + 1)


# What may stand on a line in front of a text that is not in brackets.
_BEFORE_TEXT = re.compile(r"\s*(?:-\s+)*(?:[^\s:'\"#\[{][^:]*:\s+)?")
_NEEDS_QUOTES = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`]|$")


def plain(node: Node) -> object:
    """A setting that is passed on: what YAML would make of the common words and whole numbers, everything else as text."""
    if isinstance(node, Table):
        return {entry.key: plain(entry.value) for entry in node.entries.values()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if node.plain and node.value in {"true", "false"}:
        return node.value == "true"
    if node.plain and re.fullmatch(r"-?\d{1,15}", node.value):
        return int(node.value)
    return None if node.is_empty else node.value


def quoted(text: str) -> str:
    """Text as it can stand in YAML on one line, in quotes when it needs them."""
    text = " ".join(text.split())
    plain = not (
        _NEEDS_QUOTES.match(text)
        or ": " in text
        or " #" in text
        or text.endswith(":")
        or text.startswith(("“", "‘"))
        or text.lower() in {"~", "null", "true", "false", "yes", "no", "on", "off"}
    )
    if plain:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def in_brackets(text: str) -> str:
    """The same between brackets, where commas and brackets have a meaning of their own."""
    written = quoted(text)
    if written == " ".join(text.split()) and set(written) & set(",[]{}"):
        return "'" + written.replace("'", "''") + "'"
    return written


def short(text: str, limit: int = 40) -> str:
    """A text on one line, cut to a length that a message can hold."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def needs_quotes(text: str) -> bool:
    """Whether a text on one line would not stand for itself without quotes."""
    return quoted(text) != " ".join(text.split())


def _torn_below(sheet: Sheet, line: int) -> tuple[int, int] | None:
    """Where a text without quotes begins, if the colon on this line of it stands in the middle of a sentence."""
    indent = sheet.indent(line)
    if not re.match(r"\s*[^\s:'\"#\[{-][^:]*\s[^:]*:(?:\s|$)", sheet.lines[line]):
        return None
    above = line - 1
    while above >= 0 and sheet.lines[above].strip() and sheet.indent(above) >= indent:
        above -= 1
    if above < 0:
        return None
    found = re.match(r"\s*(?:(?:- +)?[^\s:'\"#\[{-][^\s:]*:\s+|- +)([^\s'\"\[{|>&*!%@`#].*)$", sheet.lines[above])
    return (above, found.start(1)) if found else None


def _spaced(sheet: Sheet, line: int, found: re.Match[str]) -> tuple[Edit, ...]:
    # `19:05` and `https://…` are no keys.
    if not found.group(2)[0].isalpha() or found.group(3).startswith("//"):
        return ()
    end = sheet.text_end(line, found.start(3))
    if end is None:
        return ()
    space = sheet.put((line, found.start(3)), " ")
    if not needs_quotes(sheet.between((line, found.start(3)), end)):
        return (space,)
    opening, *rest = sheet.quote((line, found.start(3)), end) or (None,)
    return () if opening is None else (Edit(opening.at, f" {opening.text}", opening.asks), *rest)


def _explain(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    """What the writer most likely did, judged by the line that the reader of YAML stumbled on and the one before it."""
    lines = text.split("\n")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    at = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[at])) if mark else 0
    sheet = Sheet(path, tuple(lines), first_line)

    def problem(
        line: int,
        start: int,
        end: int,
        message: str,
        help: str,
        rule: str = "unreadable-front-matter",
        edits: tuple[Edit, ...] = (),
    ) -> Problem:
        return Problem(rule, Span(path, line + first_line, start + 1, line + first_line, end + 1), message, help, edits)

    def quotes(line: int, start: int) -> tuple[Edit, ...]:
        end = sheet.text_end(line, start)
        return sheet.quote((line, start), end) if end else ()

    for line in (at, at - 1):
        if line < 0:
            continue
        written = lines[line]
        if found := re.match(r"[ -]*(\t+)", written):
            return problem(
                line,
                found.start(1),
                found.end(1),
                "a tab stands where spaces should be",
                "replace the tab with two spaces",
                "tab",
                tuple(
                    sheet.edit((number, tabs.start(1)), (number, tabs.end(1)), "  " * len(tabs.group(1)))
                    for number, one in enumerate(lines)
                    if (tabs := re.match(r"[ -]*(\t+)", one))
                ),
            )
        said = str(getattr(error, "problem", "") or "")
        written = re.sub(r"\s#(?:\s.*)?$", "", written)
        before = lines[line - 1] if line else ""
        if (
            line == at
            and (found := re.match(r"( *(?:- +)?)([\w-]+)\s*(?:#.*)?$", before))
            and re.search("could not find|mapping values", said)
        ):
            return problem(
                line - 1,
                found.start(2),
                found.end(2),
                f"there is no colon after `{found.group(2)}`",
                f"write `{found.group(2)}:`",
                edits=(sheet.put((line - 1, found.end(2)), ":"),) if not found.group(1) and sheet.indent(line) else (),
            )
        if line == at and "mapping values" in said and (begun := _torn_below(sheet, line)):
            end = sheet.text_end(*begun)
            return problem(
                line,
                sheet.indent(line),
                len(written.rstrip()),
                "a text with a colon in it needs quotes round it",
                f"put quotes round the whole text, from line {begun[0] + first_line} on",
                "colon-in-text",
                sheet.quote(begun, end) if end else (),
            )
        indent, before_indent = (len(text) - len(text.lstrip()) for text in (written, before))
        if (
            line == at
            and before.strip()
            and indent > before_indent
            and not before.rstrip().endswith(":")
            and "mapping values" in said
        ):
            return problem(
                line,
                0,
                len(written),
                "this line stands further to the right than the line it belongs with",
                f"put {before_indent} spaces in front of it, as in the line above"
                if before_indent
                else "delete the spaces in front of it",
            )
        colon = re.match(r"(\s*(?:-\s+)?)([^\s:'\"#\[{][^:]*):(\s+)([^'\"].*?:\s.*)$", written)
        if colon and "mapping values" in said:
            value = colon.group(4).strip()
            start = colon.start(4)
            return problem(
                line,
                start,
                len(written.rstrip()),
                "a text with a colon in it needs quotes round it",
                f"write {colon.group(2)}: {quoted(value)}",
                "colon-in-text",
                quotes(line, start),
            )
        if found := re.match(r"(\s*(?:-\s+)?)([\w-]+):([^\s].*)$", written):
            return problem(
                line,
                found.start(2),
                len(written.rstrip()),
                f"there is no space after `{found.group(2)}:`",
                f"write {found.group(2)}: {quoted(found.group(3))}",
                edits=_spaced(sheet, line, found),
            )
        signs = "%@`*&!" if re.search("alias|anchor|tag", str(getattr(error, "context", "") or "")) else "%@`"
        if found := re.match(rf"(\s*(?:-\s+)?(?:[^\s:]+:\s+)?)([{signs}].*|(?:\[.*\]|{{.*}})\s*\S.*)$", written):
            return problem(
                line,
                found.start(2),
                len(written.rstrip()),
                f"a text cannot begin with {found.group(2)[0]}",
                f"put quotes round it: {quoted(found.group(2))}",
                edits=quotes(line, found.start(2)),
            )
        if found := re.match(r"(\s*(?:-\s+)?(?:[^\s:]+:\s+)?)((['\"]).*\3.*\S)\s*$", written):
            return problem(
                line,
                found.start(2),
                found.end(2),
                "the quotes do not stand round the whole text",
                f"write {quoted(found.group(2))}",
                edits=quotes(line, found.start(2)),
            )
    started = min(context.line, len(lines) - 1) if context else at
    if re.search(r"(?:^|[\s:-])(['\"])", lines[started]) and "quoted scalar" in str(getattr(error, "context", "") or ""):
        return problem(
            started,
            min(context.column, len(lines[started])) if context else 0,
            len(lines[started]),
            "a quotation mark is opened here and never closed",
            "close it at the end of the text",
        )
    if re.search(r"[\[{]", lines[started]) and "flow" in str(getattr(error, "context", "") or ""):
        return problem(
            started,
            0,
            len(lines[started]),
            "a bracket is opened here and never closed",
            "close it, or put quotes round a text that has brackets in it",
        )
    shown = lines[at].strip()
    return problem(
        at,
        min(column, max(0, len(lines[at]) - 1)),
        len(lines[at]),
        "this line does not fit the lines before it" if shown else "the keys break off before this line",
        "write one `name: text` on a line, with the same number of spaces in front as its neighbours, and quotes round any text"
        " with a colon in it",
    )
