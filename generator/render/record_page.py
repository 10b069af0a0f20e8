"""The page of the record: the figures of record.json, each with the place that shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.ledger.records import FactEntry
from generator.render.dates import exact
from generator.render.language import Language
from generator.render.ledger_entries import INCIDENT_OF, Placed
from generator.render.ledger_parts import Thing
from generator.render.markup import flat
from generator.render.promises import Promises, all_promises
from generator.render.record import record, row
from generator.render.site import Site
from generator.render.views import Corrected, IncidentView, all_corrections, by_kind, newest


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
    """What the page shows.

    Attributes:
        figures: as in record.json.
        promises: every promise.
        groups: corrections by kind.
        first: the first statement of each incident, the newest incident first.
        open: what is not known, the oldest first.
        answered: what was, the longest first.
        never: what will never be known.
        reviews: incidents with a review, held or promised, and where it stands.
    """

    figures: Thing
    promises: Promises
    groups: tuple[Corrected, ...]
    first: tuple[FirstStatementTime, ...]
    open: tuple[Unknown, ...]
    answered: tuple[Unknown, ...]
    never: tuple[Unknown, ...]
    reviews: tuple[tuple[IncidentView, Thing], ...]

    def length(self, seconds: int) -> timedelta:
        """Return a length that is given in seconds."""
        return timedelta(seconds=seconds)


def record_page(site: Site, language: Language) -> RecordPage:
    """Count the record, and find what each figure is about."""
    views = [newest(site, incident, language) for incident in site.incidents]
    rows = [row(INCIDENT_OF.of(Placed(site, incident))) for incident in site.incidents]
    whose = {"organisation": flat(site.config.organisation.name), "url": site.config.site.url, "updated": exact(site.changed)}
    pairs = list(zip(views, rows, strict=True))
    found = [one for pair in pairs for one in _open(*pair)]
    answered = [one for pair in pairs for one in _answered(*pair)]
    return RecordPage(
        figures=record(whose, rows),
        promises=all_promises(site, language),
        groups=by_kind(event for _, event in all_corrections(site, language)),
        first=tuple(FirstStatementTime(view, _length(one["first_statement"]["waited"])) for view, one in pairs),
        open=tuple(sorted(found, key=lambda one: one.since)),
        answered=tuple(sorted(answered, key=lambda one: one.took, reverse=True)),
        never=tuple(one for pair in pairs for one in _never(*pair)),
        reviews=tuple((view, one["review"]) for view, one in pairs if one["review"] is not None),
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
