"""It may have been affected.

## What it checks

That no sentence leaves open whether data was reached in words such as "may have been" or "potentially".

## Why it matters

A reader cannot tell whether to act. About 70 in 100 notices do it.

## Instead of

    Your data may have been accessed.

## Write

    They opened your ticket. Whether they copied it we do not know yet.
"""

from generator.inspection.wording import is_consequence, own_data, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD004",
    name="hedge-affected",
    severity=Severity.WARNING,
    check=wording(
        "WRD004",
        "does not tell readers whether they must act",
        "say it under `known:` if you know it, under `unknown:` with a date if you do not",
        in_words="say that it was, if you know it; if you do not, say so, and by when you expect to know",
        better=own_data,
        spared=is_consequence,
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
