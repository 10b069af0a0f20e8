"""The rest of a sentence is read as something else.

## What it checks

That no text without quotes contains a space and a `#` followed by a letter or digit, which begins a comment; and that no text in `{braces}`
contains a comma without quotes, which ends it.

## Why it matters

Everything after it would be left out, or read as another key, and readers would see half a sentence.

## Instead of

    entry: They opened ticket #4512 and two more.
    whose: {text: They opened 1,212 tickets., sure: likely}

## Write

    entry: "They opened ticket #4512 and two more."
    whose: {text: "They opened 1,212 tickets.", sure: likely}
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM021", name="cut-text", severity=Severity.ERROR, check=parser_problems("cut-text"), waivable=False, doc=__doc__
)
