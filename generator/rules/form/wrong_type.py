"""A value has the wrong form.

## What it checks

That a status is one of the six, a time is a time, and a list is a list.

## Why it matters

A value that can be read in two ways will be read in both ways.

## Instead of

    published: yesterday

## Write

    published: 2027-03-03T02:40Z
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM007", name="wrong-type", severity=Severity.ERROR, check=parser_problems("wrong-type"), waivable=False, doc=__doc__
)
