"""A required key is missing.

## What it checks

That an update has `title`, `published` and `status`, incident.md `title` and `aware`, a review `title`, `published` and `cause`, and
site_config.yml the organisation's name and the site's address.

## Why it matters

Without them, nobody knows what is said, when, or by whom.

## Instead of

    ---
    title: Someone read customer support tickets
    ---

## Write

    ---
    title: Someone read customer support tickets
    published: 2027-03-03T03:10Z
    status: investigating
    ---
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM012", name="missing-key", severity=Severity.ERROR, check=parser_problems("missing-key"), waivable=False, doc=__doc__
)
