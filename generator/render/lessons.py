"""The pages of lessons: each corrective action of every incident with its state, and what was learnt. The first says what is still to be done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.incident import Review
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import IncidentView, Tracked, newest
from generator.render.years import Shortened, YearPage, shared_out, standing, year_pages

#: The address of the first page.
PAGE = "lessons/"


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
    """What one of the pages shows.

    Attributes:
        part: the reviews that it lists, the newest first.
        number: how many corrective actions there are, of all reviews.
        done: how many of them are done.
        dropped: how many were given up.
        late: how many are past their day.
        overdue: actions past their day, the longest overdue first: of all reviews on the first page, as all that holds now; elsewhere those of
            the page's reviews.
        coming: actions still to be done, in the same way, the next first; those without a day come last.
        ended: actions of the page's reviews that are done or given up, the newest first; given-up ones have no day and come last.
        awaited: on the first page, incidents whose review is promised but not published, the next first.
    """

    part: YearPage[Reviewed]
    number: int
    done: int
    dropped: int
    late: int
    overdue: Shortened[ActionView]
    coming: Shortened[ActionView]
    ended: tuple[ActionView, ...]
    awaited: Shortened[IncidentView]


def lessons_pages(site: Site, language: Language) -> Iterator[Lessons]:
    """Collect the lessons of all incidents, as of the site's `as_of`, and yield the pages that list them, the newest first."""
    views = tuple(newest(site, incident, language) for incident in site.incidents)
    changes = [ActionView(view, tracked) for view in views for tracked in view.tracked]
    changes.sort(key=lambda one: (one.tracked.due_at is None, one.tracked.due_at or site.as_of, one.view.incident.slug))
    ended = [one for one in changes if one.tracked.state in {"done", "dropped"}]
    ended.sort(key=lambda one: -one.tracked.action.done.toordinal() if one.tracked.action.done else 0)
    overdue = [one for one in changes if one.tracked.state == "overdue"]
    coming = [one for one in changes if one.tracked.state in {"due", "open"}]
    reviews = [Reviewed(view, review) for view in views if (review := view.review)]
    awaited = [view for view in views if view.awaits_review]
    awaited.sort(key=lambda view: (view.review_due_at or site.as_of, view.incident.slug))
    states = Counter(one.tracked.state for one in changes)

    def entries(one: Reviewed) -> int:
        return 1 + len(one.review.lessons) + len(one.review.corrective_actions)

    parts = year_pages(site, PAGE, reviews, lambda one: one.review.published, entries)
    places = {one.view.incident.slug: at for at, part in enumerate(parts) for one in part.held}

    def page_of(one: ActionView) -> int | None:
        return places.get(one.view.incident.slug)

    late, due = (standing(some, page_of, len(parts)) for some in (overdue, coming))
    over = shared_out(ended, page_of, len(parts))
    promised = standing(awaited, lambda _: None, len(parts))
    for at, part in enumerate(parts):
        yield Lessons(
            part=part,
            number=len(changes),
            done=states["done"],
            dropped=states["dropped"],
            late=states["overdue"],
            overdue=late[at],
            coming=due[at],
            ended=over[at],
            awaited=promised[at],
        )
