"""An update says that nothing is new, but something is.

## What it checks

That an update with `no_change: true` does not state, answer, correct, move or end anything.

## Why it matters

`no_change` is the honest empty update. With news in it, it hides the news: a reader who sees "nothing has changed" reads no further.

## Instead of

    no_change: true
    known: {copied: They copied 41 tickets.}

## Write

    known: {copied: They copied 41 tickets.}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import Change
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """News under `no_change`."""
    if not document.update.no_change or context.transition is None:
        return
    # An empty update may still have to announce that a step or an answer will come later, or that someone looked again.
    new_events = [event for event in context.transition.events if event.change not in {Change.MOVED, Change.STILL_TRUE}]
    moved_on = context.transition.before.status is not None and context.transition.before.status is not document.update.status
    # How it ended is news as well.
    ended = context.transition.before.outcome is not context.transition.after.outcome
    if new_events or moved_on or ended or context.transition.violations:
        what = (
            new_events[0].subject
            if new_events
            else "status"
            if moved_on
            else "outcome"
            if ended
            else context.transition.violations[0].subject
        )
        yield Finding(
            at=document.span("no_change"),
            message=f"this update says that nothing is new, but `{what}` is",
            help="delete `no_change: true` and list every open unknown, step and action again",
        )


RULE = Rule(code="HON010", name="false-no-change", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
