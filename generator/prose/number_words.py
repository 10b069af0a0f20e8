"""Numbers, dates and times in a sentence of any language.

A number is read generously: `1.212` may be 1,212 or a little over one, `14.20` a number or a time, `02/03` a day in March or in February. Each
number holds every reading, and two numbers agree when they share one. Names of months, words such as "million" and parts of the day come
from Unicode's locale data (Babel); numbers in words come from text2num, which supports fewer languages.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TypeAlias

from babel import Locale, UnknownLocaleError  # noqa: TID251  # it reads numbers and months
from babel.localedata import locale_identifiers  # noqa: TID251  # as above
from text_to_num import alpha2digit  # noqa: TID251  # this module is its home

#: One possible meaning of a number: a number, a month (1 to 12), a time of day (hour and minute), the end of a telephone number, or a
#: text of digits that is none of these (a version).
Reading: TypeAlias = tuple[str, Decimal | int | str | tuple[int, int]]


@dataclass(frozen=True, slots=True)
class NumericExpression:
    """A number, a part of a date, or a time in a text.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        readings: every meaning it may have.
        counts: whether a translation must contain it. The name of a month must if a number is next to it or it cannot be another word; 0
            and 1 need not be there ("none", "a"), nor a telephone number, which may differ between countries.
        strange: whether it is worth reporting when the original lacks it.
    """

    start: int
    end: int
    readings: frozenset[Reading]
    counts: bool = True
    strange: bool = True


_NONE_OR_ONE = (Decimal(0), Decimal(1))

#: People write numbers up to this one in words. Where the words of a language are unknown, such a number is not reported as missing.
MOST_IN_WORDS = 12

_NO_TEXT = re.compile(r"(?:https?://|www\.)[^\s<>]+|[^\s@<>]+@[^\s@<>]+\.\w+|(?<=\])\([^)\s]*\)|\b24/7\b")
_LEFT = r"(?<![A-Za-z\u00c0-\u024f\d])"
_ISO = re.compile(rf"{_LEFT}(\d{{4}})-(\d{{2}})-(\d{{2}})(?:[Tt ](\d{{2}}):(\d{{2}}))?(?!\d)")
_DAY = re.compile(rf"{_LEFT}(\d{{1,2}})([./-])\s?(\d{{1,2}})(?:\2\s?(\d{{4}}|\d{{2}})|(?<=\.\d)\.|(?<=\.\d\d)\.)(?!\d)")
_TIME = re.compile(rf"{_LEFT}(\d{{1,2}})(?::|\s?[hH時时点시]\s?)(\d{{2}})(?::\d{{2}})?(?!\d)(\s?[ap]\.?\s?m\b)?", re.IGNORECASE)
_HOUR = re.compile(rf"{_LEFT}(\d{{1,2}})(?:\.(\d{{2}}))?\s?([ap])\.?\s?m\b", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\w)(?:\+|0)\d[\d\s()/-]{4,}\d(?!\w)")
_SPACES = " \u00a0\u2009\u202f"
_NUMBER = re.compile(rf"{_LEFT}(?:\d{{1,3}}(?:[{_SPACES}'’]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*)")
#: From this code point on, scripts may run words together or put prefixes on them.
_RUN_ON = "\u0590"
_APART = re.compile(r"\d+(?:[.,]\d+)*")
_SEPARATORS = str.maketrans({"\u066c": ",", "\u066b": "."})  # Arabic separators
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_CLOCK = re.compile(r"(\d{1,2})\.(\d{2})")


@dataclass(frozen=True, slots=True)
class _Words:
    """A language's words for months, thousands and parts of the day.

    Attributes:
        months: number of the month by each of its names in lower case.
        written: the names as the language writes them; `wide` holds those that are not abbreviations.
        scales: the number of zeros that "million" and the like stand for.
    """

    months: Mapping[str, int]
    written: frozenset[str]
    wide: frozenset[str]
    month: re.Pattern[str] | None
    scales: Mapping[str, int]
    scale: re.Pattern[str] | None
    part_of_day: re.Pattern[str] | None
    noons: tuple[tuple[re.Pattern[str], int], ...]


def base(language: str) -> str:
    """Return the language without its region: `pt` for pt-BR."""
    return language.partition("-")[0].lower()


def lowered_same_length(text: str) -> str:
    """Convert to lower case without changing the length."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def month_names(language: str) -> Mapping[str, int]:
    """Return the number of each month by every name and abbreviation of it in a language, in small letters; empty in an unknown one."""
    return _vocabulary(base(language)).months


