"""The page of promises: every promise of every incident, whether late, coming or past."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.ledger.records import Promise, PromiseState
from generator.render.incident_facts import PromiseFacts
from generator.render.record_entries import RecordEntries
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A promise, and its incident in its present state.

    Attributes:
        view: the incident.
        entries: what the record says of it, which is not read before the promise is asked for.
        at: which of its promises it is.
    """

    view: IncidentView
    entries: RecordEntries
    at: int

    def seen_from(self, view: IncidentView) -> "PromiseView":
        """Return the same promise in another view of the incident."""
        return PromiseView(view, self.entries, self.at)

    @property
    def promise(self) -> Promise:
        """The promise itself."""
        return self.entries.promises[self.at].promise

    @property
    def is_put_off(self) -> bool:
        """Whether it was moved to a later time."""
        return self.entries.promises[self.at].is_put_off

    @property
    def given_up(self) -> bool:
        """Whether the promised thing was given up."""
        return self.entries.promises[self.at].given_up


@dataclass(frozen=True, slots=True)
class _Given:
    """A promise, and what lists say of it."""

    promise: PromiseView
    facts: PromiseFacts


@dataclass(frozen=True)
class Promises:
    """All promises.

    Attributes:
        overdue: promises past their time that nothing has fulfilled, the longest overdue first.
        coming: promises whose time has not come, the next first.
        past: the other promises with their outcomes, the newest first.
        states: how many of these have each outcome.
    """

    overdue: tuple[PromiseView, ...]
    coming: tuple[PromiseView, ...]
    past: tuple[PromiseView, ...]
    states: Mapping[PromiseState, int]

    @property
    def due(self) -> int:
        """The number of promises that have fallen due: all except those coming and those moved before their time."""
        return len(self.overdue) + len(self.past) - self.past_as(PromiseState.MOVED)

    def past_as(self, state: PromiseState) -> int:
        """Return how many past promises have an outcome."""
        return self.states.get(state, 0)


def all_promises(views: Iterable[tuple[IncidentView, RecordEntries]]) -> Promises:
    """Collect every promise of a site, as of its `as_of`.

    Args:
        views: its incidents, in its order, each with what the record says of it.
    """
    given = [
        _Given(PromiseView(view, entries, at), one)
        for view, entries in views
        for at, one in enumerate(view.incident.facts.promises)
    ]
    given.sort(key=lambda one: (one.facts.due_at, one.promise.view.incident.slug))
    past = sorted(
        (one for one in given if one.facts.settled is not None),
        key=lambda one: (one.facts.settled, one.facts.due_at),
        reverse=True,
    )
    return Promises(
        overdue=tuple(one.promise for one in given if one.facts.state is PromiseState.MISSED and one.facts.settled is None),
        coming=tuple(one.promise for one in given if one.facts.state is PromiseState.PENDING),
        past=tuple(one.promise for one in past),
        states=Counter(one.facts.state for one in past),
    )
