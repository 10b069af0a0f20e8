"""An abundance of caution.

## What it checks

That a necessary step is not called a precaution.

## Why it matters

Readers skip what is optional. If they should do it, there is a reason, and you owe it to them.

## Instead of

    Out of an abundance of caution we have reset your password.

## Write

    We reset your password because someone copied it.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD002",
    name="abundance-of-caution",
    severity=Severity.WARNING,
    check=wording("WRD002", "makes a needed step sound optional", "say why the step is needed"),
    waivable=True,
    translations=True,
    doc=__doc__,
)
