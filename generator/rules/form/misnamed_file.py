"""A file's name or place has no meaning.

## What it checks

That every file under content/ is one the format knows: `02-scope.md`, `incident.md`, `review.md`, `files/…`, a page.

## Why it matters

An update under a wrong name would silently not be published.

## Instead of

    02 scope.txt

## Write

    02-scope.md
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM013",
    name="misnamed-file",
    severity=Severity.ERROR,
    check=parser_problems("misnamed-file"),
    waivable=False,
    doc=__doc__,
)
