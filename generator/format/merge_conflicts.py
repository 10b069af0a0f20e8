"""Conflict markers: lines that a merge leaves where two versions were not reconciled.

Git, Mercurial, Subversion and Jujutsu write lines that begin with seven `<`, `|`, `=` or `>` (or more, in nested merges). Honest text has no
use for runs of `<`, `|` and `>`, so these are found anywhere: among keys, in comments, indented, after a hyphen, or where an editor joined
several lines into one. A line of `=` alone may underline a heading: it counts only together with another marker, or among keys, where
nothing can be underlined.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from generator.model.diagnostic import Finding
from generator.model.source import Span

#: The name of the rule that reports them.
UNJOINED = "unjoined-versions"
#: The common part of all messages of this kind.
_SAID = "two versions of this text were never merged"
_QUICK = ("<<<<<<<", ">>>>>>>", "|||||||", "=======")

# What may precede a marker on its line: indentation, a list, quotation or comment sign, or a key.
_LEAD = r"(?:^|(?:\\r)?\\n)(?:[\s>#*+/\\\u200b-\u200f\u2060\ufeff-]|\d{1,3}[.)]\s|<!--)*(?:[^\s:'\"#<>|=]+:\s+)?(?:[|>][+-]?\s+)?['\"]?"
_MARK = re.compile(
    rf"{_LEAD}(?:(?P<open><{{7,}})(?!<)|(?P<close>(?<!>)>{{7,}})(?!>)|(?P<base>\|{{7,}})(?=\s|$)|(?P<middle>={{7,}})(?=[\s'\"]*(?:-->\s*)?(?:$|(?:\\r)?\\n)))"
)
# Joined lines: the first marker, and another one later on the same line.
_BEGUN = re.compile(r"(?<![<\w])<{7,}(?=\s)")
_ENDED = re.compile(r"(?<![>=\w])(?:>{7,}|={7,})(?=\s|$)")


@dataclass(slots=True)
class _Mark:
    kind: str
    line: int
    column: int
    length: int


@dataclass(slots=True)
class _Conflict:
    marks: list[_Mark] = field(default_factory=list)

    #: The number of lines that may separate the two versions.
    borders: int = 0

    def add(self, mark: _Mark) -> None:
        """Add a marker. A second separator may be the underline of a heading in one of the versions."""
        if mark.kind == "middle" and mark.length == self.marks[0].length:
            self.borders += 1
            if self.borders == 1:
                self.marks.append(mark)
        elif mark.kind == "base" and self.at("base") is None and not self.borders:
            self.marks.append(mark)

    def at(self, kind: str) -> _Mark | None:
        return next((mark for mark in self.marks if mark.kind == kind), None)


def conflicts(path: str, text: str, front: Callable[[], range] = lambda: range(0)) -> tuple[Finding, ...]:
    """Return one problem for each unresolved conflict.

    Args:
        path: the file.
        text: its text, with newlines as line ends.
        front: returns the lines (from 1) that hold keys, where nothing can be underlined; by default, none. It is not asked where there is no conflict.
    """
    if not any(mark in text for mark in _QUICK):
        return ()
    lines = text.split("\n")
    marks = list(_marks(lines))
    found = list(_joined(marks, lines, front()))
    return tuple(_problem(path, conflict, lines) for conflict in found)


def _marks(lines: list[str]) -> Iterator[_Mark]:
    for number, line in enumerate(lines, 1):
        if not any(mark in line for mark in _QUICK):
            continue
        hits = list(_MARK.finditer(line))
        for hit in hits:
            kind = hit.lastgroup or ""
            start, end = hit.span(kind)
            yield _Mark(kind, number, start + 1, end - start)
        if not hits and (begun := _BEGUN.search(line)) and (ended := _ENDED.search(line, begun.end())):
            yield _Mark("drawn", number, begun.start() + 1, ended.end() - begun.start())


def _joined(marks: list[_Mark], lines: list[str], front: range) -> Iterator[_Conflict]:
    """Group the markers into conflicts, in the order of the text."""
    now: _Conflict | None = None
    loose: _Mark | None = None  # a line of = before which no conflict was opened
    for mark in marks:
        if now is not None and mark.length > now.marks[0].length and mark.kind != "drawn":
            continue  # Nested merges write longer markers for inner conflicts.
        if mark.kind == "drawn":
            yield _Conflict([mark])
        elif mark.kind == "open":
            if now is not None:
                yield now
            now, loose = _Conflict([mark]), None
        elif mark.kind == "close":
            now = now or _Conflict([loose] if loose is not None and loose.length == mark.length else [])
            now.marks.append(mark)
            yield now
            now, loose = None, None
        elif now is not None:
            now.add(mark)
        elif mark.kind == "base":
            if not _in_table(mark, marks, lines):
                now, loose = _Conflict([mark]), None
        elif mark.length == 7 and mark.line in front and not lines[mark.line - 1].lstrip().startswith("#"):
            now, loose = _Conflict([mark], borders=1), None
        elif mark.length == 7:
            loose = mark
    if now is not None:
        yield now


def _in_table(mark: _Mark, marks: list[_Mark], lines: list[str]) -> bool:
    """Whether a line of only | and spaces is an empty row of a table, with other rows around it, up to the line below its headings."""
    alone = not any(one.kind in {"open", "close"} for one in marks)
    if not alone or set(lines[mark.line - 1].split()) - {"|" * number for number in range(1, 100)}:
        return False
    for way in (-1, 1):
        at = mark.line - 1 + way
        while 0 <= at < len(lines) and not lines[at].strip("| \t") and "|" in lines[at]:
            at += way
        if 0 <= at < len(lines) and "|" in lines[at]:
            return True
    return False


def _problem(path: str, conflict: _Conflict, lines: list[str]) -> Finding:
    first, last = conflict.marks[0], conflict.marks[-1]
    opened, base, middle, closed = (conflict.at(kind) for kind in ("open", "base", "middle", "close"))
    numbers = sorted({mark.line for mark in conflict.marks})
    marked = f"line{'s' if len(numbers) > 1 else ''} {_joined_list(numbers)}"
    if opened and middle and closed and conflict.borders == 1 and opened.line < middle.line < closed.line:
        # The common ancestor may be written between the two versions.
        ours = _stretch(opened.line + 1, (base or middle).line - 1)
        theirs = _stretch(middle.line + 1, closed.line - 1)
        where = f"one {ours}, the other {theirs}"
        if base:
            where += f", and their common origin {_stretch(base.line + 1, middle.line - 1)}"
        help = f"keep what is right, and delete the rest and the markers ({marked})"
    elif len(numbers) == 1 and (first.kind == "drawn" or len(conflict.marks) > 1):
        where = f"both are on line {first.line}"
        help = "keep what is right, and delete the rest and the markers"
    elif opened and closed:
        where = f"they are between line {opened.line} and line {closed.line}"
        help = f"keep what is right, and delete the rest and the markers ({marked})"
    else:
        shown = " and ".join(f"`{lines[mark.line - 1].strip()[:40]}`" for mark in conflict.marks[:2])
        where = f"{'merge markers are' if len(numbers) > 1 else 'a mark of a merge is'} left on {marked}"
        help = f"check that the text around {shown} is right and there only once, then delete {marked}"
    return Finding(
        rule=UNJOINED,
        at=Span(path, first.line, first.column, last.line, last.column + last.length),
        message=f"{_SAID}: {where}",
        help=help,
    )


def _stretch(start: int, end: int) -> str:
    if end < start:
        return "says nothing"
    return f"is on line {start}" if start == end else f"is on lines {start} to {end}"


def _joined_list(numbers: list[int]) -> str:
    words = [str(number) for number in numbers]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
