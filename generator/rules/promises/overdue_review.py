"""The review is overdue.

## What it checks

That the review is published by the day that `review_by` names. Time alone can cause this finding, so it never stops a build.

## Why it matters

The page shows that the review is overdue. You owe the lessons to the people whom the incident has harmed.

## Instead of

A `review_by` in the past, and no review.md.

## Write

    content/incidents/support-tickets/review.md
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.promises import made_in
from generator.ledger.records import PromiseKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule, day_ahead, overdue


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A promised review that was not published."""
    for promise in overdue(context, PromiseKind.REVIEW):
        yield Finding(
            at=made_in(folder, promise).span("review_by"),
            message=f"the review was promised by {when_words(promise.due, context.zone)} and is late",
            help=f"publish review.md, or give a new day in an update, with the reason, such as `review_by: {day_ahead(made_in(folder, promise).update, context)}`",
        )


RULE = Rule(code="PRO025", name="overdue-review", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
