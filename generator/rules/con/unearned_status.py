"""A status is not earned.

## What it checks

That the status moves as it may: investigating to confirmed or contained; confirmed to contained; contained to monitoring; monitoring to
resolved; contained, monitoring or resolved to reopened; reopened to confirmed or contained; any to itself. An incident under investigation
or confirmed may be resolved as a false alarm, with `because`, as long as nobody's data was reached. To be resolved otherwise,
`monitor_until` must have passed and every step be done or dropped. A first update is never monitoring, resolved or reopened.

## Why it matters

Each status is a promise about what is behind it. One that was skipped was not kept.

## Instead of

    status: resolved     # it was contained before

## Write

    status: monitoring
    monitor_until: 2027-04-05
"""

from collections.abc import Iterator

from generator.ledger.fold import end_of
from generator.ledger.records import State
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import DataState, Status
from generator.rules.rule import Context, Rule

_MOVES = {
    Status.INVESTIGATING: {Status.CONFIRMED, Status.CONTAINED},
    Status.CONFIRMED: {Status.CONTAINED},
    Status.CONTAINED: {Status.MONITORING, Status.REOPENED},
    Status.MONITORING: {Status.RESOLVED, Status.REOPENED},
    Status.RESOLVED: {Status.REOPENED},
    Status.REOPENED: {Status.CONFIRMED, Status.CONTAINED},
}
_FIRST = {Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A move that is not allowed, or that lacks what it needs."""
    turn = context.turn
    if turn is None or context.ledger is None:
        return
    status, before = document.update.status, turn.before.status
    at = document.span("status")
    if before is None:
        if status not in _FIRST:
            yield Finding(
                at=at,
                message=f"a first update cannot be {status}",
                help="write `status: investigating`, or `confirmed` or `contained` if that is so already",
            )
        return
    if status is before:
        return
    if status is Status.RESOLVED and before in {Status.INVESTIGATING, Status.CONFIRMED}:
        yield from _false_alarm(document, turn.after)
    elif status not in _MOVES[before]:
        yield Finding(
            at=at,
            message=f"an incident that is {before} cannot become {status}",
            help=f"write `status: {before}`, or one of: {', '.join(sorted(_MOVES[before]))}",
        )
    elif status is Status.RESOLVED:
        until = turn.after.monitor_until
        if until is not None and end_of(until, context.ledger.zone) > document.update.published:
            yield Finding(
                at=at,
                message=f"you said that you keep watch until {when_words(until)}, and that has not passed",
                help="write `status: monitoring` until then",
            )
    if status is Status.RESOLVED:
        for entry in turn.after.open_steps:
            yield Finding(
                at=document.span("next_steps", entry.name) if document.wrote("next_steps", entry.name) else at,
                message=f"the step `{entry.name}` is neither done nor dropped: {entry.step.do}",
                help=f"add under `done:` or `dropped:` the line `{entry.name}:` and what came of it",
            )


def _false_alarm(document: UpdateDocument, after: State) -> Iterator[Finding]:
    at = document.span("status")
    if not document.update.because:
        yield Finding(
            at=at,
            message="only a false alarm can be resolved without having been contained and watched",
            help="say under `because:` why it was a false alarm, or go on with `status: contained`",
        )
        return
    reached = [kind for kind, entry in after.data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]
    reached += [f"affected.{name}" for name, entry in after.affected.items() if entry.count.low > 0]
    for subject in reached[:1]:
        yield Finding(
            at=at,
            message=f"this is called a false alarm, and readers were told that `{subject}` was reached",
            help="correct that first if it was wrong; otherwise go on with `status: contained`",
        )


RULE = Rule(code="CON024", name="unearned-status", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
