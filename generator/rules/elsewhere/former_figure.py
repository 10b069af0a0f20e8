"""A text elsewhere gives an earlier number of the ledger.

## What it checks

That a number next to the name of something counted, in a sentence that may be about something else, is not one that the ledger gave earlier
and has replaced, nor one with the digits of the current number in a different order.

## Why it matters

A script that was copied from last week's statement keeps repeating last week's number.

## Instead of

    We wrote to 366 customers.     # since Thursday it is 412

## Write

    We wrote to 412 customers.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_figures import finding_of, other_figures
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Numbers that hold no more."""
    for one in other_figures(said):
        if one.judged.severity is not Severity.ERROR:
            yield finding_of(one, said)


RULE = Rule(code="ELS002", name="former-figure", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
