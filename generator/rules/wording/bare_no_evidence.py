"""No evidence, without what was looked at.

## What it checks

That no sentence offers the absence of evidence as a comfort. What stands under `looked` may say that nothing was found, if it says where; elsewhere,
the next sentence may say whom you asked or what you searched, with a number.

## Why it matters

Absence of evidence is read as evidence of absence. In five of the real incidents that were studied, it was reversed.

## Instead of

    We have no evidence that your data was misused.

## Write

    unknown:
      copied:
        text: Whether they copied them.
        looked: The access log for 2 March.
        cannot_see: The desk keeps no record of copying.
"""

from generator.inspection.wording import own_looked, says_how_far, wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD003",
    name="bare-no-evidence",
    severity=Severity.WARNING,
    check=wording(
        "WRD003",
        "is read as “it did not happen”",
        "list it under `unknown:` with what you looked at (`looked`), until when (`through`) and what you cannot see (`cannot_see`)",
        in_words="say what you looked at, until when, and what you cannot see",
        better=own_looked,
        spared=says_how_far,
    ),
    waivable=True,
    translations=True,
    doc=__doc__,
)
