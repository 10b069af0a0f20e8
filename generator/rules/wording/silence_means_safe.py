"""If you have not heard from us.

## What it checks

That, while the incident is open, nobody is told that no message means they are safe.

## Why it matters

Counts grow. At one company they grew from 125 to 209 after customers had been told so.

## Instead of

    If you have not been contacted, you are not affected.

## Write

    We have told everyone we know of so far, 163 customers. We are still looking.
"""

from generator.inspection.wording import can_still_grow, is_told_to_all, own_count_of_silence, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD017",
    name="silence-means-safe",
    severity=Severity.ERROR,
    check=wording(
        "WRD017",
        "tells readers that silence means safety, while the count can still grow",
        "say whom you have told so far, how many they are, and that you are still looking",
        when=can_still_grow,
        better=own_count_of_silence,
        spared=is_told_to_all,
    ),
    waivable=False,
    translations=True,
    doc=__doc__,
)
