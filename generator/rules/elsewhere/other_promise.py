"""A text elsewhere promises something by a different day from the ledger.

## What it checks

That the day of the next update is that of `next_update`, and that a sentence that repeats what a step will do, what you want to find out, or what
you offer names the same day for it.

## Why it matters

A promise that is made in two places with two days is broken in one of them.

## Instead of

    Our next update follows on 30 November.     # next_update: 2026-11-27T17:00

## Write

    Our next update follows on 27 November.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.dated_things import other_promises
from generator.inspection.outside import OutsideStatement
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Days of promises that the ledger does not have."""
    for one in other_promises(said):
        yield Finding(
            at=one.sentence.stretch.span(one.sentence.start + one.day.start, one.sentence.start + one.day.end),
            message=f"it says “{one.quote}” for {one.what}; {one.own}",
            help="use the day in the ledger; or move the promise in an update first",
        )


RULE = Rule(code="ELS007", name="other-promise", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
