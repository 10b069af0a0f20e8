"""The record of what was published is broken.

## What it checks

That every line of ledger.lock follows from the one before it.

## Why it matters

The lock proves that nothing was changed afterwards. A line that was changed, moved or removed by hand makes all following lines
worthless.

## Instead of

    (a ledger.lock that was edited, or joined by hand after two branches had both been sealed)

## Write

    (ledger.lock as it was published, and then `aboveboard seal`)
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="SEA001", name="broken-seal", severity=Severity.ERROR, check=parser_problems("broken-seal"), waivable=False, doc=__doc__
)
