"""The page of lessons: each corrective action of every incident with its state, and what was learnt."""

from dataclasses import dataclass

from generator.model.incident import Review
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView, Tracked, newest


@dataclass(frozen=True)
class ActionView:
    """A corrective action with its present state, and the incident whose review promised it."""

    view: IncidentView
    tracked: Tracked


@dataclass(frozen=True)
class Reviewed:
    """An incident and its published review."""

    view: IncidentView
    review: Review


@dataclass(frozen=True)
class Lessons:
    """All corrective actions and reviews.

    Attributes:
        overdue: actions past their day, the longest overdue first.
        coming: actions still to be done, the next first; those without a day come last.
        ended: actions done or given up, the newest first; given-up ones have no day and come last.
        reviews: the published reviews, the newest first.
        awaited: incidents whose review is promised but not published, the next first.
    """

    overdue: tuple[ActionView, ...]
    coming: tuple[ActionView, ...]
    ended: tuple[ActionView, ...]
    reviews: tuple[Reviewed, ...]
    awaited: tuple[IncidentView, ...]

    @property
    def number(self) -> int:
        """The number of corrective actions."""
        return len(self.overdue) + len(self.coming) + len(self.ended)

    def ended_as(self, state: str) -> int:
        """Return how many are `done` or `dropped`."""
        return sum(one.tracked.state == state for one in self.ended)


def lessons(site: Site, language: Language) -> Lessons:
    """Collect the lessons of all incidents, as of the site's `as_of`."""
    views = tuple(newest(site, incident, language) for incident in site.incidents)
    changes = [ActionView(view, tracked) for view in views for tracked in view.tracked]
    changes.sort(key=lambda one: (one.tracked.due_at is None, one.tracked.due_at or site.as_of, one.view.incident.slug))
    ended = [one for one in changes if one.tracked.state in {"done", "dropped"}]
    ended.sort(key=lambda one: -one.tracked.action.done.toordinal() if one.tracked.action.done else 0)
    reviews = [Reviewed(view, review) for view in views if (review := view.review)]
    reviews.sort(key=lambda one: one.review.published, reverse=True)
    awaited = [view for view in views if view.awaits_review]
    awaited.sort(key=lambda view: (view.review_due_at or site.as_of, view.incident.slug))
    return Lessons(
        overdue=tuple(one for one in changes if one.tracked.state == "overdue"),
        coming=tuple(one for one in changes if one.tracked.state in {"due", "open"}),
        ended=tuple(ended),
        reviews=tuple(reviews),
        awaited=tuple(awaited),
    )
