"""The strict subset of YAML that the format uses: tables, lists and text, each with its place. Only this module uses PyYAML.

Text stays text: `no`, `19:05` and `2027-03-03` are kept as written, and the reader of a key decides what they mean. Aliases, anchors, tags,
directives, several documents, duplicate keys and deep nesting are refused, each with a problem in the writer's words.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

import yaml  # noqa: TID251  # this module is its home

from generator.format.invisible_characters import clear, is_invisible
from generator.format.text_edit import FileLines
from generator.model.diagnostic import Edit, Finding
from generator.model.source import Span

#: The deepest nesting of tables and lists. The format itself needs five levels.
DEPTH = 20

_SCALAR, _ITEMS_END, _TABLE_END = yaml.ScalarEvent, yaml.SequenceEndEvent, yaml.MappingEndEvent
# The C parser, where PyYAML was built with it, accepts the same language and is about ten times faster.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# These are made by the hundred for each file: as tuples, in half the time that a dataclass takes. Those that every file has most of are made
# without a call of the class, in half of that again.
_tuple: Final = tuple.__new__


class Text(NamedTuple):
    """A text. `plain`: it has no quotes."""

    value: str
    at: Span
    plain: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written after `key:`."""
        return self.plain and self.value in {"", "~", "null"}


class Items(NamedTuple):
    """A list. `flow`: it is in brackets."""

    items: tuple["Node", ...]
    at: Span
    flow: bool = False


class Entry(NamedTuple):
    """A key and its value."""

    key: str
    key_at: Span
    value: "Node"


class Table(NamedTuple):
    """Keys and values in their order. `flow`: it is in braces."""

    entries: Mapping[str, Entry]
    at: Span
    flow: bool = False

    def get(self, key: str) -> "Node | None":
        """Return the value of a key; None when the key was not written."""
        entry = self.entries.get(key)
        return entry.value if entry else None


Node: TypeAlias = Text | Items | Table


class _RefusedError(Exception):
    """Raised to stop reading at a problem."""

    def __init__(self, problem: Finding) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read(text: str, path: str, first_line: int = 1, *, keys: Collection[str]) -> tuple[Node | None, tuple[Finding, ...]]:
    """Read one YAML document.

    Args:
        text: the YAML, with newlines as line ends.
        path: the file, for places.
        first_line: the line of the file on which `text` begins.
        keys: every key of the format, by which a torn one, or one without its colon, is recognised.

    Returns:
        The parsed content (None when it was empty or could not be read) and everything wrong with its form.
    """
    cleared = clear(text, path, first_line, keys=keys)
    composer: _Composer
    if cleared.removed:
        composer = _ClearedComposer(cleared.text, path, first_line, keys, cleared.removed)
    else:
        composer = _Composer(cleared.text, path, first_line, keys)
    node: Node | None = None
    try:
        node = composer.document()
    except _RefusedError as refused:
        composer.problems.append(refused.problem)
    except yaml.YAMLError as error:
        composer.problems.append(_explain(error, cleared.text, path, first_line, keys))
    # Removed characters shift the columns of a line: other problems on it can be fixed once they are gone.
    gone = {line + first_line for line in cleared.removed}
    found = (
        replace(one, edits=())
        if gone and gone & {line for edit in one.edits for line in (edit.at.line, edit.at.end_line)}
        else one
        for one in composer.problems
    )
    return node, (*cleared.problems, *found)


#: After so many problems of a file, none is given a fix of its own: each that joins two blocks has all lines between them.
_FIXED: Final = 50
#: Values that are no sentence: words of the format, days and times.
_ONE_WORD: Final = re.compile(r"likely|now|today|unknown|true|[a-z]+(?:_[a-z]+)+|\d{4}-\d\d-\d\d\S*")
#: The longest line that is offered as a whole.
_PASTED: Final = 300


