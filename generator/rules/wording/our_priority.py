"""Your privacy is our priority.

## What it checks

That no sentence claims that something is valued or has priority.

## Why it matters

It is empty, and people have just seen the opposite.

## Instead of

    Your privacy is our top priority.

## Write

    We are sorry. Your address was copied because we left a server open.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD022",
    name="our-priority",
    severity=Severity.ADVICE,
    check=wording("WRD022", "says nothing to people who have just seen otherwise", "delete it"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
