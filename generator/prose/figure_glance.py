"""A glance at a text for figures: whether a number in it can contradict the ledger at all.

Most sentences hold no number beside a name, or one that is right. Reading each of a site's sentences word by word would take longer than all
other rules together; a glance takes a hundredth of that. It never overlooks what `prose/figures.py` would find (`tests/prose/test_figures.py`).
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache

from generator.prose.clauses import clauses
from generator.prose.lexicon import lexicon
from generator.prose.number_words import lowered_same_length
from generator.prose.numbers import QUALIFYING, after_numbers, is_qualified, number_of_word
from generator.prose.subjects import word_forms

_TOKEN = re.compile(r"\d(?:[\d.,'’\u066b\u066c\u00a0\u2009\u202f]*\d)?|\d \d{3}(?: \d{3})*(?!\d)|[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"[,;:.!?()](?:\s|$)")
#: What stands between a name and a number that follows it: "Patients affected: about 860".
_JOINED = re.compile(r"(?:[\s*_]+[^\W\d_]+)?[\s*_]*:[\s*_]*(?:[^\W\d_]+[ \t]){0,2}")
#: Words after a number that may belong to it, or to another one: "two hundred and forty of our two thousand patients".
_MOST_NUMBER_WORDS = 2
_NONE: frozenset[int] = frozenset()
_NO_WORDS: frozenset[str] = frozenset()
#: A name stands at most so many words from its number; most of them are skipped ("of all of our other").
_FAR = 13


class Glance:
    """A glance in a language at what is counted.

    Args:
        names: by name or unit, every number that is right beside it.
        stale: numbers that are worth a word wherever they stand.
        language: of the texts.
    """

    def __init__(self, names: dict[str, frozenset[int]], stale: frozenset[int], language: str) -> None:
        self._known = lexicon(language)
        self._stale = stale
        self._mixed = frozenset("".join(sorted(str(number))) for number in frozenset().union(*names.values()) if number > 99)
        self._right: dict[str, frozenset[int]] = {}
        for name, right in names.items():
            first = re.search(r"[^\W\d_]+", name)
            for form in word_forms(first.group(), language) if first else ():
                # Of names that begin alike, only what is right beside each of them is right at a glance.
                self._right[form] = self._right[form] & right if form in self._right else right
        self._beside: dict[str, frozenset[int] | None] = {}

    def has_both(self, text: str) -> bool:
        """Whether a text has a number and a name at all."""
        return self._names_and_words(lowered_same_length(text)) is not None

    def _names_and_words(self, small: str) -> frozenset[str] | None:
        """Return the words of a text that has a number and a name; None when it has not."""
        words, forms, has_number = _words_and_forms(small, self._known.language)
        return words if has_number and not forms.isdisjoint(self._right) else None

    def may_matter(self, text: str) -> bool:
        """Whether a sentence has to be read: some number in it may be wrong, or one that was given up."""
        small = lowered_same_length(text)
        words = self._names_and_words(small)
        if words is None:
            return False
        tokens, figures = _tokens_and_figures(small, self._known.language)
        if not figures:
            return False
        names = [
            (index, right)
            for index, found in enumerate(tokens)
            if index not in figures and (right := self._named(found.group())) is not None
        ]
        if not names:
            return False
        skip = self._known.figures.words("skip")
        number_of = self._known.figures.pattern("number_of")
        for index in figures:
            at = tokens[index]
            place, right = next((name for name in names if name[0] > index), (-1, _NONE))
            is_near = place > 0 and _is_near(small, tokens, index, place, skip)
            if not is_near and not any(
                _JOINED.fullmatch(small, tokens[name].end(), at.start())
                or (index - name <= _FAR and number_of.search(small, max(0, tokens[name].start() - 40), tokens[name].start()))
                for name, _ in names
                if name < index
            ):
                continue
            value = _value(at.group()) if at.group()[0].isdigit() else self._spelt(tokens, index)
            if value is not None and is_near and value in right and not self._is_more(small, tokens, index):
                continue
            if value is None or value in self._stale or "".join(sorted(str(value))) in self._mixed:
                return True
            if not self._says_nothing_of_reach(text, small, words, at.start()):
                return True
        return False

    def _named(self, word: str) -> frozenset[int] | None:
        if word not in self._beside:
            forms = word_forms(word, self._known.language)
            found = [self._right[form] for form in forms if form in self._right]
            self._beside[word] = frozenset.intersection(*found) if found else None
        return self._beside[word]

    def _is_more(self, small: str, tokens: Sequence[re.Match[str]], index: int) -> bool:
        """Whether words make something else of a number: "more than 120", "120 thousand", "120 or more"."""
        found = tokens[index]
        last, but_one = _before_numbers(self._known.language)
        before = [tokens[place].group() for place in range(max(0, index - 3), index)]
        if last.isdisjoint(before) and but_one.isdisjoint(before) and not self._may_follow(small, found.end()):
            return index + 1 < len(tokens) and _is_number(tokens[index + 1].group(), self._known.language)
        followed = index + 1 < len(tokens) and _is_number(tokens[index + 1].group(), self._known.language)
        return followed or is_qualified(small, found.start(), found.end(), self._known)

    def _spelt(self, tokens: Sequence[re.Match[str]], index: int) -> int | None:
        """Return what a number of one word is; None for one of several words."""
        language = self._known.language
        beside = [tokens[place].group() for place in (index - 1, index + 1, index + 2) if 0 <= place < len(tokens)]
        return None if any(_is_number(word, language) for word in beside) else number_of_word(tokens[index].group(), language)

    def _may_follow(self, small: str, end: int) -> bool:
        return bool(after_numbers(self._known).match(small, end))

    def _says_nothing_of_reach(self, text: str, small: str, words: frozenset[str], at: int) -> bool:
        """Whether the clause of a number has a verb and no word of reach, for certain."""
        signs, figures = _signs(self._known.language), self._known.figures
        if figures.pattern("suffered").search(small) or figures.pattern("exposed").search(small):
            return False
        if signs.of_reach(words):
            clause = next(part for part in reversed(clauses(text, self._known.language)) if part.start <= at)
            return clause.verb and not signs.of_reach(
                {found.group() for found in _TOKEN.finditer(small, clause.start, clause.end)}
            )
        # Where some part has a verb, each clause has one, unless a part is left alone.
        if not words.isdisjoint(signs.helping) and words.isdisjoint(self._known.alone):
            return True
        return all(part.verb for part in clauses(text, self._known.language))


def _is_near(small: str, tokens: Sequence[re.Match[str]], figure: int, name: int, skip: frozenset[str]) -> bool:
    """Whether at most one word, and what is skipped, parts a number from a name after it."""
    if name - figure > _FAR or _BREAK.search(small, tokens[figure].end(), tokens[name].start()):
        return False
    between = [found.group() for found in tokens[figure + 1 : name]]
    return sum(not word[0].isdigit() and word not in skip for word in between) <= 1 + _MOST_NUMBER_WORDS


def _value(written: str) -> int | None:
    digits = re.sub(r"\D", "", written)
    return int(digits) if len(digits) < 16 else None


@lru_cache(maxsize=1024)
def _words_and_forms(small: str, language: str) -> tuple[frozenset[str], frozenset[str], bool]:
    """Return the words of a text, what each of them may be a form of, and whether it has a number. Cached: texts recur, and what is counted changes."""
    words = frozenset(_WORDS.findall(small))
    forms = frozenset(form for word in words for form in word_forms(word, language))
    return words, forms, _DIGIT.search(small) is not None or any(_is_number(word, language) for word in words)


@lru_cache(maxsize=1024)
def _tokens_and_figures(small: str, language: str) -> tuple[tuple[re.Match[str], ...], tuple[int, ...]]:
    """Return the words and numbers of a sentence, and the places among them of the numbers. Cached, as above."""
    tokens = tuple(_TOKEN.finditer(small))
    return tokens, tuple(
        index for index, found in enumerate(tokens) if found.group()[0].isdigit() or _is_number(found.group(), language)
    )


@lru_cache(maxsize=16384)
def _is_number(word: str, language: str) -> bool:
    """Whether a word is, or begins, a number, in digits or words."""
    if word[0].isdigit() or number_of_word(word, language) is not None:
        return True
    known = lexicon(language).figures
    return word in known.words("thousands") or word in known.pairs("dozen") or word in known.pairs("scales")


@dataclass(frozen=True, slots=True)
class _Signs:
    """The forms of a language's verbs: helping ones, those of reach, those of "be", and words that speak of reach after one ("was in")."""

    helping: frozenset[str] = _NO_WORDS
    reach: frozenset[str] = _NO_WORDS
    be: frozenset[str] = _NO_WORDS
    places: frozenset[str] = _NO_WORDS

    def of_reach(self, words: AbstractSet[str]) -> bool:
        """Whether words may speak of reach."""
        return not words.isdisjoint(self.reach) or not (words.isdisjoint(self.be) or words.isdisjoint(self.places))


