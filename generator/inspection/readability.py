"""How hard a text is to read. The only module that uses the hyphenation library, whose dictionaries give syllables.

The library takes longer to read a dictionary than a text takes to be judged. So only its patterns are taken from it, and applied here as it does
(Liang 1983): each says with digits between its letters how well a word may be parted there; odd ones part it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

#: Plain-language guidance: no sentence over 30 words, 15 to 20 on average; no paragraph over 90 words; about grade 8 to 9.
MOST_WORDS_IN_A_SENTENCE = 30
MOST_WORDS_ON_AVERAGE = 20
MOST_WORDS_IN_A_PARAGRAPH = 90
HIGHEST_GRADE = 9.0
#: Of an easy form: rules for easy-to-read texts ask for one thing in a sentence, and for words of primary school.
MOST_WORDS_IN_AN_EASY_SENTENCE = 15
HIGHEST_EASY_GRADE = 6.0
LEAST_EASY_WORDS = 20

#: A grade is an average: for fewer words it says little.
LEAST_WORDS = 100

_NO_DIGITS: Final = str.maketrans("", "", "0123456789")
#: Lines of a dictionary that are no patterns.
_SETTINGS: Final = ("%", "#", "LEFTHYPHENMIN", "RIGHTHYPHENMIN", "COMPOUNDLEFTHYPHENMIN", "COMPOUNDRIGHTHYPHENMIN")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of a text: sentences, words with letters, and their syllables."""

    sentences: int
    words: int
    syllables: int

    @property
    def average(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float:
        """The years of school a reader needs (Flesch-Kincaid grade, Kincaid et al. 1975). Valid for English."""
        if not self.words or not self.sentences:
            return 0.0
        return 0.39 * self.average + 11.8 * self.syllables / self.words - 15.59


def words(sentence: str) -> int:
    """Count the words of a sentence: a number counts, a dash does not."""
    # Nearly every word begins with what makes it one.
    return sum(word[0].isalnum() or any(character.isalnum() for character in word) for word in sentence.split())


def measure(sentences: Iterable[str]) -> Measured:
    """Count sentences, words and syllables.

    Args:
        sentences: the sentences, one by one.
    """
    number = total = syllables = 0
    for sentence in sentences:
        in_words, in_syllables = _count(sentence)
        if in_words:
            number, total, syllables = number + 1, total + in_words, syllables + in_syllables
    return Measured(number, total, syllables)


@lru_cache(maxsize=16384)
def _count(sentence: str) -> tuple[int, int]:
    found = _WORD.findall(sentence)
    return len(found), sum(_syllables(word) for word in found)


@lru_cache(maxsize=16384)
def _syllables(word: str) -> int:
    # Hyphenation never splits where it would look odd, so this undercounts: a text is rated easier than it is, never harder.
    return parted(word.lower()) + 1


def parted(word: str) -> int:
    """Return at how many places an English word can be parted."""
    patterns, longest = _patterns()
    pointed = f".{word}."
    weights = [0] * (len(pointed) + 1)
    for start in range(len(pointed) - 1):
        for end in range(start + 1, min(start + longest, len(pointed)) + 1):
            if written := patterns.get(pointed[start:end]):
                for offset, weight in _weights(written):
                    weights[start + offset] = max(weights[start + offset], weight)
    # Not before the first letter, nor behind the last.
    return sum(weight % 2 for weight in weights[2 : len(word) + 1])


@lru_cache(maxsize=16384)
def _weights(pattern: str) -> tuple[tuple[int, int], ...]:
    """Return the digits of a pattern, each with the number of letters before it."""
    found, letters = [], 0
    for sign in pattern:
        if sign.isdigit():
            found.append((letters, int(sign)))
        else:
            letters += 1
    return tuple(found)


@cache
def _patterns() -> tuple[Mapping[str, str], int]:
    """Return the patterns by their letters, and the most letters that one has."""
    import pyphen  # noqa: PLC0415, TID251  # this module is its home

    lines = pyphen.LANGUAGES["en_US"].read_text(encoding="utf-8").split("\n")[1:]
    found = {line.translate(_NO_DIGITS): line for line in lines if not line.startswith(_SETTINGS)}
    return found, max(map(len, found))
