"""The page of promises: every promise of every incident, whether late, coming or past."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from generator.ledger.moments import end_of
from generator.ledger.records import Promise, PromiseKind, PromiseState, StepState
from generator.model.stand_in import StandIn
from generator.render.incident_facts import PromiseFacts
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView, newest


@dataclass(frozen=True)
class PromiseView:
    """A promise, and its incident in its present state."""

    view: IncidentView
    promise: Promise

    def seen_from(self, view: IncidentView) -> "PromiseView":
        """Return the same promise in another view of the incident."""
        return PromiseView(view, self.promise)

    @property
    def is_put_off(self) -> bool:
        """Whether it was moved to a later time: one that is now for an earlier one is not called delayed."""
        moved = self.promise.moved_to
        return moved is not None and end_of(moved, self.view.incident.ledger.zone) > self.promise.due_at

    @property
    def given_up(self) -> bool:
        """Whether the promised thing was given up: a step that was dropped."""
        entry = self.view.state.steps.get(self.promise.subject) if self.promise.kind is PromiseKind.STEP else None
        return (
            self.promise.state is PromiseState.MISSED
            and self.promise.moved_to is None
            and entry is not None
            and entry.state is StepState.DROPPED
            and entry.settled == self.promise.settled
        )


class PromiseOf(StandIn, PromiseView):
    """One of the promises of an incident, which is not asked for it before it is needed."""

    _at: int

    @classmethod
    def of(cls, view: IncidentView, at: int) -> Self:
        """Return one; `at` is which of them it is."""
        return cls.knowing(view=view, _at=at)

    def seen_from(self, view: IncidentView) -> PromiseView:
        """Return the same promise in another view of the incident."""
        return PromiseOf.of(view, self._at)

    def _asked(self, name: str) -> Any:
        if name != "promise":
            raise LookupError(name)
        return self.view.incident.promises[self._at]


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


def all_promises(site: Site, language: Language) -> Promises:
    """Collect every promise of a site, as of its `as_of`."""
    given = [
        _Given(PromiseOf.of(view, at), one)
        for incident in site.incidents
        for view in [newest(site, incident, language)]
        for at, one in enumerate(incident.facts.promises)
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
