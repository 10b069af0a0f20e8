"""The pages of the record: the figures of record.json, each with the place that shows it. The first has them all, the others older incidents."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from generator.render.dates import exact
from generator.render.kept_parts import Alone
from generator.render.language import Language
from generator.render.ledger_entries import INCIDENT_OF, Placed
from generator.render.ledger_parts import Thing
from generator.render.markup import flat
from generator.render.promises import Promises, PromiseView, all_promises
from generator.render.record import PAGE, record, row
from generator.render.record_entries import RecordEntries, Sentence, entries_of
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView, KindCounted, all_corrections, counted_by_kind, newest
from generator.render.years import Shortened, YearPage, first_told, shared_out, standing, year_pages


@dataclass(frozen=True)
class FirstStatementTime:
    """An incident, and how long its first statement took; None: that is not a length."""

    view: IncidentView
    waited: timedelta | None


@dataclass(frozen=True)
class CountedIncident:
    """An incident, and what is told of it for the record where it is folded.

    Attributes:
        view: the incident in its present state, of which nothing is asked that it would be folded for.
        row: its part of the record.
        entries: what pages say of it beside that.
    """

    view: IncidentView
    row: Thing
    entries: RecordEntries


@dataclass(frozen=True)
class Unknown:
    """Something that was not known.

    Attributes:
        view: its incident.
        name: its name.
        since: since when it was open; when it was said that it will never be known.
        said: what is said of it, which is not read before it is asked for.
        took: how long the answer took.
    """

    view: IncidentView
    name: str
    since: datetime
    said: Callable[[], Sentence]
    took: timedelta = timedelta()

    @property
    def text(self) -> str:
        """Its sentence; empty for a value that has none."""
        return self.said().text

    @property
    def because(self) -> str:
        """Why there will be no answer."""
        return self.said().because


@dataclass(frozen=True)
class RecordPage:
    """What one of the pages shows.

    Attributes:
        part: the incidents whose entries it lists.
        figures: as in record.json, of all incidents.
        counted: all promises, to be counted.
        groups: how many corrections of all incidents there are, by kind.
        overdue: promises that are overdue: of all incidents on the first page, as all that holds now; elsewhere those of the page's incidents.
        coming: promises still to come, in the same way.
        past: the other promises of the page's incidents.
        open: what is not known, the oldest first, as what is overdue.
        number_of_reviews: how many reviews of all incidents are held or promised.
        held: its incidents.
    """

    part: YearPage[PublicIncident]
    figures: Thing
    counted: Promises
    groups: tuple[KindCounted, ...]
    overdue: Shortened[PromiseView]
    coming: Shortened[PromiseView]
    past: tuple[PromiseView, ...]
    open: Shortened[Unknown]
    number_of_reviews: int
    held: tuple[CountedIncident, ...]

    @cached_property
    def first(self) -> tuple[FirstStatementTime, ...]:
        """The first statement of each incident of the page, the newest incident first."""
        return tuple(FirstStatementTime(one.view, _length(one.row["first_statement"]["waited"])) for one in self.held)

    @cached_property
    def answered(self) -> tuple[Unknown, ...]:
        """What was not known and then was, the longest first."""
        answered = [one for counted in self.held for one in _answered(counted)]
        return tuple(sorted(answered, key=lambda one: one.took, reverse=True))

    @cached_property
    def never(self) -> tuple[Unknown, ...]:
        """What will never be known."""
        return tuple(one for counted in self.held for one in _never(counted))

    @cached_property
    def reviews(self) -> tuple[tuple[IncidentView, Thing], ...]:
        """The incidents with a review, held or promised, and where it stands."""
        return tuple((one.view, one.row["review"]) for one in self.held if one.row["review"] is not None)

    def beside(self) -> Any:
        """Return what a page but for the first says that does not follow from its incidents."""
        promises = self.counted
        part = self.part
        return (
            (part.top, part.year, part.number, part.total, part.years, part.newer, part.older),
            bool(promises.overdue or promises.coming or promises.past),
            [one.row for one in self.held],
        )

    def alone(self, site: Site, language: Language) -> "RecordPage":
        """Return a page but for the first with a site that has its incidents alone."""
        views = {one.view.incident.slug: newest(site, one.view.incident, language) for one in self.held}

        def own(given: Iterable[PromiseView]) -> tuple[PromiseView, ...]:
            return tuple(one.seen_from(views[one.view.incident.slug]) for one in given)

        unknown = tuple(replace(one, view=views[one.view.incident.slug]) for one in self.open.shown)
        return replace(
            self,
            overdue=replace(self.overdue, shown=own(self.overdue.shown)),
            coming=replace(self.coming, shown=own(self.coming.shown)),
            past=own(self.past),
            open=replace(self.open, shown=unknown),
            held=tuple(replace(one, view=views[one.view.incident.slug]) for one in self.held),
        )

    def length(self, seconds: int) -> timedelta:
        """Return a length that is given in seconds."""
        return timedelta(seconds=seconds)


def counted(alone: Alone) -> tuple[tuple[()], Any]:
    """Return an incident's part of the record, and what pages say of it, beside no file."""
    site, incident = alone.site, alone.incident
    own = site.once(("counted", incident.slug), lambda: row(INCIDENT_OF.of(Placed(site, incident))))
    return (), [own, entries_of(incident, own)]


