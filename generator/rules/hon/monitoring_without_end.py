"""Readers are not told how long you will keep watch.

## What it checks

That an incident whose status is `monitoring` says in `monitor_until` until when.

## Why it matters

Do not assume it is over. A watch without an end is one that nobody keeps.

## Instead of

    status: monitoring

## Write

    status: monitoring
    monitor_until: 2027-04-05
"""

from collections.abc import Iterator

from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Context, Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`monitoring` without a date."""
    until = context.turn.after.monitor_until if context.turn else document.update.monitor_until
    if document.update.status is Status.MONITORING and until is None:
        yield Finding(
            at=document.span("status"),
            message="readers are not told until when you keep watch",
            help="add a day, such as `monitor_until: 2027-04-05`",
        )


RULE = Rule(code="HON012", name="monitoring-without-end", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
