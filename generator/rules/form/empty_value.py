"""A key has nothing after it.

## What it checks

That a text that is announced is there. Sections that hold names may be empty here; what that means is judged by the rules on honesty.

## Why it matters

An empty line in a statement reads as if something had been taken out.

## Instead of

    entry:

## Write

    entry: Someone used a stolen staff password.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM023", name="empty-value", severity=Severity.ERROR, check=parser_problems("empty-value"), waivable=False, doc=__doc__
)
