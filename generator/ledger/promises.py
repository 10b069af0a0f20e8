"""Every promise with a date, and what became of it as of a given time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from generator.ledger.moments import end_of
from generator.ledger.records import (
    FactState,
    Ledger,
    Promise,
    PromiseKind,
    PromiseState,
    StepState,
    Transition,
)
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import When
from generator.model.visibility import is_public


def promises(ledger: Ledger, now: datetime, grace: timedelta = timedelta()) -> tuple[Promise, ...]:
    """Every promise made in an update published by `now`, in the order in which they fall due.

    Args:
        ledger: the incident's.
        now: as of when; what happens later counts as not yet happened.
        grace: how much later than promised still counts as on time. What was settled under other settings stays as it was settled then.
    """
    transitions = ledger.seen(now)
    found = [
        *_updates(ledger, transitions, now, grace),
        *_steps(ledger, transitions, now, grace),
        *_answers(ledger, transitions, now, grace),
        *_review(ledger, transitions, now, grace),
    ]
    return tuple(sorted(found, key=lambda promise: (promise.due_at, promise.kind, promise.subject, promise.made_in)))


def _updates(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    for index, transition in enumerate(transitions):
        update = transition.document.update
        if update.next_update is None:
            continue
        made = Promise(
            kind=PromiseKind.UPDATE,
            subject="",
            text="The next update",
            due=update.next_update,
            due_at=update.next_update,
            made_in=update.number,
            made=update.published,
            state=PromiseState.PENDING,
        )
        following = transitions[index + 1].document.update if index + 1 < len(transitions) else None
        if following is None:
            yield _waiting(made, now, grace)
        else:
            yield _met(made, following.number, following.published, ledger.grace_at(following.published, grace), following.late)


def _steps(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    for name in transitions[-1].after.steps if transitions else ():
        current: Promise | None = None
        for transition in transitions:
            entry = transition.after.steps.get(name)
            if entry is None:
                continue
            update = transition.document.update
            if current is None and entry.step.by is not None and entry.state is StepState.OPEN:
                current = _promise(PromiseKind.STEP, name, entry.step.do, entry.step.by, transition, ledger)
            elif current is not None and entry.state is StepState.DONE:
                yield _met(current, update.number, update.published, ledger.grace_at(update.published, grace))
                current = None
            elif current is not None and entry.state in {StepState.DROPPED, StepState.TAKEN_BACK}:
                # A step that was given up, or should never have been announced, does not count as kept, whatever the reason; the reason is shown beside it.
                yield replace(
                    current, state=PromiseState.MISSED, settled_in=update.number, settled=update.published, because=entry.outcome
                )
                current = None
            elif (
                current is not None
                and entry.step.by is not None
                and end_of(entry.step.by, ledger.zone_at(current.made)) != current.due_at
            ):
                yield _moved(
                    current,
                    entry.step.by,
                    update.number,
                    update.published,
                    ledger.grace_at(update.published, grace),
                    entry.step.because,
                )
                current = _promise(PromiseKind.STEP, name, entry.step.do, entry.step.by, transition, ledger)
        if current is not None:
            yield _waiting(current, now, grace)


def _answers(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    for name in transitions[-1].after.facts if transitions else ():
        current: Promise | None = None
        for transition in transitions:
            entry = transition.after.facts.get(name)
            if entry is None:
                continue
            update = transition.document.update
            if entry.state is not FactState.OPEN:
                if current is not None:
                    yield _met(current, update.number, update.published, ledger.grace_at(update.published, grace))
                    current = None
            elif current is None:
                if entry.fact.by is not None:
                    current = _promise(PromiseKind.ANSWER, name, entry.fact.text, entry.fact.by, transition, ledger)
            elif entry.fact.by is not None and end_of(entry.fact.by, ledger.zone_at(current.made)) != current.due_at:
                yield _moved(current, entry.fact.by, update.number, update.published, ledger.grace_at(update.published, grace))
                current = _promise(PromiseKind.ANSWER, name, entry.fact.text, entry.fact.by, transition, ledger)
        if current is not None:
            yield _waiting(current, now, grace)


def _review(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    current: Promise | None = None
    for transition in transitions:
        due = transition.document.update.review_by
        if due is None:
            continue
        update = transition.document.update
        if current is not None and end_of(due, ledger.zone_at(current.made)) != current.due_at:
            yield _moved(current, due, update.number, update.published, ledger.grace_at(update.published, grace), update.because)
            current = None
        if current is None:
            current = _promise(PromiseKind.REVIEW, "", "The review", due, transition, ledger)
    if current is None:
        return
    review = ledger.folder.review.review if ledger.folder.review else None
    if review is not None and is_public(review, now):
        yield _met(current, None, review.published, ledger.grace_at(review.published, grace))
    else:
        yield _waiting(current, now, grace)


def _promise(kind: PromiseKind, subject: str, text: str, due: When, transition: Transition, ledger: Ledger) -> Promise:
    return Promise(
        kind=kind,
        subject=subject,
        text=text,
        due=due,
        due_at=end_of(due, ledger.zone_at(transition.document.update.published)),
        made_in=transition.document.update.number,
        made=transition.document.update.published,
        state=PromiseState.PENDING,
    )


def _waiting(promise: Promise, now: datetime, grace: timedelta) -> Promise:
    return replace(promise, state=PromiseState.MISSED) if now > promise.due_at + grace else promise


def _met(promise: Promise, number: int | None, when: datetime, grace: timedelta, because: str = "") -> Promise:
    state = PromiseState.KEPT if when <= promise.due_at + grace else PromiseState.MISSED
    return replace(promise, state=state, settled_in=number, settled=when, because=because)


def _moved(promise: Promise, to: When, number: int, when: datetime, grace: timedelta, because: str = "") -> Promise:
    # A date that is moved after it has passed counts as missed, whatever the new date.
    state = PromiseState.MOVED if when <= promise.due_at + grace else PromiseState.MISSED
    return replace(promise, state=state, settled_in=number, settled=when, moved_to=to, because=because)


def made_in(folder: IncidentFolder, promise: Promise) -> UpdateDocument:
    """The update that made a promise."""
    return next(document for document in folder.updates if document.number == promise.made_in)
