"""Editing the lines of a file by place, in small patches, so that the layout, comments and wording of the rest are kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.diagnostic import Edit
from generator.model.source import Span

#: A line and a column of the lines held, both counted from 0.
Point: TypeAlias = tuple[int, int]

#: A YAML comment: a # after a space, followed by a space or nothing.
_NOTE = re.compile(r"\s+#(?:\s.*)?$")
_KEY_OR_ITEM = re.compile(r"\s*(?:-\s|-$|#|[\w.-]+\s*:(?:\s|$))")
_CURLY = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}


@dataclass(frozen=True, slots=True)
class FileLines:
    """Lines of a file.

    Attributes:
        path: the file.
        lines: all its lines, or those of the part in question, without line ends.
        first_line: the number in the file of the first of them.
    """

    path: str
    lines: tuple[str, ...]
    first_line: int = 1

    def edit(self, start: Point, end: Point, text: str, asks: str = "") -> Edit:
        """Return an edit that replaces the text between two points with `text`."""
        return Edit(Span(self.path, start[0] + self.first_line, start[1] + 1, end[0] + self.first_line, end[1] + 1), text, asks)

    def put(self, where: Point, text: str, asks: str = "") -> Edit:
        """Return an edit that inserts `text`."""
        return self.edit(where, where, text, asks)

    def start(self, span: Span) -> Point:
        """Return the start of a span as a point."""
        return span.line - self.first_line, span.column - 1

    def end(self, span: Span) -> Point:
        """Return the end of a span as a point."""
        return span.end_line - self.first_line, span.end_column - 1

    def between(self, start: Point, end: Point) -> str:
        """Return the text between two points; empty when they lie outside the lines."""
        if not (0 <= start[0] <= end[0] < len(self.lines)):
            return ""
        if start[0] == end[0]:
            return self.lines[start[0]][start[1] : end[1]]
        return "\n".join((self.lines[start[0]][start[1] :], *self.lines[start[0] + 1 : end[0]], self.lines[end[0]][: end[1]]))

    def before(self, where: Point) -> str:
        """Return the part of the line before a point."""
        return self.lines[where[0]][: where[1]] if 0 <= where[0] < len(self.lines) else ""

    def indent(self, line: int) -> int:
        """Return the number of spaces at the start of a line."""
        written = self.lines[line]
        return len(written) - len(written.lstrip(" "))

    def text_end(self, line: int, column: int) -> Point | None:
        """Return the end of a plain text that begins here: the end of its line, or of its continuation lines.

        None when that is not certain: an indented key, list item, comment or empty line follows.
        """
        indent = self.indent(line)
        last, noted = line, bool(_NOTE.search(self.lines[line][column:]))
        for below in range(line + 1, len(self.lines)):
            written = self.lines[below]
            if not written.strip():
                rest = next((number for number in range(below, len(self.lines)) if self.lines[number].strip()), None)
                if rest is not None and self.indent(rest) > indent:
                    return None
                break
            if self.indent(below) <= indent:
                break
            if noted or "\t" in written or _KEY_OR_ITEM.match(written):
                return None
            last, noted = below, bool(_NOTE.search(written))
        end = (last, len(_NOTE.sub("", self.lines[last]).rstrip()))
        written = self.between((line, column), end)
        # A trailing comma or bracket may belong to an enclosing list in brackets.
        return end if end > (line, column) and written.strip() and written[-1] not in ",}]" else None

    def quote(self, start: Point, end: Point, asks: str = "", *, notes: bool = False) -> tuple[Edit, ...]:
        """Put quotes around the text between two points; its lines stay as they are.

        Args:
            start: the first character.
            end: the point after the last character.
            asks: the question that the writer must confirm first.
            notes: whether text that looks like a comment is part of the text.

        Returns:
            The edits; none when this cannot be done safely.
        """
        written = self.between(start, end)
        if not written.strip() or (not notes and re.search(r"(?:^|\s)#", written)):
            return ()
        inner, opening, closing = written, (start, start), (end, end)
        if wrapped_in_curly(written):
            # Curly quotation marks that were meant as YAML quotes are replaced by straight ones.
            inner, opening, closing = written[1:-1], (start, (start[0], start[1] + 1)), ((end[0], end[1] - 1), end)
        if '"' not in inner and "\\" not in inner:
            return self.edit(*opening, '"', asks), self.edit(*closing, '"', asks)
        edits = [self.edit(*opening, "'" + "'" * inner.startswith("'"), asks)]
        first, last = opening[1], closing[0]
        for line in range(first[0], last[0] + 1):
            left = first[1] + 1 if line == first[0] else 0
            right = last[1] if line == last[0] else len(self.lines[line])
            edits += [self.put((line, column), "'", asks) for column in range(left, right) if self.lines[line][column] == "'"]
        return (*edits, self.edit(*closing, "'", asks))


def wrapped_in_curly(written: str) -> bool:
    """Whether a text is enclosed in one pair of curly quotation marks, with no further ones of the kind inside."""
    if len(written) < 3 or written[0] not in _CURLY or written[-1] not in _CURLY[written[0]]:
        return False
    return not set(written[1:-1]) & {written[0], *_CURLY[written[0]]} or (
        # An apostrophe looks like a closing single quotation mark.
        written[0] == "‘"
        and "‘" not in written[1:]
        and all(
            written[at - 1].isalpha() and written[at + 1].isalpha() for at in range(1, len(written) - 1) if written[at] == "’"
        )
    )


def spelled(word: str, known: Iterable[str]) -> str:
    """Return the known word that was certainly meant; empty in case of doubt.

    It is certain if the words differ only in case, spaces and hyphens, or by one typing error (a letter inserted, omitted, replaced, or
    two swapped) from exactly one known word, with no other known word within two errors.
    """
    plain = re.sub(r"[\s-]+", "_", word.strip().lower())
    known = tuple(known)
    if same := [one for one in known if one == plain]:
        return same[0]
    if len(plain) < 4 or len(plain) > 40:
        return ""
    near = [one for one in known if _slips(plain, one) <= 2]
    return near[0] if len(near) == 1 and _slips(plain, near[0]) == 1 else ""


def _slips(left: str, right: str) -> int:
    """Return the number of typing errors between two words (optimal string alignment distance); 3 means three or more."""
    if abs(len(left) - len(right)) > 2:
        return 3
    rows = [list(range(len(right) + 1))]
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            row.append(min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                row[j] = min(row[j], rows[-2][j - 2] + 1)
        rows.append(row)
    return min(rows[-1][-1], 3)
