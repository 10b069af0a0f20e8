"""A name is not valid.

## What it checks

That names consist of at most 64 lower-case letters, digits and hyphens.

## Why it matters

Names are typed again in later updates, in corrections and in reports. They must be easy to type and impossible to confuse.

## Instead of

    Whose.Tickets: Whose tickets they read.

## Write

    whose-tickets: Whose tickets they read.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM017", name="bad-name", severity=Severity.ERROR, check=parser_problems("bad-name"), waivable=False, doc=__doc__
)
