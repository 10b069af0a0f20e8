"""Findings for programs."""

from collections.abc import Sequence

from generator.model.diagnostic import Diagnostic
from generator.report.json_text import json_text
from generator.report.most_findings import worst
from generator.report.terminal import Block

#: Raised when a key changes its meaning or goes away.
SCHEMA = 1


def json(diagnostics: Sequence[Diagnostic]) -> Block:
    """Return one JSON object, ending in a newline; paths are relative to the site's root, lines and columns count from 1.

    Of a file with very many findings of a rule it has the worst, and under `more` how many others.
    """
    chosen = worst(diagnostics, of_each_rule=True)
    rows = [
        {
            "code": one.code,
            "name": one.name,
            "severity": one.severity.value,
            "message": one.message,
            "help": one.help,
            "path": one.span.path,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": one.span.end_line,
            "end_column": one.span.end_column,
        }
        for one in chosen.shown
    ]
    return json_text({"schema": SCHEMA, "diagnostics": rows, "more": dict(chosen.more)})
