"""A step is overdue.

## What it checks

That the date of an open step has not passed since the newest update. Time alone can cause this finding, so it never stops a
build.

## Why it matters

The page shows readers the date that has passed.

## Instead of

A step with a date in the past, and no explanation.

## Write

    next_steps:
      count: {do: Count the people in the opened tickets., by: 2027-03-08, because: Some tickets name several people.}
"""

from collections.abc import Iterator

from generator.deadlines.requested_profiles import newest_public
from generator.inspection.context import Context
from generator.ledger.promises import made_in
from generator.ledger.records import PromiseKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule, overdue


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Steps whose date has passed since the newest update."""
    transition = newest_public(context.ledger, context.now) if context.ledger else None
    # A date that had passed before the newest update is reported in that update, by PRO018.
    newest = transition.document.update.written if transition else context.now
    for promise in overdue(context, PromiseKind.STEP):
        if promise.due_at >= newest:
            yield Finding(
                at=made_in(folder, promise).span("next_steps", promise.subject),
                message=f"the step `{promise.subject}` was promised by {when_words(promise.due, context.zone)} and is late",
                help="say in the next update what happened to it: `done:`, `dropped:` or a later `by:`",
            )


RULE = Rule(code="PRO023", name="overdue-step", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
