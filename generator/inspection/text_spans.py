"""Author text with its places: every piece of it in a file of any kind."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from generator.format import yaml_files
from generator.format.strict_yaml import Text
from generator.model.document import ConfigDocument, Written
from generator.model.source import Source, Span

_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class TextSpan:
    """A piece of author text, with white space collapsed.

    Attributes:
        path: the file.
        rows: its lines as in the file; the first and last are cut to the piece.
        line: line number of the first row.
        column: number of characters before the piece on the first line.
        text: the text.
        exact: whether `text` appears literally in the rows. If it comes from escapes, only the whole piece can be pointed at.
    """

    path: str
    rows: tuple[str, ...]
    line: int
    column: int
    text: str
    exact: bool = True

    def span(self, start: int, end: int) -> Span:
        """Return the place of characters `start` to `end` of the text."""
        if not self.exact:
            last = len(self.rows) - 1
            end_column = len(self.rows[last]) + (self.column if last == 0 else 0) + 1
            return Span(self.path, self.line, self.column + 1, self.line + last, end_column)
        line, column = self._place(start)
        end_line, end_column = self._place(end - 1)
        return Span(self.path, line, column, end_line, end_column + 1)

    def _place(self, at: int) -> tuple[int, int]:
        """Return the line and the column of a character of the text. White space stands where the first of it does, right behind a word."""
        starts, rows = self._rows_of_text
        row = bisect_right(starts, at) - 1
        line, column, words = rows[row]
        within = at - starts[row]
        if words is not None:
            word = bisect_right(words[0], within) - 1
            return line, column + words[1][word] + within - words[0][word]
        return line, column + within

    @cached_property
    def _rows_of_text(self) -> "tuple[array[int], list[_Row]]":
        """Where each row that has words begins in the text, with its place in the file: a piece may have thousands of findings."""
        starts: array[int] = array("L")
        rows: list[_Row] = []
        length = 0
        for offset, row in enumerate(self.rows):
            joined = " ".join(row.split())
            if not joined:
                continue
            bare = row.strip()
            column = len(row) - len(row.lstrip()) + 1 + (self.column if offset == 0 else 0)
            starts.append(length)
            rows.append((self.line + offset, column, None if bare == joined else _words(bare)))
            length += len(joined) + 1
        return starts, rows


#: The line and the column of a row's first word; where its white space is more than one space, where its words begin, in the text and in the row.
_Row: TypeAlias = "tuple[int, int, tuple[array[int], array[int]] | None]"


def _words(row: str) -> "tuple[array[int], array[int]]":
    starts, columns = array("L"), array("L")
    length = 0
    for word in _WORD.finditer(row):
        starts.append(length)
        columns.append(word.start())
        length += word.end() - word.start() + 1
    return starts, columns


#: The settings whose text or addresses readers see.
_SETTINGS = {("organisation", "url"), ("subscribe", "email_url")}
_SETTING_FOLDERS = {"contact", "mkdocs"}


def text_spans(written: Written) -> Iterator[TextSpan]:
    """Yield every value of the front matter, and the body as one span; of site_config.yml, the settings that readers see."""
    document = written.document
    source = document.source
    lines = document.without_marks.split("\n")
    deeper = {path[:-1] for path in document.places if path}
    is_config = isinstance(document, ConfigDocument)
    seen: set[Span] = set()
    for path, place in document.places.items():
        at = place.value
        if not path or path in deeper or at in seen:
            continue
        if path[0] == "fakes" and path[2:3] == ("seen",):
            continue  # It is shown as people see it, and never linked.
        if is_config and path not in _SETTINGS and path[0] not in _SETTING_FOLDERS:
            continue
        seen.add(at)
        _, line, column, end_line, end_column = at
        if line == end_line <= len(lines):
            # Most values are on one line.
            yield _text_span(source.path, (lines[line - 1][column - 1 : end_column - 1],), line, column - 1)
            continue
        rows = lines[line - 1 : end_line]
        if not rows:
            continue
        rows[-1] = rows[-1][: end_column - 1]
        rows[0] = rows[0][column - 1 :]
        yield _text_span(source.path, tuple(rows), line, column - 1)
    if written.body:
        start = body_start(written)
        body = document.without_marks[start : start + len(written.body)]
        yield _text_span(source.path, tuple(body.split("\n")), source.text.count("\n", 0, start) + 1, 0)


def _text_span(path: str, rows: tuple[str, ...], line: int, column: int) -> TextSpan:
    raw = rows[0] if len(rows) == 1 else "\n".join(rows)
    if raw.startswith('"') and "\\" in raw:
        # Escapes such as `\x3a`: the file does not hold what readers see.
        node, _ = yaml_files.read(raw, path)
        if isinstance(node, Text):
            return TextSpan(path, rows, line, column, " ".join(node.value.split()), exact=False)
    words = raw.split()
    return TextSpan(path, rows, line, column, f"{' '.join(words)} " if words else "")


def body_start(written: Written) -> int:
    """Return the number of characters before the body."""
    return max(written.document.source.text.rfind(written.body), 0)


def span_between(source: Source, start: int, end: int) -> Span:
    """Return characters `start` to `end` of a file as lines and columns."""
    line, end_line = source.text.count("\n", 0, start) + 1, source.text.count("\n", 0, end) + 1
    column, end_column = start - source.text.rfind("\n", 0, start), end - source.text.rfind("\n", 0, end)
    return Span(source.path, line, column, end_line, end_column)


class Places:
    """Finds the place in the file of parsed elements: within the current block, after the element found last."""

    def __init__(self, written: Written) -> None:
        self._source = written.document.source
        self._start = body_start(written)
        self._rows = [0]
        for row in written.body.split("\n"):
            self._rows.append(self._rows[-1] + len(row) + 1)
        self._block = (self._start, self._start + len(written.body))
        self._at = self._start
        self._text = self._source.text
        self._end = self._start + len(written.body)

    def enter(self, rows: list[int] | None) -> None:
        """Move to the block with these rows of the body."""
        if rows is None:
            return
        last = len(self._rows) - 1
        first, end = (min(self._start + self._rows[min(row, last)], self._end) for row in rows)
        if first != self._block[0]:
            self._at = max(first, self._start)
        self._block = (first, max(end, first))

    def find(self, *written_as: str) -> Span:
        """Return the place of the first of these texts found in the block; otherwise the block's first line."""
        first, end = self._block
        for text in written_as:
            at = self._text.find(text, self._at, end) if text else -1
            if at < 0 and text:
                at = self._text.find(text, first, end)
            if at >= 0:
                self._at = at + len(text)
                return span_between(self._source, at, at + len(text))
        line = self._text.find("\n", first, end)
        return span_between(self._source, first, line if line > first else max(end, first))
