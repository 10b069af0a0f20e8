"""A file is a symbolic link.

## What it checks

That every file of the site is a regular file.

## Why it matters

A link could publish something from elsewhere on the computer, and on another computer it leads nowhere.

## Instead of

    02-scope.md -> ../../drafts/scope.md

## Write

    02-scope.md
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM022",
    name="symbolic-link",
    severity=Severity.ERROR,
    check=parser_problems("symbolic-link"),
    waivable=False,
    doc=__doc__,
)
