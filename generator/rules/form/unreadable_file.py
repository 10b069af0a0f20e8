"""A file is not readable text.

## What it checks

That every file is saved as UTF-8, which every modern editor can do.

## Why it matters

If letters are read wrongly, the statement is wrong.

## Instead of

A file saved as UTF-16, or as "Windows Western", with `é` as one byte.

## Write

The same file, saved again with the encoding UTF-8.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM001",
    name="unreadable-file",
    severity=Severity.ERROR,
    check=parser_problems("unreadable-file"),
    waivable=False,
    doc=__doc__,
)
