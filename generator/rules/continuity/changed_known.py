"""A known fact says something different from before.

## What it checks

That a known fact keeps its text, unless `corrections` names it and says why the earlier text was wrong. A fact that moves back to the
unknowns, or becomes only likely, has changed too.

## Why it matters

Readers act on what they were told. A sentence that changes without notice makes them doubt all the others.

## Instead of

    known:
      entry: Someone used two stolen staff passwords.     # it was one before

## Write

    known:
      entry: Someone used two stolen staff passwords.
    corrections:
      entry: We found the second one only when we read the log for February.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Known facts with another text, and no correction."""
    for violation in violations(context, ViolationKind.FACT_CHANGED):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` said something else{since}: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why we said it differently before`, or use the old text again",
        )


RULE = Rule(code="CON002", name="changed-known", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
