"""The promise that what was published does not change in silence, wherever it stands."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from generator.model.diagnostic import Diagnostic
from generator.model.history import History, Version
from generator.model.source import RawFile
from generator.pipeline import checking, publishing, sealing
from generator.render import feeds, pages
from tests.render.sites import files_of

NOW = datetime(2027, 5, 5, 12, tzinfo=UTC)
TOP = "content/incidents/meters"
CONFIG = """organisation: {name: Harrow Water}
site: {url: https://status.harrow.example/, id: status.harrow.example, languages: [en, de]}
contact: {email: help@harrow.example}
"""
INCIDENT = """---
title: Someone read meter readings
aware: 2027-05-04T06:00Z
impact: major
contact: {email: ask@harrow.example, phone: +44 20 7946 0018, hours: every day from 8 to 20}
direct_notice: We write to each household by letter.
remedy: We change every meter at our own cost.
questions:
  bank: {ask: Was my account number there?, answer: No. Readings hold none.}
  address: {ask: Was my address there?, answer: 'Yes, with each reading.'}
---

The meters send one reading each hour.
"""
GERMAN = """---
title: Jemand hat Zählerstände gelesen
direct_notice: Wir schreiben jedem Haushalt einen Brief.
remedy: Wir tauschen jeden Zähler auf unsere Kosten.
questions:
  bank: {ask: Stand meine Kontonummer darin?, answer: 'Nein, Zählerstände enthalten keine.'}
  address: {ask: Stand meine Adresse darin?, answer: 'Ja, bei jedem Zählerstand.'}
---

Die Zähler senden jede Stunde einen Stand.
"""
UPDATE = """---
title: Someone read meter readings
published: 2027-05-04T08:00Z
status: investigating
known: {entry: Somebody opened the portal for readings with a stolen password.}
unknown: {whose: Whose readings they read.}
next_steps: {log: We read the log.}
actions: There is nothing you can do yet.
next_update: 2027-05-06T08:00Z
---
"""
OWN = {f"{TOP}/incident.md", f"{TOP}/incident.de.md"}
EDITS = [
    ("incident.md", "major", "minor", "impact"),
    ("incident.md", "0018", "0019", "contact.phone"),
    ("incident.md", "ask@harrow", "sk@harrow", "contact.email"),
    ("incident.md", ", hours: every day from 8 to 20", "", "contact.hours"),
    ("incident.md", "each household", "some households", "direct_notice"),
    ("incident.md", "every meter", "your meter", "remedy"),
    ("incident.md", "No. Readings hold none.", "In some cases it was.", "questions.bank.answer"),
    ("incident.md", "Was my address there?", "Was my full address there?", "questions.address.ask"),
    ("incident.md", "  address: {ask: Was my address there?, answer: 'Yes, with each reading.'}\n", "", "questions.address"),
    ("incident.md", "one reading each hour", "one reading each month", "the text below the keys"),
    ("incident.md", "\nThe meters send one reading each hour.\n", "", "the text below the keys"),
    ("incident.de.md", "Zählerstände gelesen", "Zähler gesehen", "title"),
    ("incident.de.md", "jedem Haushalt", "manchen Haushalten", "direct_notice"),
    ("incident.de.md", "jeden Zähler", "Ihren Zähler", "remedy"),
    ("incident.de.md", "Nein, Zählerstände enthalten keine.", "In manchen Fällen.", "questions.bank.answer"),
    ("incident.de.md", "jede Stunde", "jeden Monat", "the text below the keys"),
]
PLACES = [f"{name}-{part}" for name, _, _, part in EDITS]


def _texts(**more: str) -> dict[str, str]:
    return {
        "site_config.yml": CONFIG,
        f"{TOP}/incident.md": INCIDENT,
        f"{TOP}/incident.de.md": GERMAN,
        f"{TOP}/01-first.md": UPDATE,
        **more,
    }


def _files(texts: dict[str, str]) -> list[RawFile]:
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _sealed(texts: dict[str, str], now: datetime = NOW) -> dict[str, str]:
    ((path, text, _),) = sealing.seals(checking.check(_files(texts), now), now)
    return {**texts, path: text}


def _found(texts: dict[str, str], history: History | None = None) -> list[Diagnostic]:
    found = checking.check(_files(texts), NOW, history).diagnostics if history else checking.check(_files(texts), NOW).diagnostics
    return [one for one in found if one.code in {"CON075", "CON089"}]


def _edited(texts: dict[str, str], name: str, was: str, now: str) -> dict[str, str]:
    path = f"{TOP}/{name}"
    assert was in texts[path]
    return {**texts, path: texts[path].replace(was, now)}


def _committed(texts: dict[str, str]) -> History:
    then = NOW - timedelta(hours=20)
    return History(
        known=True,
        queried_at=NOW,
        files={path: (Version("a" * 40, then, text.encode()),) for path, text in texts.items()},
    )


@pytest.mark.parametrize(("name", "was", "now", "part"), EDITS, ids=PLACES)
def test_a_sealed_part(name: str, was: str, now: str, part: str) -> None:
    """Each part of incident.md and of its translation that was sealed and is another now, or gone, is an error that names it."""
    texts = _sealed(_texts())
    assert _found(texts) == []
    found = _found(_edited(texts, name, was, now))
    assert found
    assert all(part in one.message and one.blocks for one in found)


@pytest.mark.parametrize(("name", "was", "now", "part"), EDITS, ids=PLACES)
def test_a_part_that_git_remembers(name: str, was: str, now: str, part: str) -> None:
    """Without any lock, git alone tells what stood there, and the line of the help makes it right when it is pasted."""
    history = _committed(_texts())
    edited = _edited(_texts(), name, was, now)
    found = _found(edited, history)
    assert found
    assert all(part in one.message and one.blocks for one in found)
    path = f"{TOP}/{name}"
    # One finding after the other, as a writer would.
    for _ in range(4):
        if not (found := _found(edited, history)):
            break
        (line,) = re.findall(r"under `changed:`, `(.*)`$", found[0].help)
        start = edited[path] if "\nchanged:\n" in edited[path] else edited[path].replace("\n---\n", "\nchanged:\n---\n", 1)
        edited = {**edited, path: start.replace("\nchanged:\n", f"\nchanged:\n  {line}\n", 1)}
    assert _found(edited, history) == []


def test_a_note_stays() -> None:
    """A change that is owned up to is sealed with its note, and the note cannot be taken out later."""
    texts = _sealed(_texts())
    note = "changed: {remedy: {on: 2027-05-05, because: We had meant yours., was: We change every meter at our own cost.}}\n---\n\nThe"
    noted = _edited(_edited(texts, "incident.md", "every meter", "your meter"), "incident.md", "---\n\nThe", note)
    assert _found(noted) == []
    again = _sealed(noted)
    assert "incident.md##changed.remedy " in again[f"{TOP}/ledger.lock"]
    (found,) = _found(_edited(again, "incident.md", note, "---\n\nThe"))
    assert found.message == "the note of change `changed.remedy` in incident.md is gone"
    (found,) = _found(_edited(again, "incident.md", "remedy: We change your meter", "remedy: We change no meter"))
    assert "`remedy`" in found.message


def test_words_before_that_were_never_there() -> None:
    """A note that gives other words than those that were published owns up to nothing."""
    texts = _sealed(_texts())
    note = "changed: {impact: {on: 2027-05-05, because: It was less., was: minor}}\n---\n\nThe"
    noted = _edited(_edited(texts, "incident.md", "major", "minor"), "incident.md", "---\n\nThe", note)
    (found,) = _found(noted)
    assert "`was`" in found.message


def test_something_more_may_be_said() -> None:
    """A further question, an answer that was missing and a further way to ask are no change."""
    texts = _sealed(_texts())
    more = _edited(
        texts, "incident.md", "questions:\n", "questions:\n  meter: {ask: Must I change my meter?, answer: No. We do.}\n"
    )
    more = _edited(more, "incident.md", "hours:", "who: Kim Lee, hours:")
    assert _found(more) == []


def test_a_file_that_readers_could_open() -> None:
    """A linked file that was replaced or taken away after it was sealed is an error, and one that nobody links to is not sealed."""
    texts = _texts()
    texts[f"{TOP}/01-first.md"] += "\n[What we sent](files/letter.txt)\n"
    texts |= {f"{TOP}/files/letter.txt": "Ring us.\n", f"{TOP}/files/other.txt": "A draft.\n"}
    sealed = _sealed(texts)
    assert " files/letter.txt " in sealed[f"{TOP}/ledger.lock"]
    assert "other.txt" not in sealed[f"{TOP}/ledger.lock"]
    assert _codes(sealed) == set()
    assert _codes({**sealed, f"{TOP}/files/letter.txt": "Ring nobody.\n"}) == {"CON090"}
    assert _codes({**sealed, f"{TOP}/files/other.txt": "Another.\n"}) == set()
    del sealed[f"{TOP}/files/letter.txt"]
    assert "SEA002" in _codes(sealed)


def _codes(texts: dict[str, str]) -> set[str]:
    found = checking.check(_files(texts), NOW).diagnostics
    return {one.code for one in found if one.code.startswith(("SEA", "CON0", "CON1"))}


def test_readers_see_both() -> None:
    """A change that is owned up to stands on the incident's page in each language, with its day, its reason and the old words."""
    note = "changed: {remedy: {on: 2027-05-05, because: We had meant yours., was: We change every meter at our own cost.}}\n---\n\nThe"
    german = "changed: {remedy: {on: 2027-05-05, because: Gemeint war Ihrer., was: Wir tauschen jeden Zähler auf unsere Kosten.}}\n---\n\nDie"
    noted = _edited(_edited(_sealed(_texts()), "incident.md", "every meter", "your meter"), "incident.md", "---\n\nThe", note)
    noted = _edited(_edited(noted, "incident.de.md", "jeden Zähler", "Ihren Zähler"), "incident.de.md", "---\n\nDie", german)
    made = files_of(publishing.publish(checking.check(_files(noted), NOW), NOW), pages.write)
    english = made["incidents/meters/index.md"].decode()
    assert "We had meant yours." in english
    assert "<del>We change every meter at our own cost.</del>" in english
    translated = made["de/incidents/meters/index.md"].decode()
    assert "Gemeint war Ihrer." in translated
    assert "<del>Wir tauschen jeden Zähler auf unsere Kosten.</del>" in translated


def _items(made: dict[str, bytes], path: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(made[path])["items"]
    return found


def _noted_twice() -> dict[str, str]:
    note = "changed: {remedy: {on: 2027-05-05, because: We had meant yours., was: We change every meter at our own cost.}}\n---\n\nThe"
    german = (
        "changed: {remedy: {on: 2027-05-05, because: Gemeint war Ihrer., was: Wir tauschen jeden Zähler auf unsere Kosten.},"
        " title: {on: 2027-05-05, because: Es war falsch übersetzt., was: Jemand hat Zählerstände gelesen}}\n---\n\nDie"
    )
    noted = _edited(_edited(_sealed(_texts()), "incident.md", "every meter", "your meter"), "incident.md", "---\n\nThe", note)
    noted = _edited(noted, "incident.de.md", "Zählerstände gelesen", "Stände von Zählern gelesen")
    return _edited(_edited(noted, "incident.de.md", "jeden Zähler", "Ihren Zähler"), "incident.de.md", "---\n\nDie", german)


def test_subscribers_hear_of_it() -> None:
    """A change is an item of its own in the feeds of the incident and of the site, in each language and form, with an id that never changes."""
    noted = _noted_twice()
    assert _found(noted) == []
    made = files_of(publishing.publish(checking.check(_files(noted), NOW), NOW), feeds.write)
    for path in ("incidents/meters/feed.json", "feed.json"):
        first, second = (_items(made, f"{place}{path}") for place in ("", "de/"))
        (item,) = (one for one in first if "/changed/" in one["id"])
        assert item["id"].endswith(":meters/changed/remedy")
        assert "<del>We change every meter at our own cost.</del>" in item["content_html"]
        assert "We had meant yours." in item["content_html"]
        assert item["date_published"].startswith("2027-05-05")
        ids = [one["id"] for one in second if "/changed/" in one["id"]]
        assert sorted(one.rpartition("meters/")[2] for one in ids) == ["changed/remedy/de", "changed/title/de"]
        assert any("<del>Wir tauschen jeden Zähler auf unsere Kosten.</del>" in one["content_html"] for one in second)
    for path in ("feed.xml", "atom.xml", "incidents/meters/feed.xml", "incidents/meters/atom.xml"):
        assert b"meters/changed/remedy" in made[path]
    # A later update, a seal and a new title leave the id as it is.
    later = _sealed(noted)
    later[f"{TOP}/02-second.md"] = UPDATE.replace("2027-05-04T08", "2027-05-05T11")
    again = files_of(publishing.publish(checking.check(_files(later), NOW), NOW), feeds.write)
    ids = [one["id"] for one in _items(made, "feed.json")]
    assert [one for one in (item["id"] for item in _items(again, "feed.json")) if one in ids] == ids
    assert _items(again, "feed.json")[0]["id"].endswith("/2")


def test_a_change_to_come() -> None:
    """A note with a later day is no item until that day."""
    noted = {path: text.replace("on: 2027-05-05", "on: 2027-05-09") for path, text in _noted_twice().items()}
    made = files_of(publishing.publish(checking.check(_files(noted), NOW), NOW), feeds.write)
    assert b"/changed/" not in made["feed.json"]
