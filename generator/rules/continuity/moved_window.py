"""The time of access has changed.

## What it checks

That `window` stays as it was (an end that was unknown may be filled in, and a day may become a time on that day), unless a correction says
why. If there are several windows, each is corrected by its name: `window.second`. When one changes, an action that names the old day must
be corrected too.

## Why it matters

People check their own records for the days they were told. In a real incident, customers checked from 21 December on; the intruder had
come on the 16th.

## Instead of

    window: {from: 2027-02-27T08:00Z, to: 2027-03-02T19:05Z}     # it began on 2 March before

## Write

    window: {from: 2027-02-27T08:00Z, to: 2027-03-02T19:05Z}
    corrections:
      window: Our first search began on 1 March.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A window that moved, and no correction; actions that still name its old days."""
    for violation in violations(context, ViolationKind.WINDOW_MOVED, ViolationKind.ACTIONS_NOT_RESTATED):
        if violation.kind is ViolationKind.WINDOW_MOVED:
            yield Finding(
                at=document.span(*violation.path),
                message=f"the time of access has changed: {violation.before} before, {violation.after} now",
                help=f"add under `corrections:` the line `{violation.subject}: why the time has changed`",
            )
        else:
            yield Finding(
                at=document.span(*violation.path),
                message=f"this action still names the old day: it was {violation.before} and is now {violation.after}",
                help=f"write the action with the new day, and add under `corrections:` the line `{violation.subject}:` with the reason",
            )


RULE = Rule(
    code="CON006",
    name="moved-window",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.WINDOW_MOVED, ViolationKind.ACTIONS_NOT_RESTATED}),
    waivable=False,
    doc=__doc__,
)
