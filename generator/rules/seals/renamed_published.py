"""What was published has been renamed.

## What it checks

That an incident's folder has the same name as when its first text was sealed, unless ledger.lock records that it was renamed.

## Why it matters

The folder's name is part of every address that readers saved, and of every id by which feed readers and calendars know a statement. Under a
new name, old addresses lead nowhere, and subscribers receive every update again. `aboveboard move` prevents this: ids stay, and the old
addresses redirect.

## Instead of

    git mv content/incidents/support-tickets content/incidents/support-desk

## Write

    aboveboard move support-tickets support-desk
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="SEA020",
    name="renamed-published",
    severity=Severity.ERROR,
    check=parser_problems("renamed-published"),
    waivable=False,
    doc=__doc__,
)
