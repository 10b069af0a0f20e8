"""A consequence has changed.

## What it checks

That a consequence keeps its text, unless `corrections` names it (`consequence.calls`) and says why this has changed. One that was
true and no longer is goes under `ended`; one that should never have been named gets the text `none`, and a correction.

## Why it matters

Readers prepared for what we said could happen. They need to know when they should have prepared for something else.

## Instead of

    consequences:
      calls: Someone may ring and know your balance.     # it said before that they know your name

## Write

    consequences:
      calls: Someone may ring and know your balance.
    corrections:
      consequence.calls: We had not seen that tickets quote balances.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Consequences with another text, and no correction."""
    for violation in violations(context, ViolationKind.CONSEQUENCE_CHANGED):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` has changed; it said{since}: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`, or use the old text again",
        )


RULE = Rule(
    code="CON029",
    name="changed-consequence",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.CONSEQUENCE_CHANGED}),
    waivable=False,
    doc=__doc__,
)
