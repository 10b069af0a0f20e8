"""Nobody did it.

## What it checks

That sentences say who did what: someone copied, we left open.

## Why it matters

"Data was accessed" hides who did it, and "mistakes were made" hides who is responsible.

## Instead of

    Data was accessed.

## Write

    Someone read 1,212 customers' tickets.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD012",
    name="no-actor",
    severity=Severity.ADVICE,
    check=wording("WRD012", "does not say who did it", "begin with who did it: “Someone …”, “We …”"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
