"""Figures in prose beside other rules: one fault is found once, in every kind of file and of text."""

from datetime import UTC, datetime

import pytest

from generator.model.diagnostic import Diagnostic, Severity
from generator.model.source import RawFile
from generator.pipeline import checking

NOW = datetime(2027, 3, 3, 8, 58, tzinfo=UTC)
FOLDER = "content/incidents/swim-club"
FIRST = """---
title: {title}
published: 2027-03-03T03:10Z
status: confirmed
known:
  entry: Someone used a stolen password.
{known}unknown:
  copied: Whether they copied them.
next_steps:
  log: We are reading the log.
actions: There is nothing you can do yet.
affected: {affected}
{rest}next_update: 2027-03-05T17:00Z
---
{body}"""


def _first(
    title: str = "Someone read letters",
    affected: str = "{swimmers: {unit: people, exact: 452, of: 6300}}",
    known: str = "",
    rest: str = "",
    body: str = "",
) -> str:
    return FIRST.format(title=title, affected=affected, known=known, rest=rest, body=body)


def _found(*texts: tuple[str, str], language: str = "en") -> tuple[Diagnostic, ...]:
    """What is found in the files of an incident, by name and text."""
    config = f"""organisation: {{name: Swim Club, domains: [club.example]}}
site: {{url: https://status.club.example/, id: status.club.example, language: {language}, languages: [{language}]}}
contact: {{email: incident@club.example, hours: daily, who: Sam Reed}}
policy: {{cadence: {{confirmed: 5w}}}}
"""
    files = {"site_config.yml": config, f"{FOLDER}/incident.md": "---\ntitle: A break-in\naware: 2027-03-03T02:40Z\n---\n"}
    files |= {f"{FOLDER}/{name}": text for name, text in texts}
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    return checking.check(raw, NOW, None).diagnostics


def _of_figures(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found if one.code in {"CON056", "CON057", "CON058", "CON059"}]


def test_what_has_to_be_found() -> None:
    """One number in the title, another in a fact, a third in the ledger: both texts are errors, and the finding says which number stands."""
    text = _first("They read letters of 254 swimmers", known="  opened: They opened the letters of 425 swimmers.\n")
    found = [one for one in _found(("01-a.md", text)) if one.code == "CON056"]
    assert [one.message for one in found] == [
        "the title says “254 swimmers”; `affected.swimmers` says 452 of 6,300 people",
        "`opened` says “425 swimmers”; `affected.swimmers` says 452 of 6,300 people",
    ]
    assert all(one.blocks for one in found)
    assert "`title: They read letters of 452 swimmers`" in found[0].help
    assert "`opened: They opened the letters of 452 swimmers.`" in found[1].help


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("unknown", "  copied: Whether they copied the letters of 245 swimmers that they read.\n"),
        ("next_steps", "  log: We look who read the letters of 245 swimmers.\n"),
        ("consequences", "consequences: {calls: Strangers may ring those 245 swimmers whose letters were read.}\n"),
        ("body", "They read the letters of 245 swimmers.\n"),
    ],
)
def test_elsewhere_it_is_a_warning(place: str, text: str) -> None:
    """In all other texts of an update a wrong number warns and stops nothing."""
    given = _first(rest=text) if place == "consequences" else _first(body=text) if place == "body" else _first()
    if place == "unknown":
        given = given.replace("  copied: Whether they copied them.\n", text)
    if place == "next_steps":
        given = given.replace("  log: We are reading the log.\n", text)
    found = [one for one in _found(("01-a.md", given)) if one.code.startswith("CON05")]
    assert [(one.code, one.severity, one.blocks) for one in found] == [("CON057", Severity.WARNING, False)]


def test_a_number_that_the_ledger_refused_is_found_once() -> None:
    """Where a count is changed in silence, that is found, and not the sentences that follow it."""
    second = _first("They read letters of 600 swimmers", affected="{swimmers: {unit: people, exact: 600, of: 6300}}")
    second = second.replace("2027-03-03T03:10Z", "2027-03-03T08:10Z")
    found = _found(("01-a.md", _first("They read letters of 452 swimmers")), ("02-b.md", second))
    assert "CON003" in {one.code for one in found}
    assert _of_figures(found) == []


def test_a_translation_is_not_found_twice() -> None:
    """A number that is wrong in the original, or differs in its translation, is found by one rule."""
    original = _first("They read letters of 245 swimmers")
    for number, codes in (("245", {"CON056"}), ("425", {"CON056", "TRA004", "TRA005"}), ("452", {"CON056", "TRA004", "TRA005"})):
        translated = _first(
            f"Sie haben Briefe von {number} Schwimmern gelesen", affected="{swimmers: {unit: Menschen, exact: 452, of: 6300}}"
        )
        found = _found(("01-a.md", original), ("01-a.de.md", translated))
        assert {one.code for one in found if one.code in {"CON056", "CON057", "CON059", "TRA004", "TRA005"}} == codes
