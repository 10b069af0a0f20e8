"""Two files would be the same thing.

## What it checks

That no two updates have one number, no two translations one language, and no page the address of a page of ours.

## Why it matters

One of the two would be lost, and it would not be said which.

## Instead of

    02-scope.md
    02-numbers.md

## Write

    02-scope.md
    03-numbers.md
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM014",
    name="clashing-names",
    severity=Severity.ERROR,
    check=parser_problems("clashing-names"),
    waivable=False,
    doc=__doc__,
)
