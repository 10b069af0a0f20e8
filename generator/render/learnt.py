"""What was learnt from every incident, as the page of lessons shows it: each corrective action where it stands, and the lessons."""

from dataclasses import dataclass

from generator.model.incident import Review
from generator.render.language import Language
from generator.render.site import Site
from generator.render.views import Stand, Tracked, newest


@dataclass(frozen=True)
class Change:
    """A corrective action and the incident whose review promised it, as that stands now."""

    stand: Stand
    tracked: Tracked


@dataclass(frozen=True)
class Reviewed:
    """An incident and its published review."""

    stand: Stand
    review: Review


@dataclass(frozen=True)
class Learnt:
    """Everything that was learnt.

    Attributes:
        overdue: actions whose day has passed, the longest overdue first.
        coming: those that are still to be done, the next first; those without a day come last.
        ended: those that are done or given up, the newest first; what was given up has no day and comes last.
        reviews: the published reviews, the newest first.
        awaited: the incidents whose review is promised and not published, the next first.
    """

    overdue: tuple[Change, ...]
    coming: tuple[Change, ...]
    ended: tuple[Change, ...]
    reviews: tuple[Reviewed, ...]
    awaited: tuple[Stand, ...]

    @property
    def number(self) -> int:
        """How many corrective actions there are."""
        return len(self.overdue) + len(self.coming) + len(self.ended)

    def ended_as(self, state: str) -> int:
        """How many are `done` or `dropped`."""
        return sum(one.tracked.state == state for one in self.ended)


def learnt(site: Site, language: Language) -> Learnt:
    """Everything that was learnt, as of the site's `as_of`."""
    stands = tuple(newest(site, case, language) for case in site.cases)
    changes = [Change(stand, tracked) for stand in stands for tracked in stand.tracked]
    changes.sort(key=lambda one: (one.tracked.due_at is None, one.tracked.due_at or site.as_of, one.stand.case.slug))
    ended = [one for one in changes if one.tracked.state in {"done", "dropped"}]
    ended.sort(key=lambda one: -one.tracked.action.done.toordinal() if one.tracked.action.done else 0)
    reviews = [Reviewed(stand, review) for stand in stands if (review := stand.review)]
    reviews.sort(key=lambda one: one.review.published, reverse=True)
    awaited = [stand for stand in stands if stand.awaits_review]
    awaited.sort(key=lambda stand: (stand.review_due_at or site.as_of, stand.case.slug))
    return Learnt(
        overdue=tuple(one for one in changes if one.tracked.state == "overdue"),
        coming=tuple(one for one in changes if one.tracked.state in {"due", "open"}),
        ended=tuple(ended),
        reviews=tuple(reviews),
        awaited=tuple(awaited),
    )
