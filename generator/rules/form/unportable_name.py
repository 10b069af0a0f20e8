"""A file name is not possible on every system.

## What it checks

That no file or folder under content/ has a name that Windows reserves for a device (`aux`, `con`, `nul`, `prn`, `com1`, `lpt1`, with any
extension), contains `< > : " | ? *` or a backslash, or ends with a dot or a space; and that no two names differ only in upper and lower
case.

## Why it matters

Git cannot check out the folder on such a computer, and the person who has to write the next update tonight may have one.

## Instead of

    content/incidents/support-tickets/files/Aux.pdf

## Write

    content/incidents/support-tickets/files/what-to-check.pdf
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM060",
    name="unportable-name",
    severity=Severity.WARNING,
    check=parser_problems("unportable-name"),
    waivable=False,
    doc=__doc__,
)
