"""Threat actors and exfiltration.

## What it checks

That no sentence uses words that readers do not know.

## Why it matters

People who do not understand a word do not act.

## Instead of

    A threat actor exfiltrated PII.

## Write

    Someone copied names and addresses.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD027",
    name="jargon",
    severity=Severity.WARNING,
    check=wording("WRD027", "is a word that readers do not know", "use a plain word: someone, copied, names and addresses"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
