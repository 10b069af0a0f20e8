"""The same key is there twice.

## What it checks

That no key and no name is there twice in one list.

## Why it matters

One of the two values would be lost without a word, and it might be the true one.

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
