"""Any inconvenience.

## What it checks

That an apology is for what was done, without an "if" or an "any".

## Why it matters

It apologises for a feeling that readers may have, and not for what was done to them.

## Instead of

    We regret any inconvenience this may have caused.

## Write

    We are sorry. Your address was copied because we left a server open.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD023",
    name="any-inconvenience",
    severity=Severity.WARNING,
    check=wording("WRD023", "apologises for a feeling, not for what was done", "say what you are sorry for"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
