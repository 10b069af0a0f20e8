"""A file is too large to be text.

## What it checks

That a Markdown file holds at most 1 MiB and site_config.yml at most 256 KiB.

## Why it matters

Something else was probably pasted in by mistake, and reading it would cost time on a bad night.

## Instead of

A log of 50 MB inside an update.

## Write

A sentence about what the log shows; the log itself is not published.
"""

from generator.model.diagnostic import Severity
from generator.rules.rule import Rule, parser_problems

RULE = Rule(
    code="FRM015", name="too-large", severity=Severity.ERROR, check=parser_problems("too-large"), waivable=False, doc=__doc__
)
