"""Something has no name.

## What it checks

That facts, steps and actions each have a short name. A list of plain sentences is accepted, with names made from the first words, but
these change as soon as the sentence does.

## Why it matters

The name identifies a fact from one update to the next.

## Instead of

    unknown:
      - Whose tickets they read.

## Write

    unknown:
      whose-tickets: Whose tickets they read.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM009",
    name="unnamed-fact",
    severity=Severity.WARNING,
    check=parser_problems("unnamed-fact"),
    waivable=False,
    doc=__doc__,
)
