"""An open unknown has disappeared.

## What it checks

That every unknown that is open is listed again, answered (its line moves to `known`), or declared unanswerable. An update with
`no_change: true` repeats them all automatically.

## Why it matters

The most common way in which breach notices mislead is an unknown that quietly disappears: the question was raised in public, and never
mentioned again.

## Instead of

    # update 1                        # update 2
    unknown:                          unknown:
      copied: Whether they copied.      whose: Whose tickets they read.
      whose: Whose tickets they read.

## Write

    unknown:
      whose: Whose tickets they read.
      copied: Whether they copied.

or, if it is known now, the same name under `known`; or, if it never will be, `unanswerable: {copied: The desk keeps no record.}`
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Unknowns that are neither listed, answered nor closed."""
    for violation in violations(context, ViolationKind.UNKNOWN_DROPPED):
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` was still unknown, but this update does not mention it",
            help=f"list it again under `unknown:`, `{line_of(violation.subject, violation.before)}`; or answer it under `known:`;"
            f" or add under `unanswerable:` the line `{violation.subject}: why it will never be known`",
        )


RULE = Rule(
    code="CON001",
    name="dropped-unknown",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.UNKNOWN_DROPPED}),
    waivable=False,
    if_published="it was published, so the text stays as it is; in a new update list it under `unknown:` if it is still open, answer it under `known:`, or give the reason under `unanswerable:`",
    doc=__doc__,
)
