"""Absolute safety.

## What it checks

That nothing is called fully secure, completely safe or guaranteed.

## Why it matters

Nobody can know that, and organisations have had to retract it in public.

## Instead of

    Our systems are now fully secured.

## Write

    We gave every member of staff a second login step and tried the old password: it failed. We have not tested the old desk yet.
"""

from generator.inspection.wording import wording
from generator.model.diagnostic import Severity
from generator.rules.rule import Rule

RULE = Rule(
    code="WRD009",
    name="absolute",
    severity=Severity.ERROR,
    check=wording("WRD009", "claims what nobody can know", "say what was done, how it was tested, and what is not tested yet"),
    waivable=False,
    translations=True,
    doc=__doc__,
)
