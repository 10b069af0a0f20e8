"""The next update is promised too late.

## What it checks

That `next_update` comes within the site's cadence for the incident's status (`policy: {cadence: …}` in site_config.yml; 24 hours while
investigating, 72 hours when confirmed or reopened, 7 days when contained, 30 days while monitoring), and its `grace`.

## Why it matters

A promise for next month says nothing. In the real incidents that were studied, the best organisations promised within hours; most
gave no date at all.

## Instead of

    published: 2027-03-03T03:10Z
    status: investigating
    next_update: 2027-03-31T09:00Z

## Write

    next_update: 2027-03-03T09:00Z
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.ledger.words import length_words
from generator.model.config import DEFAULT_CADENCE
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A promised time beyond the cadence."""
    update = document.update
    cadence = context.config.policy.cadence if context.config else DEFAULT_CADENCE
    longest = cadence.get(update.status)
    if update.next_update is None or longest is None:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    latest = update.published + longest
    # Allow a tolerance for round hours, which are easier to remember than the exact end: one hour for a day, seven for a week.
    if update.next_update <= latest + max(grace, longest / 24):
        return
    yield Finding(
        at=document.span("next_update"),
        message=(
            f"readers would wait {length_words(update.next_update - update.published)}; while {update.status}, this site promises an update within {length_words(longest)}"
        ),
        help=f"write `next_update: {format_in_full(latest)}` or earlier, even if it will only say that nothing has changed",
    )


RULE = Rule(
    code="PRO026",
    name="distant-promise",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the promise stays as it is; publish an update earlier than promised",
    doc=__doc__,
)
