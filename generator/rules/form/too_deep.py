"""Lists stand in lists without end.

## What it checks

That nothing stands more than 20 levels deep. The format needs five.

## Why it matters

No statement needs it; a broken bracket causes it.

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
