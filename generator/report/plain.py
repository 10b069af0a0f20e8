"""What a person reads in a terminal: grouped by file, ending with a count and the next thing to do."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.model.diagnostic import Diagnostic, Severity
from generator.report.most_findings import worst
from generator.report.terminal import Block, block, shown, visible

#: How many characters of a line are shown, round the place: a paragraph on one line would hide what is said of it.
_EXCERPT = 120
#: What stands in the place of the rest of a line.
_CUT = "…"

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}


@dataclass(frozen=True, slots=True)
class Closing:
    """How a report ends.

    Attributes:
        fine: the line where nothing was found.
        passed: what is said after the count where nothing of it blocks.
        command: what to run again once the first finding is fixed.
    """

    fine: str = "No findings. The site can be built."
    passed: str = "Nothing stops the build."
    command: str = "aboveboard validate"


_OF_SITE = Closing()


def plain(
    diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], *, colours: bool = False, closing: Closing = _OF_SITE
) -> Block:
    """Return the report, ending in a newline.

    Args:
        diagnostics: in order of file.
        texts: the text of each file, to show the line.
        colours: whether the terminal shows them.
        closing: how it ends.
    """
    parts: list[str] = []
    for path, found in groupby(diagnostics, key=lambda one: one.span.path):
        group = tuple(found)
        lines = _without_secrets(texts.get(path, "").split("\n"), group)
        chosen = worst(group)
        parts += [_diagnostic_lines(diagnostic, lines, colours=colours) for diagnostic in chosen.shown]
        parts += [f"  … and {number} more in {shown(path)}; fix these first\n" for number in chosen.more.values()]
    parts.append(summary(diagnostics, closing))
    return block("\n".join(parts))


def summary(diagnostics: Sequence[Diagnostic], closing: Closing = _OF_SITE) -> str:
    """Return how many findings there are, and what to do next."""
    if not diagnostics:
        return f"{closing.fine}\n"
    counts = [
        f"{number} {severity.value}{'s' if number != 1 and severity is not Severity.ADVICE else ''}"
        for severity in Severity
        if (number := sum(one.severity is severity for one in diagnostics))
    ]
    files = len({one.span.path for one in diagnostics})
    total = f"{', '.join(counts)} in {files} file{'s' if files != 1 else ''}."
    first = next((one for one in diagnostics if one.blocks), None)
    if first is None:
        return f"{total} {closing.passed}\n"
    return f"{total} Next: fix {shown(first.span.path)}, line {first.span.line}, then run `{closing.command}` again.\n"


def _diagnostic_lines(diagnostic: Diagnostic, lines: Sequence[str], *, colours: bool) -> str:
    span = diagnostic.span
    colour = _COLOURS[diagnostic.severity]

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colours else text

    head = (
        paint(f"{diagnostic.severity}[{visible(diagnostic.code)}]", f"1;{colour}")
        + f" {visible(diagnostic.name)}: {visible(diagnostic.message)}"
    )
    rows = [head, f"  --> {shown(span.path)}:{span.line}:{span.column}"]
    gutter = " " * len(str(span.line))
    if span.line <= len(lines) and lines[span.line - 1].strip():
        whole = lines[span.line - 1]
        line, lead, marked = _excerpt(whole, span.column - 1, span.end_column - 1 if span.end_line == span.line else len(whole))
        carets = paint("^" * max(1, _width(marked)), f"1;{colour}")
        rows += [f" {gutter} |", f" {span.line} | {line}", f" {gutter} | {' ' * _width(lead)}{carets}"]
    rows.append(f" {gutter} = help: {visible(diagnostic.help)}")
    rows.append(f" {gutter} = more: aboveboard explain {visible(diagnostic.code)}")
    if diagnostic.severity is Severity.ERROR and not diagnostic.blocks:
        rows.append(f" {gutter} = note: this is a draft, so the build goes on")
    return "\n".join(rows) + "\n"


def _excerpt(line: str, start: int, end: int) -> tuple[str, str, str]:
    """Return what is shown of a line, what of it comes before the place, and the place: at most 120 characters, and most of them of the place."""
    first = min(max(0, start - max(_EXCERPT // 4, (_EXCERPT - (end - start)) // 2)), max(0, len(line) - _EXCERPT))
    last = min(len(line), first + _EXCERPT)
    before, after = _CUT if first else "", _CUT if last < len(line) else ""
    shown_part = visible(line[first:last].replace("\t", " "))
    lead = before + shown_part[: start - first]
    return before + shown_part + after, lead, shown_part[start - first : min(end, last) - first] or " "


def _without_secrets(lines: list[str], diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the lines with hidden text replaced by dots, whichever finding shows the line."""
    for span in (one.span for one in diagnostics if one.hidden):
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            first = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            lines[number - 1] = line[:first] + "•" * len(line[first:end]) + line[end:]
    return lines


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
