"""A sophisticated attack.

## What it checks

That an attack is not called sophisticated or the like.

## Why it matters

It is an excuse without evidence. Many such attacks used nothing more than a reused password.

## Instead of

    We were the target of a highly sophisticated attack.

## Write

    Someone used a staff password that they had copied from another website.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD011",
    name="sophisticated",
    severity=Severity.WARNING,
    check=wording("WRD011", "excuses without evidence", "say in one plain sentence how they got in"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
