"""Wording rules stop a build only for words that nothing honest can hold."""

import tomllib
from pathlib import Path

import pytest

from generator.model.diagnostic import Severity
from generator.rules.catalogue import ALL_RULES
from tests.rules.test_wording import judge_text

SENTENCES = tomllib.loads((Path(__file__).parent / "honest_error_words.toml").read_text(encoding="utf-8"))


def test_every_rule_that_stops_a_build_is_tried() -> None:
    """Each wording rule whose findings are errors is tried on at least 60 honest sentences, 20 of each language."""
    errors = {rule.code for rule in ALL_RULES if rule.code.startswith("WRD") and rule.severity is Severity.ERROR}
    assert set(SENTENCES) == errors
    for code, languages in SENTENCES.items():
        assert set(languages) == {"en", "de", "fr", "es"}
        assert {language: len(those) >= 20 for language, those in languages.items()} == dict.fromkeys(languages, True), code


@pytest.mark.parametrize("promise", [True, False])
@pytest.mark.parametrize(("code", "language"), [(code, language) for code, those in SENTENCES.items() for language in those])
def test_honest_sentences_stop_nothing(code: str, language: str, promise: bool) -> None:
    """The words of the rule in an honest sense stop no build, whatever the ledger says and whether or not it says when the next update comes."""
    for data in ("", "data: {tickets: taken}\n"):
        found, text = judge_text("\n\n".join(SENTENCES[code][language]), language, data=data, promise=promise)
        lines = text.split("\n")
        assert [(one.code, lines[one.span.line - 1]) for one in found if one.blocks] == []
