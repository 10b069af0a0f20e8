"""Conflict markers are found in every file, once for each conflict, and such a file has no other findings."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.content.attachments import look
from generator.content.plan import parse_template
from generator.format.decoding import MARKDOWN_LIMIT, SETTINGS_LIMIT, decode
from generator.format.merge_conflicts import conflicts
from generator.model.source import RawFile, Source
from generator.pipeline import checking
from generator.seals.order_lock import parse_order

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAID = "two versions of this text were never merged"

#: Files of kinds that this repository's own site has none of.
MORE = {
    "content/profiles/our-members.yml": "title: Our members\nauthority: The board\nsource: Our rules\nclocks: {}\n",
    "content/drills/scenarios/lost-laptop.yml": "title: A laptop is gone\ninjects: {}\n",
    "content/incidents/meter-portal/ledger.lock": "",
    "content/pages/more.md": "---\ntitle: More\n---\n\nMore words.\n",
}


def _files(path: str = "") -> dict[str, bytes]:
    """Return this repository's own site: all of it, or everything that is not in another incident than a file."""
    files = {
        file.path: file.data for file in read_site(ROOT, MARKDOWN_LIMIT) if file.path.startswith(("content/", "site_config"))
    }
    own = f"{path.split('/')[2]}/" if path.startswith("content/incidents/") else "false-alarm-login/"
    kept = ("content/incidents/" + own,) if path else ("content/",)
    return {name: data for name, data in files.items() if not name.startswith("content/incidents/") or name.startswith(kept)}


def _found(files: dict[str, bytes]) -> set[tuple[str, str, str]]:
    checked = checking.check([RawFile(path, data, len(data)) for path, data in files.items()], NOW)
    return {(one.code, one.span.path, one.message) for one in checked.diagnostics}


@cache
def _before(names: frozenset[str]) -> set[tuple[str, str, str]]:
    """Return the findings in changed files of this repository's own site."""
    return _found({path: data for path, data in _files().items() if path in names})


def _text(path: str) -> str:
    return MORE[path] if path in MORE else (ROOT / path).read_text(encoding="utf-8")


KINDS = (
    "site_config.yml",
    "content/plan.yml",
    "content/templates/supplier.md",
    "content/drills/2026-10-22-locked-systems.md",
    "content/pages/about.md",
    "content/pages/about.de.md",
    "content/incidents/support-tickets/incident.md",
    "content/incidents/support-tickets/incident.de.md",
    "content/incidents/support-tickets/01-first-statement.md",
    "content/incidents/support-tickets/05-password-source.md",
    "content/incidents/support-tickets/05-password-source.de.md",
    "content/incidents/meter-portal/review.md",
    "content/incidents/meter-portal/review.de.md",
    *MORE,
)
ENDS = pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])


@pytest.mark.no_cover
@pytest.mark.parametrize("path", KINDS)
@ENDS
def test_every_kind_of_file(path: str, ends: str) -> None:
    """A conflict at the start or end of a file of any kind is one finding, and the only one in that file."""
    lines = _text(path).split("\n")
    files = _files(path)
    for number in (1, len(lines) - 1):
        ours, theirs = ["summary: One thing."], ["summary: Another.", "late: It came late."]
        marked = [*lines[:number], "<<<<<<< HEAD", *ours, "=======", *theirs, ">>>>>>> the-other", *lines[number:]]
        found = _found({**files, path: ends.join(marked).encode()})
        first = number + 1
        here = [one for one in found if one[1] == path]
        assert here == [("FRM029", path, f"{SAID}: one is on line {first + 1}, the other is on lines {first + 3} to {first + 4}")]
        assert not {one for one in found - _before(frozenset(files)) if one[0].startswith(("SAF", "SEA", "CON013"))}


