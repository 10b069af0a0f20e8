"""A required file is missing.

## What it checks

That there is a site_config.yml, and that every incident has an incident.md and at least one update.

## Why it matters

A folder without them looks like a published incident and publishes nothing.

## Instead of

    content/incidents/support-tickets/incident.md

## Write

    content/incidents/support-tickets/incident.md
    content/incidents/support-tickets/01-first-statement.md
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM026",
    name="missing-file",
    severity=Severity.ERROR,
    check=parser_problems("missing-file"),
    waivable=False,
    doc=__doc__,
)
