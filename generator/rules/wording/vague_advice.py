"""Remain vigilant.

## What it checks

That advice says what to look for, where, and what to do then.

## Why it matters

Readers cannot follow advice that names nothing, and it looks like an attempt to share the blame.

## Instead of

    We encourage you to remain vigilant.

## Write

    Look for orders that you did not place between 1 and 14 June, and tell us their numbers.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD039",
    name="vague-advice",
    severity=Severity.WARNING,
    check=wording(
        "WRD039",
        "is advice that nobody can follow",
        "say what to look for, where, and what to do when they find it",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
