"""Days in a sentence: "2 March", "March 2nd, 2027", "2027-03-02", "02.03.2027", "yesterday", "on Monday", each with every day that it can mean."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from generator.prose.number_words import base, lowered_same_length, month_names
from generator.prose.numbers import number_of_word

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
#: How many days back and ahead a day of the week without a date may mean.
_WEEKS = 15
#: A day of the week and a date that are so near to each other are one day: "Tuesday, 9 February", "Dienstag, dem 9. Februar".
_SAME_DAY = 8


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


@dataclass(frozen=True, slots=True)
class _Relative:
    """How a language names days by the present one: the words, those after which they mean something else, and how far each is away."""

    days: Mapping[str, int]
    words: re.Pattern[str]
    ago: re.Pattern[str]
    ahead: re.Pattern[str]
    weekdays: Mapping[str, int]
    on_weekday: re.Pattern[str]
    on_date: re.Pattern[str]


@lru_cache(maxsize=8192)
def named_days(text: str, language: str, today: date | None = None) -> tuple[NamedDay, ...]:
    """Return the days that a text names, in order; what has neither month nor weekday ("the 4th") is not among them.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag; in an unknown one, days in digits are found.
        today: the day on which it is said; without it, "yesterday" and "on Monday" name none.
    """
    folded = lowered_same_length(text).translate(_DIGITS)
    found: list[NamedDay] = []
    taken: set[int] = set()
    for one in (*_in_digits(folded), *_in_words(folded, base(language)), *_by_today(folded, base(language), today)):
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


def _by_today(text: str, language: str, today: date | None) -> Iterator[NamedDay]:
    """Yield what has no month in letters and no year, or is named by the day of speaking."""
    known = _relative(language)
    if known is None:
        return
    for match in known.on_date.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        # With a stop the day comes first everywhere; with a stroke that is not so in America.
        orders = [(second, first)] if match["mark"] == "." or language != "en" else [(second, first), (first, second)]
        meant = frozenset(Day(month, day) for month, day in orders if 1 <= month <= _MONTHS and 1 <= day <= _DAYS)
        if meant:
            yield NamedDay(match.start("first"), match.end("date"), meant)
    if today is None:
        return
    for match in known.words.finditer(text):
        yield NamedDay(match.start(1), match.end(1), _on(today + timedelta(days=known.days[match[1]])))
    for pattern, sign in ((known.ago, -1), (known.ahead, 1)):
        for match in pattern.finditer(text):
            count = int(match[1]) if match[1].isdecimal() else number_of_word(match[1], language)
            if count is not None and 0 < count <= _DAYS:
                yield NamedDay(match.start(), match.end(), _on(today + timedelta(days=sign * count)))
    dated = [(one.start, one.end) for one in (*_in_digits(text), *_in_words(text, language))]
    dated += [match.span("date") for match in known.on_date.finditer(text)]
    for match in known.on_weekday.finditer(text):
        if any(0 <= start - match.end() <= _SAME_DAY or 0 <= match.start() - end <= _SAME_DAY for start, end in dated):
            continue  # The date beside it says which one.
        wanted = known.weekdays[match["weekday"]]
        around = (today + timedelta(days=offset) for offset in range(-_WEEKS, _WEEKS + 1))
        meant = frozenset(Day(day.month, day.day, day.year) for day in around if day.weekday() == wanted)
        yield NamedDay(match.start("weekday"), match.end("weekday"), meant)


def _on(day: date) -> frozenset[Day]:
    return frozenset({Day(day.month, day.day, day.year)})


@cache
def _relative(language: str) -> _Relative | None:
    every = tomllib.loads(files("generator.prose").joinpath("words/days.toml").read_text(encoding="utf-8"))
    written = every.get(language)
    if written is None:
        return None
    days: Mapping[str, int] = written["days"]
    weekdays = {name: place for place, names in enumerate(written["weekdays"]) for name in names.split()}
    words = "|".join(sorted(map(re.escape, days), key=len, reverse=True))
    before = "".join(rf"(?<!\b{word} )" for word in written.get("not_after", ()))
    on = written["on"]
    names = "|".join(sorted(weekdays, key=len, reverse=True))
    return _Relative(
        days=MappingProxyType(days),
        words=re.compile(rf"{before}(?<!\w)({words})(?!\w)"),
        ago=re.compile(rf"(?<!\w)(?:{written['ago']})(?!\w)"),
        ahead=re.compile(rf"(?<!\w)(?:{written['ahead']})(?!\w)"),
        weekdays=MappingProxyType(weekdays),
        on_weekday=re.compile(rf"(?<!\w)(?:(?:{on}) )(?P<weekday>{names})(?!\w)"),
        # Without a year, digits are a day only after what is said before one: "3/4" is a part, and "24/7" always.
        on_date=re.compile(
            rf"(?<!\w)(?:{on}|{names})[ ,.]{{1,3}}(?:(?:{on}) )?(?P<date>(?P<first>\d{{1,2}})(?P<mark>[./])(?P<second>\d{{1,2}})(?![\w/]|[.,]\d)\.?)"
        ),
    )


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
