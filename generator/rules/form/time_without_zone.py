"""A time has no time zone.

## What it checks

That every time ends in `Z` for UTC or in the difference to it, such as `+01:00`.

## Why it matters

Readers live in every time zone, and an update promised for 09:00 that comes at 09:00 in another zone is late.

## Instead of

    next_update: 2027-03-03 09:00

## Write

    next_update: 2027-03-03T09:00Z
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM008",
    name="time-without-zone",
    severity=Severity.ERROR,
    check=parser_problems("time-without-zone"),
    waivable=False,
    doc=__doc__,
)