@lru_cache(maxsize=16384)
def numeric_expressions(text: str, language: str) -> tuple[NumericExpression, ...]:
    """Return the numbers of a text, in order.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag; digits are found in unknown languages too.
    """
    words = _vocabulary(base(language))
    folded = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit.group())), text).translate(_SEPARATORS)
    folded = _NO_TEXT.sub(lambda found: " " * len(found.group()), folded)
    found: list[NumericExpression] = []
    with_digits = (_iso, _numeric_days, _clock_times, _phones, _numbers) if _DIGIT.search(folded) else ()
    for read in (_months, *with_digits):
        for number in read(folded, words):
            found.append(number)
            # The number reader still needs a month's name next to a number.
            if read is not _months or any(character.isdigit() for character in folded[number.start : number.end]):
                folded = folded[: number.start] + "\x00" * (number.end - number.start) + folded[number.end :]
    if found and words.part_of_day and words.part_of_day.search(lowered_same_length(text)):
        found = [replace(number, readings=number.readings | _half_a_day_on(number)) for number in found]
    for noon, hour in words.noons:
        found += (
            NumericExpression(at.start(), at.end(), _time(hour, 0), counts=False, strange=False)
            for at in noon.finditer(lowered_same_length(text))
        )
    return tuple(sorted(found, key=lambda number: (number.start, number.end)))


def readings(text: str, language: str, *, in_words: bool = False) -> frozenset[Reading]:
    """Return every reading of the numbers in a text; with `in_words`, also of numbers written in words."""
    found = frozenset(chain.from_iterable(number.readings for number in numeric_expressions(text, language)))
    return (
        found | frozenset(chain.from_iterable(number.readings for number in _spelled(text, base(language))))
        if in_words
        else found
    )


def is_none_or_one(meant: frozenset[Reading]) -> bool:
    """Whether the number is 0 or 1, which another language may express with "none" or "a"."""
    numbers = [value for kind, value in meant if kind == "number"]
    return bool(numbers) and all(value in _NONE_OR_ONE for value in numbers)


def may_be_in_words(number: NumericExpression, *languages: str) -> bool:
    """Whether a small number may be written as a word that cannot be read because the language is unknown."""
    numbers = [value for kind, value in number.readings if kind == "number" and isinstance(value, Decimal)]
    small = bool(numbers) and all(value <= MOST_IN_WORDS and value == value.to_integral_value() for value in numbers)
    return small and not all(_knows_words(base(language)) for language in languages)


@lru_cache(maxsize=4096)
def _spelled(text: str, language: str) -> tuple[NumericExpression, ...]:
    if not _knows_words(language):
        return ()
    return numeric_expressions(alpha2digit(text, language, threshold=0), language)


@cache
def _knows_words(language: str) -> bool:
    try:
        alpha2digit("", language)
    except ValueError:
        return False
    return True


def _months(text: str, words: _Words) -> Iterator[NumericExpression]:
    for found in words.month.finditer(lowered_same_length(text)) if words.month else ():
        name, before, after = text[found.start() : found.end()], text[: found.start()], text[found.end() :]
        # Case matters: English "may" is a verb and "May" a month. It does not where a month may be in lower case: "mars" and "Mars".
        spelt = {name, name.lower()}
        filler = r"(?:\w{1,3}\s)?" if spelt & words.wide else ""
        beside = re.search(rf"\d[.\w]{{0,3}}\s*{filler}$", before) or re.match(rf"\.?,?\s*{filler}\d", after)
        alone = bool(spelt & words.wide) and len(name) > 3 and not re.search(r"(?:^|[.!?:])\W*$", before)
        sure = bool(beside and spelt & words.written)
        month = frozenset({("month", words.months[found.group()])})
        yield NumericExpression(found.start(), found.end(), month, counts=sure or alone, strange=sure)


def _iso(text: str, _words: _Words) -> Iterator[NumericExpression]:
    for found in _ISO.finditer(text):
        yield NumericExpression(found.start(1), found.end(1), _number_readings(int(found.group(1))))
        yield NumericExpression(found.start(2), found.end(2), frozenset({("month", int(found.group(2)))}))
        yield NumericExpression(found.start(3), found.end(3), _number_readings(int(found.group(3))))
        if found.group(4):
            yield NumericExpression(found.start(4), found.end(5), _time(int(found.group(4)), int(found.group(5))))


