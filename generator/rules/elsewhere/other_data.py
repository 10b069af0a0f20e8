"""A text elsewhere says that data was reached, but the ledger does not.

## What it checks

That no text says of a kind of data that it was read, copied, taken or published where the ledger says that it was not affected, or that this
is not known yet; and that none says "copied" where the ledger says that it was only read. Sentences that suspect ("may have been read"), ask or
quote others are ignored.

## Why it matters

People who are told by telephone that their bank details were stolen act on it. A statement that frightens people without reason is misleading too.

## Instead of

    The attackers took names, tickets and card numbers.     # data: {card-numbers: not_affected}

## Write

    The attackers took names and tickets. No card numbers are kept there.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_data import claimed
from generator.model.diagnostic import Finding, Severity
from generator.model.update import DataState
from generator.rules.rule import Rule

_STATES = {
    DataState.NOT_AFFECTED: "was not affected",
    DataState.UNKNOWN: "may or may not have been reached: nobody knows yet",
    DataState.POSSIBLE: "was possibly reached: nobody knows yet",
    DataState.ACCESSED: "was read, not that it was taken",
}


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Kinds of data that were not reached, as far as the ledger knows."""
    for one in claimed(said):
        yield Finding(
            at=one.sentence.stretch.span(one.sentence.start + one.start, one.sentence.start + one.end),
            message=f"it says “{one.sentence.quote}”; the ledger says that `{one.entry.kind}` {_STATES[one.entry.state]}",
            help=f"say what the ledger says; or, if this is new, publish it in an update first, under `data:` as `{one.entry.kind}`",
        )


RULE = Rule(code="ELS003", name="other-data", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
