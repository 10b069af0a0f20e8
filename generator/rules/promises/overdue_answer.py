"""An answer is overdue.

## What it checks

That an unknown's date has not passed without an answer or a later date. Time alone can cause this finding, so it never stops a
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

from generator.inspection.context import Context
from generator.ledger.promises import made_in
from generator.ledger.records import PromiseKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule, overdue


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Unknowns whose date has passed."""
    for promise in overdue(context, PromiseKind.ANSWER):
        yield Finding(
            at=made_in(folder, promise).span("unknown", promise.subject),
            message=f"the answer to `{promise.subject}` was promised by {when_words(promise.due, context.zone)} and is late",
            help="answer it in the next update, give it a later `by:`, or say under `unanswerable:` why it will never be known",
        )


RULE = Rule(code="PRO024", name="overdue-answer", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
