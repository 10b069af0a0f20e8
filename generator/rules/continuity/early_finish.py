"""It was called contained or over, and then it got worse.

## What it checks

That after `contained`, `monitoring` or `resolved` nothing worse is found (a count above its interval, a worse state of data, a withdrawn
reassurance, a wider window) unless the update's status is `reopened`, with the reason.

## Why it matters

In real incidents, the second, worse statement came weeks after "our investigation is complete".

## Instead of

    status: monitoring
    data: {ticket-text: taken}     # it was accessed before

## Write

    status: reopened
    because: We found on 9 March that the tickets were copied as well.
    data: {ticket-text: taken}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.comforts import in_doubt
from generator.ledger.records import Transition
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Rule

_CALM = frozenset({Status.CONTAINED, Status.MONITORING, Status.RESOLVED})


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Something worse after a calm status, and the incident not reopened."""
    transition = context.transition
    if transition is None or transition.before.status not in _CALM or document.update.status is Status.REOPENED:
        return
    # What is counted or said of data says more than the sentence that rests on it.
    for worse in sorted(transition.adverse, key=lambda one: "." not in one.subject and one.subject != "window")[:1]:
        yield Finding(
            at=document.span("status"),
            message=f"the incident was called {transition.before.status}, but `{worse.subject}` is worse than readers were told",
            help=f"write `status: reopened` and add `because: what was found`{_doubts(document, transition, context)}",
        )


def _doubts(document: UpdateDocument, transition: Transition, context: Context) -> str:
    """The lines for what is in doubt once it is reopened, and of which this update says nothing."""
    update = document.update
    said = {*update.known, *update.unknown, *update.still_true, *update.ended, *update.corrections}
    said |= {asked.name for asked in transition.asked_about}
    language = context.config.site.language if context.config else "en"
    names = [entry.name for entry in in_doubt(transition.before, language) if entry.name not in said]
    return "".join(f" and under `unknown:` the line `{name}: what is no longer certain`" for name in names)


RULE = Rule(
    code="CON009",
    name="early-finish",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; if it is not contained after all, write a new update with `status: reopened`, and say under `because:` what was found",
    doc=__doc__,
)
