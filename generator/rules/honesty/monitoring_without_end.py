"""Readers are not told how long you will keep monitoring.

## What it checks

That an incident whose status is `monitoring` says in `monitor_until` how long, and that this was still in the future when monitoring
began. After `reopened`, it is required again.

## Why it matters

Nobody keeps up monitoring that has no end date.

## Instead of

    status: monitoring

## Write

    status: monitoring
    monitor_until: 2027-04-05
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.moments import end_of
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Rule, day_ahead


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`monitoring` without an end date, or with one that had passed when it began."""
    update, transition = document.update, context.transition
    if update.status is not Status.MONITORING:
        return
    until = transition.after.monitor_until if transition else update.monitor_until
    if until is None:
        yield Finding(
            at=document.span("status"),
            message="readers are not told how long you will keep watch",
            help=f"add a day, such as `monitor_until: {day_ahead(update, context)}`",
        )
        return
    begins = transition is not None and transition.before.status is not Status.MONITORING
    # Monitoring cannot end before it begins: the day was given when the incident was contained, or mistyped.
    if begins and context.ledger and end_of(until, context.ledger.zone) <= update.published:
        yield Finding(
            at=document.span("monitor_until") if update.monitor_until else document.span("status"),
            message=f"you keep watch from now on, but only until {when_words(until, context.zone)}, which has passed",
            help=f"write a day in the future, such as `monitor_until: {day_ahead(update, context)}`",
        )


RULE = Rule(
    code="HON012",
    name="monitoring-without-end",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update until when you keep watch: `monitor_until:`",
    doc=__doc__,
)
