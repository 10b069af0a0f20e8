"""Every promise with a date, and what became of it as of a given time."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from generator.ledger.moments import day_of, end_of, is_before
from generator.ledger.records import (
    FactState,
    Ledger,
    Promise,
    PromiseKind,
    PromiseState,
    RemedyState,
    StepState,
    Transition,
)
from generator.ledger.terms import promise_key
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.update import Update, When
from generator.model.visibility import is_public


def promises(ledger: Ledger, now: datetime, grace: timedelta = timedelta()) -> tuple[Promise, ...]:
    """Every promise made in an update published by `now`, in the order in which they fall due.

    Args:
        ledger: the incident's.
        now: as of when; what happens later counts as not yet happened.
        grace: how much later than promised still counts as on time, where it is not known what counted when a promise was made.
    """
    transitions = ledger.seen(now)
    found = [
        *_updates(ledger, transitions, now, grace),
        *_steps(ledger, transitions, now, grace),
        *_answers(ledger, transitions, now, grace),
        *_review(ledger, transitions, now, grace),
        *_notices(ledger, transitions, now, grace),
    ]
    return tuple(sorted(found, key=lambda promise: (promise.due_at, promise.kind, promise.subject, promise.made_in)))


def _updates(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    for index, transition in enumerate(transitions):
        update = transition.document.update
        if update.next_update is None:
            continue
        made = _promise(PromiseKind.UPDATE, "", "The next update", update.next_update, transition, ledger, grace)
        following = transitions[index + 1].document.update if index + 1 < len(transitions) else None
        if following is None:
            yield _waiting(made, now)
        else:
            yield _met(made, following.number, following.published, following.late)


def _steps(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    for name in transitions[-1].after.steps if transitions else ():
        current: Promise | None = None
        for transition in transitions:
            entry = transition.after.steps.get(name)
            if entry is None:
                continue
            update = transition.document.update
            if current is None and entry.step.by is not None and entry.state is StepState.OPEN:
                current = _promise(PromiseKind.STEP, name, entry.step.do, entry.step.by, transition, ledger, grace)
            elif current is not None and entry.state is StepState.DONE:
                yield _done(current, update, entry.done_on, ledger)
                current = None
            elif current is not None and entry.state in {StepState.DROPPED, StepState.TAKEN_BACK}:
                # A step that was given up, or should never have been announced, does not count as kept, whatever the reason; the reason is shown beside it.
                yield replace(
                    current, state=PromiseState.MISSED, settled_in=update.number, settled=update.published, because=entry.outcome
                )
                current = None
            elif current is not None and entry.step.by is not None and _is_moved(current, entry.step.by, update, ledger):
                yield _moved(current, entry.step.by, update.number, update.published, entry.step.because)
                current = _promise(PromiseKind.STEP, name, entry.step.do, entry.step.by, transition, ledger, grace)
        if current is not None:
            yield _waiting(current, now)


def _answers(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    # Only an unknown has a day by which it is answered.
    asked = {name for one in transitions for name, fact in one.document.update.unknown.items() if fact.by is not None}
    for name in asked.intersection(transitions[-1].after.facts) if transitions else ():
        current: Promise | None = None
        for transition in transitions:
            entry = transition.after.facts.get(name)
            if entry is None:
                continue
            update = transition.document.update
            if entry.state is not FactState.OPEN:
                if current is not None:
                    yield _met(current, update.number, update.published)
                    current = None
            elif current is None:
                if entry.fact.by is not None:
                    current = _promise(PromiseKind.ANSWER, name, entry.fact.text, entry.fact.by, transition, ledger, grace)
            elif entry.fact.by is not None and _is_moved(current, entry.fact.by, update, ledger):
                yield _moved(current, entry.fact.by, update.number, update.published)
                current = _promise(PromiseKind.ANSWER, name, entry.fact.text, entry.fact.by, transition, ledger, grace)
        if current is not None:
            yield _waiting(current, now)


def _review(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    review = ledger.folder.review.review if ledger.folder.review else None
    came = review.published if review is not None and is_public(review, now) else None
    current: Promise | None = None
    for transition in transitions:
        due = transition.document.update.review_by
        if due is None:
            continue
        update = transition.document.update
        # There is one review. A day that is given once readers have it neither moves it nor promises another, which could never be said to have come.
        if came is not None and came <= update.published:
            break
        if current is not None and _is_moved(current, due, update, ledger):
            yield _moved(current, due, update.number, update.published, update.because)
            current = None
        if current is None:
            current = _promise(PromiseKind.REVIEW, "", "The review", due, transition, ledger, grace)
    if current is not None:
        yield _met(current, None, came) if came is not None else _waiting(current, now)


def _notices(ledger: Ledger, transitions: list[Transition], now: datetime, grace: timedelta) -> Iterator[Promise]:
    """That all of a population are told directly by a day: kept once all have been."""
    for name in transitions[-1].after.direct_notice if transitions else ():
        current: Promise | None = None
        for transition in transitions:
            entry = transition.after.direct_notice.get(name)
            if entry is None:
                continue
            update, notice = transition.document.update, entry.notice
            if entry.state is RemedyState.TAKEN_BACK:
                if current is not None:
                    because = next((event.because for event in reversed(entry.history)), "")
                    yield replace(
                        current, state=PromiseState.MISSED, settled_in=update.number, settled=update.published, because=because
                    )
                    current = None
            elif notice.complete:
                if current is not None:
                    yield _done(current, update, notice.on, ledger)
                    current = None
            elif notice.by is None:
                continue
            elif current is None:
                if not _was_met(transitions, transition, name):
                    current = _promise(PromiseKind.NOTICE, name, notice.how, notice.by, transition, ledger, grace)
            elif _is_moved(current, notice.by, update, ledger):
                yield _moved(current, notice.by, update.number, update.published)
                current = _promise(PromiseKind.NOTICE, name, notice.how, notice.by, transition, ledger, grace)
        if current is not None:
            yield _waiting(current, now)


def _was_met(transitions: list[Transition], transition: Transition, name: str) -> bool:
    """Whether all had been told before, by a day that no later update has given anew: whoever was found since was promised nothing."""
    by = transition.after.direct_notice[name].notice.by
    earlier = (one.after.direct_notice.get(name) for one in transitions if one.document.number < transition.document.number)
    return any(one is not None and one.notice.complete and one.notice.by == by for one in earlier)


def _promise(
    kind: PromiseKind, subject: str, text: str, due: When, transition: Transition, ledger: Ledger, grace: timedelta
) -> Promise:
    update = transition.document.update
    terms = ledger.terms_of(update)
    return Promise(
        kind=kind,
        subject=subject,
        text=text,
        due=due,
        due_at=terms.due.get(promise_key(kind, subject)) or end_of(due, terms.zone),
        made_in=update.number,
        made=update.published,
        state=PromiseState.PENDING,
        grace=grace if terms.grace is None else terms.grace,
    )


def _is_moved(promise: Promise, to: When, update: Update, ledger: Ledger) -> bool:
    """Whether an update gives another time than was promised. The same words mean the same, whatever the time zone has become."""
    return to != promise.due and end_of(to, ledger.terms_of(update).zone) != promise.due_at


def _waiting(promise: Promise, now: datetime) -> Promise:
    return replace(promise, state=PromiseState.MISSED) if now > promise.due_at + promise.grace else promise


def _met(promise: Promise, number: int | None, when: datetime, because: str = "") -> Promise:
    is_kept = when <= promise.due_at + promise.grace
    return replace(
        promise,
        state=PromiseState.KEPT if is_kept else PromiseState.MISSED,
        settled_in=number,
        settled=when,
        late_by=timedelta() if is_kept else when - promise.due_at,
        because=because,
    )


def _done(promise: Promise, update: Update, on: When | None, ledger: Ledger) -> Promise:
    """Return the promise of a step that is done, or of a population that is told: by the day on which it was done, where that is said; else by when readers were told."""
    if on is None:
        return _met(promise, update.number, update.published)
    made = next(one.document.update for one in ledger.transitions if one.document.number == promise.made_in)
    zone, told_in = ledger.terms_of(made).zone, ledger.terms_of(update).zone
    if not isinstance(on, datetime):
        late = max(timedelta(), on - day_of(promise.due, zone))
    elif isinstance(promise.due, datetime):
        late = on - promise.due_at if on > promise.due_at + promise.grace else timedelta()
    else:
        # A day lasts until its end, and how late telling may be is no matter here.
        late = on - promise.due_at if on >= promise.due_at else timedelta()
    is_kept = not late and (not isinstance(on, datetime) or isinstance(promise.due, datetime) or on < promise.due_at)
    return replace(
        promise,
        state=PromiseState.KEPT if is_kept else PromiseState.MISSED,
        settled_in=update.number,
        settled=update.published,
        done_on=on,
        told_later=is_before(on, update.published, told_in),
        late_by=late,
    )


def _moved(promise: Promise, to: When, number: int, when: datetime, because: str = "") -> Promise:
    # A date that is moved after it has passed counts as missed, whatever the new date.
    state = PromiseState.MOVED if when <= promise.due_at + promise.grace else PromiseState.MISSED
    return replace(promise, state=state, settled_in=number, settled=when, moved_to=to, because=because)


def made_in(folder: IncidentFolder, promise: Promise) -> UpdateDocument:
    """The update that made a promise."""
    return next(document for document in folder.updates if document.number == promise.made_in)


def grace_of_last(ledger: Ledger, today: timedelta, *, before: int | None = None) -> timedelta:
    """Return how much later than the newest update promised counts as in time.

    Args:
        ledger: the incident's.
        today: what counts where it is not known what counted then.
        before: a number: only updates with a smaller one.
    """
    made = ledger.transitions
    # They are in order of their numbers.
    last = len(made) if before is None else bisect_left(made, before, key=lambda one: one.document.number)
    then = ledger.terms_of(made[last - 1].document.update).grace if last else None
    return today if then is None else then
