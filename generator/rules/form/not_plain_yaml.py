"""Something means more to the computer than it says.

## What it checks

That no text begins with `&`, `*`, `!` or `%`, and that there is one list of keys only.

## Why it matters

These are instructions to a computer. A reader of the file would not see what is published.

## Instead of

    scope: *entry

## Write

    scope: "*entry"
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM011",
    name="not-plain-yaml",
    severity=Severity.ERROR,
    check=parser_problems("not-plain-yaml"),
    waivable=False,
    doc=__doc__,
)
