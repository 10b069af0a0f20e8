"""How much an update says: a figure for the whole."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.inspection.density import Density, density
from generator.model.source import RawFile
from generator.pipeline import checking

CONFIG = "organisation: {name: L}\nsite: {url: https://s.example/, language: en}\ncontact: {phone: '+44 20 7946 0190', hours: x, who: x}\n"
INCIDENT = "---\ntitle: They read letters\naware: 2027-03-03T03:00Z\nnames: {letters: letters}\n---\n"
UPDATE = """---
title: They read letters
published: 2027-03-03T03:10Z
status: investigating
known: {{entry: "{known}"}}
unknown: {{copied: Whether they copied the letters.}}
next_steps: {{log: We read the log.}}
actions: There is nothing you can do yet.
data: {{letters: accessed}}
next_update: 2027-03-04T09:00Z
---
"""


def _density(known: str, language: str = "en", body: str = "") -> Density | None:
    """How much an update with a fact says."""
    texts = {
        "site_config.yml": CONFIG.replace("language: en", f"language: {language}"),
        "content/incidents/x/incident.md": INCIDENT,
        "content/incidents/x/01-a.md": UPDATE.format(known=known or "They read letters.") + body,
    }
    checked = checking.check(
        [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()], datetime(2027, 3, 3, 4, tzinfo=UTC)
    )
    ledger = checked.ledgers["x"]
    return density(ledger.transitions[0].document, ledger.transitions[0], ledger.folder, checked.content.config.config)


def _thin(known: str, language: str = "en", body: str = "") -> tuple[int, int]:
    """How many sentences an update with a fact has, and how many of them are thin, beyond those of the update without the fact."""
    said, without = _density(known, language, body), _density("Known", language)
    assert said is not None
    assert without is not None
    own = 0 if known else 1
    return said.sentences - without.sentences - own, said.thin - without.thin


@pytest.mark.parametrize(
    "full",
    [
        "Twelve of our desks were closed.",
        "It began on 2 March.",
        "The supplier is Harrow Hosting.",
        "They opened our archive.",
        "What was in the letters is listed there.",
    ],
)
def test_what_says_something(full: str) -> None:
    """A number, a day, a name, a plain word for what was done or the name of what is reached: each is something to hold on to."""
    assert _thin(full) == (1, 0)


@pytest.mark.parametrize(
    "thin", ["We take this very seriously.", "We are sorry for the trouble.", "Our teams are working around the clock."]
)
def test_what_says_nothing(thin: str) -> None:
    """A sentence without any of these counts as thin, and the others beside it do not."""
    assert _thin(thin) == (1, 1)
    assert _thin(f"They opened our archive on 2 March. {thin} {thin}") == (3, 2)


TEXTS = tomllib.loads((Path(__file__).parent / "density.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("kind", ["full", "thin"])
def test_each_language(language: str, kind: str) -> None:
    """Numbers as words, parts, days of the week, names and verbs count in every language; thanks, priorities and feelings in none."""
    judged = {one: _thin(one, language) for one in TEXTS[kind][language]}
    assert {one: thin for one, (_, thin) in judged.items() if thin != (kind == "thin")} == {}


def test_what_has_no_sentences() -> None:
    """An update whose texts are single words, headings or nothing has no figure to show, and nothing is divided by it."""
    assert Density(0, 0).words == ""
    assert _thin("Known") == (0, 0)
    assert _thin("", body="# Known\n\n## Unknown\n") == (0, 0)
    assert _thin("", body="What we know now\n----------------\n\nWe are sorry.\n") == (1, 1)
    assert _thin("", body="## What we know now\n\nWe are sorry.\n") == (1, 1)


@pytest.mark.parametrize("language", ["ar", "pl"])
def test_a_language_without_words_has_no_figure(language: str) -> None:
    """Where the words of a language are not known, nothing is said of how much an update says."""
    assert _density("They opened our archive.", language) is None


def test_status_and_diff_say_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`status` has the figure for the newest update of an open incident, and `diff` for each new one, in words."""
    assert run(["status", "--root", str(root), "--now", "2026-11-23T12:00Z"]) in {0, 1}
    assert re.search(
        r"of its \d+ sentences, \d+ holds? no number, day, name or plain word", " ".join(capsys.readouterr().out.split())
    )
