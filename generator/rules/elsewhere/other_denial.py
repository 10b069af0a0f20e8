"""A text elsewhere denies something that the ledger says, or that is not known yet.

## What it checks

That no text denies that a kind of data was reached where the ledger says that it was read or taken, or that this is not known yet. A denial of
a part ("no tickets of business customers"), and one that says where someone looked, are ignored.

## Why it matters

A reassuring post is the one that is quoted later, beside the page that contradicted it on the same day.

## Instead of

    No passwords were taken.     # data: {passwords: taken}

## Write

    For 41 people, a ticket that was read contained a password.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_data import denied
from generator.model.diagnostic import Finding, Severity
from generator.model.update import DataState
from generator.rules.rule import Rule

_STATES = {
    DataState.TAKEN: "was taken",
    DataState.ACCESSED: "was read",
    DataState.UNKNOWN: "may have been reached: nobody knows yet",
    DataState.POSSIBLE: "was possibly reached: nobody knows yet",
}


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Denials that the ledger contradicts."""
    for one in denied(said):
        yield Finding(
            at=one.sentence.stretch.span(one.sentence.start + one.start, one.sentence.start + one.end),
            message=f"it says “{one.sentence.quote}”; the ledger says that `{one.entry.kind}` {_STATES[one.entry.state]}",
            help=f"delete the denial, or say what the ledger says of `{one.entry.kind}`",
        )


RULE = Rule(code="ELS004", name="other-denial", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
