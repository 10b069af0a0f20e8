"""A text with a colon has no quotes.

## What it checks

That a text with a colon and a space in it is in quotes.

## Why it matters

The words before the colon would be read as a name, and the sentence would be split in two.

## Instead of

    entry: We know this: someone got in.

## Write

    entry: "We know this: someone got in."
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM010",
    name="colon-in-text",
    severity=Severity.ERROR,
    check=parser_problems("colon-in-text"),
    waivable=False,
    doc=__doc__,
)
