"""Readers are not told what you are monitoring.

## What it checks

That an incident whose status is `monitoring` says under `monitoring` what is watched, and when someone last looked. What an update
leaves out is carried over from the previous update.

## Why it matters

"We keep monitoring the situation" costs nothing and says nothing. If you say what you watch, people can ask about it.

## Instead of

    status: monitoring
    monitor_until: 2027-04-05

## Write

    status: monitoring
    monitor_until: 2027-04-05
    monitoring:
      what: Every login to the support desk, and every ticket that is opened from abroad.
      looked: 2027-03-20T08:00Z
"""

from collections.abc import Iterator
from datetime import datetime

from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status, Watch
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`monitoring` without what is monitored, or without the time of the last look."""
    if document.update.status is not Status.MONITORING:
        return
    watch = (context.transition.after.monitoring if context.transition else document.update.monitoring) or Watch()
    # An example may be pasted as it is, and nobody has looked later than the update was published.
    looked = watch.looked or document.update.published
    looked_words = format_in_full(looked) if isinstance(looked, datetime) else f"{looked}"
    if not watch.what:
        yield Finding(
            at=document.span("monitoring") if document.wrote("monitoring") else document.span("status"),
            message="readers are not told what you are watching",
            help=f"say so in one sentence: `monitoring: {{what: Every login to the desk., looked: {looked_words}}}`",
        )
    elif watch.looked is None:
        yield Finding(
            at=document.span("monitoring"),
            message="readers are not told when you last looked",
            help=f"add under `monitoring:` a line such as `looked: {looked_words}`, and a later one with each update",
        )


RULE = Rule(
    code="HON017",
    name="unsaid-watch",
    severity=Severity.ADVICE,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; say it in a new update, under `monitoring:`",
    doc=__doc__,
)