class _TornTexts:
    """The texts of a table in braces that have a comma and no quotes: what follows the comma is read as a key without a value.

    Attributes:
        name: the key of the last text, to which such a rest belongs; empty if there is none.
        text: what that text was before any rest.
        found: by its key, the places at which a torn text begins and ends, and of the first rest.
    """

    def __init__(self) -> None:
        self.name = ""
        self.text = ""
        self.found: dict[str, tuple[tuple[int, int], tuple[int, int], Span]] = {}
        self._start = (0, 0)

    def begin(self, name: str, event: Any) -> None:
        """Note the value of a key: a text without quotes may go on after a comma."""
        mark: Any = event.start_mark
        is_text = type(event) is _SCALAR and not event.style and bool(event.value)
        self.name = name if is_text else ""
        self.text, self._start = event.value if is_text else "", (mark.line, mark.column)

    def add(self, rest: Any, at: Span) -> None:
        """Note a rest of the last text."""
        first = self.found[self.name][2] if self.name in self.found else at
        end = (rest.start_mark.line, rest.start_mark.column + len(rest.value.rstrip()))
        if rest.end_mark.line != rest.start_mark.line:
            end = (rest.end_mark.line, rest.end_mark.column)
        self.found[self.name] = (self._start, end, first)


class _Composer:
    """Makes nodes of the events of a text. It refers to none of its own methods: it goes, with the lines of its text, when the text is read."""

    def __init__(self, text: str, path: str, first_line: int, keys: Collection[str]) -> None:
        self.problems: list[Finding] = []
        self._keys = keys
        self._top = ""
        self._path = path
        self._offset = first_line
        self._text = text
        self._lines = text.split("\n")
        self._count = len(self._lines)
        self._sheet = FileLines(path, tuple(self._lines), first_line)
        self._brackets = 0  # number of open lists in brackets
        # Most files have neither: then nothing has to be looked at for each of their texts.
        self._has_hash = "#" in text
        #: Returns the next event; raises what is wrong with it.
        self._next: Callable[[], Any] = _Loader(text).get_event

    def document(self) -> Node | None:
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        if event.explicit or event.version or event.tags:
            raise _RefusedError(
                Finding(
                    rule="not-plain-yaml",
                    at=self._span(event),
                    message="a line of dashes or a % line starts a new document in the middle of the keys",
                    help="delete this line; there must be one list of keys between the two lines of ---",
                )
            )
        node = self._node(self._next(), 0)
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(
                Finding(
                    rule="not-plain-yaml",
                    at=self._span(event),
                    message="a second list of keys begins here",
                    help="join the two; there must be one list of keys between the two lines of ---",
                )
            )
        return node

    def _node(self, event: Any, depth: int) -> Node:
        # Only texts, lists and tables have a tag; an alias always has an anchor.
        if event.anchor is not None or event.tag is not None:
            self._refuse_specials(event, self._span(event))
        if type(event) is _SCALAR:
            at = self._span(event)
            if not event.style and self._has_hash:
                self._check_cut(event, at)
            return Text(event.value, at, not event.style)
        if depth >= DEPTH:
            raise _RefusedError(
                Finding(
                    rule="too-deep",
                    at=self._span(event),
                    message=f"lists are nested more than {DEPTH} levels deep",
                    help="close the brackets, or put a text that begins with [ or { in quotes",
                )
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth)
        return self._table(event, depth)

    def _items(self, start: Any, depth: int) -> Items:
        items: list[Node] = []
        self._brackets += bool(start.flow_style)
        while type(event := self._next()) is not _ITEMS_END:
            items.append(self._node(event, depth + 1))
        self._brackets -= bool(start.flow_style)
        return Items(tuple(items), self._span(start, event), flow=bool(start.flow_style))

    def _table(self, start: Any, depth: int) -> Table:
        entries: dict[str, Entry] = {}
        self._brackets += bool(start.flow_style)
        torn = _TornTexts() if start.flow_style else None
        # Most of what is in a file is a key or a text: neither needs a call of its own.
        next_event, span, has_hash = self._next, self._span, self._has_hash
        while type(event := next_event()) is not _TABLE_END:
            is_text = type(event) is _SCALAR and not has_hash and event.anchor is None and event.tag is None
            key = _tuple(Text, (event.value, span(event), not event.style)) if is_text else self._node(event, depth + 1)
            if depth == 0 and isinstance(key, Text):
                self._top = key.value
            key_event, event = event, next_event()
            is_text = type(event) is _SCALAR and not has_hash and event.anchor is None and event.tag is None
            value = _tuple(Text, (event.value, span(event), not event.style)) if is_text else self._node(event, depth + 1)
            if torn is not None:
                if self._is_torn(torn, key_event, value):
                    torn.add(key_event, self._span(key_event))
                    continue
                torn.begin(key.value if isinstance(key, Text) and key.value not in entries else "", event)
            if not isinstance(key, Text):
                self.problems.append(
                    Finding(
                        rule="wrong-type",
                        at=key.at,
                        message="there is a list in brackets where a name should be",
                        help="put the text in quotes if it is a sentence that begins with a bracket",
                    )
                )
            elif key.value in entries:
                self.problems.append(
                    self._twice(entries[key.value], Entry(key.value, key.at, value), depth, flow=bool(start.flow_style))
                )
            else:
                entries[key.value] = _tuple(Entry, (key.value, key.at, value))
        self._brackets -= bool(start.flow_style)
        if torn is not None:
            for name, (begin, end, at) in torn.found.items():
                text = " ".join(self._sheet.between(begin, end).split())
                entries[name] = entries[name]._replace(value=Text(text, entries[name].value.at, True))
                self.problems.append(self._rejoined(name, text, begin, end, at))
        return Table(MappingProxyType(entries), self._span(start, event), flow=bool(start.flow_style))

    def _is_torn(self, torn: "_TornTexts", key: Any, value: Node) -> bool:
        """Whether what was read as a key without a value is the rest of the text before it, which a comma cut off."""
        if not torn.name or type(key) is not _SCALAR or key.style or not _is_empty(value) or key.value in self._keys:
            return False
        end: Any = key.end_mark
        if end.line >= len(self._lines) or self._lines[end.line][end.column :].lstrip().startswith((":", "#")):
            return False
        # A comma inside a number is for whoever reads counts.
        return not (key.value.isdigit() and torn.text.strip().isdigit())

    def _rejoined(self, name: str, text: str, begin: tuple[int, int], end: tuple[int, int], at: Span) -> Finding:
        """Return the problem of a text that commas cut, with the whole of it in quotes."""
        rest = self._sheet.between((at.line - self._offset, at.column - 1), end)
        written = self._lines[begin[0]]
        # A line is offered where it can take the place of the one that is there; nobody reads a very long one.
        is_whole = begin[0] == end[0] and len(written) <= _PASTED and "{" in written[: begin[1]]
        after, *_ = re.split(r"\s#", written[end[1] :] if is_whole else "")
        is_whole = after.rstrip().endswith("}")
        value, _, more = text.partition(",")
        # What stands before the comma is no sentence, so what follows it belongs to another one, or nowhere.
        if _ONE_WORD.fullmatch(value) and more.strip():
            line = f": `{f'{written[: begin[1]]}{value}{after}'.strip()}`" if is_whole else ""
            return Finding(
                rule="cut-text",
                at=at,
                message=f"everything from `{short(rest)}` on is cut off, because a comma ends a value in braces",
                help=f"write it in the sentence that it belongs to, with quotes around all of that sentence, or leave it out{line}",
            )
        # One word may also be a name whose text was forgotten.
        asks = "" if " " in rest.strip() else f"Is `{short(text, 80)}` one text?"
        help = f"put quotes around the whole text after `{name}:`"
        if is_whole:
            line = f"{written[: begin[1]]}{quoted(text, flow=True)}{after}"
            help = f"put the whole text in quotes: `{line.strip()}`"
        if re.fullmatch(r"[\w.-]+(?:, *[\w.-]+)+", text):
            help += f"; if it is a list, put it in brackets: `{name}: [{text}]`"
        return Finding(
            rule="cut-text",
            at=at,
            message=f"everything from `{short(rest)}` on is cut off, because a comma ends a text in braces",
            help=help,
            edits=self._sheet.quote(begin, end, asks) if len(self.problems) < _FIXED else (),
        )

    def _twice(self, first: Entry, second: Entry, depth: int, *, flow: bool) -> Finding:
        """Return the problem of a duplicate key: two tables or lists under it can be merged, two sentences cannot both be right."""
        name, line = second.key, first.key_at.line
        message = f"`{short(name)}` is here twice; the first is on line {line}"
        if isinstance(first.value, Table) and isinstance(second.value, Table):
            same = [one for one in second.value.entries if one in first.value.entries]
            other = [one for one in same if not _is_same(first.value.entries[one].value, second.value.entries[one].value)]
            if other:
                help = f"both blocks have `{short(other[0])}` with different values: keep the right one, then make one block of the two"
                return Finding(rule="duplicate-key", at=second.key_at, message=message, help=help)
            help = f"make one block of the two: put the lines below this one under the `{short(name)}:` of line {line}"
            return Finding(
                rule="duplicate-key",
                at=second.key_at,
                message=message,
                help=help,
                edits=() if flow else self._joined(first, second),
            )
        if isinstance(first.value, Items) and isinstance(second.value, Items):
            help = f"make one list of the two: put the lines below this one under the `{short(name)}:` of line {line}"
            return Finding(
                rule="duplicate-key",
                at=second.key_at,
                message=message,
                help=help,
                edits=() if flow else self._joined(first, second),
            )
        if {type(first.value), type(second.value)} == {Table, Items}:
            help = f"make one block of the two: give each line of the list a name, and put all under the `{short(name)}:` of line {line}"
            return Finding(rule="duplicate-key", at=second.key_at, message=message, help=help)
        if _is_same(first.value, second.value) or _is_empty(first.value) or _is_empty(second.value):
            help = "delete the empty one" if _is_empty(first.value) != _is_empty(second.value) else "delete one of them"
            return Finding(
                rule="duplicate-key",
                at=second.key_at,
                message=message,
                help=help,
                edits=() if flow else self._joined(first, second),
            )
        number = None
        if depth == 1 and self._top in _SECTIONS and isinstance(second.value, Text) and len(self.problems) < _FIXED:
            number = next((number for number in range(2, 100) if f"{name}-{number}:" not in self._text), None)
        if number is not None and isinstance(second.value, Text):
            renamed = f"{name}-{number}: {quoted(second.value.value)}"
            help = f"keep the right one; if this is something else, give it its own name: `{renamed}`"
        else:
            help = "keep the right one, and delete the other"
        return Finding(rule="duplicate-key", at=second.key_at, message=message, help=help)

    def _joined(self, first: Entry, second: Entry) -> tuple[Edit, ...]:
        """Return the edit that merges two blocks: new content of the second moves below the first, repeated content is removed."""
        if len(self.problems) >= _FIXED:
            return ()
        lines, top = self._lines, first.key_at.line - self._offset
        begin, key_column = second.key_at.line - self._offset, first.key_at.column - 1
        if second.key_at.column - 1 != key_column or lines[top][:key_column].strip() or lines[begin][:key_column].strip():
            return ()
        first_end, second_end = (self._block_end(at, key_column) for at in (top, begin))
        if first_end > begin:
            return ()
        kept = [lines[top][:key_column] + lines[top][key_column:], *lines[top + 1 : first_end]]
        moved = lines[begin + 1 : second_end]
        if _is_empty(first.value) and not _is_empty(second.value):
            kept, moved = [lines[begin], *lines[begin + 1 : second_end]], lines[top + 1 : first_end]
        elif isinstance(second.value, Text) or _is_empty(second.value):
            if any(one.strip() for one in moved):
                return ()
        elif lines[begin][second.key_at.end_column :].strip() or lines[top][first.key_at.end_column :].strip():
            return ()  # A block in brackets, or a comment next to the key.
        else:
            known = {one.strip() for one in kept}
            by = _indent(kept[1:]) - _indent(moved)
            again = (
                isinstance(second.value, Table) and any(one in first.value.entries for one in second.value.entries)
                if isinstance(first.value, Table)
                else False
            )
            moved = [
                " " * max(len(one) - len(one.lstrip(" ")) + by, 0) + one.lstrip(" ") if one.strip() else one for one in moved
            ]
            if again:
                moved = [one for one in moved if one.strip() not in known]
        new = [*kept, *moved, *lines[first_end:begin]]
        while new and not new[-1].strip() and second_end - 1 < len(lines):
            new.pop()
        last = second_end - 1
        return (self._sheet.edit((top, 0), (last, len(lines[last])), "\n".join(new)),)

    def _block_end(self, start: int, indent: int) -> int:
        """Return the line after a key's block: its indented lines, or a list at the key's own indentation."""
        end = at = start + 1
        while at < len(self._lines):
            written = self._lines[at]
            inside = len(written) - len(written.lstrip(" ")) > indent or re.match(rf" {{{indent}}}-(?:\s|$)", written)
            if written.strip() and not inside:
                break
            at += 1
            end = at if written.strip() else end
        return end

    def _refuse_specials(self, event: Any, at: Span) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            raise _RefusedError(
                Finding(
                    rule="not-plain-yaml",
                    at=at,
                    message=f"a text that begins with {sign} has a special meaning in YAML",
                    help=f"put the text in quotes{self._in_quotes(event)}, or write it out in full instead of referring to it",
                    edits=self._quote_special(event, ("&" if sign == "*" else "*") + event.anchor),
                )
            )
        if event.tag is not None and not (isinstance(event, yaml.ScalarEvent) and event.tag == "!" and event.style):
            raise _RefusedError(
                Finding(
                    rule="not-plain-yaml",
                    at=at,
                    message="a text that begins with ! has a special meaning in YAML",
                    help=f"put the text in quotes{self._in_quotes(event)}",
                    edits=() if event.tag.startswith(("!!", "tag:")) else self._quote_special(event, "!!"),
                )
            )

    def _in_quotes(self, event: Any) -> str:
        """Return the line with the text in quotes, as an example."""
        mark = event.start_mark
        if self._brackets or mark.line >= len(self._lines):
            return ""
        text = re.sub(r"\s+#(?:\s.*)?$", "", self._lines[mark.line][mark.column :])
        return f": {_line_at(self._sheet, (mark.line, mark.column), quoted(text))}" if text else ""

    def _quote_special(self, event: Any, partner: str) -> tuple[Edit, ...]:
        # If its counterpart is in the file, the sign may have been meant as what it is: an anchor or a reference.
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
        # ` #4512` starts a comment, and the rest of the sentence would be lost silently. A real comment has a space after the #.
        line = self._lines[event.end_mark.line] if event.end_mark.line < len(self._lines) else ""
        rest = line[event.end_mark.column :]
        if event.value and (found := re.match(r"\s*(#[^\s#].*)", rest)):
            start = event.end_mark.column + found.start(1)
            begin = (event.start_mark.line, event.start_mark.column)
            note = re.search(r"\s+#(?:\s.*)?$", line[start:])
            end = (event.end_mark.line, start + note.start() if note else len(line.rstrip()))
            text = self._sheet.between(begin, end)
            # A number belongs to the text (`ticket #4512`); `#ask Sam` may be a comment that only the writer should read.
            asks = (
                ""
                if re.match(r"#\d", found.group(1))
                else f"Is `{short(found.group(1), 60)}` part of the text, for readers to see?"
            )
            where = Span(self._path, at.end_line, start + 1, at.end_line, len(line) + 1)
            self.problems.append(
                Finding(
                    rule="cut-text",
                    at=where,
                    message=f"everything from `{short(found.group(1))}` on is left out, because a # after a space begins a comment",
                    help=f"put the whole text in quotes: {_line_at(self._sheet, begin, quoted(text))}",
                    edits=() if self._brackets else self._sheet.quote(begin, end, asks, notes=True),
                )
            )

    def _span(self, start: Any, end: Any = None) -> Span:
        begin, stop = start.start_mark, (end or start).end_mark
        line, column, first = stop.line, stop.column, begin.column
        if line == begin.line and first < column and line < self._count and "!" <= self._lines[line][column - 1 : column] <= "~":
            # Most values are on one line and end with a letter: nothing to adjust.
            line += self._offset
            return _tuple(Span, (self._path, line, first + 1, line, column + 1))
        line, column = max((line, column), (begin.line, begin.column))
        # A node that ends at the start of a line ended on an earlier one: skip blank lines and line ends.
        while column == 0 and line > begin.line:
            line -= 1
            column = len(self._lines[line].rstrip()) if line < len(self._lines) else 0
        last = len(self._lines) - 1
        begin_line, line = min(begin.line, last), min(line, last)
        begin_column = min(begin.column, len(self._lines[begin_line]))
        # The C parser includes trailing spaces in a plain text.
        column = len(self._lines[line][:column].rstrip()) if line > begin_line or column > begin_column else column
        return Span(self._path, begin_line + self._offset, begin_column + 1, line + self._offset, column + 1)


