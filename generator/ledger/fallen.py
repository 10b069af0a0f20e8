"""Comforts that fell: what readers were told, how long that stood, and when it was last called true."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from generator.ledger.records import Change, Event, Transition
from generator.model.update import CorrectionKind

#: What gives a thing new words, or takes what it said back.
_WORDED = frozenset({Change.STATED, Change.ANSWERED, Change.REFINED, Change.CORRECTED})


@dataclass(frozen=True, slots=True)
class FallenComfort:
    """A comfort that a correction took back.

    Attributes:
        event: the correction.
        said: when it was first said in these words.
        last: when it was last called true; `said`, when it was not said again.
        fell: when it was doubted, or else corrected.
    """

    event: Event
    said: datetime
    last: datetime
    fell: datetime


def fallen_comforts(transitions: Sequence[Transition]) -> Iterator[FallenComfort]:
    """Every comfort that fell, in order; not those that were true until something new happened."""
    for number, transition in enumerate(transitions):
        for event in transition.events:
            if event.comfort and event.kind is not CorrectionKind.NEW_EVENT:
                yield _stood(event, transitions[:number])


def _stood(event: Event, before: Sequence[Transition]) -> FallenComfort:
    said: datetime | None = None
    last: datetime | None = None
    fell = event.when
    for transition in before:
        own = [one for one in transition.events if _is_of(one.subject, event.subject)]
        when = transition.document.update.published
        if any(one.change is Change.DOUBTED for one in own):
            fell = when
        elif any(one.change in _WORDED for one in own):
            said, last, fell = when, when, event.when
        elif said is not None and fell == event.when and _called(transition, event.subject) == when:
            last = when
    return FallenComfort(event, said or event.when, last or event.when, fell)


def _called(transition: Transition, subject: str) -> datetime | None:
    """When a thing was last said, after an update."""
    said = transition.after.said
    return said.get(subject) or said.get(".".join(subject.split(".")[:2]))


def _is_of(earlier: str, subject: str) -> bool:
    """Whether an event was on what is corrected, which had no further name before there were several."""
    return earlier == subject or subject.startswith(f"{earlier}.")
