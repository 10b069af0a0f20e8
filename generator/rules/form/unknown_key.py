"""A key means nothing.

## What it checks

That every key is one that the format knows. The nearest one is named.

## Why it matters

A misspelt key says nothing to anybody: `unknwon:` would publish a statement without its unknowns.

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
