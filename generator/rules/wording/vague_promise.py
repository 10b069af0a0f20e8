"""We will keep you informed.

## What it checks

That a promise of news, or of work, has a day in it. Steps under `next_steps:` have their day under `by`.

## Why it matters

Nobody can hold you to a promise without a day, and readers do not know when to look again.

## Instead of

    We will keep you informed as our investigation progresses.

## Write

    next_update: 2027-03-05T17:00Z
"""

from generator.inspection.wording import is_dated, is_step, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD038",
    name="vague-promise",
    severity=Severity.WARNING,
    check=wording(
        "WRD038",
        "promises without a day",
        "give the day, or leave it out: `next_update:` is shown on the page",
        in_words="give the day, or leave it out",
        when=is_dated,
        spared=is_step,
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
