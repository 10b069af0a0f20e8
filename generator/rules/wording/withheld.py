"""We cannot comment further.

## What it checks

That no sentence only says that nothing more will be said.

## Why it matters

Readers hear that something is hidden. What is not known is an unknown; what must not be said has a reason.

## Instead of

    For security reasons we are not in a position to comment further.

## Write

    The police asked us not to name the supplier before 12 March.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD040",
    name="withheld",
    severity=Severity.WARNING,
    check=wording(
        "WRD040",
        "holds something back without saying what or until when",
        "list what you do not know under `unknown:` with a day; for what you may not say, write who asked for it and until when",
        in_words="say what you do not know, and by when you expect to; for what you may not say, say who asked for it and until when",
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
