"""Syllables are counted as the hyphenation library parts words."""

import pyphen  # noqa: TID251  # compared with what is made of its patterns
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.inspection.readability import parted

LIBRARY = pyphen.Pyphen(lang="en_US", left=1, right=1)
WORDS = (
    "a ab it's communication investigation letters password statement über straße internationalisation aaaaaaa declined present"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_words_are_parted_as_the_library_parts_them(word: str) -> None:
    """A word has as many parts as the library gives it."""
    assert parted(word) == len(LIBRARY.positions(word))


@given(st.text("abcdefghijklmnopqrstuvwxyz'", min_size=1, max_size=24))
def test_anything_is_parted_as_the_library_parts_it(word: str) -> None:
    """Whatever letters follow each other."""
    assert parted(word) == len(LIBRARY.positions(word))
