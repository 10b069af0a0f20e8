"""A key is not known.

## What it checks

That every key is part of the format. The message names the closest one.

## Why it matters

A misspelt key is not read: `unknwon:` would publish a statement without its unknowns.

## Instead of

    unknwon: {copied: Whether they copied them.}

## Write

    unknown: {copied: Whether they copied them.}
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM006", name="unknown-key", severity=Severity.ERROR, check=parser_problems("unknown-key"), waivable=False, doc=__doc__
)
