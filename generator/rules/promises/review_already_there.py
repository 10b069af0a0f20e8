"""A day is given for a review that readers have already.

## What it checks

Whether an update gives a day for the review (`review_by`) after the review has been published, for example when an incident that came back is resolved again.

## Why it matters

There is one review. A day that is given once it is there promises nothing, is counted nowhere, and no page shows it: its writer thinks
that readers were told of a second review, and they were not.

## Instead of

    status: resolved
    review_by: 2027-06-30      # and review.md was published on 18 April

## Write

    status: resolved
    known:
      cause-again: The old password of a supplier still worked, because we had not tested those accounts.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.visibility import is_public
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A new day for a review that came before the update."""
    ledger, transition, due = context.ledger, context.transition, document.update.review_by
    if ledger is None or transition is None or due is None or due == transition.before.review_by:
        return
    review = ledger.folder.review.review if ledger.folder.review else None
    if review is None or not is_public(review, document.update.published):
        return
    yield Finding(
        at=document.span("review_by"),
        message=f"readers have had the review since {when_words(review.published, ledger.zone)}, so this day promises nothing",
        help="delete the line; there is one review, so what you have learnt since belongs under `known:` in this update",
    )


RULE = Rule(
    code="PRO034",
    name="review-already-there",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, under `known:`, what you have learnt since the review",
    doc=__doc__,
)
