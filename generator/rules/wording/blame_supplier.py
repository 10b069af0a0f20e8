"""The supplier's fault.

## What it checks

That the blame is not passed on to a supplier, unless the same update says that you chose the supplier or answer for what it does.

## Why it matters

Readers chose you, not the supplier.

## Instead of

    A third-party vendor suffered a breach.

## Write

    Our supplier's desk was broken into. We chose the supplier, and we are responsible.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD014",
    name="blame-supplier",
    severity=Severity.WARNING,
    check=wording(
        "WRD014",
        "puts the blame on somebody else",
        "add that you chose the supplier and are responsible",
        answered_by="answers_for",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
