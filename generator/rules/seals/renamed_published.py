"""What was published has another name.

## What it checks

That an incident's folder is called as it was when its first text was sealed, unless ledger.lock says that it was renamed.

## Why it matters

The folder's name is part of every address that readers saved, and of every id by which feed readers and calendars know a statement. Under
another name, old addresses lead nowhere, and subscribers receive every update again. `aboveboard move` renames it so that none of this
happens: ids stay, and pages at the old address lead on.

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