class _ClearedComposer(_Composer):
    """The same of a text from which characters were removed before it was parsed: places are those in the file."""

    def __init__(
        self, text: str, path: str, first_line: int, keys: Collection[str], removed: Mapping[int, tuple[int, ...]]
    ) -> None:
        super().__init__(text, path, first_line, keys)
        self._removed = removed

    def _span(self, start: Any, end: Any = None) -> Span:
        span = super()._span(start, end)
        return span._replace(
            column=self._written_column(span.line, span.column),
            end_column=self._written_column(span.end_line, span.end_column),
        )

    def _written_column(self, line: int, column: int) -> int:
        """Return the column in the file for a column in the text being parsed, from which characters may have been removed."""
        for gone in self._removed.get(line - self._offset, ()):
            column += gone + 1 <= column
        return column


def _is_same(one: Node, other: Node) -> bool:
    if isinstance(one, Text) and isinstance(other, Text):
        return " ".join(one.value.split()) == " ".join(other.value.split())
    if isinstance(one, Table) and isinstance(other, Table):
        return list(one.entries) == list(other.entries) and all(
            _is_same(one.entries[key].value, other.entries[key].value) for key in one.entries
        )
    return False


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.is_empty


def _indent(lines: Iterable[str]) -> int:
    return next((len(one) - len(one.lstrip(" ")) for one in lines if one.strip() and not one.lstrip().startswith("#")), 0)


