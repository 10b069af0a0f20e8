"""Unusual spaces and invisible characters are reported once for each line, and fixed."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from generator.autofix.fixer import Permission, fix_files
from generator.format import yaml_files
from generator.format.json_schemas import SCHEMAS
from generator.model.source import RawFile
from generator.pipeline import checking
from tests.thorough import taken

NOW = datetime(2027, 3, 3, 9, tzinfo=UTC)
CONFIG = """organisation: {name: Larkfield}
site:
  url: https://s.example/
  timezone: Europe/Paris
contact: {email: a@s.example, hours: 8 to 20, who: Sam}
policy:
  cadence: {investigating: 24h}
"""
INCIDENT = "---\ntitle: Someone got in\naware: 2027-03-03T02:00Z\n---\n"
UPDATE = """---
title: Someone read our post
published: 2027-03-03T08:00Z
status: confirmed
known:
  entry: Someone used a stolen password.
unknown:
  copied:
    text: Whether they copied it.
    by: 2027-03-05
next_steps:
  log: "We read the log."
actions:
  password: {do: Change it., urgency: today, why: 'They may have it.'}
affected:
  customers: {unit: people, at_most: 1300, of: 18400}
next_update: 2027-03-04T08:00Z
---

Text.
"""
PATH = "content/incidents/x/01-a.md"
SIGNS = ["\u00a0", "\u3000", "\u200b", "\u00ad", "\u2028", "\ufeff"]
#: What word processors and web pages leave in a text most often.
COMMON = "\u00a0\u200b"


def _raw(path: str, text: str) -> RawFile:
    data = text.encode("utf-8", "surrogatepass")
    return RawFile(path, data, len(data))


def _files(path: str, text: str) -> list[RawFile]:
    files = {"site_config.yml": CONFIG, "content/incidents/x/incident.md": INCIDENT, PATH: UPDATE, path: text}
    return [_raw(name, written) for name, written in files.items()]


def _found(files: list[RawFile]) -> list[Any]:
    # That there is no plan, what ids are made of, and that a name in two parts is no word of ours, is another matter.
    others = {"SEA009", "CON092"}
    return [one for one in checking.check(files, NOW).diagnostics if not one.code.startswith("PLN") and one.code not in others]


def _fixed(files: list[RawFile]) -> dict[str, str]:
    """Return the files after `--fix`, by path."""
    outcome = fix_files(
        files, lambda given: checking.check(given, NOW).diagnostics, Permission(sealed={}, confirm=lambda _path, _edit: None)
    )
    return {file.path: outcome.files.get(file.path, file.data).decode("utf-8", "surrogatepass") for file in files}


def _places(text: str, sign: str) -> Iterator[tuple[str, int]]:
    """Yield the text with a character added at, or replacing a space at, every place of its keys, and the line of the character."""
    end = text.find("\n---\n", 4)
    for at in range(end + 4 if end > 0 else len(text.rstrip("\n"))):
        line = text.count("\n", 0, at) + 1
        yield text[:at] + sign + text[at:], line
        if text[at] == " ":
            yield text[:at] + sign + text[at + 1 :], line


@pytest.mark.no_cover
@pytest.mark.parametrize(("path", "text"), [(PATH, UPDATE), ("site_config.yml", CONFIG)], ids=["an update", "the settings"])
@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"{ord(sign):04X}")
def test_anywhere(path: str, text: str, sign: str) -> None:
    """In every position there is at most one finding, on the right line, that describes the character.

    After the fix, nothing is found.
    """
    assert _found(_files(path, text)) == []
    said = 0
    for number, (written, line) in enumerate(_places(text, sign)):
        if not taken(number, len(SIGNS) // (2 if sign in COMMON else 1), SIGNS.index(sign)):
            continue  # Each is judged several times: two that are common have every third place, and all of them share every place between them.
        files = _files(path, written)
        found = _found(files)
        assert len(found) <= 1, written
        for one in found:
            assert one.code in {"FRM028", "FRM040", "FRM041"}, (written, one)
            assert one.span.line == line, (written, one)
            assert f"U+{ord(sign):04X}" in one.message
        said += len(found)
        if taken(number, 2 * len(SIGNS), SIGNS.index(sign)):
            assert _found([_raw(name, now) for name, now in _fixed(files).items()]) == [], written
    assert said > 10


@pytest.mark.parametrize(
    ("path", "written", "fixed"),
    [
        ("content/plan.yml", "roles:\n  lead:\u00a0{who: Sam Reed}\n", "roles:\n  lead: {who: Sam Reed}\n"),
        ("content/plan.yml", "roles:\n\u00a0\u00a0lead:\n\u00a0\u00a0\u00a0\u00a0who: S\n", "roles:\n  lead:\n    who: S\n"),
        ("content/pages/p.md", "\u200b---\ntitle: P\n---\n", "---\ntitle: P\n---\n"),
        ("content/pages/p.md", "\u00a0\n---\ntitle: P\n---\n", "---\ntitle: P\n---\n"),
        ("content/pages/p.md", "-\u200b--\ntitle: P\n-\u00ad--\n", "---\ntitle: P\n---\n"),
        ("content/pages/p.md", "---\ntitle\u00a0: P\n---\n", "---\ntitle : P\n---\n"),
        ("content/pages/p.md", "---\ntitle: 'P'\u00a0\n---\n", "---\ntitle: 'P' \n---\n"),
        ("content/pages/p.md", "---\n\u00a0# mine\ntitle: P\n---\n", "---\n# mine\ntitle: P\n---\n"),
        ("content/templates/t.md", "---\ntitle:\u202fA\nstatus: confirmed\n---\n", "---\ntitle: A\nstatus: confirmed\n---\n"),
    ],
)
def test_files_of_every_kind(path: str, written: str, fixed: str) -> None:
    """The structure of every kind of file is fixed, and everything else stays."""
    files = _files(path, written)
    slips = [one for one in _found(files) if one.span.path == path and one.code in {"FRM040", "FRM041"}]
    assert slips
    assert all("(U+" in one.message for one in slips)
    after = _fixed(files)[path]
    assert re.sub(r"^ (?=#)|^ *\n", "", after, flags=re.MULTILINE) == fixed


PROFILE = "content/profiles/members.yml"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "sign", ["\u00a0", "\u2007", "\u3000", "\u200b", "\u00ad", "\ufeff"], ids=lambda sign: f"{ord(sign):04X}"
)
@pytest.mark.parametrize(
    ("path", "torn", "fixed"),
    [
        ("site_config.yml", "  id: s.|example\n", "  id: s.example\n"),
        ("site_config.yml", "  id: s|.example\n", "  id: s.example\n"),
        ("site_config.yml", "  language: e|n\n", "  language: en\n"),
        ("site_config.yml", "  languages: [d|e, fr]\n", "  languages: [de, fr]\n"),
        (
            "site_config.yml",
            "  domains: [lark|field.example, other.example]\n",
            "  domains: [larkfield.example, other.example]\n",
        ),
        (PROFILE, "require: [kno|wn, data]\n", "require: [known, data]\n"),
        (PROFILE, "text_checked: 2026-|11\n", "text_checked: 2026-11\n"),
    ],
)
def test_in_values_that_programs_read(path: str, torn: str, fixed: str, sign: str) -> None:
    """Values that are not sentences are read without the characters, which are reported, and the fix changes the value alone."""
    texts = {
        "site_config.yml": "organisation:\n  name: Larkfield\nsite:\n  url: https://s.example/\ncontact: {email: a@s.example, hours: 8 to 20, who: S}\n",
        PROFILE: "title: M\ntells: members\nsource: rules\ntext_checked: 2026-11\nrequire: [known]\n",
    }
    key = torn.partition(":")[0]
    kept = "".join(line for line in texts[path].splitlines(keepends=True) if not line.startswith(f"{key}:"))
    place = "organisation:\n" if key == "  domains" else "site:\n" if path == "site_config.yml" else ""
    files = _files(path, kept.replace(place, place + torn.replace("|", sign), 1) if place else kept + torn.replace("|", sign))
    slips = [one for one in _found(files) if one.span.path == path and one.code != "TRA007"]
    assert [(one.code, f"U+{ord(sign):04X}" in one.message) for one in slips] == [("FRM040", True)]
    after = _fixed(files)[path]
    assert after == (kept.replace(place, place + fixed, 1) if place else kept + fixed)


@pytest.mark.parametrize(
    ("old", "new", "fixed"),
    [
        ("by: 2027-03-05", "by: 2027-03-05\u200b17:00Z", "by: 2027-03-05 17:00Z"),
        ("  copied:", "  cop\u00a0ied:", "  copied:"),
        ("  copied:", "  what-\u00a0copied:", "  what-copied:"),
    ],
)
def test_what_belongs_in_their_place(old: str, new: str, fixed: str) -> None:
    """A day and an hour keep a space between them; spaces next to a hyphen, and in a name written whole elsewhere, are removed."""
    written = UPDATE.replace('log: "We read the log."', 'log: "We read what they copied."').replace(old, new)
    assert f"{fixed}{written.split(new)[1][0]}" in _fixed(_files(PATH, written))[PATH]


def test_a_number_and_its_unit() -> None:
    """The space between two parts of a value stays a space."""
    text = "title: M\ntells: members\nsource: rules\ntext_checked: 2026-11\nclocks:\n  first: {tell: us, within: 24|hours, from: aware}\n"
    for sign in "\u00a0\u200b\u3000":
        assert _fixed(_files(PROFILE, text.replace("|", sign)))[PROFILE] == text.replace("|", " ")


@pytest.mark.parametrize("sign", ["\u00a0", "\u200b", "\ufeff", "\u00ad"], ids=lambda sign: f"{ord(sign):04X}")
@pytest.mark.parametrize(
    ("path", "right"),
    [
        ("content/incidents/x/02-|b.md", "`02-b.md`"),
        ("content/incidents/x/review|.md", "`review.md`"),
        ("content/incidents/y|/01-a.md", "`y`"),
        ("content/pages/faq|.md", "`faq.md`"),
        ("content/templates/|stolen.md", "`stolen.md`"),
        ("content/plan|.yml", "`plan.yml`"),
    ],
)
def test_in_names_of_files(path: str, right: str, sign: str) -> None:
    """A name that only looks right is distinguished from the right one."""
    named = path.replace("|", sign)
    said = [one for one in _found(_files(named, UPDATE)) if one.span.path == named and one.code == "FRM013"]
    assert [(f"U+{ord(sign):04X}" in one.message, right in one.help) for one in said] == [(True, True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Il a dit «\u00a0non\u00a0»\u00a0; 1\u00a0212 clients, 5\u00a0% et plus\u202f!",
        "می\u200cخواهم بگویم",
        "Nous 👩\u200d👩\u200d👧 savons",
        "Der Daten\u00adschutz gilt",
        "เรา\u200bรู้",
    ],
)
def test_sentences_keep_them(sentence: str) -> None:
    """Typography and other scripts are left alone, in front matter and below it."""
    written = UPDATE.replace("Someone used a stolen password.", sentence).replace("Text.", sentence)
    files = _files(PATH, written)
    assert [one for one in _found(files) if one.code.startswith("FRM")] == []
    assert sentence in _fixed(files)[PATH].replace("\n", " ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: confirmed", "status: confirmed\u00a0"),
        ("T08:00Z\nstatus", "T08:00Z\u00a0\nstatus"),
        ("urgency: today,", "urgency: today\u00a0,"),
        ("status: confirmed", 'status: "confirmed\u00a0"'),
        ("title: Someone", "title: \u00a0Someone"),
        ("---\ntitle", "---\u00a0\ntitle"),
    ],
)
def test_what_was_always_understood_stays_so(old: str, new: str) -> None:
    """A published text that was read as it was meant does not become an error."""
    found = _found(_files(PATH, UPDATE.replace(old, new, 1)))
    assert [one.code for one in found] == ["FRM041"]
    assert not found[0].blocks


def test_a_block_of_text_is_no_structure() -> None:
    """Content after | or over several lines counts as text."""
    written = UPDATE.replace("Someone used a stolen password.", "|\n    \u00a0One line:\u00a0so.\n    - two\u00a0three")
    assert _found(_files(PATH, written)) == []


def test_other_slips_are_still_found_in_their_place() -> None:
    """Columns after a removed mark are those of the file."""
    written = UPDATE.replace("status: confirmed", "stat\u200bus: confirmd")
    found = [(one.code, one.span.line, one.span.column) for one in _found(_files(PATH, written))]
    assert found == [("FRM040", 4, 5), ("FRM007", 4, 10)]


def test_the_keys_of_the_format() -> None:
    """A key torn in two is distinguished from a name by the list of all keys."""

    def keys(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            yield from part.get("properties", {}) if isinstance(part.get("properties"), dict) else ()
            for inner in part.values():
                yield from keys(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from keys(inner)

    known = {key for schema in SCHEMAS.values() for key in keys(schema.part) if re.fullmatch("[a-z_]+", key)}
    assert known <= yaml_files.KEYS
