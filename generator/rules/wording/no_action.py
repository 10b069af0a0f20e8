"""No action is needed.

## What it checks

That, while the incident is open, nobody is told that no action is needed.

## Why it matters

Organisations that said so had to withdraw it, some within hours, some within months.

## Instead of

    No action is required on your part.

## Write

    We do not know of a step that would help yet.
"""

from generator.inspection.wording import is_open, wording
from generator.model.diagnostic import Severity
from generator.model.document import TextKind
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD018",
    name="no-action",
    severity=Severity.WARNING,
    check=wording(
        "WRD018", "is advice that is hard to take back", "write “We do not know of a step that would help yet”", when=is_open
    ),
    waivable=True,
    translations=True,
    unfit={
        TextKind.PAGE: "these are about no incident that could be open",
        TextKind.SETTINGS: "these are about no incident that could be open",
    },
    doc=__doc__,
)
