"""Something that had ended is stated again, and says that nothing was reached.

## What it checks

That a fact that ended and is known again comes with a correction that says why it was ended, if it says that something was not reached, or how
many people were.

## Why it matters

A reassurance that disappears and comes back without explanation is worth nothing.

## Instead of

    known: {held: The archive held no test results.}     # it was ended before

## Write

    known: {held: The archive held no test results.}
    corrections: {held: We had mistaken a copy from another clinic for ours.}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Denials and figures that ended and are known again, without a correction."""
    for violation in violations(context, ViolationKind.END_UNDONE):
        since = f" on {when_words(violation.since.astimezone(context.zone).date(), context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` ended{since}, but this update says it again: {violation.after}",
            help=f"add under `corrections:` the line `{violation.subject}: why we said that it had ended`",
        )


RULE = Rule(
    code="CON030",
    name="ended-denial",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.END_UNDONE}),
    waivable=False,
    doc=__doc__,
)
