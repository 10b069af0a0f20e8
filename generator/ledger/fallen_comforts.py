"""Comforts that fell: what had reassured readers, and did not hold.

A comfort is data that is not affected, a count of nobody, a maximum that had been lowered, a fact that denies, or an unknown at which "we looked"
found nothing. It falls when it is corrected, or when something new ends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.ledger.comforts import denies_reach
from generator.ledger.records import Change, Event, Transition
from generator.ledger.standing_since import last_said, standing_since
from generator.ledger.words import Comfort, Value
from generator.model.update import Count, Data, DataState, Fact

_FALLS = frozenset({Change.CORRECTED, Change.ENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenComfort:
    """A comfort and its fall.

    Attributes:
        event: what made it fall; `was` is what had been said.
        since: when it was first said so.
        last: when it was last said so.
    """

    event: Event
    since: datetime
    last: datetime


def fallen_comforts(transitions: Sequence[Transition], language: str) -> tuple[FallenComfort, ...]:
    """Return the comforts that fell, in the order in which they did.

    Args:
        transitions: those that readers see, oldest first.
        language: the language of the sentences.
    """
    events = [event for transition in transitions for event in transition.events]
    return tuple(
        FallenComfort(event=event, since=standing_since(transitions, event), last=last_said(transitions, event))
        for event in events
        if event.change in _FALLS
        and (event.comfort or comforts(event.was, language) or _was_lowered(event, events))
        and not _still(event)
    )


def comforts(value: Value, language: str) -> bool:
    """Whether what was said reassures by itself."""
    match value:
        case Data():
            return value.state is DataState.NOT_AFFECTED
        case Count():
            return value.high == 0
        case Comfort():
            return True
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
    return isinstance(event.becomes, Data) and event.becomes.state is DataState.NOT_AFFECTED
