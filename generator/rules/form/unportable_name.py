"""A name cannot stand on every system.

## What it checks

That no file or folder under content/ has a name that Windows keeps for a device (`aux`, `con`, `nul`, `prn`, `com1`, `lpt1`, with any ending),
holds `< > : " | ? *` or a backslash, or ends with a dot or a space; and that no two differ only in their capitals.

## Why it matters

Git cannot check the folder out on such a computer, and whoever is to write the next update tonight may have one.

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
