"""Findings for code scanning: SARIF 2.1.0 (OASIS standard, 27 March 2020)."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.source import Span
from generator.report.json_text import json_text
from generator.report.most_findings import said, worst
from generator.report.terminal import Block

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def sarif(diagnostics: Sequence[Diagnostic], version: str) -> Block:
    """Return one SARIF log, ending in a newline.

    Args:
        diagnostics: in order.
        version: the program's.
    """
    chosen = worst(diagnostics, of_each_rule=True)
    codes = sorted({one.code for one in chosen.shown})
    names = {one.code: one.name for one in chosen.shown}
    levels = {one.code: _LEVEL[one.severity] for one in chosen.shown}
    rules = [
        {
            "id": code,
            "name": names[code],
            "shortDescription": {"text": names[code].replace("-", " ")},
            "help": {"text": f"aboveboard explain {code}"},
            "defaultConfiguration": {"level": levels[code]},
        }
        for code in codes
    ]
    left = [{"level": "note", "message": {"text": _without_links(said(number, path))}} for path, number in chosen.more.items()]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "aboveboard", "semanticVersion": version, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                **({"invocations": [{"executionSuccessful": True, "toolExecutionNotifications": left}]} if left else {}),
                "originalUriBaseIds": {"ROOT": {"description": {"text": "the site's folder"}}},
                "results": [_result(one, codes.index(one.code)) for one in chosen.shown],
            }
        ],
    }
    return json_text(log)


def _result(one: Diagnostic, index: int) -> dict[str, Any]:
    span = one.span
    # An error that blocks nothing (a draft's) must not look like one that does.
    level = _LEVEL[one.severity] if one.blocks or one.severity is not Severity.ERROR else "warning"
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": level,
        "message": {"text": _without_links(f"{one.message}. Fix: {one.help}")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _file(span),
                    "region": _region(span),
                }
            }
        ],
    }
    if one.edits:
        asks = " ".join(dict.fromkeys(edit.asks for edit in one.edits if edit.asks))
        replacements = [{"deletedRegion": _region(edit.at), "insertedContent": {"text": edit.text}} for edit in one.edits]
        result["fixes"] = [
            {
                "description": {"text": f"{one.help}. First: {asks}" if asks else one.help},
                "artifactChanges": [{"artifactLocation": _file(span), "replacements": replacements}],
            }
        ]
    return result


def _without_links(text: str) -> str:
    """Return a message in which no author's words are a link: code scanning makes one of `[words](address)` (SARIF 2.1.0, 3.11.6)."""
    return re.sub(r"\[(?=[^\]]*\]\()", r"\\[", text)


def _file(span: Span) -> dict[str, str]:
    return {"uri": quote(span.path), "uriBaseId": "ROOT"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
