"""Pursuant to.

## What it checks

That no sentence sounds like a contract.

## Why it matters

It sounds as if informing people were a burden.

## Instead of

    Pursuant to applicable law we are notifying you.

## Write

    We are telling you because your data was copied.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD030",
    name="legalese",
    severity=Severity.ADVICE,
    check=wording("WRD030", "sounds as if telling people were a burden", "delete it"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
