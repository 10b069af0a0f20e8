"""The forms of the findings."""

import json
from typing import Any

import pytest

from generator import __version__
from generator.autofix.model import Fix, FixResult, Unfixed
from generator.autofix.report import fixed, patch
from generator.model.diagnostic import Diagnostic, Edit, Severity
from generator.model.source import Span
from generator.report.github import github
from generator.report.json import json as as_json
from generator.report.plain import plain
from generator.report.sarif import sarif


def _one(path: str = "a/b.md", line: int = 2, column: int = 3, end: tuple[int, int] = (2, 6), **changes: Any) -> Diagnostic:
    values: dict[str, Any] = {
        "code": "HON002",
        "name": "missing-unknown",
        "severity": Severity.ERROR,
        "message": "an open incident states no unknowns",
        "help": "list them",
        "span": Span(path, line, column, *end),
        "blocks": True,
    }
    return Diagnostic(**{**values, **changes})


def test_plain() -> None:
    """The line, the words under it, the fix, the rule's page, the count and the next thing to do."""
    assert plain([_one()], {"a/b.md": "one\nx abc y\n"}) == (
        "error[HON002] missing-unknown: an open incident states no unknowns\n"
        "  --> a/b.md:2:3\n"
        "   |\n"
        " 2 | x abc y\n"
        "   |   ^^^\n"
        "   = help: list them\n"
        "   = more: aboveboard explain HON002\n"
        "\n"
        "1 error in 1 file. Next: fix a/b.md, line 2, then run `aboveboard validate` again.\n"
    )


def test_plain_shows_nothing_that_steers_a_terminal() -> None:
    """Control characters and changes of direction in a file are shown as a mark; wide letters keep the carets in place."""
    said = plain([_one(message="a \x1b[31mred\x1b[0m word")], {"a/b.md": "one\n山田 \u202eab\x07\n"})
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "\u202e" not in said
    assert "\n   |     ^^^\n" in said


def test_plain_in_colour() -> None:
    """On a terminal the level is coloured."""
    assert "\x1b[1;31merror[HON002]\x1b[0m" in plain([_one()], {}, colours=True)


def test_plain_counts() -> None:
    """Each level is counted, and what blocks nothing says so."""
    rest = [_one(severity=Severity.WARNING, blocks=False), _one(path="c.md", severity=Severity.ADVICE, blocks=False)]
    assert plain(rest, {}).endswith("1 warning, 1 advice in 2 files. Nothing stops the build.\n")
    assert plain([], {}) == "No findings. The site can be built.\n"


def test_github() -> None:
    """There is one command for each finding; its content cannot end it; a span of several lines has no columns."""
    one = _one(path="a,b:c.md", message="50% of\n::error::x")
    assert github([one]) == (
        "::error file=a%2Cb%3Ac.md,line=2,endLine=2,col=3,endColumn=5,title=HON002 missing-unknown"
        "::50%25 of%0A::error::x%0AFix: list them\n"
    )
    assert github([_one(end=(4, 1))]) == (
        "::error file=a/b.md,line=2,endLine=4,title=HON002 missing-unknown::an open incident states no unknowns%0AFix: list them\n"
    )
    assert github([_one(blocks=False)]).startswith("::warning ")


def test_json() -> None:
    """A schema number, and every key."""
    said = json.loads(as_json([_one()]))
    assert said["schema"] == 1
    assert set(said["diagnostics"][0]) == {
        "code",
        "name",
        "severity",
        "message",
        "help",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
    }


def test_sarif() -> None:
    """A log of SARIF 2.1.0: the rule, the level, the words, the region."""
    said = json.loads(
        sarif(
            [_one(path="a b/ü.md"), _one(code="PRO022", name="overdue-update", severity=Severity.WARNING, blocks=False)],
            __version__,
        )
    )
    assert said["version"] == "2.1.0"
    (run,) = said["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["HON002", "PRO022"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"], second["level"]) == ("HON002", 0, "error", "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "a%20b/%C3%BC.md", "uriBaseId": "ROOT"}
    assert place["region"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 6}


def test_sarif_fixes() -> None:
    """A fixable finding says how: what is removed, what is written, and what must be confirmed first."""
    edits = (Edit(Span("a b.md", 2, 3, 2, 3), '"'), Edit(Span("a b.md", 2, 6, 2, 7), "x\n", "Is it so?"))
    said = json.loads(sarif([_one(path="a b.md", edits=edits), _one()], __version__))
    first, second = said["runs"][0]["results"]
    assert "fixes" not in second
    (fix,) = first["fixes"]
    assert fix["description"]["text"] == "list them. First: Is it so?"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"] == {"uri": "a%20b.md", "uriBaseId": "ROOT"}
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 3},
            "insertedContent": {"text": '"'},
        },
        {
            "deletedRegion": {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 7},
            "insertedContent": {"text": "x\n"},
        },
    ]


