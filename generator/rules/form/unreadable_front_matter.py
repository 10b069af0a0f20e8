"""The keys cannot be read.

## What it checks

That the part between the two lines of `---` is a list of keys and texts.

## Why it matters

The program never guesses the meaning of something it cannot read.

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
