"""An update came later than promised and does not say so.

## What it checks

That an update published after the `next_update` of the one before it (and the site's grace, if it has any) has `late`: one sentence that
says why.

## Why it matters

People were waiting at that time. Admitting it costs one sentence; not admitting it costs you their trust in the next promise.

## Instead of

    published: 2027-03-05T19:00Z     # promised for 17:00

## Write

    published: 2027-03-05T19:00Z
    late: We promised this for 17:00. Counting took longer than we had thought, and we should have said so then.
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.inspection.context import Context
from generator.ledger.promises import grace_of_last
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A late update without `late`."""
    if context.transition is None or context.ledger is None:
        return
    promised = context.transition.before.next_update
    grace = grace_of_last(context.ledger, context.config.policy.grace if context.config else timedelta(), before=document.number)
    if promised is not None and document.update.published > promised + grace and not document.update.late:
        yield Finding(
            at=document.span("published"),
            message=f"this update was promised for {when_words(promised, context.zone)} and is late",
            help="say why in one sentence, such as `late: Counting took longer than we had thought.`",
        )


RULE = Rule(
    code="PRO008",
    name="missed-promise",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update why this one came late",
    doc=__doc__,
)
