"""A file contains an invisible control character.

## What it checks

That no file contains control characters, or characters that change the direction of the text after them.

## Why it matters

They can make a page show what its file does not say, and some stop other programs from reading a feed.

## Instead of

A sentence with a "right-to-left override" (U+202E) in it.

## Write

The same sentence, typed again.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM028",
    name="odd-character",
    severity=Severity.ERROR,
    check=parser_problems("odd-character"),
    waivable=False,
    doc=__doc__,
)
