"""A status is not justified.

## What it checks

That the status changes in a permitted way: investigating to confirmed or contained; confirmed to contained; contained to monitoring;
monitoring to resolved; contained, monitoring or resolved to reopened; reopened to confirmed or contained; any to itself. An incident that
was never more than investigating or confirmed may be resolved as a false alarm, with `because`, as long as nobody's data was reached. If
nobody broke in (the nature is a mistake, a lost device or a malfunction and was never anything else, nothing was taken, and it was never
reopened), an incident need be neither contained nor watched: confirmed goes to resolved, with `because` and a review. Otherwise,
`monitor_until` must have passed before it is resolved. An incident that turned out to be part of another one (`outcome: part_of_another`) may be
resolved at any time, with `because`, and with the other one first under `related` in incident.md; whether that one goes on with it is asked by
not-continued (CON100). In every resolved update, each step is done or dropped. A first update is never
monitoring, resolved or reopened.

## Why it matters

Each status promises that certain work has been done. If one is skipped, that promise is broken.

## Instead of

    status: resolved     # it was contained before

## Write

    status: monitoring
    monitor_until: 2027-04-05
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.endings import REAL, is_without_intruder, reached
from generator.ledger.records import Ledger, Transition
from generator.ledger.statuses import can_be_false_alarm, refusal, still_watched
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Outcome, Status
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A move that is not allowed, or that lacks what it needs."""
    transition, ledger = context.transition, context.ledger
    if transition is None or ledger is None:
        return
    status, before = document.update.status, transition.before.status
    at = document.span("status")
    # What happened without any data being reached is no false alarm.
    false_alarm = can_be_false_alarm(transition.before.passed) and document.update.outcome is not Outcome.NOTHING_REACHED
    without_intruder = is_without_intruder(transition.after)
    goes_on = status is Status.RESOLVED and before is not None and document.update.outcome is Outcome.PART_OF_ANOTHER
    refused = (
        refusal(transition.before, status, false_alarm=false_alarm, without_intruder=without_intruder) if not goes_on else None
    )
    if refused is not None and document.update.outcome is Outcome.NOTHING_REACHED and not transition.after.passed & REAL:
        refused = (
            "`nothing_reached` is not a false alarm, and the incident was neither contained nor watched",
            "continue with `contained`; if nobody broke in, continue with `confirmed` and give the `nature`",
        )
    if refused is not None:
        yield Finding(at=at, message=refused[0], help=refused[1])
        if before is None:
            return
    elif goes_on:
        yield from _elsewhere(document, ledger)
    elif status is Status.RESOLVED and before in {Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED}:
        yield from _unwatched(document, transition, without_intruder=without_intruder)
    if refused is None and status is Status.RESOLVED and not goes_on and before in {Status.CONTAINED, Status.MONITORING}:
        until = still_watched(transition.after, document.update.published, ledger.zone)
        if until:
            yield Finding(
                at=at,
                message=f"you promised to keep watch until {until}, which is still to come",
                help=f"keep the status `{before}` until then",
            )
    if status is Status.RESOLVED:
        for entry in transition.after.open_steps:
            yield Finding(
                at=document.span("next_steps", entry.name) if document.wrote("next_steps", entry.name) else at,
                message=f"the step `{entry.name}` is neither done nor dropped: {entry.step.do}",
                help=f"remove it from `next_steps:`, and add under `done:` the line `{entry.name}: the result`, or under `dropped:` the line `{entry.name}: why it was dropped`",
            )


def _elsewhere(document: UpdateDocument, ledger: Ledger) -> Iterator[Finding]:
    """An end that is none: what its own files have to say, how that is known and where it goes on. What the other incident has to say is for CON100."""
    if not document.update.because:
        yield Finding(
            at=document.span("outcome"),
            message="you do not say how you know that it is part of another incident",
            help="add `because: How we know that both are one.`",
        )
    if not ledger.folder.incident.related:
        yield Finding(
            at=document.span("outcome"),
            message="readers are not told in which incident it goes on",
            help="name the folder of the other incident under `related:` in incident.md; the first name there is the one in which it goes on",
        )


def _unwatched(document: UpdateDocument, transition: Transition, *, without_intruder: bool) -> Iterator[Finding]:
    """An end without a watch: a false alarm, or an incident in which nobody broke in."""
    at, update = document.span("status"), document.update
    really = without_intruder and transition.before.status is not Status.INVESTIGATING
    if not update.because:
        yield Finding(
            at=at,
            message="the incident was not watched, and you do not say why it is over"
            if really and update.outcome is not Outcome.FALSE_ALARM
            else "only a false alarm can be resolved without having been contained and watched",
            help="add `because: Why it is over.`"
            if really and update.outcome is not Outcome.FALSE_ALARM
            else "add `because: why it was a false alarm`, or continue with `contained`",
        )
        return
    if really or update.outcome is not None:
        # What was reached is held against the outcome that is given (CON061).
        return
    for subject in reached(transition.after)[:1]:
        yield Finding(
            at=at,
            message=f"this is called a false alarm, but readers were told that `{subject}` was reached",
            help="correct that first if it was wrong; otherwise continue with `contained`",
        )


RULE = Rule(
    code="CON024",
    name="unearned-status",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; give the right status in a new update, and say why under `corrections:` or `because:`",
    doc=__doc__,
)
