"""What kind of clause words stand in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.prose.clause_kinds import ClauseKind, clause_at, clause_kinds
from generator.prose.clause_subject import Actor


def _at(text: str, words: str, language: str = "en") -> ClauseKind:
    clause = clause_at(clause_kinds(text, language), text.index(words))
    assert clause is not None
    return clause.kind


@pytest.mark.parametrize(
    ("language", "text", "words", "kind"),
    [
        ("en", "We shut the account, and your data is safe.", "your data", ClauseKind.MAIN),
        ("en", "If you have not heard from us, ring us.", "you have", ClauseKind.CONDITIONAL),
        ("en", "We do not know whether they copied it.", "they copied", ClauseKind.CONDITIONAL),
        ("en", "The letter names the tickets which they opened.", "they opened", ClauseKind.RELATIVE),
        ("en", "We believe that the data was deleted.", "the data", ClauseKind.REPORTED),
        ("en", "Once the investigation is concluded, we publish it.", "investigation", ClauseKind.TEMPORAL),
        ("en", "Delete the letter at once.", "at once", ClauseKind.ORDER),
        ("de", "Wir wissen nicht, ob sie es kopiert haben.", "kopiert", ClauseKind.CONDITIONAL),
        ("de", "Ändern Sie Ihr Passwort.", "Passwort", ClauseKind.ORDER),
        ("de", "Sobald wir mehr wissen, steht es hier.", "mehr", ClauseKind.TEMPORAL),
        ("fr", "Si vous avez commandé en mai, appelez-nous.", "commandé", ClauseKind.CONDITIONAL),
        ("fr", "La lettre nomme les tickets qui ont été lus.", "lus", ClauseKind.RELATIVE),
        ("es", "Si hizo un pedido en mayo, llámenos.", "pedido", ClauseKind.CONDITIONAL),
        ("es", "Avisaremos cuando volvió el servicio.", "volvió", ClauseKind.TEMPORAL),
    ],
)
def test_kinds(language: str, text: str, words: str, kind: ClauseKind) -> None:
    """The word that begins a clause, or the form of its verb, says what it is."""
    assert _at(text, words, language) is kind


def test_more_than_kinds() -> None:
    """A clause is denied, asked, and has somebody who acts."""
    first, second = clause_kinds("We did not shut the account, and they read it.", "en")
    assert (first.negated, first.subject) == (True, Actor.US)
    assert (second.negated, second.subject) == (False, Actor.INTRUDER)
    assert all(one.asked for one in clause_kinds("Did they read it, and was it copied?", "en"))
    assert clause_kinds("Nothing is known of this language.", "tlh") == ()
    assert clause_at((), 3) is None


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es", "ar", "xx"]))
@settings(deadline=None)
def test_any_text(text: str, language: str) -> None:
    """Clauses begin in order, within the text."""
    starts = [one.start for one in clause_kinds(text, language)]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
