"""Over, before it is.

## What it checks

That no sentence calls the matter closed, resolved or behind us while the incident's status is not `resolved`.

## Why it matters

Two of the organisations that were studied said so, and had worse news within weeks.

## Instead of

    The incident has been resolved.

## Write

    The account is shut. We keep watch until 5 April.
"""

from generator.inspection.wording import is_open, wording
from generator.model.diagnostic import Severity
from generator.model.document import TextKind
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD010",
    name="over",
    severity=Severity.WARNING,
    check=wording(
        "WRD010", "calls it over while the incident is still open", "say what is done and until when you keep watch", when=is_open
    ),
    waivable=True,
    translations=True,
    unfit={
        TextKind.PAGE: "these are about no incident that could be open",
        TextKind.SETTINGS: "these are about no incident that could be open",
    },
    doc=__doc__,
)
