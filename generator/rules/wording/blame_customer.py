"""The customers' fault.

## What it checks

That no sentence blames the people who were harmed.

## Why it matters

At the organisation that tried it, this became the story.

## Instead of

    Customers had re-used weak passwords.

## Write

    We did not stop logins with passwords that had been copied elsewhere. A password that you use only here would help now.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD013",
    name="blame-customer",
    severity=Severity.WARNING,
    check=wording("WRD013", "blames those who were harmed", "say what we failed to stop, and what helps now"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
