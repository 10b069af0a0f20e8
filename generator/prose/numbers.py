"""Numbers of things in a text: in digits or words, with what is said of them ("about", "at least"), as intervals of whole things.

What is a time, a date, a version, money, a telephone number, a share, an ordinal, the number of a list or of a thing ("case 318") is none.
Digits, dates, times and words for thousands are read by `prose/number_words.py`; numbers in words by text2num, which knows fewer languages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError  # noqa: TID251  # which mark a language groups digits with
from text_to_num import find_numbers  # noqa: TID251  # prose/number_words.py reads whole texts with it; here places matter

from generator.prose.clauses import sentences
from generator.prose.lexicon import Lexicon, LexiconSection, lexicon
from generator.prose.number_words import NumericExpression, base, lowered_same_length, numeric_expressions


@dataclass(frozen=True, slots=True)
class Number:
    """A number of things in a text.

    Attributes:
        start: where it begins, without the words that qualify it.
        end: one past its last character.
        values: the numbers as they are written; two of a range.
        low: the least that it can mean.
        high: the most that it can mean; None: no upper bound.
        worded: whether words such as "about" or "at least" make an interval of it.
    """

    start: int
    end: int
    values: tuple[int, ...]
    low: int
    high: int | None
    worded: bool = False

    def holds(self, value: int) -> bool:
        """Whether it can mean a number."""
        return self.low <= value and (self.high is None or value <= self.high)


_SPACE = " \u00a0\u2009\u202f"
_TOKEN = re.compile(r"[^\W\d_]+(?:[-\u2011][^\W\d_]+)*")
_MONEY = "$€£¥₹₽₩₪₺¢"
_RANGE = re.compile(r"\s?[–\u2012—-]\s?")
_MOST_DIGITS = 15
_ARABIC_MARKS = str.maketrans({"\u066c": ",", "\u066b": "."})


@lru_cache(maxsize=4096)
def numbers(text: str, language: str) -> tuple[Number, ...]:
    """Return the numbers of things in a text, in order; none overlaps another.

    Args:
        text: one sentence or many.
        language: its BCP 47 tag; in a language without a word list, digits are read, and no words round them.
    """
    known = lexicon(language)
    found: list[Number] = []
    for start, end in sentences(text, language):
        sentence = text[start:end]
        found += (replace(number, start=number.start + start, end=number.end + start) for number in _numbers_in(sentence, known))
    return tuple(found)


def skeleton(text: str, language: str) -> str:
    """Return a text with a mark in place of each number and its qualifiers: texts that differ only in figures have the same."""
    at, kept = 0, []
    for number in numbers(text, language):
        start, end = with_its_words(text, number, language)
        kept.append(text[at : max(at, start)])
        at = end
    return "\0".join(re.sub(r"\s+", " ", part).strip() for part in [*kept, text[at:]])


def with_its_words(text: str, number: Number, language: str) -> tuple[int, int]:
    """Return where a number begins and ends in a text with the words that qualify it: "about 120", "300 or more"."""
    known = lexicon(language)
    start, end = number.start, number.end
    lead_at = max(0, start - 40)
    lead = _qualifier(known.figures).search(lowered_same_length(text[lead_at:start]))
    after = _after(known.figures).match(lowered_same_length(text[end : end + 40]))
    return lead_at + lead.start() if lead else start, end + after.end() if after else end


def is_qualified(said: str, start: int, end: int, known: Lexicon) -> bool:
    """Whether words qualify what stands at a place of a text in small letters."""
    before = _any_before(known.figures).search(said, max(0, start - 40), start)
    return before is not None or _after(known.figures).match(said[end : end + 40]) is not None


def after_numbers(known: Lexicon) -> re.Pattern[str]:
    """Return a pattern of what qualifies the number before it."""
    return _after(known.figures)


def in_digits(value: int, language: str, *, grouped: bool = True) -> str:
    """Return a number as a language writes it: 1,140 and 1.140."""
    group = _grouping(language)[0]
    # In Spanish, four digits stand together.
    least = 10_000 if base(language) == "es" else 1_000
    return f"{value:,}".replace(",", group) if grouped and value >= least else str(value)


def _numbers_in(sentence: str, known: Lexicon) -> list[Number]:
    said = lowered_same_length(sentence)
    digits = list(_digits(sentence, known))
    taken = _covered(numeric_expressions(sentence, known.language), sentence)
    spelt = [number for number in _spelt(sentence, known) if not any(taken[number.start : number.end])]
    plain = sorted([*digits, *spelt], key=lambda number: number.start)
    scaled = [_scaled(number, said, known.figures) for number in plain]
    apart: list[Number] = []
    for number in scaled:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    kept = [number for number in apart if not _is_other(number, sentence, said, known)]
    return _worded(kept, said, known.figures)


# Digits.


def _digits(sentence: str, known: Lexicon) -> Iterator[Number]:
    read = [figure for figure in numeric_expressions(sentence, known.language) if not _inside_longer(figure, sentence, known)]
    read.sort(key=lambda figure: (figure.start, -figure.end))
    months = [figure for figure in read if any(kind == "month" for kind, _ in figure.readings)]
    end = -1
    for figure in read:
        if figure.start < end or any(kind in {"telephone", "text", "month"} for kind, _ in figure.readings):
            continue
        if _is_of_date(figure, months, sentence) or not any(kind == "number" for kind, _ in figure.readings):
            continue
        value = _whole_value(figure, sentence, known.language)
        if value is None:
            continue
        end = figure.end
        amount, half = value
        if half:
            # "1.5 million" is said of 1,512,340 too.
            yield Number(figure.start, figure.end, (amount,), max(0, amount - half), amount + half, worded=True)
        else:
            yield Number(figure.start, figure.end, (amount,), amount, amount)


def _inside_longer(figure: NumericExpression, sentence: str, known: Lexicon) -> bool:
    """Whether spaces join digits where the language does not do that: then the parts are numbers, and not the whole."""
    written = sentence[figure.start : figure.end]
    return bool(re.search(r"\d \d", written)) and _grouping(known.language)[0] not in _SPACE


def _is_of_date(figure: NumericExpression, months: list[NumericExpression], sentence: str) -> bool:
    written = sentence[figure.start : figure.end]
    for month in months:
        if month.start == figure.start:
            return True
        if month.start > figure.end + 8 or month.end < figure.start - 8:
            continue
        between = sentence[min(figure.end, month.end) : max(figure.start, month.start)]
        if not re.fullmatch(r"\W{0,3}|\W{0,2}(?:of|de|del|den)\W|(?:st|nd|rd|th|er|e)?\W{0,2}(?:of |de )?", between):
            continue
        day, year = len(written) <= 2, len(written) == 4
        if (day or year) and written.isdigit():
            return True
    # 2027-03-02, 3.5.2027
    around = sentence[max(0, figure.start - 5) : figure.start] + "|" + sentence[figure.end : figure.end + 5]
    return bool(re.search(r"\d{1,4}[-/.]\|", around) or (re.search(r"\|[-/.]\d{2,4}", around) and len(written) in {2, 4}))


def _whole_value(figure: NumericExpression, sentence: str, language: str) -> tuple[int, int] | None:
    """Return a figure's whole number, and half the unit of its last digit if a word for thousands follows; None: it is no whole number."""
    written = sentence[figure.start : figure.end]
    digits = re.match(rf"\d[\d.,'’\u066b\u066c{_SPACE}]*\d|\d", written)
    if digits is None:
        return None
    group, point = _grouping(language)
    bare = digits.group().translate(_ARABIC_MARKS)
    if len(re.sub(r"\D", "", bare)) > _MOST_DIGITS:
        return None
    values = {Decimal(value) for kind, value in figure.readings if kind == "number" and isinstance(value, (int, Decimal))}
    if len(values) > 1:
        # `1.212` is one thousand and more in one language, and one and a bit in another.
        grouped = bool(re.fullmatch(rf"\d{{1,3}}(?:[{re.escape(group)}{_SPACE}'’]\d{{2,3}})+", bare)) if group else False
        whole = {value for value in values if value == value.to_integral_value()}
        values = whole if grouped and whole else (values - whole or whole)
    value = max(values)
    if value != value.to_integral_value() or value > 10**_MOST_DIGITS:
        return None
    amount = int(value)
    word = written[len(bare) :].strip()
    if not word:
        return amount, 0
    decimals = len(bare.rpartition(point)[2]) if point in bare else 0
    shown = re.sub(r"\D", "", bare).lstrip("0") or "0"
    step = amount // int(shown) if int(shown) else 0
    return amount, max(step, 1) // 2 if decimals or len(shown) < 4 else 0


