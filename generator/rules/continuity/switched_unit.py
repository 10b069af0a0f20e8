"""A number now counts something different.

## What it checks

That a group is counted in the same unit from one update to the next, unless a correction says why not.

## Why it matters

Accounts are not people, and records are not customers. A number in a new unit cannot be compared with the earlier one, which is
sometimes why it is chosen.

## Instead of

    affected:
      customers: {unit: records, exact: 1900}     # it was people before

## Write

    affected:
      customers: {unit: people, exact: 1212}
      tickets: {unit: records, exact: 1900}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Counts in another unit, and no correction."""
    for violation in violations(context, ViolationKind.UNIT_SWITCHED):
        yield Finding(
            at=document.span(*violation.path),
            message=f"this counts something different: {violation.before} before, {violation.after} now",
            help="keep the unit and give the new number a group of its own, or add under `corrections:` the line"
            f" `{violation.subject}: why the unit has changed`",
        )


RULE = Rule(
    code="CON004",
    name="switched-unit",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.UNIT_SWITCHED}),
    waivable=False,
    doc=__doc__,
)
