"""What has become of what an older update said: for its own page, which is out of date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from generator.ledger.records import (
    ActionEntry,
    ActionState,
    Change,
    Event,
    FactEntry,
    FactState,
    State,
    StepEntry,
    StepState,
)
from generator.model.update import CorrectionKind, When


class SinceKind(StrEnum):
    """What has become of one thing."""

    ANSWERED = "answered"
    CORRECTED = "corrected"
    SAID_DIFFERENTLY = "said-differently"
    UPDATED = "updated"
    ENDED = "ended"
    DOUBTED = "doubted"
    NEVER = "never"
    STILL_UNKNOWN = "still-unknown"
    DONE = "done"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has become of one thing since.

    Attributes:
        kind: what.
        update: the number of the update that said so; 0: none did.
        when: when that was published, or, of a step, when it was done, if that is said.
        now: the author's sentence that holds now; empty where there is none.
        by: until when an answer is promised.
        later: of an answer, what has become of that in turn; None: it holds as it was given.
    """

    kind: SinceKind
    update: int = 0
    when: When | None = None
    now: str = ""
    by: When | None = None
    later: "Since | None" = None


def of_fact(then: FactEntry, now: State, events: Iterable[Event]) -> Since | None:
    """Return what has become of a fact or an unknown; None: it still holds as it was said.

    Args:
        then: as it stood.
        now: what stands now.
        events: what later updates changed.
    """
    entry = now.facts.get(then.name)
    if entry is None:
        return None
    own = [event for event in events if event.subject == then.name]
    number, when = _last(own)
    if entry.state is FactState.OPEN:
        if then.state is FactState.OPEN:
            return Since(kind=SinceKind.STILL_UNKNOWN, by=entry.fact.by)
        return Since(kind=SinceKind.DOUBTED, update=number, when=when, now=entry.fact.text)
    if entry.state is FactState.UNANSWERABLE:
        return None if then.state is entry.state else Since(kind=SinceKind.NEVER, update=number, when=when, now=entry.because)
    if entry.end is not None:
        return Since(kind=SinceKind.ENDED, update=number, when=when, now=entry.end.what)
    if then.state is FactState.OPEN:
        return _answered(own, entry.fact.text)
    if entry.fact.text == then.fact.text:
        return None
    return _changed(own, entry.fact.text)


def of_step(then: StepEntry, now: State, events: Iterable[Event]) -> Since | None:
    """Return what has become of a step, as above; None: it is still to be done."""
    entry = now.steps.get(then.name)
    number, when = _last([event for event in events if event.subject == f"step.{then.name}"])
    if entry is None or entry.state is StepState.OPEN:
        return None
    if entry.state is StepState.DONE:
        return Since(kind=SinceKind.DONE, update=number, when=entry.done_on or when, now=entry.outcome)
    if entry.state is StepState.DROPPED:
        return Since(kind=SinceKind.DROPPED, update=number, when=when, now=entry.outcome)
    return Since(kind=SinceKind.TAKEN_BACK, update=number, when=when)


def of_action(then: ActionEntry, now: State, events: Iterable[Event]) -> Since | None:
    """Return what has become of advice, as above; None: it still holds."""
    entry = now.actions.get(then.name)
    own = [event for event in events if event.subject == f"action.{then.name}"]
    number, when = _last(own)
    if entry is None:
        return None
    if entry.state is ActionState.WITHDRAWN:
        return Since(kind=SinceKind.WITHDRAWN, update=number, when=when, now=entry.because)
    if entry.state is ActionState.TAKEN_BACK:
        return Since(kind=SinceKind.TAKEN_BACK, update=number, when=when)
    if entry.action.do == then.action.do:
        return None
    return _changed(own, entry.action.do)


def _answered(events: list[Event], now: str) -> Since:
    """An answer, on the day on which it was given: one that was corrected later was not late."""
    answers = [place for place, event in enumerate(events) if event.change is Change.ANSWERED]
    place = answers[-1] if answers else len(events) - 1
    later = [event for event in events[place + 1 :] if event.change is not Change.STILL_TRUE]
    number, when = _last(events[: place + 1])
    return Since(kind=SinceKind.ANSWERED, update=number, when=when, now=now, later=_changed(later, now) if later else None)


def _changed(events: list[Event], now: str) -> Since:
    """What was put into other words: a mistake of ours is called corrected, and nothing else. That it was looked at again changed no word."""
    events = [event for event in events if event.change is not Change.STILL_TRUE]
    corrections = [event for event in events if event.change is Change.CORRECTED]
    number, when = _last(corrections or events)
    if any(event.kind is CorrectionKind.OUR_ERROR for event in corrections):
        kind = SinceKind.CORRECTED
    else:
        kind = SinceKind.SAID_DIFFERENTLY if corrections else SinceKind.UPDATED
    return Since(kind=kind, update=number, when=when, now=now)


def _last(events: list[Event]) -> tuple[int, datetime | None]:
    return (events[-1].update, events[-1].when) if events else (0, None)
