"""Curly quotation marks are used where straight ones are meant.

## What it checks

That a text does not begin and end with curly quotation marks, which do not quote anything here.

## Why it matters

They would be shown to readers as part of the sentence, and a colon inside them would still split it.

## Instead of

    title: “Someone read customer support tickets”

## Write

    title: "Someone read customer support tickets"
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM019",
    name="curly-quotes",
    severity=Severity.ERROR,
    check=parser_problems("curly-quotes"),
    waivable=False,
    doc=__doc__,
)
