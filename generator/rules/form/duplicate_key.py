"""The same key appears twice.

## What it checks

That no key and no name appears twice in one list.

## Why it matters

One of the two values would silently be lost, and it might be the true one.

## Instead of

    status: contained
    status: investigating

## Write

    status: investigating
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM005",
    name="duplicate-key",
    severity=Severity.ERROR,
    check=parser_problems("duplicate-key"),
    waivable=False,
    doc=__doc__,
)
