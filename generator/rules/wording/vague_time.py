"""Recently, shortly, as soon as possible.

## What it checks

That times are given exactly.

## Why it matters

Vague times hide delays, and they go stale: "last week" on a page that is read next month.

## Instead of

    We recently became aware of it and will write to you soon.

## Write

    We learnt of it on 3 March at 02:40 UTC and write to you by 5 March.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD008",
    name="vague-time",
    severity=Severity.WARNING,
    check=wording("WRD008", "does not say when", "give the day, and the time with its zone"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
