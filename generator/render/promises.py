"""The page of promises: every promise of every incident, whether late, coming or past."""

from dataclasses import dataclass

from generator.ledger.moments import end_of
from generator.ledger.records import Promise, PromiseKind, PromiseState, StepState
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView, newest


@dataclass(frozen=True)
class PromiseView:
    """A promise, and its incident in its present state."""

    view: IncidentView
    promise: Promise

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


@dataclass(frozen=True)
class Promises:
    """All promises.

    Attributes:
        overdue: promises past their time that nothing has fulfilled, the longest overdue first.
        coming: promises whose time has not come, the next first.
        past: the other promises with their outcomes, the newest first.
    """

    overdue: tuple[PromiseView, ...]
    coming: tuple[PromiseView, ...]
    past: tuple[PromiseView, ...]

    @property
    def due(self) -> int:
        """The number of promises that have fallen due: all except those coming and those moved before their time."""
        return len(self.overdue) + sum(one.promise.state is not PromiseState.MOVED for one in self.past)

    def past_as(self, state: PromiseState) -> int:
        """Return how many past promises have an outcome."""
        return sum(one.promise.state is state for one in self.past)


def all_promises(site: Site, language: Language) -> Promises:
    """Collect every promise of a site, as of its `as_of`."""
    given = [
        PromiseView(view, promise)
        for incident in site.incidents
        for view in [newest(site, incident, language)]
        for promise in incident.promises
    ]
    given.sort(key=lambda one: (one.promise.due_at, one.view.incident.slug))
    past = [one for one in given if one.promise.settled is not None]
    past.sort(key=lambda one: (one.promise.settled, one.promise.due_at), reverse=True)
    return Promises(
        overdue=tuple(one for one in given if one.promise.state is PromiseState.MISSED and one.promise.settled is None),
        coming=tuple(one for one in given if one.promise.state is PromiseState.PENDING),
        past=tuple(past),
    )
