"""Something is for fewer readers than before.

## What it checks

That a fact, an unknown and its answer, an action, a consequence and a system are for no fewer readers than before (`for`), and that a group
belongs to the same audience, unless `corrections` names it and says why. A remedy for fewer readers is a smaller offer (CON070).

## Why it matters

Readers who were told of a danger and are now left out do not learn whether it is still there, or never was.

## Instead of

    known:
      shifts: {text: Work plans were read., for: [staff]}     # it was for everyone before

## Write

    known:
      shifts: {text: Work plans were read., for: [staff]}
    corrections:
      shifts: We had not said whom it affects.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """What is for fewer readers than before, and no correction."""
    for violation in violations(context, ViolationKind.AUDIENCE_NARROWED):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` was for {violation.before or 'everyone'}{since}, and is now only for {violation.after}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`, or delete `{violation.path[-1]}:`",
        )


RULE = Rule(
    code="CON077",
    name="narrowed-audience",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.AUDIENCE_NARROWED}),
    waivable=False,
    doc=__doc__,
)