def test_fixed() -> None:
    """What was fixed with its lines, what was left and why, and how many; nothing when there was nothing."""
    done = (Fix("a.md", 2, "a text is torn", ("same", "old"), ("same", "new\x1b")), Fix("a.md", 3, "another"))
    outcome = FixResult(files={"a.md": b""}, done=done, left=(Unfixed("b.md", 1, "no zone", "you said no"),))
    assert fixed(outcome, written=True) == (
        "fixed a.md:2: a text is torn\n   - old\n   + new�\nfixed a.md:3: another\n"
        "left b.md:1: no zone\n   = you said no\n\n2 fixed in 1 file, 1 left.\n"
    )
    assert fixed(outcome, written=False).startswith("would fix a.md:2")
    assert fixed(FixResult(files={}), written=True) == ""


def test_patch() -> None:
    """A patch keeps line ends, says where the last one is missing, and in a terminal shows nothing that steers it."""
    old, new = {"a.md": b"one\r\ntwo\x1b"}, {"a.md": b"one\r\nthree\x1b"}
    head = "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n"
    missing = "\\ No newline at end of file\n"
    assert patch(old, new, safe=False) == f"{head} one\r\n-two\x1b\n{missing}+three\x1b\n{missing}"
    assert patch(old, new, safe=True) == f"{head} one\n-two�\n{missing}+three�\n{missing}"


@pytest.mark.parametrize(("start", "length"), [(0, 7), (1, 4000), (3000, 9), (5990, 10), (100, 130)])
def test_a_long_line_is_shown_round_the_place(start: int, length: int) -> None:
    """Of a paragraph on one line, at most 120 characters are shown, with the place among them, and what is marked is what was meant."""
    line = "".join(chr(ord("a") + index % 26) for index in range(6000))
    found = _one(path="a.md", line=1, column=start + 1, end=(1, min(start + length, len(line)) + 1))
    report = plain([found], {"a.md": line})
    _, excerpt, marks = (row for row in report.split("\n")[2:5])
    text = excerpt.partition("| ")[2]
    assert len(text.strip("…")) == 120
    assert text.strip("…") in line
    first = marks.index("^") - excerpt.index("| ") - 2
    marked = text[first : first + marks.count("^")].rstrip("…")
    assert line[start : start + length].startswith(marked)
    assert len(marked) == min(length, len(line) - start) or len(marked) >= 60


def test_a_flood_of_findings_ends() -> None:
    """Of a file's findings at most 50 are shown, its errors among them wherever they stand, and how many more there are is said."""
    warnings = [_one(severity=Severity.WARNING, blocks=False, message=f"long {number}") for number in range(4000)]
    errors = [_one(message=f"wrong {number}") for number in range(3)]
    report = plain([*warnings, *errors], {})
    assert report.count("= help: ") == 50
    assert all(f"{shown}\n" in report for shown in ("long 0", "long 46", "wrong 0", "wrong 2"))
    assert "long 47\n" not in report
    assert "… and 3953 more in a/b.md; fix these first\n" in report
    assert "3 errors, 4000 warnings in 1 file." in report


def test_a_flood_ends_in_every_format() -> None:
    """Programs get of each rule as many findings of a file as people get of all, and how many others there are."""
    flood = [_one(severity=Severity.WARNING, blocks=False, message=f"long {number}") for number in range(4000)]
    findings = [*flood, _one(message="wrong"), _one(path="b.md")]
    said = json.loads(as_json(findings))
    assert len(said["diagnostics"]) == 51
    assert [one["message"] for one in said["diagnostics"]][-2:] == ["wrong", "an open incident states no unknowns"]
    assert said["more"] == {"a/b.md": 3951}
    (run,) = json.loads(sarif(findings, __version__))["runs"]
    assert len(run["results"]) == 51
    ((note,),) = (each["toolExecutionNotifications"] for each in run["invocations"])
    assert note == {"level": "note", "message": {"text": "3,951 more findings in a/b.md"}}
    lines = github(findings).splitlines()
    assert len(lines) == 52
    assert lines[-1] == "::notice file=a/b.md::3,951 more findings in a/b.md"
    both = [
        *flood,
        *(_one(code="WRD003", severity=Severity.WARNING, blocks=False, message=f"bare {number}") for number in range(60)),
    ]
    shown = json.loads(as_json(both))["diagnostics"]
    assert [sum(one["code"] == code for one in shown) for code in (flood[0].code, "WRD003")] == [50, 50]
    assert json.loads(as_json(findings[-1:]))["more"] == {}
    assert "invocations" not in json.loads(sarif(findings[-1:], __version__))["runs"][0]
