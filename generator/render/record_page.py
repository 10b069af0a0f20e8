"""The pages of the record: the figures of record.json, each with the place that shows it. The first has them all, the others older incidents."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from generator.ledger.records import FactEntry
from generator.render.dates import exact
from generator.render.kept_parts import Alone
from generator.render.language import Language
from generator.render.ledger_entries import INCIDENT_OF, Placed
from generator.render.ledger_parts import Thing
from generator.render.markup import flat
from generator.render.promises import Promises, PromiseView, all_promises
from generator.render.record import PAGE, record, row
from generator.render.site import PublicIncident, Site
from generator.render.views import Corrected, IncidentView, all_corrections, by_kind, newest
from generator.render.years import Shortened, YearPage, first_told, shared_out, standing, year_pages


@dataclass(frozen=True)
class FirstStatementTime:
    """An incident, and how long its first statement took; None: that is not a length."""

    view: IncidentView
    waited: timedelta | None


@dataclass(frozen=True)
class Unknown:
    """Something that was not known: its name and sentence, since when, how long the answer took, and why there will be none."""

    view: IncidentView
    name: str
    text: str
    since: datetime
    took: timedelta = timedelta()
    because: str = ""


@dataclass(frozen=True)
class RecordPage:
    """What one of the pages shows.

    Attributes:
        part: the incidents whose entries it lists.
        figures: as in record.json, of all incidents.
        counted: all promises, to be counted.
        groups: all corrections by kind, to be counted.
        overdue: promises that are overdue: of all incidents on the first page, as all that holds now; elsewhere those of the page's incidents.
        coming: promises still to come, in the same way.
        past: the other promises of the page's incidents.
        open: what is not known, the oldest first, as what is overdue.
        number_of_reviews: how many reviews of all incidents are held or promised.
        pairs: its incidents, each with its part of the record.
    """

    part: YearPage[PublicIncident]
    figures: Thing
    counted: Promises
    groups: tuple[Corrected, ...]
    overdue: Shortened[PromiseView]
    coming: Shortened[PromiseView]
    past: tuple[PromiseView, ...]
    open: Shortened[Unknown]
    number_of_reviews: int
    pairs: tuple[tuple[IncidentView, Thing], ...]

    @cached_property
    def first(self) -> tuple[FirstStatementTime, ...]:
        """The first statement of each incident of the page, the newest incident first."""
        return tuple(FirstStatementTime(view, _length(one["first_statement"]["waited"])) for view, one in self.pairs)

    @cached_property
    def answered(self) -> tuple[Unknown, ...]:
        """What was not known and then was, the longest first."""
        answered = [one for pair in self.pairs for one in _answered(*pair)]
        return tuple(sorted(answered, key=lambda one: one.took, reverse=True))

    @cached_property
    def never(self) -> tuple[Unknown, ...]:
        """What will never be known."""
        return tuple(one for pair in self.pairs for one in _never(*pair))

    @cached_property
    def reviews(self) -> tuple[tuple[IncidentView, Thing], ...]:
        """The incidents with a review, held or promised, and where it stands."""
        return tuple((view, one["review"]) for view, one in self.pairs if one["review"] is not None)

    def beside(self) -> Any:
        """Return what a page but for the first says that does not follow from its incidents."""
        promises = self.counted
        part = self.part
        return (
            (part.top, part.year, part.number, part.total, part.years, part.newer, part.older),
            bool(promises.overdue or promises.coming or promises.past),
            [row for _, row in self.pairs],
        )

    def alone(self, site: Site, language: Language) -> "RecordPage":
        """Return a page but for the first with a site that has its incidents alone."""
        views = {view.incident.slug: newest(site, view.incident, language) for view, _ in self.pairs}

        def own(given: Iterable[PromiseView]) -> tuple[PromiseView, ...]:
            return tuple(one.seen_from(views[one.view.incident.slug]) for one in given)

        unknown = tuple(replace(one, view=views[one.view.incident.slug]) for one in self.open.shown)
        return replace(
            self,
            overdue=replace(self.overdue, shown=own(self.overdue.shown)),
            coming=replace(self.coming, shown=own(self.coming.shown)),
            past=own(self.past),
            open=replace(self.open, shown=unknown),
            pairs=tuple((views[view.incident.slug], row) for view, row in self.pairs),
        )

    def length(self, seconds: int) -> timedelta:
        """Return a length that is given in seconds."""
        return timedelta(seconds=seconds)


def counted(alone: Alone) -> tuple[tuple[()], Thing]:
    """Return an incident's part of the record, beside no file."""
    known = alone.site.counted
    slug = alone.incident.slug
    if slug not in known:
        known[slug] = row(INCIDENT_OF.of(Placed(alone.site, alone.incident)))
    return (), known[slug]


