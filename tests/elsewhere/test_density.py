"""How much an update says: a figure for the whole."""

from datetime import UTC, datetime

import pytest

from generator.inspection.density import density
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


def _thin(known: str) -> tuple[int, int]:
    """How many sentences an update with a fact has, and how many of them are thin, beyond those without the fact."""
    texts = {
        "site_config.yml": CONFIG,
        "content/incidents/x/incident.md": INCIDENT,
        "content/incidents/x/01-a.md": UPDATE.format(known=known),
    }
    checked = checking.check(
        [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()], datetime(2027, 3, 3, 4, tzinfo=UTC)
    )
    ledger = checked.ledgers["x"]
    said = density(ledger.transitions[0].document, ledger.transitions[0], ledger.folder, checked.content.config.config)
    assert said is not None
    return said.sentences - 3, said.thin


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
