"""An incident is called resolved before everyone who was promised a direct notice has been told.

## What it checks

That after an update whose status is `resolved` every direct notice with a day (`by`) is `complete`.

## Why it matters

For people who have not been told, it has not even begun.

## Instead of

    status: resolved
    direct_notice: {patients: {how: by letter, by: 2027-03-20, sent: 500}}

## Write

    status: resolved
    direct_notice: {patients: {how: by letter, sent: 1140, complete: true}}
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.inspection.context import Context
from generator.inspection.notice_lines import notice_line
from generator.ledger.remedies import people_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Count, CountForm
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` before all have been told."""
    if document.update.is_open or context.transition is None:
        return
    for entry in context.transition.after.standing_notices:
        if entry.notice.by is not None and not entry.notice.complete:
            written = document.wrote("direct_notice", entry.name)
            number = people_of(dict(context.transition.after.affected), entry.name)
            told = Count(population="", unit="", form=CountForm.EXACT, low=number or 0, high=number)
            line = notice_line(replace(entry.notice, sent=told, returned=None, complete=True, silence=""), context.zone)
            yield Finding(
                at=document.span("direct_notice", entry.name) if written else document.span("status"),
                message=f"the incident is called resolved, but not all of `{entry.name}` have been told, as you promised",
                help=f"tell them first; then write under `direct_notice:` the line `{line}`"
                if number is not None
                else "tell them first; then give the exact number, and say under `direct_notice:` that all have been told",
            )


RULE = Rule(
    code="CON074",
    name="closed-before-all-told",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; in a new update say under `direct_notice:` how far you have come",
    doc=__doc__,
)
