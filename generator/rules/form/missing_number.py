"""There is a gap between the updates' numbers.

## What it checks

That updates are numbered 1, 2, 3 without a gap.

## Why it matters

The numbers are public. A gap looks like a statement that was lost or removed.

## Instead of

    01-first-statement.md
    03-numbers.md

## Write

    01-first-statement.md
    02-scope.md
    03-numbers.md
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM027",
    name="missing-number",
    severity=Severity.ERROR,
    check=parser_problems("missing-number"),
    waivable=False,
    doc=__doc__,
)
