"""A kind of data has changed its state without a correction.

## What it checks

That a kind of data changes only from `unknown` or `possible` to anything, or from `accessed` to `taken`. Any other change needs a
correction.

## Why it matters

People decide to do nothing because they read "not affected". To drop it silently is the worst thing an update can do.

## Instead of

    data: {phone-number: taken}     # it was not_affected before

## Write

    data: {phone-number: taken}
    corrections:
      data.phone-number: We had looked in only one of two tables.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Kinds of data that moved back or off `not_affected`, and no correction."""
    for violation in violations(context, ViolationKind.DATA_REVERSED):
        yield Finding(
            at=document.span(*violation.path),
            message=f"readers were told that this data was {violation.before}; this update says {violation.after}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`",
        )


RULE = Rule(
    code="CON005",
    name="reversed-data",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.DATA_REVERSED}),
    waivable=False,
    doc=__doc__,
)
