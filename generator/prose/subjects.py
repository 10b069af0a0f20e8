"""Subjects: which names stand in a text, in whichever number, and with hyphens or spaces.

A name is compared as a whole, word by word. What two words have in common is not their letters but what they may be the plural or another case
of: "inquiry" and "inquiries", "Konto" and "Konten", "dato" and "datos".
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Generic, TypeVar

from generator.prose.lexicon import lexicon

Subject = TypeVar("Subject", bound=Hashable)

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")


@dataclass(frozen=True, slots=True)
class Mention(Generic[Subject]):
    """A subject whose whole name stands in a text.

    Attributes:
        subject: what is named.
        start: where its name begins.
        end: one past its last character.
    """

    subject: Subject
    start: int
    end: int


class SubjectNames(Generic[Subject]):
    """Names to look for in any number of texts of a language: the forms of their words are worked out once.

    Args:
        names: the names of each subject: its own, and the words under `names`; hyphens in them are spaces.
        language: the texts' BCP 47 tag. Of languages without a word list, names are found as they are written.
    """

    def __init__(self, names: Mapping[Subject, Iterable[str]], language: str) -> None:
        self._language = language
        self._wanted: dict[str, list[tuple[Subject, tuple[frozenset[str], ...]]]] = defaultdict(list)
        for subject, written in names.items():
            for name in dict.fromkeys(written):
                parts = tuple(word_forms(found.group(), language) for found in _WORD.finditer(name))
                for form in parts[0] if parts else ():
                    self._wanted[form].append((subject, parts))

    def mentions(self, text: str) -> tuple[Mention[Subject], ...]:
        """Return where subjects are named in a text, one sentence or many, in order."""
        return tuple(sorted(dict.fromkeys(self._found(text)), key=lambda mention: (mention.start, -mention.end)))

    def subjects(self, text: str) -> frozenset[Subject]:
        """Return what a text is about: every subject of which a name occurs in it."""
        return frozenset(mention.subject for mention in self._found(text))

    def _found(self, text: str) -> Iterator[Mention[Subject]]:
        if not self._wanted:
            return
        told, forms = _told(text, self._language)
        for index, here in enumerate(forms):
            for form in here:
                for subject, parts in self._wanted.get(form, ()):
                    last = index + len(parts)
                    if last <= len(told) and all(
                        not part.isdisjoint(form) for part, form in zip(parts, forms[index:last], strict=True)
                    ):
                        start, end = told[index][0], told[last - 1][1]
                        if not re.search(r"[.,;:!?()\n]\s", text[start:end]):
                            yield Mention(subject, start, end)


def subjects(text: str, names: Mapping[Subject, Iterable[str]], language: str) -> frozenset[Subject]:
    """Return what a single text is about, as `SubjectNames` does for many."""
    return SubjectNames(names, language).subjects(text)


def mentions(text: str, names: Mapping[Subject, Iterable[str]], language: str) -> tuple[Mention[Subject], ...]:
    """Return where subjects are named in a single text, as `SubjectNames` does for many."""
    return SubjectNames(names, language).mentions(text)


@lru_cache(maxsize=1024)
def _told(text: str, language: str) -> tuple[tuple[tuple[int, int], ...], tuple[frozenset[str], ...]]:
    """Return where the words of a text stand, and what each may be a form of. Cached: several rules ask of a text what it is about."""
    found = tuple(_WORD.finditer(text))
    return tuple([one.span() for one in found]), tuple([word_forms(one.group(), language) for one in found])


@lru_cache(maxsize=16384)
def word_forms(word: str, language: str) -> frozenset[str]:
    """Return the words of which a word may be a form, including itself."""
    known = lexicon(language).subjects
    plain = unicodedata.normalize("NFC", word).casefold().replace("’", "'")
    plain = re.sub(r"'s?$", "", plain) or plain
    odd = known.pairs("odd")
    if plain in known.words("singular"):
        return frozenset({plain})
    found = {plain, *_READERS.get(known.word("plurals"), _as_it_is)(plain)}
    if "'" in plain:
        # The French and Italian article: l'archive.
        found |= _READERS.get(known.word("plurals"), _as_it_is)(plain.rpartition("'")[2]) | {plain.rpartition("'")[2]}
    return frozenset(found | {odd[form] for form in found if form in odd})


def _as_it_is(word: str) -> set[str]:
    return {word}


def _english(word: str) -> set[str]:
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return {word}
    if word.endswith("ies"):
        return {f"{word[:-3]}y", word[:-1]}
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return {word[:-1], word[:-2]}
    return {word[:-1]} if word.endswith("s") else {word}


_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})


def _german(word: str) -> set[str]:
    """Return stems without the endings of number and case, with and without umlauts."""
    found = {word}
    for ending in ("innen", "nen", "ern", "en", "er", "es", "em", "n", "e", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            found.add(word[: -len(ending)])
    for vowel in ("o", "um", "a", "us"):
        if word.endswith(vowel) and len(word) >= 5:
            found.add(word[: -len(vowel)])  # Konto and Konten, Datum and Daten
    return found | {form.translate(_UMLAUTS) for form in found}


def _french(word: str) -> set[str]:
    if word.endswith("aux") and len(word) > 4:
        return {f"{word[:-3]}al", f"{word[:-3]}ail", word[:-1]}
    return {word[:-1]} if len(word) > 3 and word[-1] in "sx" else {word}


def _spanish(word: str) -> set[str]:
    found = {word}
    if len(word) > 3 and word.endswith("ces"):
        found.add(f"{word[:-3]}z")
    if len(word) > 4 and word.endswith("es"):
        found.add(word[:-2])
    if len(word) > 3 and word.endswith("s"):
        found.add(word[:-1])
    return found | {_without_accents(form) for form in found}


def _without_accents(word: str) -> str:
    return re.sub("[\u0300\u0301\u0308]", "", unicodedata.normalize("NFD", word)).replace("n\u0303", "ñ")


def _arabic(word: str) -> set[str]:
    """Return the word without the article, joined prepositions, and the endings of number and case. Broken plurals need a word under `names`."""
    bare = _MARKS.sub("", word).translate(str.maketrans("أإآى", "اااي"))
    found = {bare}
    for start in ("وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ك"):
        if bare.startswith(start) and len(bare) - len(start) >= 3:
            found.add(bare[len(start) :])
    for form in tuple(found):
        for ending in ("ات", "ون", "ين", "ان", "ة", "\u0647", "\u0627"):
            if form.endswith(ending) and len(form) - len(ending) >= 3:
                found.add(form[: -len(ending)])
    return found


_READERS = {"en": _english, "de": _german, "fr": _french, "es": _spanish, "ar": _arabic}


def alike(text: str, language: str) -> frozenset[int]:
    """Return the groups of words for the same thing, such as "saved" and "photographed", of which a text has one; by their places in the language's list."""
    groups, lowered = lexicon(language).subjects, text.lower()
    return frozenset(
        place
        for place, words in enumerate(groups.parts("alike"))
        if groups.compiled(f"alike {place}", partial(r"\b(?:{})".format, words)).search(lowered)
    )
