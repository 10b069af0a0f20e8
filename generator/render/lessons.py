"""The pages of lessons: each corrective action of every incident with its state, and what was learnt. The first says what is still to be done."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Self

from generator.model.incident import Review
from generator.model.stand_in import StandIn
from generator.render.incident_facts import ActionFacts, state_of
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

    @property
    def place(self) -> tuple[str, int]:
        """Its incident, and its place among the actions of the review."""
        return self.view.incident.slug, self.view.tracked.index(self.tracked)

    def seen_from(self, view: IncidentView) -> "ActionView":
        """Return the same action in another view of the incident."""
        return ActionView(view, self.tracked)


@dataclass(frozen=True)
class Reviewed:
    """An incident and its published review, of which a page needs no more than what lists say."""

    view: IncidentView
    review: Review

    @property
    def title(self) -> str:
        """The title of the review."""
        return self.view.incident.facts.review_title

    @property
    def published(self) -> datetime:
        """When the review was published."""
        facts = self.view.incident.facts.review
        return facts.published if facts else self.review.published

    @property
    def lessons(self) -> tuple[str, ...]:
        """What was learnt."""
        return self.view.incident.facts.lessons


class ActionOf(StandIn, ActionView):
    """One of the corrective actions of a review, which is not asked for it before it is needed."""

    _at: int

    @classmethod
    def of(cls, view: IncidentView, at: int) -> Self:
        """Return one; `at` is which of them it is."""
        return cls.knowing(view=view, _at=at)

    @property
    def place(self) -> tuple[str, int]:
        """Its incident, and its place among the actions of the review."""
        return self.view.incident.slug, self._at

    def seen_from(self, view: IncidentView) -> ActionView:
        """Return the same action in another view of the incident."""
        return ActionOf.of(view, self._at)

    def _asked(self, name: str) -> Any:
        if name != "tracked":
            raise LookupError(name)
        site, facts = self.view.site, self.view.incident.facts.actions[self._at]
        state = state_of(facts, site.config.site.timezone, site.as_of)
        return Tracked(facts.action, state, facts.due_at)


class ReviewedOf(StandIn, Reviewed):
    """An incident with its review, which is not asked for before it is needed."""

    @classmethod
    def of(cls, view: IncidentView) -> Self:
        """Return one."""
        return cls.knowing(view=view)

    def _asked(self, name: str) -> Any:
        if name != "review":
            raise LookupError(name)
        return self.view.review


@dataclass(frozen=True, slots=True)
class _Change:
    """A corrective action, with what lists say of it and its state."""

    action: ActionView
    view: IncidentView
    facts: ActionFacts
    state: str


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

    def beside(self) -> Any:
        """Return what a page but for the first says that does not follow from its incidents."""
        part = self.part
        # What is overdue depends on the time.
        states = [[one.place for one in some] for some in (self.overdue.shown, self.coming.shown, self.ended)]
        return part.top, part.year, part.number, part.total, part.years, part.newer, part.older, states

    def alone(self, site: Site, language: Language) -> "Lessons":
        """Return a page but for the first with a site that has its incidents alone."""
        views = {one.view.incident.slug: newest(site, one.view.incident, language) for one in self.part.held}

        def own(given: Iterable[ActionView]) -> tuple[ActionView, ...]:
            return tuple(one.seen_from(views[one.view.incident.slug]) for one in given)

        return replace(
            self,
            part=replace(self.part, held=tuple(ReviewedOf.of(view) for view in views.values())),
            overdue=replace(self.overdue, shown=own(self.overdue.shown)),
            coming=replace(self.coming, shown=own(self.coming.shown)),
            ended=own(self.ended),
        )


def lessons_pages(site: Site, language: Language) -> Iterator[Lessons]:
    """Collect the lessons of all incidents, as of the site's `as_of`, and yield the pages that list them, the newest first."""
    views = tuple(newest(site, incident, language) for incident in site.incidents)
    changes = [
        _Change(ActionOf.of(view, at), view, one, state_of(one, site.config.site.timezone, site.as_of))
        for view in views
        for at, one in enumerate(view.incident.facts.actions)
    ]
    changes.sort(key=lambda one: (one.facts.due_at is None, one.facts.due_at or site.as_of, one.view.incident.slug))
    ended = [one for one in changes if one.state in {"done", "dropped"}]
    ended.sort(key=lambda one: -one.facts.done.toordinal() if one.facts.done else 0)
    overdue = [one.action for one in changes if one.state == "overdue"]
    coming = [one.action for one in changes if one.state in {"due", "open"}]
    reviews: list[Reviewed] = [ReviewedOf.of(view) for view in views if view.incident.facts.review]
    awaited = [
        view for view in views if view.incident.facts.review_due_at and view.incident.facts.review is None and view.awaits_review
    ]
    awaited.sort(key=lambda view: (view.review_due_at or site.as_of, view.incident.slug))
    states = Counter(one.state for one in changes)

    def entries(one: Reviewed) -> int:
        facts = one.view.incident.facts
        return 1 + len(facts.lessons) + len(facts.actions)

    parts = year_pages(site, PAGE, reviews, attrgetter("published"), entries)
    places = {one.view.incident.slug: at for at, part in enumerate(parts) for one in part.held}

    def page_of(one: ActionView) -> int | None:
        return places.get(one.view.incident.slug)

    late, due = (standing(some, page_of, len(parts)) for some in (overdue, coming))
    over = shared_out((one.action for one in ended), page_of, len(parts))
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
