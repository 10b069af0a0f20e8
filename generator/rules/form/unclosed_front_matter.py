"""The block of keys is opened but not closed.

## What it checks

That the line of `---` at the top has a second one after the last key.

## Why it matters

An unclosed block would put comments and keys onto the public page.

## Instead of

    ---
    title: Someone read customer support tickets

## Write

    ---
    title: Someone read customer support tickets
    ---
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM003",
    name="unclosed-front-matter",
    severity=Severity.ERROR,
    check=parser_problems("unclosed-front-matter"),
    waivable=False,
    doc=__doc__,
)
