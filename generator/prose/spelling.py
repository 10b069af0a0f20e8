"""Whether a mended spelling says what the published one said. Only this module uses simplemma.

A mend passes when the word that stood there was no word, and the one that stands there now is the word that was meant. A word that exists
may have been meant: to replace it is a change of what was said, and so is every change of a figure, of a word that denies, limits or counts,
and of a mark between words. What cannot be told is refused: a correction in a new update says the same to readers, and says it openly.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import cache
from itertools import groupby
from unicodedata import normalize

from babel import Locale, UnknownLocaleError  # noqa: TID251  # names of days and months

from generator.prose.lexicon import LexiconSection, lexicon
from generator.prose.number_words import base


class Doubt(Enum):
    """Why a change is not one of spelling."""

    FIGURE = auto()
    MARKS = auto()
    WEIGHTY = auto()
    DATE = auto()
    KNOWN = auto()
    UNKNOWN = auto()
    OPPOSITE = auto()
    OTHER = auto()
    FAR = auto()
    WORDS = auto()
    CAPITAL = auto()
    LANGUAGE = auto()
    LISTS = auto()


@dataclass(frozen=True, slots=True)
class SpellingVerdict:
    """What a mended spelling is.

    Attributes:
        doubt: why it is not one of spelling; None: it is one, where the place allows it.
        at_end: whether it adds a full stop, which only the end of a text may get.
        at_start: whether it makes its first letter a capital, which only the beginning of a sentence may get.
    """

    doubt: Doubt | None = None
    at_end: bool = False
    at_start: bool = False


# A token is a word, with the apostrophes in it, or a mark. Digits are compared before.
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[^\w\s]")
_FIGURE = re.compile(r"\S*\d\S*")
_ARABIC_VOWELS = re.compile(r"[\u064b-\u0652\u0640]")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‐": "-", "‑": "-"})  # noqa: RUF001
_STOPS = ".!?؟"
_LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئىة",
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûü",
    "es": "abcdefghijklmnopqrstuvwxyzáéíñóúü",
}
_ASCII = "abcdefghijklmnopqrstuvwxyz"


def verdict(was: str, now: str, language: str, names: Collection[str] = ()) -> SpellingVerdict:
    """Return whether `now` is `was` with its spelling mended.

    Args:
        was: the words as they were published.
        now: the words as they are.
        language: the language of the text.
        names: words that are no words of the language and are known all the same: names of the organisation and its systems.
    """
    try:
        return _Comparison(language, frozenset(one.lower() for one in names)).verdict(was, now)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "simplemma":
            raise
        # What cannot be told is refused.
        return SpellingVerdict(Doubt.LISTS)


def has_words(language: str) -> bool:
    """Whether there is a list of words for a language."""
    return _code(language) is not None


@dataclass(slots=True)
class _Comparison:
    language: str
    names: frozenset[str]
    at_start: bool = False

    @property
    def _words(self) -> LexiconSection:
        return lexicon(self.language).spelling

    def verdict(self, was: str, now: str) -> SpellingVerdict:
        was, now = _plain(was), _plain(now)
        if _figures(was) != _figures(now):
            return SpellingVerdict(Doubt.FIGURE)
        before, after = _TOKEN.findall(was), _TOKEN.findall(now)
        at_end = bool(before) and bool(after) and after[-1] == "." and before[-1] not in _STOPS and _is_word(before[-1])
        if at_end:
            after.pop()
        before = _once(before, after)
        before = _without_doubled(before, after, self._words.words("denying"))
        doubt = None
        matcher = SequenceMatcher(None, [one.lower() for one in before], [one.lower() for one in after], autojunk=False)
        for tag, start, end, there, there_end in matcher.get_opcodes():
            judge = self._each if tag == "equal" else self._segment
            doubt = judge(before[start:end], after[there:there_end], after[:there])
            if doubt is not None:
                break
        return SpellingVerdict(doubt, at_end=at_end and doubt is None, at_start=self.at_start and doubt is None)

    def _segment(self, was: list[str], now: list[str], lead: list[str]) -> Doubt | None:
        if not all(_is_word(one) for one in (*was, *now)):
            hyphens = [one for one in (*was, *now) if not _is_word(one) and one != "-"]
            was, now = [one for one in was if _is_word(one)], [one for one in now if _is_word(one)]
            if hyphens or not was or not now:
                return Doubt.MARKS
        return self._each(was, now, lead) if len(was) == len(now) else self._respaced(was, now)

    def _each(self, was: list[str], now: list[str], lead: list[str]) -> Doubt | None:
        for index, (one, other) in enumerate(zip(was, now, strict=True)):
            if one != other and (doubt := self._word(one, other, [*lead, *now[:index]])):
                return doubt
        return None

    def _respaced(self, was: list[str], now: list[str]) -> Doubt | None:
        """Judge words that were run together or torn apart."""
        if not was or not now or "".join(was).replace("'", "").lower() != "".join(now).replace("'", "").lower():
            return Doubt.WORDS
        if any(self._is_weighty(one) for one in (*was, *now)):
            return Doubt.WEIGHTY
        if any(one.lower() in self._words.words("refusing") for one in (*was, *now)):
            return Doubt.OPPOSITE
        if _code(self.language) is None:
            return Doubt.LANGUAGE
        if all(self._knows(one) for one in was):
            return Doubt.KNOWN
        return None if all(self._knows(one) for one in now) else Doubt.UNKNOWN

    def _word(self, was: str, now: str, lead: list[str]) -> Doubt | None:
        if was.lower() == now.lower():
            return self._capital(was, now, lead)
        small, new = was.lower(), now.lower()
        if f"{small}={new}" in self._words.words("misspelt"):
            return None
        if was.replace("'", "") == now.replace("'", "") and new in self._words.words("contracted"):
            return None
        elided = self._words.words("elided")
        if elided and "'" in new and small == new.replace("'", ""):
            return self._respaced([was], now.split("'"))
        if elided and "'" in small and "'" in new and small.split("'")[:-1] == new.split("'")[:-1]:
            return self._word(was.rpartition("'")[2], now.rpartition("'")[2], ["'"])
        if self._is_weighty(was) or self._is_weighty(now):
            return Doubt.WEIGHTY
        if _code(self.language) is None:
            return Doubt.LANGUAGE
        if self._is_spelt_out(small, new) and self._knows(now):
            return None
        if self._may_be_meant(small, new):
            return Doubt.KNOWN
        if not self._knows(now):
            return Doubt.UNKNOWN
        if was[0].isupper() != now[0].isupper() and (doubt := self._capital(was, now, lead)):
            return doubt
        return self._slip(small, new)

    def _slip(self, was: str, now: str) -> Doubt | None:
        """Judge a word that is none beside one that is."""
        far = _distance(was, now)
        if far > (2 if min(len(was), len(now)) >= 5 else 1):
            return Doubt.FAR
        for ranked, doubt in ((_dates(base(self.language)), Doubt.DATE), (self._words.words("ranked"), Doubt.WEIGHTY)):
            if now in ranked and any(one != now and not _is_form(one, now) and _distance(was, one) <= 2 for one in ranked):
                return doubt
        for start in self._words.words("refusing"):
            if now.startswith(start) and not was.startswith(start) and self._knows(now[len(start) :]):
                return Doubt.OPPOSITE
            if was.startswith(start) and not now.startswith(start) and _distance(was[len(start) :], now) <= far:
                return Doubt.OPPOSITE
        if far > 1 and any(near != now and self._in_list(near) for near in _one_letter_off(was, self._alphabet)):
            return Doubt.OTHER
        return None

    @property
    def _alphabet(self) -> str:
        return _LETTERS.get(base(self.language), _ASCII)

    def _capital(self, was: str, now: str, lead: list[str]) -> Doubt | None:
        """Judge a word that differs in its capitals, or begins with one that it did not have."""
        if was.lower() in self._words.words("by_case"):
            return Doubt.CAPITAL
        odd = was not in {was.lower(), was.upper(), was.capitalize()}
        if was.lower() == now.lower() and not odd and was[1:] != now[1:]:
            return None if now.lower() in self.names else Doubt.CAPITAL
        if was[0] == now[0] or was[0].isupper():
            return None
        if now.lower() in self.names or self._words.words("capital_nouns"):
            return None
        if lead:
            return None if lead[-1] in _STOPS else Doubt.CAPITAL
        self.at_start = True
        return None

    def _is_weighty(self, word: str) -> bool:
        small = word.lower()
        if small in self._words.words("weighty") or small.endswith("n't"):
            return True
        return (
            "'" in small
            and bool(self._words.words("elided"))
            and any(part in self._words.words("weighty") for part in small.split("'"))
        )

    def _is_spelt_out(self, was: str, now: str) -> bool:
        """Whether the old word has the letters that stand for those of the new one: "fuer" for "für"."""
        if was.replace("ss", "ß") == now.replace("ss", "ß") and "ß" in now:
            return bool(self._words.words("capital_nouns")) and was not in self._words.words("sharp_differs")
        rewritten = now
        for pair in self._words.words("spelt_out"):
            out, letter = pair.split("=")
            rewritten = rewritten.replace(letter, out)
        if rewritten == now:
            return False
        written = was
        for pair in self._words.words("spelt_out"):
            out, letter = pair.split("=")
            written = written.replace(letter, out)
        return written == rewritten

    def _knows(self, word: str) -> bool:
        small = word.lower()
        if small in self.names or self._in_list(small) or self._in_list(word):
            return True
        parts = re.split(r"['-]", small)
        if len(parts) > 1 and all(part in self._words.words("elided") or self._in_list(part) for part in parts if part):
            return True
        return any(self._in_list(one) for one in self._stripped(small)) or self._is_compound(small)

    def _in_list(self, word: str) -> bool:
        language = _code(self.language)
        if word in self._words.words("small") or word in self._words.words("weighty") or word in self._words.words("ranked"):
            return True
        return language is not None and _listed(word, language, titled=bool(self._words.words("capital_nouns")))

    def _may_be_meant(self, was: str, now: str) -> bool:
        """Whether the old word is one that exists. An ending that may be a letter typed twice makes it one only where another stands now."""
        if was in self.names or self._in_list(was) or self._is_compound(was):
            return True
        if any(self._in_list(was[len(start) :]) for start in self._words.words("clitics") if was.startswith(start)):
            return True
        parts = re.split(r"['-]", was)
        if len(parts) > 1 and all(part in self._words.words("elided") or self._in_list(part) for part in parts if part):
            return True
        ends = self._words.words("endings")
        bare = {(was[: -len(end)], end) for end in ends if was.endswith(end)}
        return any(
            now == base + other
            for base, end in bare
            for other in ("", *ends)
            if other != end and self._knows(base) and base[-1:] != end
        )

    def _stripped(self, word: str) -> Iterator[str]:
        """Yield a word without what is written together with it, in a language that does so."""
        starts = ["", *self._words.words("clitics")]
        ends = ["", *self._words.words("endings")]
        for start in starts:
            for end in ends:
                bare = word[len(start) : len(word) - len(end)]
                if word.startswith(start) and word.endswith(end) and len(bare) >= 3 and bare != word:
                    yield bare

    def _is_compound(self, word: str, depth: int = 3) -> bool:
        """Whether a word is put together of nouns that are known, in a language that does so."""
        if not self._words.words("capital_nouns") or depth == 0:
            return False
        for at in range(4, len(word) - 3):
            if not self._in_list(word[:at]) and not (word[:at].endswith("s") and self._in_list(word[: at - 1])):
                continue
            if self._in_list(word[at:]) or self._is_compound(word[at:], depth - 1):
                return True
        return False


def _plain(text: str) -> str:
    plain = normalize("NFC", text).translate(_ALIKE).replace("…", "...")
    return " ".join(_ARABIC_VOWELS.sub("", plain).split())


def _figures(text: str) -> list[str]:
    # What ends a sentence is no part of a figure.
    return [one.rstrip(".,;:!?") for one in _FIGURE.findall(text)]


def _is_word(token: str) -> bool:
    return token[0].isalpha()


def _once(before: list[str], after: list[str]) -> list[str]:
    """Return the tokens with each mark that was typed twice as one, where that is all that happened to the marks."""
    once = [mark for mark, run in groupby(before) for mark in (list(run) if _is_word(mark) else [mark])]
    return once if [one for one in once if not _is_word(one)] == [one for one in after if not _is_word(one)] else before


def _without_doubled(before: list[str], after: list[str], never: Collection[str]) -> list[str]:
    """Return the tokens with a word that was typed twice as one, where it is one now."""
    found: list[str] = []
    left = len(before) - len(after)
    for one in before:
        if left > 0 and found and _is_word(one) and one.lower() == found[-1].lower() and one.lower() not in never:
            left -= 1
        else:
            found.append(one)
    return found


def _distance(one: str, other: str) -> int:
    """Return how many letters were added, left out, changed or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, there in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]


def _one_letter_off(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        yield from (head + letter + tail for letter in letters)


def _is_form(one: str, other: str) -> bool:
    """Whether two words of a list are one in the singular and the plural."""
    return one.startswith(other) or other.startswith(one)


def _code(language: str) -> str | None:
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES  # noqa: PLC0415, TID251  # its lists come with an extra

    short = base(language)
    return short if short in SUPPORTED_LANGUAGES else None


@cache
def _listed(word: str, language: str, *, titled: bool) -> bool:
    from simplemma import is_known  # noqa: PLC0415, TID251  # as above

    return is_known(word, lang=language) or (titled and is_known(word.capitalize(), lang=language))


@cache
def _dates(language: str) -> frozenset[str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    tables = (*locale.days["format"].values(), *locale.months["format"].values())
    return frozenset(str(name).lower() for table in tables for name in table.values() if len(str(name)) > 2)