@pytest.mark.parametrize(
    ("name", "marked", "lines"),
    [
        ("with what both were made of", "<<<<<<< HEAD\nA.\n||||||| 1a2b3c4\nB.\n=======\nC.\n>>>>>>> b", [(4, 10)]),
        ("without names", "<<<<<<<\nA.\n=======\nC.\n>>>>>>>", [(4, 8)]),
        ("nothing on one side", "<<<<<<< HEAD\n=======\nC.\n>>>>>>> b", [(4, 7)]),
        ("the head alone", "<<<<<<< HEAD\nA.", [(4, 4)]),
        ("the foot alone", "C.\n>>>>>>> b", [(5, 5)]),
        ("border and foot", "A.\n=======\nC.\n>>>>>>> b", [(5, 7)]),
        ("head and border", "<<<<<<< HEAD\nA.\n=======\nC.", [(4, 6)]),
        ("what both were made of alone", "||||||| merged common ancestors\nB.", [(4, 4)]),
        ("two places", "<<<<<<< H\nA.\n=======\n>>>>>>> b\n\nD.\n\n<<<<<<< H\n=======\nE.\n>>>>>>> b", [(4, 7), (11, 14)]),
        ("a heading in one of them", "<<<<<<< H\nA\n=======\nB\n=======\nC\n>>>>>>> b", [(4, 10)]),
        ("a merge of merges", "<<<<<<< H\n||||||| m\n<<<<<<<<< x\n=========\n>>>>>>>>> y\n=======\nC\n>>>>>>> b", [(4, 11)]),
        ("longer marks", "<<<<<<<<<<< H\nA\n===========\nC\n>>>>>>>>>>> b", [(4, 8)]),
        ("further in", "1. One\n\n    <<<<<<< H\n    A\n    =======\n    C\n    >>>>>>> b", [(6, 10)]),
        ("in a list", "- <<<<<<< H\n- A\n- =======\n- C\n- >>>>>>> b", [(4, 8)]),
        ("in a quotation", "> <<<<<<< H\n> A\n> =======\n> C\n> >>>>>>> b", [(4, 8)]),
        ("in a block of code", "```\n<<<<<<< H\nA\n=======\nC\n>>>>>>> b\n```", [(5, 9)]),
        ("in a comment", "<!-- <<<<<<< H -->\nA\n<!-- ======= -->\nC\n<!-- >>>>>>> b -->", [(4, 8)]),
        ("after a no-break space", "\u00a0<<<<<<< H\nA\n\u00a0=======\nC\n\u00a0>>>>>>> b", [(4, 8)]),
        ("drawn into one line", "We say <<<<<<< HEAD that ======= what >>>>>>> b and go on.", [(4, 4)]),
        (
            "as Jujutsu writes it",
            "<<<<<<< Conflict 1 of 1\n%%%%%%% Changes\n-A\n+++++++ Contents\nC\n>>>>>>> Conflict 1 of 1 ends",
            [(4, 9)],
        ),
        ("as Subversion writes it", "<<<<<<< .mine\nA\n||||||| .r4\nB\n=======\nC\n>>>>>>> .r5", [(4, 10)]),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value and len(value) < 40 else "",
)
def test_every_form(name: str, marked: str, lines: list[tuple[int, int]]) -> None:
    """Whatever tool wrote the markers and however many are left, each conflict is one finding from its first marker to its last."""
    del name
    found = decode(RawFile("a.md", f"---\ntitle: A\n---\n{marked}\n\nMore.\n".encode(), 1), MARKDOWN_LIMIT)[1]
    assert [(one.at.line, one.at.end_line) for one in found] == lines
    assert all(one.rule == "unjoined-versions" and one.message.startswith(SAID) and one.help for one in found)


@pytest.mark.parametrize(
    "front",
    [
        "known:\n<<<<<<< HEAD\n  entry: A.\n=======\n  entry: B.\n>>>>>>> b",
        "known:\n  <<<<<<< HEAD\n  entry: A.\n  =======\n  entry: B.\n  >>>>>>> b",
        "remedy: |\n  A.\n  <<<<<<< HEAD\n  B.\n  =======\n  C.\n  >>>>>>> b",
        "remedy: >-\n  A.\n<<<<<<< HEAD\n  B.\n=======\n  C.\n>>>>>>> b",
        'remedy: "A.\n<<<<<<< HEAD\n  B.\n=======\n  C.\n>>>>>>> b"',
        'remedy: "A.\\n<<<<<<< HEAD\\nB.\\n=======\\nC.\\n>>>>>>> b"',
        "systems:\n  - <<<<<<< HEAD\n  - A\n  - =======\n  - B\n  - >>>>>>> b",
        "# <<<<<<< HEAD\n# a: A\n# =======\n# a: B\n# >>>>>>> b",
        "title: <<<<<<< HEAD",
        "title: '>>>>>>> b'",
        "known:\n  entry: A.\n=======\n  entry: B.",
        "summary: We know <<<<<<< HEAD who ======= whose >>>>>>> b it was.",
    ],
)
def test_among_keys(front: str) -> None:
    """Among keys, in values of every form and in comments, markers are one finding; there, a line of = alone counts too."""
    for path, text in (("a.md", f"---\n{front}\n---\nText.\n"), ("a.yml", f"{front}\n")):
        found = decode(RawFile(path, text.encode(), 1), MARKDOWN_LIMIT)[1]
        assert [one.rule for one in found] == ["unjoined-versions"], path


@pytest.mark.parametrize(
    "text",
    [
        "A heading\n=======\n\nText.",
        "A heading\n==========\n\nText.",
        "One\n=======\nTwo\n=======\n\nText.",
        "    =======",
        "| a | b | c |\n|---|---|---|\n|||||||\n| 1 | 2 | 3 |",
        "If a << b and c >> d, or a <<<< b, and >>>>>> six of them.",
        "> > > > > > > > an answer to an answer",
        "Use `cat <<EOF` and `a ||||||| b`.",
        "-------\n+++++++\n%%%%%%%",
        "It costs ======= and more.",
    ],
)
def test_honest_texts(text: str) -> None:
    """Underlined headings, tables, quotations and signs in a sentence are not taken for markers."""
    assert (
        decode(RawFile("a.md", f"---\ntitle: A\n# =======\n# Notes\n# =======\n---\n{text}\n".encode(), 1), MARKDOWN_LIMIT)[1]
        == ()
    )


def test_the_other_findings_come_afterwards() -> None:
    """Other problems are reported once the conflict is resolved, and a template's blanks are not reported either."""
    text = "---\ntitle: A\ntitle: B\n\tkonwn: x\n<<<<<<< HEAD\n=======\n>>>>>>> b\n[[never closed\n---\n\u200b\n"
    for file in (RawFile("content/templates/a.md", text.encode(), 1),):
        document = parse_template(*decode(file, MARKDOWN_LIMIT), "a")
        assert [one.rule for one in document.problems] == ["unjoined-versions"]
        assert document.template is None
        assert document.source.text == text


def test_it_stays_as_it_is_under_fix() -> None:
    """A file with conflicts is not fixed, because only the writer knows which version is right."""
    path = "content/pages/about.md"
    files = {**_files(), path: b"---\ntitel: A\n<<<<<<< HEAD\n=======\n>>>>>>> b\n---\n"}
    decoded, problems = decode(RawFile(path, files[path], 1), SETTINGS_LIMIT)
    assert decoded.text
    assert all(not problem.edits for problem in problems)


def test_a_text_that_readers_can_save() -> None:
    """Downloads are searched too; nested quotations in a message are not taken for markers."""
    marked = b"a,b\n<<<<<<< HEAD\n1,2\n=======\n1,3\n>>>>>>> b\n"
    for name in ("a.csv", "a.txt"):
        found = look(RawFile(f"content/incidents/a/files/{name}", marked, len(marked))).problems
        assert [one.rule for one in found] == ["unsafe-file"], name
        assert found[0].message.startswith(SAID)
    deep = b"Subject: a\n\n>>>>>>> what they wrote\n>>>>>> what we wrote\n"
    assert look(RawFile("content/incidents/a/files/a.eml", deep, len(deep))).problems == ()


@pytest.mark.no_cover
def test_a_hostile_text_costs_little() -> None:
    """A megabyte of markers is read once, not once for each of them."""
    for text in ("x <<<<<<< " * 100_000, "<<<<<<<\n" * 120_000, "=" * 1_000_000, "|" * 1_000_000, "> " * 500_000 + ">>>>>>>"):
        conflicts("a.md", Source("a.md", text).text)


@pytest.mark.parametrize("row", ["|||||||", "| ||||||| |", "| | | | | | | |", "|||||||  "])
def test_an_empty_row_of_a_table(row: str) -> None:
    """Empty table rows, one or several, are not markers; a marker below a table is."""
    table = f"| a | b |\n|---|---|\n{row}\n{row}\n"
    assert conflicts("p", f"Text.\n\n{table}\nMore.\n") == ()
    assert conflicts("p", "Text.\n\n||||||| 1a2b3c4\nMore.\n") != ()


def test_order_lock_keeps_both_sides() -> None:
    """A conflict gives one finding on its first marker, which names the lines of both versions."""
    lines = ("2027-03-03T02:40:00Z invoices/1", "2027-03-03T03:40:00Z portal/1")
    text = f"<<<<<<< HEAD\n{lines[0]}\n=======\n{lines[1]}\n>>>>>>> other\n"
    order = parse_order(*decode(RawFile("content/order.lock", text.encode(), len(text)), MARKDOWN_LIMIT))
    assert [(problem.rule, problem.at.line) for problem in order.problems] == [("unjoined-versions", 1)]
    assert [entry.slug for entry in order.entries] == ["invoices", "portal"]
