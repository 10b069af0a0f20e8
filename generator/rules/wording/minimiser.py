"""Only a small number.

## What it checks

That no words make a number look small: only, just, a limited number, a small percentage, an isolated incident.

## Why it matters

Such words play a number down without giving it. "A limited number" is quoted in a case that was settled for a million dollars.

## Instead of

    Only a limited number of customers are affected.

## Write

    163 of 270,000 customers are affected.
"""

from generator.inspection.wording import own_count, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD006",
    name="minimiser",
    severity=Severity.WARNING,
    check=wording("WRD006", "makes it sound small without saying how many", "give the number and the total", better=own_count),
    waivable=True,
    translations=True,
    doc=__doc__,
)
