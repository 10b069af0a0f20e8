"""What the pages of the record say of an incident beside its figures: its promises, and the sentences of what was not known.

It is written down where the incident is folded for its own pages, and read when a page lists it, so that none is folded for the record.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from generator.ledger.moments import end_of
from generator.ledger.records import FactEntry, Ledger, Promise, PromiseKind, PromiseState, StepState
from generator.model.update import When
from generator.render.ledger_parts import Thing
from generator.render.site import PublicIncident


@dataclass(frozen=True, slots=True)
class GivenPromise:
    """A promise with what became of it.

    Attributes:
        promise: the promise.
        is_put_off: whether it was moved to a later time: one that is now for an earlier one is not called delayed.
        given_up: whether the promised thing was given up: a step that was dropped.
    """

    promise: Promise
    is_put_off: bool
    given_up: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the record says of something that was not known.

    Attributes:
        text: its sentence; empty for a value that has none.
        because: why it will never be known.
    """

    text: str
    because: str = ""


class RecordEntries:
    """What pages of the record say of an incident, as it was written down until it is asked for.

    Args:
        text: as it was written down.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _held(self) -> dict[str, list[list[Any]]]:
        held: dict[str, list[list[Any]]] = json.loads(self._text)
        return held

    @cached_property
    def promises(self) -> tuple[GivenPromise, ...]:
        """Its promises, in their order."""
        return tuple(GivenPromise(_promise(held), is_put_off, given_up) for held, is_put_off, given_up in self._held["promises"])

    def sentence(self, name: str, at: int) -> Sentence:
        """Return what is said of something that was not known.

        Args:
            name: `open`, `answered` or `never_known`, as in the figures.
            at: which of them it is, in the order of the figures.
        """
        return Sentence(*self._held[name][at])


def entries_of(incident: PublicIncident, counted: Thing) -> str:
    """Write down what pages of the record say of an incident.

    Args:
        incident: it.
        counted: its part of the record.
    """
    ledger, unknowns = incident.ledger, counted["unknowns"]
    facts = ledger.state.facts
    return json.dumps(
        {
            "promises": [
                [_promise_in_json(one), _is_put_off(one, ledger), _is_given_up(one, ledger)] for one in incident.promises
            ],
            "open": [[facts[one["name"]].fact.text, ""] for one in unknowns["open"]],
            "answered": [
                [_question(facts[one["name"]], datetime.fromisoformat(one["answered"])), ""] for one in unknowns["answered"]
            ],
            "never_known": list(_never_known(ledger, (one["subject"] for one in unknowns["never_known"]))),
        },
        separators=(",", ":"),
    )


def _is_put_off(promise: Promise, ledger: Ledger) -> bool:
    return promise.moved_to is not None and end_of(promise.moved_to, ledger.zone) > promise.due_at


def _is_given_up(promise: Promise, ledger: Ledger) -> bool:
    entry = ledger.state.steps.get(promise.subject) if promise.kind is PromiseKind.STEP else None
    return (
        promise.state is PromiseState.MISSED
        and promise.moved_to is None
        and entry is not None
        and entry.state is StepState.DROPPED
        and entry.settled == promise.settled
    )


def _question(entry: FactEntry, answered: datetime) -> str:
    """Return the sentence of an unknown as it stood before its answer."""
    asked = [one.becomes for one in entry.history if one.when < answered and isinstance(one.becomes, str) and one.becomes]
    return asked[-1] if asked else entry.fact.text


def _never_known(ledger: Ledger, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        entry = ledger.state.facts.get(name)
        if entry is not None:
            yield entry.fact.text, entry.because
        else:
            yield "", next(each for each in ledger.state.never_known.values() if each.subject == name).because


def _promise_in_json(one: Promise) -> list[Any]:
    said = [one.kind.value, one.subject, one.text, _written(one.due), _written(one.due_at), one.made_in, _written(one.made)]
    came = [one.state.value, one.settled_in, _written(one.settled), _written(one.done_on), one.told_later]
    return [*said, *came, _length(one.late_by), _length(one.grace), _written(one.moved_to), one.because]


def _promise(held: list[Any]) -> Promise:
    kind, subject, text, due, due_at, made_in, made, *came = held
    state, settled_in, settled, done_on, told_later, late_by, grace, moved_to, because = came
    return Promise(
        kind=PromiseKind(kind),
        subject=subject,
        text=text,
        due=_day_or_moment(due),
        due_at=datetime.fromisoformat(due_at),
        made_in=made_in,
        made=datetime.fromisoformat(made),
        state=PromiseState(state),
        settled_in=settled_in,
        settled=datetime.fromisoformat(settled) if settled else None,
        done_on=_day_or_moment(done_on) if done_on else None,
        told_later=told_later,
        late_by=timedelta(*late_by),
        grace=timedelta(*grace),
        moved_to=_day_or_moment(moved_to) if moved_to else None,
        because=because,
    )


def _written(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _day_or_moment(held: str) -> When:
    return datetime.fromisoformat(held) if "T" in held else date.fromisoformat(held)


def _length(length: timedelta) -> tuple[int, int, int]:
    return length.days, length.seconds, length.microseconds
