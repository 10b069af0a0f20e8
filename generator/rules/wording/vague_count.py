"""Some customers.

## What it checks

That people, accounts and data are counted, or said to be uncounted.

## Why it matters

"Some" can mean three or three million, and is never wrong.

## Instead of

    Some customers are affected.

## Write

    Between 90 and 140 of 18,400 customers are affected; we are still counting.
"""

from generator.inspection.wording import own_count, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD007",
    name="vague-count",
    severity=Severity.WARNING,
    check=wording(
        "WRD007",
        "could be any number",
        "give a number or a range, or list it under `unknown:` with the day by which you expect to know",
        in_words="give a number or a range, or say that you do not know it yet",
        better=own_count,
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
