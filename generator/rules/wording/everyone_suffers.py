"""Attacks like this, fortunately.

## What it checks

That the incident is not excused as something that happens to everybody, and readers are not told how to feel.

## Why it matters

It spreads the blame, or calls something good news that is not.

## Instead of

    Like many companies, we have fortunately limited the damage.

## Write

    163 of 270,000 customers are affected.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD031",
    name="everyone-suffers",
    severity=Severity.WARNING,
    check=wording("WRD031", "spreads the blame or tells readers how to feel", "delete it"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
