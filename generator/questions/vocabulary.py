"""What the words of a question mean, whatever the language. Only this module uses the stemmers and the search for misspelt words."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import snowballstemmer  # noqa: TID251  # this module is its home
from rapidfuzz import fuzz, process  # noqa: TID251  # likeness of single words

#: By language, the stemmer; its words are in `words/`. Where two languages fit a text equally well, the first is taken.
_STEMMERS = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "ar": "arabic"}

#: Shorter words are another word when a letter differs, longer ones are misspelt.
_MISSPELT = 5
_LIKE = 87
#: A longer question is a story or a log.
_LONGEST = 120

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a question says.

    Attributes:
        concepts: the concepts in it.
        words: the stems of all but small words.
        rest: the stems of those that belong to no concept.
        own: stems that stand behind "my" and are no concept: "my meter".
    """

    concepts: frozenset[str]
    words: frozenset[str]
    rest: tuple[str, ...]
    own: frozenset[str]


class Vocabulary:
    """The words of a language."""

    def __init__(self, language: str) -> None:
        self._stemmer = snowballstemmer.stemmer(_STEMMERS[language])
        self._stems: dict[str, str] = {}
        read = tomllib.loads(files("generator.questions").joinpath(f"words/{language}.toml").read_text(encoding="utf-8"))
        self.small = frozenset(words_of(read["small"]))
        self._mine = frozenset(words_of(read["mine"]))
        phrases: dict[tuple[str, ...], set[str]] = {}
        listed: set[str] = set(self.small)
        for concept, written in read["concepts"].items():
            for phrase in written.split(","):
                words = words_of(phrase)
                listed.update(words)
                phrases.setdefault(tuple(self.stem(word) for word in words), set()).add(concept)
        self.listed = frozenset(listed)
        self._known = frozenset(self.stem(word) for word in listed)
        self._long = tuple(sorted(word for word in listed if len(word) >= _MISSPELT))
        by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        for stems, concepts in phrases.items():
            by_first.setdefault(stems[0], []).append((stems, frozenset(concepts)))
        self._phrases = {first: sorted(several, key=lambda one: -len(one[0])) for first, several in by_first.items()}

    def stem(self, word: str) -> str:
        """Return the stem of a word; of a word written nearly like a listed one, the stem of that."""
        if word not in self._stems:
            self._stems[word] = self._corrected(word)
        return self._stems[word]

    def _corrected(self, word: str) -> str:
        stem = folded(str(self._stemmer.stemWord(word)))
        if not hasattr(self, "_long") or stem in self._known or len(word) < _MISSPELT:
            return stem
        near = process.extractOne(word, self._long, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return folded(str(self._stemmer.stemWord(near[0]))) if near else stem

    def meaning(self, words: list[str]) -> Meaning:
        """Return what words mean: the longest phrases that fit, each word in all that begin with it."""
        stems = [self.stem(word) for word in words]
        found: set[str] = set()
        covered: set[int] = set()
        for at, stem in enumerate(stems):
            for phrase, concepts in self._phrases.get(stem, ()):
                if tuple(stems[at : at + len(phrase)]) == phrase:
                    found |= concepts
                    covered.update(range(at, at + len(phrase)))
        rest = tuple(
            stem for at, (word, stem) in enumerate(zip(words, stems, strict=True)) if at not in covered and word not in self.small
        )
        own = {
            stems[at]
            for at in range(1, len(words))
            if words[at - 1] in self._mine and at not in covered and words[at] not in self.small
        }
        full = frozenset(stem for word, stem in zip(words, stems, strict=True) if word not in self.small)
        return Meaning(frozenset(found), full, rest, frozenset(own))


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Return the words of each language."""
    return MappingProxyType({language: Vocabulary(language) for language in _STEMMERS})


def folded(text: str) -> str:
    """Return a text in small letters without accents, Arabic letters in one form."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return letters.translate(str.maketrans("ىة", "يه", "\u0640"))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded; at most as many as a question has."""
    return _WORD.findall(folded(text))[:_LONGEST]


def language_of(words: Iterable[str]) -> str:
    """Return the language that knows most of the words."""
    several = tuple(words)
    known = vocabularies()
    return max(known, key=lambda language: sum(word in known[language].listed for word in several))


@cache
def meaning_of(text: str) -> Meaning:
    """Return what a question says, in the language that knows most of its words."""
    words = words_of(text)
    return vocabularies()[language_of(words)].meaning(words)
