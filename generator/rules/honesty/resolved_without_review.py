"""An incident ends without a review.

## What it checks

That an update whose status becomes `resolved` says in `review_by` when the review will be published, unless one has been published
already; a draft does not count. A false alarm needs no review, and what goes on as part of another incident is reviewed with
that one.

## Why it matters

What is not written down, with a date, is not learnt.

## Instead of

    status: resolved

## Write

    status: resolved
    review_by: 2027-05-03
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.endings import REAL, asks_for_outcome, is_without_intruder
from generator.ledger.records import Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Outcome, Status
from generator.model.visibility import is_public
from generator.rules.rule import Rule, day_ahead


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` without a date for the review."""
    if document.update.status is not Status.RESOLVED or context.transition is None or context.ledger is None:
        return
    transition = context.transition
    # Whether one that is called a false alarm is one, and whether one that may be one was, is asked elsewhere (CON061, CON062).
    false_alarm = (
        Outcome.FALSE_ALARM in {transition.after.outcome, document.update.outcome}
        or asks_for_outcome(document.update, transition.before, transition.after)
        or _is_reached_alarm(document, transition)
    )
    still_resolved = transition.before.status is Status.RESOLVED
    review = context.ledger.folder.review.review if context.ledger.folder.review else None
    published = is_public(review, context.now)
    # What goes on in another incident is reviewed with that one.
    goes_on = document.update.outcome is Outcome.PART_OF_ANOTHER
    if transition.after.review_by or false_alarm or goes_on or still_resolved or published:
        return
    yield Finding(
        at=document.span("status"),
        message="the incident ends, but readers are not told when the review will come",
        help=f"add a day, such as `review_by: {day_ahead(document.update, context)}`; for a false alarm, say under `because:` why it was one",
    )


def _is_reached_alarm(document: UpdateDocument, transition: Transition) -> bool:
    """Whether it ends like a false alarm, and something was reached: it has to be contained first (CON024)."""
    unwatched = transition.before.status in {Status.INVESTIGATING, Status.CONFIRMED} and not is_without_intruder(transition.after)
    return bool(document.update.because) and unwatched and not transition.after.passed & REAL


RULE = Rule(
    code="HON013",
    name="resolved-without-review",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; publish review.md as soon as you can",
    doc=__doc__,
)
