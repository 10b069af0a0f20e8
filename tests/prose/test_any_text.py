"""What holds of any text in any language."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.prose.clauses import clauses, sentences
from generator.prose.denial import comforts, denials, denies, says_down
from generator.prose.figures import Amount, CountedFigures, CountedPopulation, read_figures
from generator.prose.number_words import lowered_same_length
from generator.prose.numbers import numbers, skeleton
from generator.prose.subjects import mentions
from tests.least_time import least_seconds

LANGUAGES = ("en", "de", "fr", "es", "ar", "pl", "en-GB", "xx", "")
STATE = CountedFigures(
    (CountedPopulation(name="nurses", unit="people", count=Amount.exactly(318), of=27000, former=(Amount.exactly(231),)),),
    occurred=2027,
)
_WORDS = """not no nobody only they we you who until , ; : . – 318 231 of our the read copied were is safe cannot could sign in it
nurses people and but what 1,240 "twenty" million per about at least more than nicht keine pas aucun ne n' no ningún ، ؛ ؟""".split()
SENTENCES = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
TEXTS = st.one_of(st.text(max_size=300), SENTENCES, st.tuples(SENTENCES, st.text(max_size=40), SENTENCES).map(" ".join))


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_splitting_loses_nothing(text: str, language: str) -> None:
    """All clauses together are the text, in order; so are all sentences."""
    parts = clauses(text, language)
    assert "".join(part.text for part in parts) == text
    assert all(text[part.start : part.end] == part.text for part in parts)
    assert [part.sentence for part in parts] == sorted(part.sentence for part in parts)
    assert "".join(text[start:end] for start, end in sentences(text, language)) == text


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_a_text_denies_when_a_clause_does(text: str, language: str) -> None:
    """Each denial is of one clause of the text, and quotes its words."""
    found = denials(text, language)
    assert denies(text, language) == bool(found)
    assert {one.clause for one in found} <= set(clauses(text, language))
    assert len({one.clause for one in found}) == len(found)
    assert not found or comforts(text, language)
    says_down(text, language)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_no_figure_is_found_twice(text: str, language: str) -> None:
    """Numbers do not overlap, and each stands near a name once."""
    found = numbers(text, language)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) and (one.high is None or one.low <= one.high) for one in found)
    figures = [figure.number for figure in read_figures(text, language, STATE)]
    assert len(set(figures)) == len(figures)
    assert set(figures) <= set(found)
    skeleton(text, language)


@given(TEXTS, st.lists(st.text(max_size=20), max_size=4), st.sampled_from(LANGUAGES))
@settings(deadline=None)
def test_mentions_stand_in_the_text(text: str, names: list[str], language: str) -> None:
    """A mention has its place, and no text is too strange."""
    for mention in mentions(text, {"it": names}, language):
        assert 0 <= mention.start < mention.end <= len(text)


def _read(text: str, language: str) -> None:
    clauses(text, language)
    denials(text, language)
    comforts(text, language)
    read_figures(text, language, STATE)
    mentions(text, {"it": ["night nurses", "nurses"]}, language)
    skeleton(text, language)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "piece",
    [
        "no ",
        "nobody who whose and ",
        "318 nurses ",
        "0 1 ",
        "1,",
        "12 and ",
        ", ",
        "a",
        "not until ",
        "(((",
        "twenty million ",
        "They read 12 letters, and nobody saw it. ",
        "\n- ",
        "…!?",
        "' ",
        "only 4 of our 27,000 ",
        "May 3 ",
        "safe is ",
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_time_grows_with_the_text(piece: str, language: str) -> None:
    """A line eight times as long takes no more than its share: not the square of it."""
    short, long = (piece * (size // len(piece)) for size in (2_000, 16_000))
    # Eight times as much, and as much again for a busy machine; the square would be 64 times.
    most = 8 * 3 * least_seconds(lambda: _read(short, language), enough=0) + 1
    assert least_seconds(lambda: _read(long, language), enough=most) < most


@given(st.text(st.one_of(st.characters(), st.sampled_from("İIıßẞΣ’")), max_size=60))
@settings(deadline=None)
def test_lower_case_keeps_places(text: str) -> None:
    """Lower case has the length of the text, although `İ` in lower case is two characters; every other letter is converted."""
    lowered = lowered_same_length(text)
    assert len(lowered) == len(text)
    assert lowered.replace("İ", "").lower() == lowered.replace("İ", "")


@pytest.mark.parametrize("before", ["", "İ", "İİİİİİ "])
def test_figures_after_a_longer_lower_case(before: str) -> None:
    """A figure is found at its place after letters whose lower case is longer."""
    text = f"{before}At the clinic, they read the files of 240 nurses."
    assert [text[one.number.start : one.number.end] for one in read_figures(text, "en", STATE)] == ["240"]
