"""Comforts that fell: what had reassured readers, and did not hold.

A comfort is data that is not affected, a count of nobody, a maximum that had been lowered, a fact that denies, a claim
that we called false, or an unknown at which "we looked" found nothing. It falls when it is corrected, or when something new ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.ledger.comforts import denies_reach
from generator.ledger.records import Change, Event, Transition
from generator.ledger.standing_since import last_said, standing_since
from generator.ledger.words import Comfort, Value
from generator.model.update import Claim, ClaimView, Count, Data, DataState, DirectNotice, Fact

_FALLS = frozenset({Change.CORRECTED, Change.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenComfort:
    """A comfort and its fall.

    Attributes:
        event: what made it fall; `was` is what had been said.
        since: when it was first said so.
        last: when it was last said so.
        doubted: what said before that it was no longer certain; None: nothing had.
    """

    event: Event
    since: datetime
    last: datetime
    doubted: Event | None = None


def fallen_comforts(transitions: Sequence[Transition], language: str) -> tuple[FallenComfort, ...]:
    """Return the comforts that fell, in the order in which they did.

    Args:
        transitions: those that readers see, oldest first.
        language: the language of the sentences.
    """
    events = [event for transition in transitions for event in transition.events]
    return tuple(
        _stood(event, transitions, events)
        for event in events
        if event.change in _FALLS
        and (event.comfort or comforts(event.was, language) or _was_lowered(event, events))
        and not _still(event)
    )


def _stood(event: Event, transitions: Sequence[Transition], events: Sequence[Event]) -> FallenComfort:
    doubted = _doubt(event, events)
    until = doubted or event
    since, last = standing_since(transitions, until), last_said(transitions, until)
    return FallenComfort(event=event, since=since, last=last, doubted=doubted)


def _doubt(fall: Event, events: Sequence[Event]) -> Event | None:
    """The last event that doubted what fell; None when it was said until it fell."""
    if not isinstance(fall.was, Comfort):
        return None
    said = {fall.was, fall.was.fact}
    doubts = [one for one in events if one.change is Change.DOUBTED and one.subject == fall.subject and one.update < fall.update]
    return doubts[-1] if doubts and doubts[-1].was in said else None


def comforts(value: Value, language: str) -> bool:
    """Whether what was said reassures by itself."""
    match value:
        case Data():
            return value.state is DataState.NOT_AFFECTED
        case Count():
            return value.high == 0
        case Comfort():
            return True
        case Claim():
            return value.we_say is ClaimView.FALSE
        case DirectNotice():
            return bool(value.silence)
        case Fact():
            return denies_reach(value, language)
        case _:
            return False


def _was_lowered(fall: Event, events: Sequence[Event]) -> bool:
    """Whether a maximum rises that had been lowered before."""
    if not isinstance(fall.was, Count) or not fall.adverse:
        return False
    return any(
        isinstance(event.was, Count)
        and isinstance(event.becomes, Count)
        and event.becomes.high is not None
        and (event.was.high is None or event.was.high > event.becomes.high)
        for event in events
        if event.subject == fall.subject and event.update < fall.update
    )


def _still(event: Event) -> bool:
    """Whether what is said since comforts as much: it is only for another population, or of another number of nobody."""
    if isinstance(event.becomes, DirectNotice):
        return bool(event.becomes.silence)
    if isinstance(event.becomes, Claim):
        return event.becomes.we_say is ClaimView.FALSE
    return isinstance(event.becomes, Data) and event.becomes.state is DataState.NOT_AFFECTED
