"""The next update is promised for a time that has already passed.

## What it checks

That `next_update` is later than `published`.

## Why it matters

Such a promise is broken the moment it is made, and is most often a typing error.

## Instead of

    published: 2027-03-05T16:30Z
    next_update: 2027-03-05T09:00Z

## Write

    published: 2027-03-05T16:30Z
    next_update: 2027-03-06T09:00Z
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A promised time before the publication."""
    update = document.update
    if update.next_update is not None and update.next_update <= update.published:
        later = format_in_full(
            (max(context.now, update.published) + timedelta(days=1)).astimezone(update.published.tzinfo).replace(microsecond=0)
        )
        yield Finding(
            at=document.span("next_update"),
            message="the next update is promised for a time before this one",
            help=f"write a later time, such as `next_update: {later}`, or fix `published` if that is wrong",
        )


RULE = Rule(code="HON007", name="promise-in-the-past", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
