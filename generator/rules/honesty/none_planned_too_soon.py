"""An open incident promises no further update.

## What it checks

That `next_update: none_planned` is used only in an update whose status is `resolved`.

## Why it matters

People remember an open incident that falls silent. If you expect nothing new, say when you will say so.

## Instead of

    status: monitoring
    next_update: none_planned

## Write

    status: monitoring
    next_update: 2027-04-05T10:00Z
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`none_planned` in an open incident."""
    del context
    if document.update.is_open and document.update.none_planned:
        yield Finding(
            at=document.span("next_update"),
            message="an open incident promises no further update",
            help="write a time such as `next_update: 2027-03-05T17:00Z`, even if you expect nothing new by then",
        )


RULE = Rule(
    code="HON006",
    name="none-planned-too-soon",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; write a new update with `next_update:`",
    doc=__doc__,
)
