"""A tab is used where spaces should be.

## What it checks

That lines are indented with spaces.

## Why it matters

A tab looks like spaces but is not; which line belongs to which key would be a guess.

## Instead of

A line that begins with a tab.

## Write

The same line, beginning with two spaces.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(code="FRM020", name="tab", severity=Severity.ERROR, check=parser_problems("tab"), waivable=False, doc=__doc__)
