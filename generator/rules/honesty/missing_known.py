"""The first statement says nothing that is known.

## What it checks

That the first update lists at least one fact under `known`. Later updates list only what is new, changed or worth repeating, because
known facts are carried over.

## Why it matters

A statement that says only that something is being looked into makes readers guess, and the guess is worse than the fact. One plain
sentence is enough: who did what, to whose data, when.

## Instead of

    known:

## Write

    known:
      entry: Someone used a stolen staff password to open our support desk on 2 March.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """The first update without a known fact."""
    transitions = context.ledger.transitions if context.ledger else ()
    first = transitions[0].document.number if transitions else 1
    if document.number <= first and not document.update.known:
        yield Finding(
            at=document.span("known"),
            message="the first statement says nothing that is known",
            help="write at least one fact under `known:`, such as `entry: Someone used a stolen staff password.`",
        )


RULE = Rule(code="HON001", name="missing-known", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
