"""A key has nothing after it.

## What it checks

That every key for a text has one. Sections of names may be empty as far as this rule is concerned; the rules on honesty judge what that
means.

## Why it matters

An empty line in a statement looks as if something had been removed.

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
