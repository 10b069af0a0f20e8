"""A text elsewhere names a different day from the ledger.

## What it checks

That the day on which something happened is within a window of the ledger, and that the day on which it was found is that of `aware`. A day that
the updates mention anywhere is accepted as a day on which something happened; days without a month are ignored.

## Why it matters

Regulators' deadlines run from these days. A supplier's notice with a different day is the first thing that their lawyers find.

## Instead of

    On 3 November an unauthorised party accessed our ticket system.     # window: {from: 2026-11-09, to: 2026-11-11}

## Write

    From 9 to 11 November an unauthorised party accessed our ticket system.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.dated_things import other_days
from generator.inspection.outside import OutsideStatement
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Days of the incident that the ledger does not have."""
    for one in other_days(said):
        yield Finding(
            at=one.sentence.stretch.span(one.sentence.start + one.day.start, one.sentence.start + one.day.end),
            message=f"it says “{one.quote}” for {one.what}; {one.own}",
            help="use the day in the ledger; or, if that is wrong, correct it in an update first",
        )


RULE = Rule(code="ELS005", name="other-day", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
