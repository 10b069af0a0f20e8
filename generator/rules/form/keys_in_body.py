"""There are keys after the closing `---`.

## What it checks

That the text after the closing `---` does not begin with a key of the format.

## Why it matters

Keys there are not read, and would be shown to readers as text.

## Instead of

    ---
    title: Someone read customer support tickets
    ---
    status: investigating

## Write

    ---
    title: Someone read customer support tickets
    status: investigating
    ---
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM025",
    name="keys-in-body",
    severity=Severity.ERROR,
    check=parser_problems("keys-in-body"),
    waivable=False,
    doc=__doc__,
)