# The sections whose entries have names.
_SECTIONS = frozenset(
    {
        *("known", "unknown", "next_steps", "actions", "consequences", "corrections", "unanswerable", "done", "dropped"),
        *("withdrawn", "questions", "lessons", "corrective_actions", "response_well", "response_badly", "communication_well"),
        "communication_badly",
    }
)
# What may precede a text on its line outside brackets.
_BEFORE_TEXT = re.compile(r"\s*(?:-\s+)*(?:[^\s:'\"#\[{][^:]*:\s+)?")
_SPACES = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-][\d:]+))?", re.ASCII)
_IN_BRACKETS = re.compile(r"[,\[\]{}]")
# What other YAML readers (editors, using the schema) take for a number, a time or a boolean where a sentence is meant.
_OTHER_TYPE = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|[-+]?(?:0[xob])?[\d_]+(?:\.[\d_]*)?(?:e[-+]?\d+)?|[-+]?\.(?:\d+|inf)|\.nan"
    r"|\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?|\d+(?::\d{1,2})+(?:\.\d*)?",
    re.IGNORECASE,
)
_NEEDS_QUOTES = re.compile(r"[\s\-?:,\[\]{}#&*!|>'\"%@`]|$")


def _line_at(lines: FileLines, start: tuple[int, int], text: str) -> str:
    """Return a text as the line it belongs on, with its key or its hyphen."""
    before = lines.lines[start[0]][: start[1]] if 0 <= start[0] - 0 < len(lines.lines) else ""
    found = re.search(r"(?:^|[{,]|-\s)\s*([^\s:{}\[\],]+):\s*$", before)
    return f"`{found.group(1)}: {text}`" if found else f"`- {text}`" if before.strip() == "-" else f"`{text}`"