def _numeric_days(text: str, _words: _Words) -> Iterator[NumericExpression]:
    for found in _DAY.finditer(text):
        first, second = int(found.group(1)), int(found.group(3))
        if not (0 < first <= 31 and 0 < second <= 31 and min(first, second) <= 12):
            continue
        for group, value in ((1, first), (3, second)):
            month = frozenset({("month", value)}) if value <= 12 else frozenset[Reading]()
            yield NumericExpression(found.start(group), found.end(group), _number_readings(value) | month)
        if year := found.group(4):
            full = int(year) if len(year) == 4 else 2000 + int(year)
            yield NumericExpression(found.start(4), found.end(4), _number_readings(full) | _number_readings(int(year)))


def _clock_times(text: str, _words: _Words) -> Iterator[NumericExpression]:
    for pattern in (_TIME, _HOUR):
        for found in pattern.finditer(text):
            hour, minute, half = int(found.group(1)), int(found.group(2) or 0), (found.group(3) or "").strip()[:1].lower()
            if hour > 24 or minute > 59:
                continue
            if half:
                hour = hour % 12 + (12 if half == "p" else 0)
            yield NumericExpression(found.start(), found.end(), _time(hour, minute))
        text = pattern.sub(lambda found: "\x00" * len(found.group()), text)


def _phones(text: str, _words: _Words) -> Iterator[NumericExpression]:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if len(digits) >= 7:
            yield NumericExpression(found.start(), found.end(), frozenset({("telephone", digits[-6:])}), counts=False)


def _numbers(text: str, words: _Words) -> Iterator[NumericExpression]:
    for found in _NUMBER.finditer(text):
        written, end = found.group(), found.end()
        if scaled := words.scale.match(lowered_same_length(text), end) if words.scale else None:
            zeros = words.scales[" ".join(scaled.group(1).split())]
            end = scaled.end()
        else:
            zeros = 0
        meant = frozenset(chain.from_iterable(_scaled(value, zeros) for value in _values(written)))
        if (clock := _CLOCK.fullmatch(written)) and int(clock.group(1)) < 25 and int(clock.group(2)) < 60:
            meant |= _time(int(clock.group(1)), int(clock.group(2)))
        if not meant:
            yield NumericExpression(found.start(), end, frozenset({("text", written)}))
            continue
        # Letters directly after the digits make it a name: 2FA, 256GB.
        named = re.match(r"[A-Z]", text[end : end + 1]) is not None
        yield NumericExpression(found.start(), end, meant, counts=not named and not is_none_or_one(meant))
        if re.search(rf"[{_SPACES}]", written):
            # "2027 450" may well be two numbers.
            for part in _APART.finditer(written):
                at = found.start() + part.start()
                alone = frozenset(chain.from_iterable(_scaled(value, zeros) for value in _values(part.group())))
                yield NumericExpression(at, at + len(part.group()), alone, counts=False, strange=False)


def _values(written: str) -> Iterator[Decimal]:
    """Yield the values of a number whose separators may be for thousands or decimals."""
    written = re.sub(rf"[{_SPACES}'’]", "", written)
    separators = re.sub(r"\d", "", written)
    groups = re.split(r"[.,]", written)
    if not separators:
        yield Decimal(written)
        return
    if len(set(separators)) == 1 and len(groups[-1]) == 3 and all(2 <= len(group) <= 3 for group in groups[1:]):
        yield Decimal("".join(groups))
        # Nobody writes 18.400 to mean 18.4.
        if written.endswith("0"):
            return
    if len(separators) == 1:
        yield Decimal(f"{groups[0]}.{groups[1]}")
    elif len(set(separators)) == 2 and separators.count(separators[-1]) == 1:
        yield Decimal("".join(groups[:-1]) + "." + groups[-1])


def _scaled(value: Decimal, zeros: int) -> Iterator[Reading]:
    yield from _number_readings(value.scaleb(zeros))
    if not zeros and value <= 24 and value == value.to_integral_value():
        yield from _time(int(value), 0)


