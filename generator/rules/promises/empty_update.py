"""An update says nothing new and does not say so.

## What it checks

That an update that states, answers, corrects, moves or ends nothing has `no_change: true`.

## Why it matters

An empty update is honest and keeps its promise, as long as readers see at once that nothing has changed and need not search for changes.

## Instead of

    title: Our investigation continues

## Write

    title: Nothing has changed since yesterday
    no_change: true
"""

from collections.abc import Iterator

from generator.format.update import OPEN_FACT
from generator.inspection.context import Context
from generator.ledger.records import Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An update with nothing new and without `no_change`."""
    transition = context.transition
    if transition is None or transition.before.status is None or document.update.no_change:
        return
    if (
        not transition.events
        and not transition.violations
        and transition.before.status is document.update.status
        and not document.update.body.strip()
        and not _says_more(transition)
    ):
        yield Finding(
            at=document.span("title"),
            message="this update says nothing new",
            help="write what is new under `known:`; if nothing is new, add `no_change: true`, so that readers see that at once",
        )


def _says_more(transition: Transition) -> bool:
    """Whether a fact or an unknown in the same words says more: on which day it was, what was looked at, until when."""
    before = transition.before.facts
    return any(
        (said := key.get(entry.fact)) and said != key.get(before[name].fact)
        for name, entry in transition.after.facts.items()
        if name in before
        for key in OPEN_FACT.keys
    )


RULE = Rule(
    code="PRO017",
    name="empty-update",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; there is nothing to do",
    doc=__doc__,
)
