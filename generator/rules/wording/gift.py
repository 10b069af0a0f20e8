"""A gesture of goodwill.

## What it checks

That nothing that is owed to people is offered as a present.

## Why it matters

Those whose data was lost did not choose to need it.

## Instead of

    As a gesture of goodwill we are offering twelve months of credit monitoring.

## Write

    We pay for twelve months of credit monitoring. Order it by 1 June, at the address in your letter.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD041",
    name="gift",
    severity=Severity.ADVICE,
    check=wording(
        "WRD041",
        "presents what you owe as a gift",
        "say that you pay for it, for how long, and how to get it",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
