"""Readers are not told when they will hear again.

## What it checks

That every update has `next_update`: a time with its zone, or `none_planned` once the incident is resolved.

## Why it matters

Of 29 organisations whose real incidents were studied, one gave its readers a date for the next message. Without one, people call, give
up, or read someone else's account.

## Instead of

    # no next_update at all

## Write

    next_update: 2027-03-05T17:00Z
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Neither a time nor `none_planned`."""
    update = document.update
    if update.next_update is None and not update.none_planned:
        later = format_in_full(
            (max(context.now, update.published) + timedelta(days=1)).astimezone(update.published.tzinfo).replace(microsecond=0)
        )
        example = (
            f"`next_update: {later}`"
            if update.is_open
            else f"`next_update: none_planned`, or a time such as `next_update: {later}`"
        )
        yield Finding(
            at=document.span("next_update"),
            message="readers are not told when the next update comes",
            help=f"write a time, such as {example}" if update.is_open else f"write {example}",
        )


RULE = Rule(
    code="HON005",
    name="missing-next-update",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; write a new update with `next_update:`",
    doc=__doc__,
)
