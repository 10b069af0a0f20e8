"""The next update is promised for later than the plan allows.

## What it checks

That `next_update` is no further from `published` than `cadence` in content/plan.yml allows for the update's status and the incident's
impact. Texts published before the plan's `since` are exempt.

## Why it matters

How long people may be left waiting was decided calmly and in advance. During an incident, every hour of delay seems like an hour
gained.

## Instead of

    published: 2027-03-03T03:10Z
    next_update: 2027-03-05T09:00Z     # the plan says 12h

## Write

    published: 2027-03-03T03:10Z
    next_update: 2027-03-03T15:00Z
"""

from collections.abc import Iterator
from datetime import UTC, timedelta

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import length, promised, yaml_time


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A promised time later than the plan allows."""
    update, plan = document.update, context.plan
    if plan is None or update.next_update is None or not plan.holds(update.published):
        return
    planned = plan.planned(update.status, context.impact)
    grace = context.config.policy.grace if context.config else timedelta()
    if planned is not None and update.next_update - update.published > planned + grace:
        by = promised(update.published, planned, context.config.site.timezone if context.config else UTC)
        yield Finding(
            at=document.span("next_update"),
            message=f"the plan allows {length(planned)} until the next update, but this promises it for later",
            help=f"write `next_update: {yaml_time(by)}` or earlier; it may say that nothing has changed",
        )


RULE = Rule(
    code="PLN007",
    name="slower-than-planned",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the promise stays as it is; publish an update earlier than promised",
    doc=__doc__,
)
