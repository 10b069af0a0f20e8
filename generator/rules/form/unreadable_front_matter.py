"""The keys cannot be read.

## What it checks

That what stands between the two lines of `---` is a list of keys and texts.

## Why it matters

What cannot be read for certain is never guessed.

## Instead of

    known:
     entry: One.
       scope: Two.

## Write

    known:
      entry: One.
      scope: Two.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM004",
    name="unreadable-front-matter",
    severity=Severity.ERROR,
    check=parser_problems("unreadable-front-matter"),
    waivable=False,
    doc=__doc__,
)
