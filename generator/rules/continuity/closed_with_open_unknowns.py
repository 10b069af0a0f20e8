"""An incident is called resolved while something is still unknown.

## What it checks

That no unknown is open after an update whose status is `resolved`: each has been answered, or is declared unanswerable with the reason. Of an
incident that goes on as part of another one (`outcome: part_of_another`), unknowns stay open: they may be answered there.

## Why it matters

Two of the real incidents that were studied ended with a number that people asked for in public and never got.

## Instead of

    status: resolved
    unknown: {how-many: How many customers.}

## Write

    status: resolved
    unknown: none_left
    unanswerable:
      how-many: The logs for August are gone, so we will never know how many customers.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Outcome
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` with open unknowns."""
    if document.update.is_open or context.transition is None or document.update.outcome is Outcome.PART_OF_ANOTHER:
        return
    for entry in context.transition.after.open_unknowns:
        yield Finding(
            at=document.span("unknown", entry.name) if document.wrote("unknown", entry.name) else document.span("status"),
            message=f"the incident is called resolved, but `{entry.name}` is still unknown: {entry.fact.text}",
            help=f"{_advice(document)} and add under `unanswerable:` the line `{entry.name}: why we will never know`;"
            " or answer it under `known:`",
        )


def _advice(document: UpdateDocument) -> str:
    return "write `unknown: none_left`" if len(document.update.unknown) == 1 else "remove it from `unknown:`"


RULE = Rule(
    code="CON010",
    name="closed-with-open-unknowns",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; in a new update answer the unknown under `known:`, or say under `unanswerable:` why it has no answer",
    doc=__doc__,
)
