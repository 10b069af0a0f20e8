"""Swift action, robust measures.

## What it checks

That the organisation does not praise itself.

## Why it matters

It is advertising in a letter of apology.

## Instead of

    We took swift action and have robust measures in place.

## Write

    We shut the account at 06:55 UTC, 15 minutes after the alarm.
"""

from generator.inspection.wording import is_measured, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD021",
    name="self-praise",
    severity=Severity.ADVICE,
    check=wording("WRD021", "is self-praise", "say what was done, with the time", spared=is_measured),
    waivable=True,
    translations=True,
    doc=__doc__,
)
