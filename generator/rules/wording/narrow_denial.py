"""A denial that is too narrow.

## What it checks

That no sentence denies a breach of one named thing, or calls something "not breached".

## Why it matters

It is true of the name and false about the data.

## Instead of

    There has been no breach of our service.

## Write

    Someone used a supplier's computer to see 366 customers' accounts.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD015",
    name="narrow-denial",
    severity=Severity.WARNING,
    check=wording("WRD015", "can be true of the system it names and false of the data", "say first what was reached"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