@cache
def _signs(language: str) -> _Signs:
    known = lexicon(language)
    verbs, denial = known.verbs, known.denial
    if verbs is None:
        return _Signs()
    lemmas = denial.words("reach") | {phrase.partition(" ")[0] for phrase in denial.parts("with_word")}
    forms = [*verbs.helping.items(), *verbs.towards.items()]
    reach = {form for form, of in verbs.main.items() if not of.isdisjoint(lemmas)} | {form for form, of in forms if of in lemmas}
    be = {form for form, of in verbs.main.items() if not of.isdisjoint(denial.words("copula"))}
    be |= {form for form, of in forms if of in denial.words("copula")}
    places = denial.words("inside") | denial.words("in")
    places |= {word for phrase in denial.parts("in_words") for word in re.findall(r"[^\W\d_]+", phrase)}
    return _Signs(
        helping=frozenset(verbs.helping),
        reach=frozenset(reach) | denial.words("affected") | denial.words("access_noun"),
        be=frozenset(be),
        places=places,
    )


@cache
def _before_numbers(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that end phrases before a number, as "than"; of phrases that end with a word that any number has, the one before."""
    known = lexicon(language).figures
    last: set[str] = set()
    but_one: set[str] = set()
    for name in QUALIFYING:
        for phrase in known.word(name).split("|"):
            words = re.findall(r"[^\W\d_]+", phrase)
            if words and words[-1] in known.words("skip"):
                but_one |= {words[-2]} if len(words) > 1 else set()
            elif words:
                last.add(words[-1])
    return frozenset(last), frozenset(but_one)
