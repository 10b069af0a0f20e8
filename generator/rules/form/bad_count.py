"""A number cannot be read for certain.

## What it checks

That a count has a unit, one form (`exact`, `about`, `at_least`, `at_most`, `between`, `unknown`) and digits without separators; and that it
is not larger than its total.

## Why it matters

`1.212` is over a thousand to one reader and a little more than one to another, and next week's number is compared with this week's.

## Instead of

    customers: {unit: people, exact: 1,212}

## Write

    customers: {unit: people, exact: 1212, of: 18400}
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM018", name="bad-count", severity=Severity.ERROR, check=parser_problems("bad-count"), waivable=False, doc=__doc__
)
