"""The data has been deleted.

## What it checks

That no sentence passes on a thief's assurance that data was deleted, returned or destroyed, unless the next one says that you cannot check it.

## Why it matters

It cannot be checked, and it has been shown to be false.

## Instead of

    We received assurances that the data has been deleted.

## Write

    They say that they deleted it. We cannot check that.
"""

from generator.inspection.wording import is_doubted, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD019",
    name="deleted",
    severity=Severity.WARNING,
    check=wording("WRD019", "cannot be checked", "say who says so, and that you cannot check it", spared=is_doubted),
    waivable=True,
    translations=True,
    doc=__doc__,
)
