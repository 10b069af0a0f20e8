"""A reassurance is silently withdrawn.

## What it checks

That a kind of data that was called not affected does not become unknown without a correction, and that an unknown for which you said
where you had looked is not answered with something worse without a correction. A reassurance is remembered across any number of updates.

## Why it matters

"No evidence" becomes "not yet known" and then "copied": each step looks small, and readers who were told not to worry are never told that
this was wrong.

## Instead of

    data: {card-number: unknown}     # it was not_affected before

## Write

    data: {card-number: unknown}
    corrections:
      data.card-number: We have found a second copy of the table that we had not searched.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Reassurances that were dropped without a correction."""
    for violation in violations(context, ViolationKind.COMFORT_WITHDRAWN):
        was = (
            f"was {violation.before}"
            if violation.subject.startswith("data.")
            else f"was still an open question: {violation.before}"
        )
        yield Finding(
            at=document.span(*violation.path),
            message=f"readers were told that this {was}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`",
        )


RULE = Rule(
    code="CON011",
    name="withdrawn-comfort",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.COMFORT_WITHDRAWN}),
    waivable=False,
    doc=__doc__,
)
