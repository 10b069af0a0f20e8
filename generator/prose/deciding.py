"""Words and numbers that decide what a sentence says: without them it would say something else.

Names, addresses, telephone numbers and the like decide nothing: they say whom or what a sentence is about.
"""

import re

from generator.prose.lexicon import lexicon
from generator.prose.number_words import NumericExpression, numeric_expressions
from generator.prose.numbers import numbers

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?")
#: An address of mail or of the web, in which no word counts.
_ADDRESS = re.compile(r"\S+@\S+|\S*://\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")
#: What begins a sentence.
_BEGINS = re.compile(r"(?:^|[.!?:;؟…]\s+|[\"“„«»(\[]\s*)$")
_MONEY = re.compile(r"[$€£¥₹%٪‰]")
#: What stands before a month, and seldom before a name.
_WHEN = frozenset(
    "in during since until early late last this next im seit bis anfang ende mitte en depuis jusqu durant pendant desde hasta durante في منذ حتى خلال".split()
)
#: A year, after such a word.
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATED = re.compile(r"\d[.,'’\u00a0\u202f\u066c ]\d")


def deciding_word(text: str, start: int, end: int, language: str) -> str:
    """Return the first word or number between two places of a text that decides what it says; empty when there is none.

    Args:
        text: a sentence or several.
        start: the first place.
        end: one past the last.
        language: the text's language, a BCP 47 tag.
    """
    known = lexicon(language)
    words = known.deciding.words("words") | known.denial.words("verb") | known.denial.words("noun")
    addresses = [found.span() for found in _ADDRESS.finditer(text)]
    for found in _WORD.finditer(text, start, end):
        if any(first <= found.start() < last for first, last in addresses) or _is_name(text, found, end):
            continue
        said = found.group().lower().replace("’", "'")
        first, apostrophe, _ = said.partition("'")
        forms = {said, said.rstrip("'"), first, first + apostrophe, *(("n't",) if said.endswith("n't") else ())}
        if forms & words:
            return found.group()
    return _first_number(text, start, end, language, addresses)


def _first_number(text: str, start: int, end: int, language: str, addresses: list[tuple[int, int]]) -> str:
    """Return the first count, date or time; a number of a house, a card, a ticket or a telephone is none."""
    counts = {one.start for one in numbers(text, language)}
    for one in numeric_expressions(text, language):
        if not (start <= one.start < end or start < one.end <= end) or any(
            first <= one.start < last for first, last in addresses
        ):
            continue
        written = text[one.start : one.end]
        if not any(character.isdigit() for character in written):
            # A month, which may be a person's name.
            if _is_of_a_date(text, one):
                return written
        elif _is_date(text, one, language) or _is_amount(text, one) or (one.start in counts and not _is_label(text, one)):
            return written
    return next(
        (
            text[one.start : one.end]
            for one in numbers(text, language)
            if start <= one.start < end and not _has_digit(text[one.start : one.end])
        ),
        "",
    )


def _has_digit(written: str) -> bool:
    return any(character.isdigit() for character in written)


def _is_label(text: str, number: NumericExpression) -> bool:
    """Whether a number names something, after a word with a capital letter: "Elm Road 4", "IBAN DE89 3704"."""
    written = text[number.start : number.end]
    before = text[: number.start].rstrip(" \u00a0")
    last = _last_word(before)
    if _SEPARATED.search(written) or not last:
        return False
    word = text[last[0] : last[1]]
    return (word[:1].isupper() and not _BEGINS.search(text[: last[0]])) or _has_digit(word)


def _last_word(before: str) -> tuple[int, int] | None:
    found = re.search(r"[^\W_]+$", before)
    return found.span() if found else None


def _is_date(text: str, number: NumericExpression, language: str) -> bool:
    """Whether a number is a day, a year or a time."""
    written = text[number.start : number.end]
    if ":" in written or {kind for kind, _ in number.readings} == {"time"}:
        return True
    before = _last_word(text[: number.start].rstrip(" \u00a0"))
    if _YEAR.fullmatch(written) and before and text[before[0] : before[1]].lower() in _WHEN:
        return True
    near = numeric_expressions(text[max(0, number.start - 24) : number.end + 24], language)
    months = [
        one
        for one in near
        if any(kind == "month" for kind, _ in one.readings)
        and not _has_digit(text[max(0, number.start - 24) :][one.start : one.end])
    ]
    between = text[max(0, number.start - 24) : number.end + 24]
    at = number.start - max(0, number.start - 24)
    return any(
        re.fullmatch(r"[\s.,]*(?:de|of|d')?[\s.]*", between[min(at + len(written), one.end) : max(at, one.start)])
        for one in months
    ) or bool(
        re.search(
            r"\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})\b|\b\d{4}-\d{2}-\d{2}\b", text[max(0, number.start - 8) : number.end + 8]
        )
    )


def _is_amount(text: str, number: NumericExpression) -> bool:
    """Whether a number is an amount of money or a share."""
    return bool(_MONEY.search(text[: number.start][-2:]) or _MONEY.match(text[number.end :].lstrip(" \u00a0\u202f")))


def _is_of_a_date(text: str, month: NumericExpression) -> bool:
    """Whether the name of a month is one: beside a number, or after a preposition; "April Jones" is a person."""
    before, after = text[: month.start], text[month.end :]
    last = re.search(r"([^\W\d_]+)\s+$", before)
    beside = re.search(r"\d[.]?\s*(?:de\s+)?$", before) or re.match(r"[\s,]*\d", after)
    return bool(beside) or (last is not None and last.group(1).lower() in _WHEN)


def _is_name(text: str, word: re.Match[str], end: int) -> bool:
    """Whether a word is part of a name: with a capital letter inside a sentence, or at its start before another such word."""
    if not word.group()[:1].isupper():
        return False
    if not _BEGINS.search(text[: word.start()]):
        return True
    after = _WORD.search(text, word.end(), end)
    return after is not None and after.group()[:1].isupper() and not text[word.end() : after.start()].strip()