@cache
def _grouping(language: str) -> tuple[str, str]:
    """Return a language's separators of thousands and of decimals."""
    try:
        symbols = Locale.parse(base(language)).number_symbols
    except (UnknownLocaleError, ValueError):
        return ",", "."
    latin = symbols.get("latn", {})
    return latin.get("group", ","), latin.get("decimal", ".")


def _covered(read: tuple[NumericExpression, ...], sentence: str) -> bytearray:
    """Return which characters belong to a figure in digits, or to a month."""
    covered = bytearray(len(sentence))
    for figure in read:
        if any(character.isdigit() for character in sentence[figure.start : figure.end]):
            covered[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
    return covered


# Words.


class _Token:
    """A word, as text2num wants it."""

    def __init__(self, text: str, *, apart: bool) -> None:
        self._text = text
        self._apart = apart

    def text(self) -> str:
        return self._text

    def nt_separated(self, _previous: "_Token") -> bool:
        return self._apart

    def not_a_number_part(self) -> bool:
        return False


@lru_cache(maxsize=16384)
def number_of_word(word: str, language: str) -> int | None:
    """Return what a word in small letters means as a number by itself; None when it means none."""
    try:
        return next((int(found.value) for found in find_numbers([_Token(word, apart=False)], language, 0.0)), None)
    except ValueError:
        return None


def _spelt(sentence: str, known: Lexicon) -> Iterator[Number]:
    if not known.figures:
        return
    told = list(_TOKEN.finditer(sentence))
    tokens = [
        _Token(
            found.group().lower(), apart=index > 0 and bool(re.search(r"[^\s-]", sentence[told[index - 1].end() : found.start()]))
        )
        for index, found in enumerate(told)
    ]
    try:
        occurrences = find_numbers(tokens, known.language, 0.0)
    except ValueError:
        return
    for found in occurrences:
        first, last = told[found.start], told[found.end - 1]
        written = sentence[first.start() : last.end()].lower()
        if (
            found.is_ordinal
            or written in known.figures.words("no_number")
            or not float(found.value).is_integer()
            or found.value > 10**_MOST_DIGITS
        ):
            continue
        value, start = int(found.value), first.start()
        if written in known.figures.words("thousands"):
            # "a million", "half a million", and in other languages "thousands", which says nothing.
            led = known.figures.pattern("half").search(sentence[:start].lower().rstrip()[-10:])
            if led is None:
                continue
            value = value // 2 if led.group().split()[0] in known.figures.words("halved") else value
        yield Number(start, last.end(), (value,), value, value)


def _scaled(number: Number, said: str, known: LexiconSection) -> Number:
    """Extend a number by a multiplying word that the number reader does not know: "5 hundred", "two dozen"."""
    more = {word: 10 ** int(zeros) for word, zeros in known.pairs("scales").items()} | {
        word: int(times) for word, times in known.pairs("dozen").items() if times != "0"
    }
    if not more:
        return number
    found = re.match(r"\s?([^\W\d_]+)\b", said[number.end : number.end + 14])
    if not found or found.group(1) not in more:
        return number
    if len(found.group(1)) == 1 and found.group()[0].isspace():
        return number
    times = more[found.group(1)]
    low, high = number.low * times, (number.high or 0) * times
    return Number(number.start, number.end + found.end(), (number.values[0] * times,), low, high, number.worded)


# What is no number of things.


#: What joins a number to a name, a sum of money or another number, before and after it.
_JOINED_BEFORE = re.compile(rf"[{re.escape(_MONEY)}#§&@/\\_=+]\s?$|[^\W\d_][-.\u2011]$|[^\W_]$|\d[.,:/]$")
_JOINED_AFTER = re.compile(rf"\s?[%‰°{re.escape(_MONEY)}]|[-\u2011][^\W_]|[^\W\d_]|[/\\_@=&]|[.,:]\d|º|ª")


def _is_other(number: Number, sentence: str, said: str, known: Lexicon) -> bool:
    """Whether it is a share, money, an ordinal, a year, or the number of a list or of a thing."""
    before, after = said[max(0, number.start - 24) : number.start], said[number.end : number.end + 24]
    words = known.figures
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        return True
    if re.match(r"\.\s*[^\W\d_]", after) and known.verbs is not None and known.verbs.capital_nouns:
        return True  # a German ordinal
    if not sentence[: number.start].strip(" \t\n-*>") and re.match(r"[.)]\s", after):
        return True
    if words.pattern("money_before").search(before.rstrip()[-12:]):
        return True
    if words.pattern("quantities").match(after.lstrip(" -")):
        return True
    lead = re.search(r"(?:^|\W)([^\W\d_]+\.?)\s?$", before)
    if lead and words.pattern("ids").fullmatch(lead.group(1)):
        return True
    return _is_year(sentence[number.start : number.end], lead.group(1) if lead else "", after, known)


def _is_year(written: str, lead: str, after: str, known: Lexicon) -> bool:
    """Whether four digits after a word such as "in" or "of" are a year. "The letters of 2000 people" names none: a noun follows."""
    if not re.fullmatch(r"(?:19|20)\d\d", written) or not known.figures.pattern("years").fullmatch(lead):
        return False
    return not (known.figures.pattern("counted_after").fullmatch(lead) and _noun_follows(after, known))


def _noun_follows(after: str, known: Lexicon) -> bool:
    """Whether the next word may be what is counted: no verb, and none of the small words that stand before other things."""
    word = re.match(r"[\s\u00a0]+([^\W\d_]+(?:['’-][^\W\d_]+)*)", after)
    if word is None or known.verbs is None:
        return False
    said, verbs = word.group(1).replace("’", "'"), known.verbs
    small = verbs.before_nouns | verbs.pronouns | verbs.adverbs | verbs.joining | known.splits | {known.conjunction}
    verb = said in verbs.helping or said in verbs.towards or (said in verbs.main and said not in verbs.noun_first)
    return not verb and said not in small and not (verbs.like and verbs.like.fullmatch(said))


# What is said of a number.


def _worded(plain: list[Number], said: str, known: LexiconSection) -> list[Number]:
    found: list[Number] = []
    skip = -1
    for index, number in enumerate(plain):
        if index == skip:
            continue
        following = plain[index + 1] if index + 1 < len(plain) else None
        lead = said[max(0, number.start - 40) : number.start]
        if (
            following is not None
            and _is_range(lead, said[number.end : following.start], known)
            and following.values[0] >= number.values[0]
        ):
            low, high = number.values[0], following.values[0]
            found.append(Number(number.start, following.end, (low, high), low, high, worded=True))
            skip = index + 1
            continue
        found.append(_qualified(number, lead, said[number.end : number.end + 40], known))
    return found


def _is_range(lead: str, between: str, known: LexiconSection) -> bool:
    if _RANGE.fullmatch(between):
        return True
    joined = between.strip()
    if joined in known.words("between_and") and re.search(rf"(?<!\w)(?:{known.word('between') or '(?!)'})\s+$", lead):
        return True
    return joined in known.words("to") and not re.search(rf"(?<!\w)(?:{known.word('from') or '(?!)'})\s+$", lead)


def _qualified(number: Number, lead: str, after: str, known: LexiconSection) -> Number:
    value = number.values[0]
    unit = _unit(value)
    for name, low, high in (
        ("at_least", value, None),
        ("at_most", 0, value),
        ("fewer", 0, max(0, value - 1)),
        ("more", value + 1, None),
        ("nearly", value - max(unit // 2, min(unit, value // 20)), value),
        ("about", max(0, value - unit // 2), value + unit // 2),
    ):
        if _ending(known, name).search(lead):
            return replace(number, low=low, high=high, worded=True)
    for name, low, high in (
        ("after_most", 0, value),
        ("after_least", value, None),
        ("after_about", max(0, value - unit // 2), value + unit // 2),
    ):
        if known.pattern(name).match(after.lstrip()):
            return replace(number, low=low, high=high, worded=True)
    return number


def _unit(value: int) -> int:
    """Return the unit of the last digit that is not 0: 10 of 320, 100 of 1300."""
    written = str(value)
    return int(10 ** (len(written) - len(written.rstrip("0")))) if value else 1


def _ending(known: LexiconSection, name: str) -> re.Pattern[str]:
    """Return a pattern of the end of the text before a number, where a word of a list qualifies the number."""
    words = known.word(name)
    return known.compiled(f"{name} before", lambda: rf"(?<!\w)(?:{words})\s+(?:(?:{_articles(known)})\s+)?$" if words else "")


def _articles(known: LexiconSection) -> str:
    return "|".join(re.escape(word) for word in sorted(known.words("skip"))) or "(?!)"


def _qualifier(known: LexiconSection) -> re.Pattern[str]:
    return known.compiled("before", lambda: rf"(?<!\w)(?:{_any(known, QUALIFYING)})\s+$" if known else "")


def _any_before(known: LexiconSection) -> re.Pattern[str]:
    """Return a pattern of any word that qualifies a number, with an article after it: "of more than the 120"."""
    return known.compiled(
        "any before", lambda: rf"(?<!\w)(?:{_any(known, QUALIFYING)})\s+(?:(?:{_articles(known)})\s+)?$" if known else ""
    )


def _after(known: LexiconSection) -> re.Pattern[str]:
    return known.compiled("after", lambda: rf"\s+(?:{_any(known, _AFTER)})(?!\w)" if known else "")


#: The lists of words that stand before a number and make an interval of it.
QUALIFYING = ("at_least", "at_most", "fewer", "more", "nearly", "about", "between")
_AFTER = ("after_most", "after_least", "after_about")


def _any(known: LexiconSection, names: tuple[str, ...]) -> str:
    return "|".join(filter(None, map(known.word, names)))
