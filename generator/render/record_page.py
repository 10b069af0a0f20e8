"""The pages of the record: the figures of record.json, each with the place that shows it. The first has them all, the others older incidents."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

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
        first: the first statement of each, the newest incident first.
        open: what is not known, the oldest first, as what is overdue.
        answered: what was, the longest first.
        never: what will never be known.
        reviews: incidents with a review, held or promised, and where it stands.
        number_of_reviews: how many those of all incidents are.
    """

    part: YearPage[PublicIncident]
    figures: Thing
    counted: Promises
    groups: tuple[Corrected, ...]
    overdue: Shortened[PromiseView]
    coming: Shortened[PromiseView]
    past: tuple[PromiseView, ...]
    first: tuple[FirstStatementTime, ...]
    open: Shortened[Unknown]
    answered: tuple[Unknown, ...]
    never: tuple[Unknown, ...]
    reviews: tuple[tuple[IncidentView, Thing], ...]
    number_of_reviews: int

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
        pairs = shared[at]
        answered = [one for pair in pairs for one in _answered(*pair)]
        yield RecordPage(
            part=part,
            figures=figures,
            counted=promises,
            groups=groups,
            overdue=overdue[at],
            coming=coming[at],
            past=past[at],
            first=tuple(FirstStatementTime(view, _length(one["first_statement"]["waited"])) for view, one in pairs),
            open=open_now[at],
            answered=tuple(sorted(answered, key=lambda one: one.took, reverse=True)),
            never=tuple(one for pair in pairs for one in _never(*pair)),
            reviews=tuple((view, one["review"]) for view, one in pairs if one["review"] is not None),
            number_of_reviews=number_of_reviews,
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
