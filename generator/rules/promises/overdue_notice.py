"""Not everyone was told directly by the promised day.

## What it checks

That the day under `by` of a direct notice has not passed without `complete: true` or a later day. Time alone can cause this finding, so it never
stops a build.

## Why it matters

People who are waiting for a letter cannot know whether it is late, or not coming.

## Instead of

    direct_notice: {patients: {how: by letter, by: 2027-03-20, sent: 500}}     # and it is the 23rd

## Write

    direct_notice: {patients: {how: by letter, by: 2027-03-27, sent: 900}}
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
    """Direct notices whose day has passed."""
    for promise in overdue(context, PromiseKind.NOTICE):
        yield Finding(
            at=made_in(folder, promise).span("direct_notice", promise.subject),
            message=f"the direct notice to all of `{promise.subject}` was promised by {when_words(promise.due, context.zone)} and is late",
            help="say in the next update under `direct_notice:` how many have been sent and whether all have been told, or give a later day",
        )


RULE = Rule(code="PRO033", name="overdue-notice", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
