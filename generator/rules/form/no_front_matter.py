"""A file does not begin with its keys.

## What it checks

That an update, incident.md, review.md and every page begin with a line of `---`, the keys, and another line of `---`.

## Why it matters

Without keys there is no status, no unknown and no promise, only text that nothing can check.

## Instead of

    # Update
    We are looking into it.

## Write

    ---
    title: Someone read customer support tickets
    ---
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM002",
    name="no-front-matter",
    severity=Severity.ERROR,
    check=parser_problems("no-front-matter"),
    waivable=False,
    doc=__doc__,
)
