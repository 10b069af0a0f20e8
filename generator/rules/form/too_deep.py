"""Lists are nested too deeply.

## What it checks

That nothing is nested more than 20 levels deep. The format needs five.

## Why it matters

No statement needs this; the usual cause is a missing bracket.

## Instead of

    entry: [[[[[[[[[[[[[[[[[[[[[[

## Write

    entry: "[sic]"
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM016", name="too-deep", severity=Severity.ERROR, check=parser_problems("too-deep"), waivable=False, doc=__doc__
)
