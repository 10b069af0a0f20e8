"""Texts in the shapes of real ones: a contradiction is found where it stands, and a faithful text has no error."""

from datetime import UTC, datetime

import pytest

from generator.model.diagnostic import Severity
from tests.elsewhere.incident_in_five_languages import findings
from tests.elsewhere.texts_in_real_shapes import CONTRADICTIONS, FAITHFUL, Contradiction

NOW = datetime(2027, 2, 11, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "wrong"),
    [(language, one) for language, texts in CONTRADICTIONS.items() for one in texts],
    ids=lambda one: str(one)[:60],
)
def test_a_contradiction(language: str, wrong: Contradiction) -> None:
    """The contradiction is found by a rule that is meant for it, which points at the words as they are typed."""
    found = findings(wrong.text, NOW, language)
    assert [(one.code, words) for one, words in found if one.code in wrong.codes and words.startswith(wrong.words)]


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, one) for language, texts in FAITHFUL.items() for one in texts],
    ids=lambda one: str(one)[:60],
)
def test_a_faithful_text(language: str, text: str) -> None:
    """An honest text has no error, and no finding about its facts."""
    found = findings(text, NOW, language)
    assert [(one.code, words) for one, words in found if one.severity is Severity.ERROR or one.code.startswith("ELS")] == []
