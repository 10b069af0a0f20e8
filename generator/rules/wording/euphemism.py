"""A security event.

## What it checks

That, once the ledger says that data was seen or taken, a sentence that speaks of an incident, an issue or unusual activity also says it in a plain verb: read, copied, deleted, locked.

## Why it matters

People who do not understand that their data was taken will not act.

## Instead of

    We are dealing with a security event.

## Write

    Someone copied 1,212 customers' tickets.
"""

from generator.inspection.wording import happened, wording
from generator.model.diagnostic import Severity
from generator.model.document import TextKind
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD016",
    name="euphemism",
    severity=Severity.WARNING,
    check=wording("WRD016", "hides what happened", "say it with a plain verb: read, copied, deleted, locked", when=happened),
    waivable=True,
    translations=True,
    unfit={
        TextKind.PAGE: "these are about no incident of which the ledger knows that data was reached",
        TextKind.SETTINGS: "these are about no incident of which the ledger knows that data was reached",
    },
    doc=__doc__,
)
