"""A corrective action is overdue.

## What it checks

That each corrective action of a published review is done, dropped or moved by its day. Time alone can cause this finding, so it never
stops a build.

## Why it matters

The review and the page of lessons show that it is overdue. Measures that were promised after an incident and not taken cause the next
one.

## Instead of

    desk: {do: We move to a desk that records copying., owner: Sam Reed, by: 2027-07-01}    # it is August

## Write

    desk: {do: We move to a desk that records copying., owner: Sam Reed, by: 2027-07-01, done: 2027-06-28}

or, if it takes longer,

    desk:
      do: We move to a desk that records copying.
      owner: Sam Reed
      by: 2027-09-01
      moved: {from: 2027-07-01, because: The new desk was not ready.}
"""

from collections.abc import Iterator
from datetime import date, timedelta

from generator.inspection.context import Context
from generator.ledger.moments import end_of
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.visibility import is_public
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Corrective actions whose day has passed."""
    document, ledger = folder.review, context.ledger
    if document is None or document.review is None or ledger is None:
        return
    review = document.review
    if not is_public(review, context.now):
        return
    today = context.now.astimezone(ledger.zone).date()
    for name, action in review.corrective_actions.items():
        due: date | None = action.by
        if due is None or action.dropped or (action.done and action.done <= today) or end_of(due, ledger.zone) >= context.now:
            continue
        yield Finding(
            at=document.span("corrective_actions", name, "by"),
            message=f"the corrective action `{name}` was due by {when_words(due, context.zone)} and is late",
            help=f"if it is done, add `done: {today}`; if not, write a later day, such as `by: {today + timedelta(days=14)}`, and add"
            f" `moved: {{from: {action.moved.start if action.moved else due}, because: why it takes longer}}`; or say under `dropped` why it was dropped",
        )


RULE = Rule(code="PRO028", name="overdue-action", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
