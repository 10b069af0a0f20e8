"""A kind of data has changed sides.

## What it checks

That a kind of data moves from `unknown` or `possible` to anything, and from `accessed` to `taken`. Any other move needs a correction.

## Why it matters

"Not affected" is the sentence on which people decide to do nothing. Leaving it in silence is the worst thing an update can do.

## Instead of

    data: {phone-number: taken}     # it was not_affected before

## Write

    data: {phone-number: taken}
    corrections:
      data.phone-number: We had looked in one of two tables only.
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
            message=f"readers were told that this data was {violation.before}, and are now told that it was {violation.after}",
            help=f"add under `corrections:` the line `{violation.subject}: why we said it differently before`",
        )


RULE = Rule(code="CON005", name="reversed-data", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
