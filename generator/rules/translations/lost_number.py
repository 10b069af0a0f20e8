"""A number or a date in a sentence is not in its translation.

## What it checks

That every number, date and time in a sentence of the original is in the translated sentence too. It may be written in the style of the
language: 1,212 or 1.212 or 1 212, 14:20 or 2:20 pm, 2 March or 2. März, with its own digits, or in words. One ("a"), none and telephone
numbers are ignored.

## Why it matters

Numbers are what readers remember, and what a tired translator mistypes.

## Instead of

    # 02-scope.md                                 # 02-scope.de.md
    opened: They opened 1,212 tickets.            opened: Sie haben 1.122 Tickets geöffnet.

## Write

    opened: Sie haben 1.212 Tickets geöffnet.
"""

import re
from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.prose.number_words import NumericExpression, may_be_in_words, numeric_expressions, readings
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Numbers in the original's sentences that their translations lack."""
    found = context.analysis.compared(pair)
    for ours, theirs, at in found.texts():
        lost = tuple(_lost(ours, found.from_language, theirs, pair.language))
        if lost:
            pieces = ", ".join(f"“{piece}”" for piece in _pieces(ours, lost))
            yield Finding(
                at=at,
                message=f"{pieces} of {found.original_name} is not in this translation",
                help=f"the original says: “{short(ours, 160)}”",
            )


def _lost(ours: str, from_language: str, theirs: str, language: str) -> Iterator[NumericExpression]:
    there = readings(theirs, language)
    missing = [
        number
        for number in numeric_expressions(ours, from_language)
        if number.counts
        and not number.readings & there
        and not number.readings & readings(theirs, language, in_words=True)
        and not _is_kept(ours[number.start : number.end], theirs)
    ]
    sure = [number for number in missing if not may_be_in_words(number, language)]
    for number in missing:
        # If the month is missing too, the day is not a number written in words.
        if number in sure or any(0 <= one.start - number.end <= 3 or 0 <= number.start - one.end <= 3 for one in sure):
            yield number


def _is_kept(word: str, text: str) -> bool:
    """Whether a month or a number word was left untranslated: "2 March" in a German sentence is not German, but the same day."""
    return any(character.isalpha() for character in word) and bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text))


def _pieces(text: str, lost: tuple[NumericExpression, ...]) -> Iterator[str]:
    """Return the missing numbers as the original writes them, with the parts of a date combined."""
    start, end = lost[0].start, lost[0].end
    for number in lost[1:]:
        if re.fullmatch(r"[\s.,/-]{0,2}(?:\w{1,2}\s)?", text[end : number.start]):
            end = number.end
        else:
            yield text[start:end]
            start, end = number.start, number.end
    yield text[start:end]


RULE = Rule(
    code="TRA004",
    name="lost-number",
    severity=Severity.ERROR,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
