"""A number or a date in a translated sentence is not in its original.

## What it checks

That a translated sentence has no number, date or time that the original's sentence lacks, in digits or in words.

## Why it matters

It is either a mistake, or something that the readers of the original were not told. Telephone numbers count: a wrong one leads frightened
people to someone else.

## Instead of

    # 02-scope.md                                 # 02-scope.de.md
    log: We are reading the access log.           log: Wir lesen das Protokoll der letzten 90 Tage.

## Write

    log: Wir lesen das Zugriffsprotokoll.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.prose.number_words import NumericExpression, is_none_or_one, may_be_in_words, numeric_expressions, readings
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Numbers that the original's sentence does not have."""
    found = context.analysis.compared(pair)
    for ours, theirs, at in found.texts():
        added = [theirs[one.start : one.end] for one in _added(ours, found.from_language, theirs, pair.language)]
        if added:
            pieces = ", ".join(f"“{piece}”" for piece in dict.fromkeys(added))
            yield Finding(
                at=at,
                message=f"{pieces} is not in the same sentence of {found.original_name}",
                help=f"compare it with the original: “{short(ours, 160)}”",
            )


def _added(ours: str, from_language: str, theirs: str, language: str) -> Iterator[NumericExpression]:
    there = readings(ours, from_language)
    all_figures = numeric_expressions(theirs, language)
    known = [number for number in all_figures if number.readings & there]
    for number in all_figures:
        # "18 400" holds an 18 and a 400, which are no numbers of their own.
        if not number.strange or any(one.start <= number.start and number.end <= one.end for one in known):
            continue
        if number.readings & readings(ours, from_language, in_words=True) or may_be_in_words(number, from_language):
            continue
        if not is_none_or_one(number.readings):
            yield number


RULE = Rule(
    code="TRA005",
    name="added-number",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
