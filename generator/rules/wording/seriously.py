"""We take it seriously.

## What it checks

That no sentence says how seriously something is taken.

## Why it matters

It says nothing. About a third of the notices filed in California in 2019 had it in place of a fact.

## Instead of

    We take the security of your data very seriously.

## Write

    On 3 March we shut the account and gave every member of staff a second login step.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD001",
    name="seriously",
    severity=Severity.WARNING,
    check=wording("WRD001", "says nothing about what was done", "delete it, or name one thing that you did and when"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