def record_pages(site: Site, language: Language, told_of: Callable[[PublicIncident], Any]) -> Iterator[RecordPage]:
    """Count the record, find what each figure is about, and yield the pages that list it, the newest first.

    Args:
        site: the site.
        language: the language of the pages.
        told_of: returns what `counted` tells of an incident.
    """
    rows = {one.slug: _counted(newest(site, one, language), *told_of(one)) for one in site.incidents}
    whose = {"organisation": flat(site.config.organisation.name), "url": site.config.site.url, "updated": exact(site.changed)}
    figures = record(whose, (one.row for one in rows.values()))
    promises = all_promises((one.view, one.entries) for one in rows.values())
    groups = counted_by_kind(all_corrections(site))
    unknown = sorted((one for counted in rows.values() for one in _open(counted)), key=lambda one: one.since)
    number_of_reviews = sum(one.row["review"] is not None for one in rows.values())
    given = Counter(one.view.incident.slug for group in (promises.overdue, promises.coming, promises.past) for one in group)

    def entries(incident: PublicIncident) -> int:
        theirs = rows[incident.slug].row
        return 1 + given[incident.slug] + sum(map(len, theirs["unknowns"].values())) + (theirs["review"] is not None)

    parts = year_pages(site, PAGE, site.incidents, first_told, entries)
    places = {one.slug: at for at, part in enumerate(parts) for one in part.held}

    def page_of(one: PromiseView | Unknown) -> int | None:
        return places.get(one.view.incident.slug)

    overdue, coming = (standing(some, page_of, len(parts)) for some in (promises.overdue, promises.coming))
    open_now = standing(unknown, page_of, len(parts))
    past = shared_out(promises.past, page_of, len(parts))
    shared = shared_out(rows.values(), lambda one: places.get(one.view.incident.slug), len(parts))
    for at, part in enumerate(parts):
        yield RecordPage(
            part=part,
            figures=figures,
            counted=promises,
            groups=groups,
            overdue=overdue[at],
            coming=coming[at],
            past=past[at],
            open=open_now[at],
            number_of_reviews=number_of_reviews,
            held=shared[at],
        )


def _counted(view: IncidentView, row: Thing, entries: str) -> CountedIncident:
    return CountedIncident(view, row, RecordEntries(entries))


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _open(counted: CountedIncident) -> Iterator[Unknown]:
    for at, one in enumerate(counted.row["unknowns"]["open"]):
        said = partial(counted.entries.sentence, "open", at)
        yield Unknown(counted.view, one["name"], datetime.fromisoformat(one["asked"]), said)


def _answered(counted: CountedIncident) -> Iterator[Unknown]:
    for at, one in enumerate(counted.row["unknowns"]["answered"]):
        said = partial(counted.entries.sentence, "answered", at)
        took = timedelta(seconds=one["took"])
        yield Unknown(counted.view, one["name"], datetime.fromisoformat(one["asked"]), said, took)


def _never(counted: CountedIncident) -> Iterator[Unknown]:
    for at, one in enumerate(counted.row["unknowns"]["never_known"]):
        said = partial(counted.entries.sentence, "never_known", at)
        yield Unknown(counted.view, one["subject"], datetime.fromisoformat(one["said"]), said)