def plain(node: Node) -> object:
    """Convert a setting for the builder as YAML would: common words and whole numbers are typed, everything else is text."""
    if isinstance(node, Table):
        return {entry.key: plain(entry.value) for entry in node.entries.values()}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    if node.plain and node.value in {"true", "false"}:
        return node.value == "true"
    if node.plain and re.fullmatch(r"-?\d{1,15}", node.value):
        return int(node.value)
    return None if node.is_empty else node.value


def quoted(text: str, *, flow: bool = False) -> str:
    """Write text as YAML on one line, in quotes where needed. All files and suggested lines are written with this function.

    Args:
        text: the text. No-break spaces are kept; line ends become spaces.
        flow: whether it is inside brackets, where commas and brackets have a meaning.
    """
    text = _one_space(text)
    plain = not (
        _NEEDS_QUOTES.match(text)
        or ": " in text
        or ":\t" in text
        or " #" in text
        or text.endswith(":")
        or text.startswith(("“", "‘", "„", "«", "”"))
        or _OTHER_TYPE.fullmatch(text)
        or is_invisible(text[:1] + text[-1:])
        or (flow and _IN_BRACKETS.search(text))
    )
    if plain:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def line_of(key: str, text: str) -> str:
    """Return a key and its value as a line of YAML; `…` and `[[…]]` stand for what the writer still has to write."""
    return f"{key}: {text if text == '…' else quoted(text)}"


