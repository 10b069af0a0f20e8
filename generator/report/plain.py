"""What a person reads in a terminal: grouped by file, ending with a count and the next thing to do."""

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby

from generator.model.diagnostic import Diagnostic, Severity

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.ADVICE: "36"}


def plain(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], *, colours: bool = False) -> str:
    """Return the report, ending in a newline.

    Args:
        diagnostics: in order of file.
        texts: the text of each file, to show the line.
        colours: whether the terminal shows them.
    """
    parts: list[str] = []
    for path, found in groupby(diagnostics, key=lambda one: one.span.path):
        group = tuple(found)
        lines = _without_secrets(texts.get(path, "").split("\n"), group)
        parts += [_diagnostic_lines(diagnostic, lines, colours=colours) for diagnostic in group]
    parts.append(summary(diagnostics))
    return "\n".join(parts)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return how many findings there are, and what to do next."""
    if not diagnostics:
        return "No findings. The site can be built.\n"
    counts = [
        f"{number} {severity.value}{'s' if number != 1 and severity is not Severity.ADVICE else ''}"
        for severity in Severity
        if (number := sum(one.severity is severity for one in diagnostics))
    ]
    files = len({one.span.path for one in diagnostics})
    total = f"{', '.join(counts)} in {files} file{'s' if files != 1 else ''}."
    first = next((one for one in diagnostics if one.blocks), None)
    if first is None:
        return f"{total} Nothing stops the build.\n"
    return f"{total} Next: fix {first.span.path}, line {first.span.line}, then run `aboveboard validate` again.\n"


def _diagnostic_lines(diagnostic: Diagnostic, lines: Sequence[str], *, colours: bool) -> str:
    span = diagnostic.span
    colour = _COLOURS[diagnostic.severity]

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if colours else text

    head = (
        paint(f"{diagnostic.severity}[{diagnostic.code}]", f"1;{colour}") + f" {diagnostic.name}: {visible(diagnostic.message)}"
    )
    rows = [head, f"  --> {span.path}:{span.line}:{span.column}"]
    gutter = " " * len(str(span.line))
    if span.line <= len(lines) and lines[span.line - 1].strip():
        line = visible(lines[span.line - 1].replace("\t", " "))
        end = span.end_column if span.end_line == span.line else len(line) + 1
        lead, marked = line[: span.column - 1], line[span.column - 1 : end - 1] or " "
        carets = paint("^" * max(1, _width(marked)), f"1;{colour}")
        rows += [f" {gutter} |", f" {span.line} | {line}", f" {gutter} | {' ' * _width(lead)}{carets}"]
    rows.append(f" {gutter} = help: {visible(diagnostic.help)}")
    rows.append(f" {gutter} = more: aboveboard explain {diagnostic.code}")
    if diagnostic.severity is Severity.ERROR and not diagnostic.blocks:
        rows.append(f" {gutter} = note: this is a draft, so the build goes on")
    return "\n".join(rows) + "\n"


def _without_secrets(lines: list[str], diagnostics: Sequence[Diagnostic]) -> list[str]:
    """Return the lines with hidden text replaced by dots, whichever finding shows the line."""
    for span in (one.span for one in diagnostics if one.hidden):
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            line = lines[number - 1]
            first = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(line)
            lines[number - 1] = line[:first] + "•" * len(line[first:end]) + line[end:]
    return lines


def visible(text: str) -> str:
    """Return a text as a terminal can safely show it: control characters are replaced by a mark."""
    return "".join(
        "�"
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and character != "\u00ad"
        else character
        for character in text
    )


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
