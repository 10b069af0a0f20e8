"""Annotations for pull requests: the workflow commands of GitHub Actions."""

from collections.abc import Sequence

from generator.model.diagnostic import Diagnostic, Severity
from generator.report.most_findings import said, worst
from generator.report.terminal import OLD_COMMAND, Block, visible

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def github(diagnostics: Sequence[Diagnostic]) -> Block:
    """Return one command for each finding, each ending in a newline; empty without findings. Of a file with very many, the worst and a count."""
    chosen = worst(diagnostics)
    left = (f"::notice file={_property(path)}::{_data(said(number, path))}\n" for path, number in chosen.more.items())
    return Block("".join((*map(_annotation, chosen.shown), *left)))


def failure(title: str, message: str, help: str) -> Block:
    """Return the command for a failure of the run itself, which belongs to no file."""
    return Block(f"::error title={_property(title)}::{_data(f'{message}{chr(10)}Fix: {help}' if help else message)}\n")


def _annotation(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    # An error that blocks nothing (a draft's) must not look like one that does.
    level = _LEVEL[diagnostic.severity] if diagnostic.blocks or diagnostic.severity is not Severity.ERROR else "warning"
    place = {"file": span.path, "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:
        # Columns are understood only within one line; the end is the last character itself.
        place |= {"col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    place["title"] = f"{diagnostic.code} {diagnostic.name}"
    settings = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
    return f"::{level} {settings}::{_data(f'{diagnostic.message}{chr(10)}Fix: {diagnostic.help}')}\n"


def _data(text: str) -> str:
    """Return the text of one command. The host restores what is escaped here, so nothing else may look like an escape."""
    return "%0A".join(
        OLD_COMMAND.sub(r"#\\", visible(line))
        for line in text.replace("%", "%25").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