def record_pages(site: Site, language: Language, row_of: Callable[[PublicIncident], Thing]) -> Iterator[RecordPage]:
    """Count the record, find what each figure is about, and yield the pages that list it, the newest first.

    Args:
        site: the site.
        language: the language of the pages.
        row_of: returns an incident's part of the record.
    """
    rows = {one.slug: (newest(site, one, language), row_of(one)) for one in site.incidents}
    whose = {"organisation": flat(site.config.organisation.name), "url": site.config.site.url, "updated": exact(site.changed)}
    figures = record(whose, (theirs for _, theirs in rows.values()))
    promises = all_promises(site, language)
    groups = by_kind(event for _, event in all_corrections(site, language))
    unknown = sorted((one for pair in rows.values() for one in _open(*pair)), key=lambda one: one.since)
    number_of_reviews = sum(theirs["review"] is not None for _, theirs in rows.values())
    given = Counter(one.view.incident.slug for group in (promises.overdue, promises.coming, promises.past) for one in group)

    def entries(incident: PublicIncident) -> int:
        _, theirs = rows[incident.slug]
        return 1 + given[incident.slug] + sum(map(len, theirs["unknowns"].values())) + (theirs["review"] is not None)

    parts = year_pages(site, PAGE, site.incidents, first_told, entries)
    places = {one.slug: at for at, part in enumerate(parts) for one in part.held}

    def page_of(one: PromiseView | Unknown) -> int | None:
        return places.get(one.view.incident.slug)

    overdue, coming = (standing(some, page_of, len(parts)) for some in (promises.overdue, promises.coming))
    open_now = standing(unknown, page_of, len(parts))
    past = shared_out(promises.past, page_of, len(parts))
    shared = shared_out(rows.values(), lambda pair: places.get(pair[0].incident.slug), len(parts))
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
            pairs=shared[at],
        )


def _length(seconds: int | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _open(view: IncidentView, counted: Thing) -> Iterator[Unknown]:
    for one in counted["unknowns"]["open"]:
        yield Unknown(view, one["name"], view.state.facts[one["name"]].fact.text, datetime.fromisoformat(one["asked"]))


def _answered(view: IncidentView, counted: Thing) -> Iterator[Unknown]:
    for one in counted["unknowns"]["answered"]:
        text = _question(view.state.facts[one["name"]], datetime.fromisoformat(one["answered"]))
        yield Unknown(view, one["name"], text, datetime.fromisoformat(one["asked"]), timedelta(seconds=one["took"]))


def _never(view: IncidentView, counted: Thing) -> Iterator[Unknown]:
    for one in counted["unknowns"]["never_known"]:
        name, said = one["subject"], datetime.fromisoformat(one["said"])
        entry = view.state.facts.get(name)
        if entry is not None:
            yield Unknown(view, name, entry.fact.text, said, because=entry.because)
        else:
            value = next(each for each in view.state.never_known.values() if each.subject == name)
            yield Unknown(view, name, "", said, because=value.because)


def _question(entry: FactEntry, answered: datetime) -> str:
    """Return the sentence of an unknown as it stood before its answer."""
    asked = [one.becomes for one in entry.history if one.when < answered and isinstance(one.becomes, str) and one.becomes]
    return asked[-1] if asked else entry.fact.text
