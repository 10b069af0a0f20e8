"""A number contradicts the one before it.

## What it checks

That a count is within the range given before: at most 1,300 may become 1,212, and at least 163 may become 209. Outside it, or with
a different total, it needs a correction.

## Why it matters

People remember numbers that grew without explanation. Two words, "so far", written as `at_least`, make the difference between progress
and a broken statement.

## Instead of

    affected:
      customers: {unit: people, exact: 2500}     # it was exactly 1,212 before

## Write

    affected:
      customers: {unit: people, exact: 2500}
    corrections:
      affected.customers: We had not counted the people in attached files.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Counts outside the interval given before, and no correction."""
    for violation in violations(context, ViolationKind.COUNT_CONTRADICTED):
        yield Finding(
            at=document.span(*violation.path),
            message=f"this contradicts the earlier number: {violation.before} before, {violation.after} now",
            help=f"add under `corrections:` the line `{violation.subject}: why the number has changed`; if it was only the most or the least so far, say so next time with at_most or at_least",
        )


RULE = Rule(
    code="CON003",
    name="contradicted-count",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.COUNT_CONTRADICTED}),
    waivable=False,
    doc=__doc__,
)
