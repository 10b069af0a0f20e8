"""An incident ends without a review.

## What it checks

That an update whose status becomes `resolved` says in `review_by` when the review will be published, unless one has been published
already; a draft does not count. A false alarm needs no review.

## Why it matters

Do your research and learn. What is not written down and dated is not learnt.

## Instead of

    status: resolved

## Write

    status: resolved
    review_by: 2027-05-03
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.statuses import can_be_false_alarm
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.model.visibility import is_public
from generator.rules.rule import Rule, day_ahead


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` without a date for the review."""
    if document.update.status is not Status.RESOLVED or context.transition is None or context.ledger is None:
        return
    transition = context.transition
    passed = [one.document.update.status for one in context.ledger.transitions if one.document.number < document.number]
    false_alarm = bool(document.update.because) and can_be_false_alarm(passed)
    still_resolved = transition.before.status is Status.RESOLVED
    review = context.ledger.folder.review.review if context.ledger.folder.review else None
    published = is_public(review, context.now)
    if transition.after.review_by or false_alarm or still_resolved or published:
        return
    yield Finding(
        at=document.span("status"),
        message="the incident ends, and readers are not told when they can read what you learnt",
        help=f"add a day, such as `review_by: {day_ahead(document.update, context)}`; for a false alarm say why it was one, under `because:`",
    )


RULE = Rule(
    code="HON013",
    name="resolved-without-review",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; publish review.md as soon as you can",
    doc=__doc__,
)
