"""A comfort is withdrawn in silence.

## What it checks

That a kind of data that was said to be not affected does not become unknown without a correction, and that an unknown of which we said
where we had looked is not answered with something worse without one. A comfort is remembered however many updates lie between.

## Why it matters

"No evidence" softens to "not yet known" and then hardens into "copied": each step looks small, and the reader who was told not to worry
is never told that it was wrong.

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
    """Comforts that were left, and no correction."""
    for violation in violations(context, ViolationKind.COMFORT_WITHDRAWN):
        was = f"was {violation.before}" if violation.subject.startswith("data.") else f"could be left open: {violation.before}"
        yield Finding(
            at=document.span(*violation.path),
            message=f"readers were told that this {was}",
            help=f"add under `corrections:` the line `{violation.subject}: why we said it differently before`",
        )


RULE = Rule(code="CON011", name="withdrawn-comfort", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
