"""Two files claim the same place.

## What it checks

That no two updates have the same number, no two translations the same language, and no page the address of a generated page.

## Why it matters

One of the two would be lost, and nobody would know which.

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
