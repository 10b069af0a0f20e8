"""What was learnt from every incident, as the page of lessons shows it: each corrective action where it stands, and the lessons."""

from dataclasses import dataclass

from generator.model.incident import Review
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView, Tracked, newest


@dataclass(frozen=True)
class ActionView:
    """A corrective action and the incident whose review promised it, as that stands now."""

    view: IncidentView
    tracked: Tracked


@dataclass(frozen=True)
class Reviewed:
    """An incident and its published review."""

    view: IncidentView
    review: Review


@dataclass(frozen=True)
class Lessons:
    """Everything that was learnt.

    Attributes:
        overdue: actions whose day has passed, the longest overdue first.
        coming: those that are still to be done, the next first; those without a day come last.
        ended: those that are done or given up, the newest first; what was given up has no day and comes last.
        reviews: the published reviews, the newest first.
        awaited: the incidents whose review is promised and not published, the next first.
    """

    overdue: tuple[ActionView, ...]
    coming: tuple[ActionView, ...]
    ended: tuple[ActionView, ...]
    reviews: tuple[Reviewed, ...]
    awaited: tuple[IncidentView, ...]

    @property
    def number(self) -> int:
        """How many corrective actions there are."""
        return len(self.overdue) + len(self.coming) + len(self.ended)

    def ended_as(self, state: str) -> int:
        """How many are `done` or `dropped`."""
        return sum(one.tracked.state == state for one in self.ended)


def lessons(site: Site, language: Language) -> Lessons:
    """Everything that was learnt, as of the site's `as_of`."""
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
