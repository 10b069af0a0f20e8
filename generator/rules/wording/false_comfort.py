"""All under control.

## What it checks

That no sentence promises that there is no danger, that all is under control, or that readers may be confident.

## Why it matters

Whether there is a danger is for readers to judge, from what was reached and what was done. Comfort that falls later is what they remember.

## Instead of

    The situation is now fully under control.

## Write

    The account is shut since 06:55 UTC. We read the log every day until 5 April.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD037",
    name="false-comfort",
    severity=Severity.WARNING,
    check=wording(
        "WRD037",
        "asks for trust in place of facts",
        "say what is shut or changed, since when, how you checked it, and what you have not checked",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
