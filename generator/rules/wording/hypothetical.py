"""Something that happened is presented as a possibility.

## What it checks

That, once the ledger says that data was seen or taken, no sentence speaks of the risk or the possibility of it.

## Why it matters

Regulators have fined companies that described as a possibility what had already happened.

## Instead of

    We are aware of the risk of a data incident.

## Write

    On 2 March someone copied 1,212 customers' tickets.
"""

from generator.inspection.wording import happened, own_data, wording
from generator.model.diagnostic import Severity
from generator.model.document import TextKind
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD005",
    name="hypothetical",
    severity=Severity.WARNING,
    check=wording(
        "WRD005",
        "speaks of a possibility, although the ledger says that it happened",
        "say what happened, in the past tense",
        when=happened,
        better=own_data,
    ),
    waivable=True,
    translations=True,
    unfit={
        TextKind.PAGE: "these are about no incident of which the ledger knows that data was reached",
        TextKind.SETTINGS: "these are about no incident of which the ledger knows that data was reached",
    },
    doc=__doc__,
)
