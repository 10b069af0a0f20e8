"""What a text elsewhere says of other things than the incident's ledger is held against none of its figures, kinds of data and days."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.elsewhere.incident_in_five_languages import findings

NOW = datetime(2027, 2, 11, 9, tzinfo=UTC)
TEXTS = tomllib.loads((Path(__file__).parent / "other_things.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, those in TEXTS.items() for text in those["texts"]])
def test_other_things(language: str, text: str) -> None:
    """Another unit, population, owner, system or day is no contradiction."""
    found = [(one.code, one.message) for one, _ in findings(text, NOW, language) if one.code.startswith("ELS")]
    assert found == []


def test_there_are_enough() -> None:
    """At least 60 sentences in four languages are tried."""
    assert len(TEXTS) == 4
    assert sum(len(those["texts"]) for those in TEXTS.values()) >= 60
