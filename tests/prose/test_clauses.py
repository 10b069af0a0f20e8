"""Where a text is taken apart."""

import pytest

from generator.prose.clauses import clauses, sentences


def _parts(text: str, language: str = "en") -> list[str]:
    return [clause.text.strip() for clause in clauses(text, language)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("We shut the door; nobody came in.", ["We shut the door;", "nobody came in."]),
        ("One thing is certain: they read it.", ["One thing is certain:", "they read it."]),
        ("They came in — we saw it — and left.", ["They came in —", "we saw it —", "and left."]),
        ("They came in – we saw it.", ["They came in –", "we saw it."]),
        ("We rang, but they had left.", ["We rang,", "but they had left."]),
        ("The list, which was old, was read.", ["The list, which was old,", "was read."]),
        ("We know who rang.", ["We know", "who rang."]),
        ("They took it because it was open.", ["They took it", "because it was open."]),
        ("We wait until they ring.", ["We wait", "until they ring."]),
        ("We asked whether they saw it.", ["We asked", "whether they saw it."]),
        # A part without a verb joins the next one, or the one before if it is last.
        ("Names, addresses and cards were copied.", ["Names, addresses and cards were copied."]),
        ("They read 40 letters on 3 May and 12 on 4 May.", ["They read 40 letters on 3 May and 12 on 4 May."]),
        ("Nurses: 40", ["Nurses: 40"]),
        # It stays alone before "what", "how" and "why".
        ("40 nurses, and what we do now", ["40 nurses,", "and what we do now"]),
        ("Our lost list: how it happened", ["Our lost list:", "how it happened"]),
        # Commas within numbers, decimals, times, abbreviations and initials end nothing.
        ("They read 1,240 letters.", ["They read 1,240 letters."]),
        ("It took 2.5 hours, at 14:20.", ["It took 2.5 hours, at 14:20."]),
        ("We use locks, e.g. two at the door, and keys.", ["We use locks, e.g. two at the door, and keys."]),
        ("Dr. A. Example rang at 3 p.m. on Monday.", ["Dr. A. Example rang at 3 p.m. on Monday."]),
        ("Between 90 and 140 letters were read.", ["Between 90 and 140 letters were read."]),
        ("It is over. We wait.", ["It is over.", "We wait."]),
        ("Is it over? No! They came back.", ["Is it over?", "No!", "They came back."]),
        ("We wait…\n\nThey came back.", ["We wait…", "They came back."]),
        ("- The list was read\n- The door was shut", ["- The list was read", "- The door was shut"]),
    ],
)
def test_parts(text: str, parts: list[str]) -> None:
    """At ends, marks and joining words, and where a verb is on either side."""
    assert _parts(text) == parts


def test_days_in_german() -> None:
    """The full stop after a day ends no sentence."""
    assert _parts("Am 2. März lasen sie die Liste. Wir waren zu langsam.", "de") == [
        "Am 2. März lasen sie die Liste.",
        "Wir waren zu langsam.",
    ]


def test_without_a_list() -> None:
    """In a language without a list, marks alone divide."""
    assert _parts("To jest lista, a to drzwi. Koniec", "pl") == ["To jest lista,", "a to drzwi.", "Koniec"]
    assert _parts("قرأوا القائمة، ثم غادروا. انتهى", "ar") == ["قرأوا القائمة،", "ثم غادروا.", "انتهى"]


def test_a_clause_knows_its_place() -> None:
    """Where it begins, in which sentence, and whether it has a verb."""
    found = clauses("40 nurses, and what we do now. It is over.", "en")
    assert [(clause.start, clause.sentence, clause.verb) for clause in found] == [(0, 0, False), (11, 0, True), (30, 1, True)]
    assert found[1].end == found[2].start


def test_nothing() -> None:
    """An empty text has no clause; white space alone is one."""
    assert clauses("", "en") == ()
    assert sentences("", "en") == ()
    assert "".join(clause.text for clause in clauses(" \n ", "en")) == " \n "


@pytest.mark.parametrize(
    ("part", "verb"),
    [
        ("on 3 May", False),
        ("the stolen list", False),
        ("patient records", False),
        ("two copies of the log", False),
        ("the lost drive", False),
        ("a new login", False),
        ("no access to it", False),
        ("they access it", True),
        ("members call", True),
        ("it may be", True),
        ("our team of twelve nurses answers", True),
        ("which opened", True),
        ("read by nobody", True),
        ("it cannot", True),
    ],
)
def test_verbs(part: str, verb: bool) -> None:
    """Many words are nouns and verbs: those beside them decide."""
    (clause,) = clauses(part, "en")
    assert clause.verb is verb
