"""The lines of a file as one writes on them: small patches by place, so that a fixed file keeps its layout, its notes and its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from generator.model.diagnostic import Edit
from generator.model.source import Span

#: A line and a column of a sheet, both counted from 0.
Point: TypeAlias = tuple[int, int]

#: A note to oneself: a # after a space, with a space (or nothing) after it.
_NOTE = re.compile(r"\s+#(?:\s.*)?$")
_KEY_OR_ITEM = re.compile(r"\s*(?:-\s|-$|#|[\w.-]+\s*:(?:\s|$))")
_CURLY = {"“": "”", "„": "“”", "‘": "’", "«": "»", "”": "”"}


@dataclass(frozen=True, slots=True)
class FileLines:
    """Lines of a file.

    Attributes:
        path: the file.
        lines: its lines, or those of the part that is looked at, without line ends.
        first_line: the line of the file on which they begin.
    """

    path: str
    lines: tuple[str, ...]
    first_line: int = 1

    def edit(self, start: Point, end: Point, text: str, asks: str = "") -> Edit:
        """Write `text` in place of what stands between two points."""
        return Edit(Span(self.path, start[0] + self.first_line, start[1] + 1, end[0] + self.first_line, end[1] + 1), text, asks)

    def put(self, where: Point, text: str, asks: str = "") -> Edit:
        """Write `text` where nothing is taken away."""
        return self.edit(where, where, text, asks)

    def start(self, span: Span) -> Point:
        """Where a stretch begins."""
        return span.line - self.first_line, span.column - 1

    def end(self, span: Span) -> Point:
        """Where a stretch ends."""
        return span.end_line - self.first_line, span.end_column - 1

    def between(self, start: Point, end: Point) -> str:
        """What is written between two points; empty when they lie outside the sheet."""
        if not (0 <= start[0] <= end[0] < len(self.lines)):
            return ""
        if start[0] == end[0]:
            return self.lines[start[0]][start[1] : end[1]]
        return "\n".join((self.lines[start[0]][start[1] :], *self.lines[start[0] + 1 : end[0]], self.lines[end[0]][: end[1]]))

    def before(self, where: Point) -> str:
        """What stands on the line in front of a point."""
        return self.lines[where[0]][: where[1]] if 0 <= where[0] < len(self.lines) else ""

    def indent(self, line: int) -> int:
        """How many spaces stand in front of a line."""
        written = self.lines[line]
        return len(written) - len(written.lstrip(" "))

    def text_end(self, line: int, column: int) -> Point | None:
        """Where a text without quotes that begins here ends: with its line, or with the further lines that belong to it.

        None when that is not certain: a key, an item, a note or an empty line follows further to the right.
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
        # A comma or a bracket at the end may belong to a list in brackets that the text stands in.
        return end if end > (line, column) and written.strip() and written[-1] not in ",}]" else None

    def quote(self, start: Point, end: Point, asks: str = "", *, notes: bool = False) -> tuple[Edit, ...]:
        """Put quotes round what stands between two points; the lines stay as they are.

        Args:
            start: the first character.
            end: behind the last one.
            asks: what the writer must say yes to first.
            notes: whether what looks like a note is part of the text.

        Returns:
            The edits; none when it cannot be done for certain.
        """
        written = self.between(start, end)
        if not written.strip() or (not notes and re.search(r"(?:^|\s)#", written)):
            return ()
        inner, opening, closing = written, (start, start), (end, end)
        if wrapped_in_curly(written):
            # Taken for quotes that they are not: they make room for real ones.
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
    """Whether a text stands between one pair of curly quotation marks, with none of their kind inside."""
    if len(written) < 3 or written[0] not in _CURLY or written[-1] not in _CURLY[written[0]]:
        return False
    return not set(written[1:-1]) & {written[0], *_CURLY[written[0]]} or (
        # An apostrophe looks like the closing one of single quotation marks.
        written[0] == "‘"
        and "‘" not in written[1:]
        and all(
            written[at - 1].isalpha() and written[at + 1].isalpha() for at in range(1, len(written) - 1) if written[at] == "’"
        )
    )


def spelled(word: str, known: Iterable[str]) -> str:
    """The known word that was certainly meant; empty when there is a doubt.

    Certain is: the same but for capitals, spaces and hyphens; or one slip of the keyboard (a letter too many, missing, wrong, or two
    in the wrong order) from exactly one known word, when no other is within two.
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
    """How many slips lie between two words (optimal string alignment); 3 stands for three or more."""
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
