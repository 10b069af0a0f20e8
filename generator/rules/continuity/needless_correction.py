"""A correction names something that has not changed.

## What it checks

That everything under `corrections` names something that was said before and has changed. An unknown that is answered, a number that
becomes more exact and a step that moves need no correction.

## Why it matters

A correction is an admission. One that admits nothing teaches readers to ignore the others.

## Instead of

    corrections:
      whose-tickets: We know it now.

## Write

    known:
      whose-tickets: They opened 1,212 customers' tickets.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Corrections that correct nothing."""
    for violation in violations(context, ViolationKind.NEEDLESS_CORRECTION):
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` is corrected, but nothing that was said about it has changed",
            help="delete the correction, or check its name: a fact's name, affected.<who>, data.<kind>, data.<kind>.<who>, window, window.<name>, action.<name>, consequence.<name> or actions",
        )


RULE = Rule(
    code="CON021",
    name="needless-correction",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NEEDLESS_CORRECTION}),
    waivable=False,
    doc=__doc__,
)
