"""The rest of a sentence is read as a comment.

## What it checks

That no text without quotes contains a space and a `#` followed by a letter or digit.

## Why it matters

Everything after it would be left out, and readers would see half a sentence.

## Instead of

    entry: They opened ticket #4512 and two more.

## Write

    entry: "They opened ticket #4512 and two more."
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM021", name="cut-text", severity=Severity.ERROR, check=parser_problems("cut-text"), waivable=False, doc=__doc__
)
