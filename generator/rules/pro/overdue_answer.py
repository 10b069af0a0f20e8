"""An answer is overdue.

## What it checks

That the date by which an unknown was to be known has not passed without an answer or a later date. Time alone causes it, so it blocks no
build.

## Why it matters

Readers were told when they would know.

## Instead of

    unknown:
      copied: {text: Whether they copied them., by: 2027-03-05}     # and it is the 9th

## Write

    unknown:
      copied: {text: Whether they copied them., by: 2027-03-12}
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.ledger.promises import promises
from generator.ledger.records import PromiseKind, PromiseState
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Context, Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Unknowns whose date has passed."""
    if context.ledger is None:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    documents = {document.number: document for document in folder.updates}
    for promise in promises(context.ledger, context.now, grace):
        if promise.kind is PromiseKind.ANSWER and promise.state is PromiseState.MISSED and promise.settled is None:
            yield Finding(
                at=documents[promise.made_in].span("unknown", promise.subject),
                message=f"`{promise.subject}` was to be known by {when_words(promise.due)}, and that has passed",
                help="answer it in the next update, give it a later `by:`, or say under `unanswerable:` why it will never be known",
            )


RULE = Rule(code="PRO024", name="overdue-answer", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