def flow(values: Mapping[str, str]) -> str:
    """Return keys and values in braces on one line."""
    return (
        "{"
        + ", ".join(f"{key}: {text if _DAY.fullmatch(text) else quoted(text, flow=True)}" for key, text in values.items())
        + "}"
    )


def on_one_line(node: Node, *, flow: bool = False) -> str:
    """Return a value in a form that fits on one line after a key, whatever its layout was."""
    if isinstance(node, Text):
        # A text that was written without quotes needed none: a time stays a time.
        plain = node.plain and "\n" not in node.value and not (flow and _IN_BRACKETS.search(node.value))
        return node.value if plain else quoted(node.value, flow=flow)
    if isinstance(node, Items):
        return "[" + ", ".join(on_one_line(item, flow=True) for item in node.items) + "]"
    return "{" + ", ".join(f"{entry.key}: {on_one_line(entry.value, flow=True)}" for entry in node.entries.values()) + "}"


def _one_space(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def short(text: str, limit: int = 40) -> str:
    """Return a text on one line, shortened to fit in a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def needs_quotes(text: str) -> bool:
    """Whether a one-line text would be read as something else without quotes."""
    return quoted(text) != _one_space(text)


def _torn_below(lines: FileLines, line: int) -> tuple[int, int] | None:
    """Return the start of a plain text if the colon on this line is in the middle of its sentence; otherwise None."""
    indent = lines.indent(line)
    if not re.match(r"\s*[^\s:'\"#\[{-][^:]*\s[^:]*:(?:\s|$)", lines.lines[line]):
        return None
    above = line - 1
    while above >= 0 and lines.lines[above].strip() and lines.indent(above) >= indent:
        above -= 1
    if above < 0:
        return None
    found = re.match(r"\s*(?:(?:- +)?[^\s:'\"#\[{-][^\s:]*:\s+|- +)([^\s'\"\[{|>&*!%@`#].*)$", lines.lines[above])
    return (above, found.start(1)) if found else None


def _spaced(lines: FileLines, line: int, found: re.Match[str]) -> tuple[Edit, ...]:
    # `19:05` and `https://…` are not keys.
    if not found.group(2)[0].isalpha() or found.group(3).startswith("//"):
        return ()
    end = lines.text_end(line, found.start(3))
    if end is None:
        return ()
    space = lines.put((line, found.start(3)), " ")
    if not needs_quotes(lines.between((line, found.start(3)), end)):
        return (space,)
    opening, *rest = lines.quote((line, found.start(3)), end) or (None,)
    return () if opening is None else (Edit(opening.at, f" {opening.text}", opening.asks), *rest)


def _explain(error: yaml.YAMLError, text: str, path: str, first_line: int, keys: Collection[str]) -> Finding:
    """Say what the writer most likely did, judging by the line at which the parser stopped and the one before it."""
    lines = text.split("\n")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    at = min(mark.line, len(lines) - 1) if mark else 0
    column = min(mark.column, len(lines[at])) if mark else 0
    file_lines = FileLines(path, tuple(lines), first_line)

    def problem(
        line: int,
        start: int,
        end: int,
        message: str,
        help: str,
        rule: str = "unreadable-front-matter",
        edits: tuple[Edit, ...] = (),
    ) -> Finding:
        return Finding(
            rule=rule,
            at=Span(path, line + first_line, start + 1, line + first_line, end + 1),
            message=message,
            help=help,
            edits=edits,
        )

    def quotes(line: int, start: int) -> tuple[Edit, ...]:
        end = file_lines.text_end(line, start)
        return file_lines.quote((line, start), end) if end else ()

    for line in (at, at - 1):
        if line < 0:
            continue
        written = lines[line]
        if found := re.match(r"[ -]*(\t+)", written):
            return problem(
                line,
                found.start(1),
                found.end(1),
                "there is a tab where spaces should be",
                "replace the tab with two spaces",
                "tab",
                tuple(
                    file_lines.edit((number, tabs.start(1)), (number, tabs.end(1)), "  " * len(tabs.group(1)))
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
                edits=(file_lines.put((line - 1, found.end(2)), ":"),) if not found.group(1) and file_lines.indent(line) else (),
            )
        if (
            (bare := re.match(r"([a-z_]+)\s+([^\s:#].*)$", written))
            and bare.group(1) in keys
            and re.search("could not find|block", said)
        ):
            return problem(
                line,
                0,
                len(written.rstrip()),
                f"there is no colon after `{bare.group(1)}`",
                f"write `{line_of(bare.group(1), bare.group(2))}`",
                edits=(file_lines.put((line, bare.end(1)), ":"),) if not needs_quotes(bare.group(2)) else (),
            )
        if line == at and "mapping values" in said and (begun := _torn_below(file_lines, line)):
            end = file_lines.text_end(*begun)
            return problem(
                line,
                file_lines.indent(line),
                len(written.rstrip()),
                "a text with a colon in it needs quotes",
                f"put the whole text in quotes, from line {begun[0] + first_line} on",
                "colon-in-text",
                file_lines.quote(begun, end) if end else (),
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
                "this line is indented further than the line it belongs with",
                f"put {before_indent} spaces before it, as in the line above" if before_indent else "delete the spaces before it",
            )
        colon = re.match(r"(\s*(?:-\s+)?)([^\s:'\"#\[{][^:]*):(\s+)([^'\"].*?:\s.*)$", written)
        if colon and "mapping values" in said:
            value = colon.group(4).strip()
            start = colon.start(4)
            inner = re.fullmatch(r"([a-z][a-z0-9]*(?:-[a-z0-9]+)*):\s+(.*)", value)
            if inner and colon.group(2) in _SECTIONS and not colon.group(1):
                # `known: entry: They came in.`: the name is there; only the line break is missing.
                below, end = start + inner.start(2), file_lines.text_end(line, start + inner.start(2))
                rest = file_lines.quote((line, below), end) if end and needs_quotes(inner.group(2)) else ()
                return problem(
                    line,
                    start,
                    len(written.rstrip()),
                    f"`{inner.group(1)}` is on the line of `{colon.group(2)}:`, but belongs below it",
                    f"write under `{colon.group(2)}:`, indented by two spaces, the line `{inner.group(1)}: {quoted(inner.group(2))}`",
                    "colon-in-text",
                    (file_lines.edit((line, colon.start(3)), (line, start), "\n  "), *rest) if end else (),
                )
            return problem(
                line,
                start,
                len(written.rstrip()),
                "a text with a colon in it needs quotes",
                f"write `{colon.group(2)}: {quoted(value)}`",
                "colon-in-text",
                quotes(line, start),
            )
        if found := re.match(r"(\s*(?:-\s+)?)([\w-]+):([^\s].*)$", written):
            return problem(
                line,
                found.start(2),
                len(written.rstrip()),
                f"there is no space after `{found.group(2)}:`",
                f"write `{found.group(2)}: {quoted(found.group(3))}`",
                edits=_spaced(file_lines, line, found),
            )
        signs = "%@`*&!" if re.search("alias|anchor|tag", str(getattr(error, "context", "") or "")) else "%@`"
        if found := re.match(rf"(\s*(?:-\s+)?(?:[^\s:]+:\s+)?)([{signs}].*|(?:\[.*\]|{{.*}})\s*\S.*)$", written):
            if re.match(r"{\s*[\w.-]+:\s", found.group(2)):
                # In quotes, keys would become a sentence that readers see.
                behind = found.start(2) + found.group(2).rindex("}") + 1
                return problem(
                    line,
                    behind,
                    len(written.rstrip()),
                    "nothing can stand behind the closing brace",
                    f"put it inside the braces, or on a line of its own: `{short(written[behind:].strip(' ,'))}`",
                )
            return problem(
                line,
                found.start(2),
                len(written.rstrip()),
                f"a text cannot begin with {found.group(2)[0]}",
                f"put it in quotes: {_line_at(file_lines, (line, found.start(2)), quoted(found.group(2)))}",
                edits=quotes(line, found.start(2)),
            )
        if found := re.match(r"(\s*(?:-\s+)?(?:[^\s:]+:\s+)?)((['\"]).*\3.*\S)\s*$", written):
            return problem(
                line,
                found.start(2),
                found.end(2),
                "the quotes are not around the whole text",
                f"write {_line_at(file_lines, (line, found.start(2)), quoted(found.group(2)))}",
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
            "close it, or put a text with brackets in quotes",
        )
    shown = lines[at].strip()
    return problem(
        at,
        min(column, max(0, len(lines[at]) - 1)),
        len(lines[at]),
        "this line does not fit the lines before it" if shown else "the keys end abruptly before this line",
        "write a name, a colon, a space and its text on one line, indented like its neighbours, and put any text with a colon in quotes",
    )
