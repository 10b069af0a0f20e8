"""One fact is both known and unknown.

## What it checks

That a name is listed under `known` or under `unknown`, but not under both.

## Why it matters

The section that a name is in is its state, and it can have only one.

## Instead of

    known: {copied: They copied 41 tickets.}
    unknown: {copied: Whether they copied them.}

## Write

    known: {copied: They copied 41 tickets.}
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM024", name="name-twice", severity=Severity.ERROR, check=parser_problems("name-twice"), waivable=False, doc=__doc__
)
