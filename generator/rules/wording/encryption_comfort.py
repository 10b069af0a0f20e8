"""It was encrypted.

## What it checks

That encryption is not offered as a comfort without its method, and where the keys are.

## Why it matters

The comfort depends on the keys and on the method.

## Instead of

    All passwords were encrypted.

## Write

    Passwords were stored with bcrypt; the keys to the files were on another server. Names were not encrypted.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD020",
    name="encryption-comfort",
    severity=Severity.WARNING,
    check=wording(
        "WRD020",
        "reassures nobody without the method and where the keys are",
        "add the method, where the keys are, and what was not encrypted",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
