"""The same key stands twice.

## What it checks

That no key and no name stands twice in one list.

## Why it matters

Of two values one would be lost without a word, and it might be the true one.

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