def _number_readings(value: Decimal | int) -> frozenset[Reading]:
    return frozenset({("number", Decimal(value).normalize())})


def _time(hour: int, minute: int) -> frozenset[Reading]:
    return frozenset({("time", (hour % 24, minute))})


def _half_a_day_on(number: NumericExpression) -> frozenset[Reading]:
    times = (value for kind, value in number.readings if kind == "time" and isinstance(value, tuple))
    return frozenset(("time", (hour % 12 + 12, minute)) for hour, minute in times if hour <= 12)


@cache
def _vocabulary(language: str) -> _Words:
    months: dict[str, int] = {}
    written: dict[str, set[str]] = {"wide": set(), "abbreviated": set()}
    scales: dict[str, int] = {}
    parts: set[str] = set()
    noons: dict[str, int] = {}
    for locale in _locales(language):
        for widths in locale.months.values():
            for width, known in written.items():
                for number, name in widths[width].items():
                    known.add(name.strip("."))
                    months.setdefault(name.strip(".").lower(), number)
        for widths in chain.from_iterable(kinds.values() for kinds in locale.day_periods.values()):
            for name, words in widths.items():
                if name in {"noon", "midnight"}:
                    noons[words.lower()] = 12 if name == "noon" else 0
                elif len(words) > 2 or not words.isascii():
                    parts.add(words.lower())
    for locale in chain(_locales(language), _counting_in(language)):
        for forms in chain.from_iterable(widths.values() for widths in locale.compact_decimal_formats.values()):
            for power, pattern in forms.items():
                zeros = len(str(power)) - max(1, pattern.pattern.count("0"))
                word = re.sub(r"[0'.\s\u200f\u200e]+", " ", pattern.pattern).strip().lower()
                if zeros and word and (len(word) > 2 or not word.isascii()):
                    scales.setdefault(word, zeros)
    return _Words(
        months=MappingProxyType(months),
        written=frozenset(written["wide"] | written["abbreviated"]),
        wide=frozenset(written["wide"]),
        month=_any(months, end=False),
        scales=MappingProxyType(scales),
        scale=re.compile(rf"\s?({'|'.join(map(_open, sorted(scales, key=len, reverse=True)))})") if scales else None,
        part_of_day=_any(parts, end=True),
        noons=tuple((pattern, hour) for word, hour in sorted(noons.items()) if (pattern := _any([word], end=True))),
    )


@cache
def stops_after_a_day(language: str) -> bool:
    """Whether a language writes a full stop after the day of a month ("2. März"), so that it does not end a sentence."""
    locale = next(_locales(base(language)), None)
    return locale is not None and bool(re.search(r"d\.\s", locale.date_formats["long"].pattern))


def _locales(language: str) -> Iterator[Locale]:
    """Yield the language's own locale, then its regional ones: Austria and Syria have month names of their own."""
    for name in sorted(locale_identifiers(), key=len):
        if name == language or (name.startswith(f"{language}_") and language != "en"):
            try:
                yield Locale.parse(name)
            except (UnknownLocaleError, ValueError):
                continue


def _counting_in(language: str) -> Iterator[Locale]:
    """Yield further locales whose words for thousands the language uses.

    English also writes lakh and crore, which only Indian English lists.
    """
    if language == "en":
        yield Locale.parse("en_IN")


def _any(words: Iterable[str], *, end: bool) -> re.Pattern[str] | None:
    """Return a pattern that matches any of the words. Without `end`, letters may follow a long word, which may be inflected."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    if not longest_first:
        return None
    apart = "|".join(_ended(word, end=end) for word in longest_first if not _runs_on(word))
    together = "|".join(re.escape(word) for word in longest_first if _runs_on(word))
    # One lookbehind for all words is much faster than one for each.
    patterns = [rf"(?<![^\W\d])(?:{apart})" if apart else "", together]
    return re.compile("|".join(pattern for pattern in patterns if pattern))


def _runs_on(word: str) -> bool:
    """Whether letters may directly adjoin a word: in scripts that join words or use prefixes, unless the word is short."""
    return (word[0] >= _RUN_ON and len(word) > 2) or not word[0].isalpha()


def _ended(word: str, *, end: bool) -> str:
    return re.escape(word) + (r"(?![^\W\d])" if end or len(word) <= 4 else "")


def _open(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s") + (r"(?!\w)" if word[-1] < _RUN_ON else "")
