"""Days in a sentence: "2 March", "March 2nd, 2027", "2027-03-02", "02.03.2027", each with every day that it can mean."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from generator.prose.number_words import base, lowered_same_length, month_names

#: What may stand between a day and its month, and between a month and its year, in any language.
_BETWEEN = r"(?:\.|st|nd|rd|th|er|ère|º|ª|°|ter|ten|te)?[,\s]*(?:(?:de|del|of|the|da|من)\s+)?"
_YEAR = r"(?:[,.\s]*(?:(?:de|del|of)\s+)?((?:19|20)\d\d)(?!\d))?"
_ISO = re.compile(r"(?<![\w-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w-])")
_NUMERIC = re.compile(r"(?<![\w./-])(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\w-])")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
#: Names of months that are other words too, where they do not begin with a capital letter.
_OTHER_WORDS = re.compile(r"\b(?:may|march|mar)\b")
_MONTHS = 12
_DAYS = 31


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A day that a sentence names.

    Attributes:
        month: from 1.
        day: from 1.
        year: None: it does not say.
    """

    month: int
    day: int
    year: int | None = None

    def is_same(self, other: "Day") -> bool:
        """Whether both may be the same day: as far as both say it."""
        return (self.month, self.day) == (other.month, other.day) and (None in {self.year, other.year} or self.year == other.year)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """Where a day is named.

    Attributes:
        start: offset of its first character.
        end: one past its last.
        meant: the days that it can mean: `02/03/2027` is one in February or in March.
    """

    start: int
    end: int
    meant: frozenset[Day]


@lru_cache(maxsize=8192)
def named_days(text: str, language: str) -> tuple[NamedDay, ...]:
    """Return the days that a text names by month and day, in order; those without a month ("Tuesday", "the 4th") are not among them.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag; in an unknown one, days in digits are found.
    """
    folded = lowered_same_length(text).translate(_DIGITS)
    found: list[NamedDay] = []
    taken: set[int] = set()
    for one in (*_in_digits(folded), *_in_words(folded, base(language))):
        if _OTHER_WORDS.search(text[one.start : one.end]):
            continue  # "it may 12 times": not the month.
        if taken.isdisjoint(range(one.start, one.end)):
            taken.update(range(one.start, one.end))
            found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _in_digits(text: str) -> Iterator[NamedDay]:
    for match in _ISO.finditer(text):
        yield from _named(match, [(int(match[2]), int(match[3]), int(match[1]))])
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        # With stops the day comes first everywhere; with strokes that is not so in America.
        orders = [(second, first, year)] if match[2] == "." else [(second, first, year), (first, second, year)]
        yield from _named(match, orders)


def _in_words(text: str, language: str) -> Iterator[NamedDay]:
    patterns = _patterns(language)
    if patterns is None:
        return
    months = month_names(language)
    day_first, month_first = patterns
    for match in day_first.finditer(text):
        yield from _named(match, [(months[match[2]], int(match[1]), int(match[3]) if match[3] else None)])
    for match in month_first.finditer(text) if language == "en" else ():
        yield from _named(match, [(months[match[1]], int(match[2]), int(match[3]) if match[3] else None)])


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    names = "|".join(re.escape(name) for name in sorted(month_names(language), key=len, reverse=True) if not name.isdigit())
    if not names:
        return None
    month = rf"({names})(?!\w)\.?"
    day = r"(?<![\w.,:-])(\d{1,2})"
    return (
        re.compile(rf"{day}{_BETWEEN}{month}{_YEAR}"),
        re.compile(rf"(?<!\w){month}\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:]|[.,]\d){_YEAR}"),
    )


def _named(match: re.Match[str], read: Iterable[tuple[int, int, int | None]]) -> Iterator[NamedDay]:
    meant = frozenset(Day(month, day, year) for month, day, year in read if 1 <= month <= _MONTHS and 1 <= day <= _DAYS)
    if meant:
        yield NamedDay(match.start(), match.start() + len(match.group().rstrip(". ")), meant)
