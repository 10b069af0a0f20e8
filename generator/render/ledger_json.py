"""The ledger for programs: everything that was said and what became of it, an index and a file an incident, with their JSON Schemas.

The record is counted from these files. Programs ask for the index and the record again and again, so neither grows with the years: they list the
newest incidents and every open one, and name a list for each year that has the others.

They contain only what is published: no drafts, nothing embargoed, nothing from the plan, and no legal clocks. An incident's file depends on that
incident and the site's settings alone.

The address of version 0.1 stays, in schema 1, for programs that were written for it. It holds all incidents, so it grows with every one of them;
beyond `LONGEST_FIRST` the index stands there, whose number says that it is another schema.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import Final, NamedTuple

from generator.links import ledger_files
from generator.model.artifact import Artifact, Theme
from generator.model.moment import local
from generator.render import ledger_json_1, record
from generator.render.dates import exact
from generator.render.kept_parts import Alone, KeptParts, OfIncident, Part
from generator.render.ledger_entries import INCIDENT_OF, INDEX_OF, ROW, YEAR_OF, Listing, Placed
from generator.render.ledger_parts import Thing
from generator.render.ledger_schema import INDEX_SCHEMA, RECORD_SCHEMA, RECORD_YEAR_SCHEMA, SCHEMA, YEAR_SCHEMA, published
from generator.render.markup import flat
from generator.render.pages import parts_in, site_language
from generator.render.site import PublicIncident, Site
from generator.render.translations import original

#: The most bytes of the file at the first address: what a program on a telephone can still be asked to read again and again. An incident of
#: four updates takes about 14,000.
LONGEST_FIRST: Final = 4 << 20
#: How many incidents have room in it, about.
_LIKELY: Final = 300
#: What is made of an incident beside its file, for the lists: its row in the index, and itself in schema 1. Neither is published.
_ROW: Final = "items/row.json"
_IN_1: Final = "items/in_1.json"


class _OfIncident(NamedTuple):
    """What is made of an incident.

    Attributes:
        file: its own file.
        row: its row in the index.
        counted: its row in the record.
    """

    file: Artifact
    row: Artifact
    counted: Thing


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield each incident's file, the index, the file of schema 1, the record, the lists of each year, and the schemas."""
    made: dict[str, _OfIncident] = {}
    first: list[Artifact] | None = []
    length = 0
    kept = parts_in(site, theme, site_language(site, theme), original(site))
    likely = _likely_in_1(site)
    for incident in site.incidents:
        # Past the limit, nothing is made in schema 1 any more.
        files, counted = _of_incident(kept, incident, in_1=first is not None or incident.slug in likely)
        file, row, *old = files
        made[incident.slug] = _OfIncident(file, row, counted)
        yield file
        if first is not None:
            first += old
            length += sum(one.digest[0] for one in old)
            first = first if length <= LONGEST_FIRST else None
    latest, years = _shared(site)
    earlier: list[Thing] = []
    parts: list[tuple[Thing, list[Thing]]] = []
    for year, slugs in years.items():
        theirs = [made[slug] for slug in slugs]
        of_year, record_of_year = _list_of_year(site, kept, year, theirs), _record_of_year(site, kept, year, theirs)
        yield of_year
        yield record_of_year
        earlier.append(_named(site, of_year, year, len(theirs)))
        parts.append((_named(site, record_of_year, year, len(theirs)), [one.counted for one in theirs]))
    listed = INDEX_OF.of(Listing(site, [_read(made[slug].row) for slug in latest], earlier))
    index = _bytes(listed)
    yield Artifact(f"docs/{ledger_files.INDEX}", index)
    counted_latest = [made[slug].counted for slug in latest]
    yield Artifact(f"docs/{ledger_files.RECORD}", _bytes(record.record(listed, counted_latest, parts)))
    yield Artifact(f"docs/{ledger_files.FIRST}", index) if first is None else _first(site, kept, first)
    schemas: tuple[tuple[str, Callable[[], Thing]], ...] = (
        (ledger_files.INDEX_SCHEMA, lambda: INDEX_SCHEMA),
        (ledger_files.YEAR_SCHEMA, lambda: YEAR_SCHEMA),
        (ledger_files.INCIDENT_SCHEMA, lambda: SCHEMA),
        (ledger_files.FIRST_SCHEMA, ledger_json_1.schema),
        (ledger_files.RECORD_SCHEMA, lambda: RECORD_SCHEMA),
        (ledger_files.RECORD_YEAR_SCHEMA, lambda: RECORD_YEAR_SCHEMA),
    )
    for path, schema in schemas:
        yield kept.of_texts(f"docs/{path}", site.config.site.url, partial(_schema_file, site.config.site.url + path, schema))


def _schema_file(address: str, schema: Callable[[], Thing]) -> bytes:
    """Return a schema as it is published: it follows from the program and its address alone."""
    return _bytes(published(schema(), address), indent=2)


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the part of an incident."""
    kept = parts_in(site, theme, site_language(site, theme), original(site))
    likely = _likely_in_1(site)
    yield lambda incident: _of_incident(kept, incident, in_1=incident.slug in likely)


def _likely_in_1(site: Site) -> frozenset[str]:
    """Return the incidents that are made in schema 1 whether they fit or not: how long those before them are is not known yet."""
    return frozenset(one.slug for one in site.incidents[:_LIKELY])


def _of_incident(kept: KeptParts, incident: PublicIncident, *, in_1: bool) -> Part:
    return kept.part("ledger", incident, partial(_alone, in_1=in_1), in_1)


def _alone(alone: Alone, *, in_1: bool) -> tuple[tuple[Artifact, ...], Thing]:
    """Return an incident's file, its row in the index, and itself in schema 1 where it may fit; and its row in the record."""
    ledger = INCIDENT_OF.of(Placed(alone.site, alone.incident))
    data = _bytes(ledger)
    row = ROW.of(Placed(alone.site, alone.incident, sha256(data).hexdigest()))
    counted = alone.site.once(("counted", alone.incident.slug), lambda: record.row(ledger))
    # What lists put together stands in files of its own, which are read when a list is made again.
    old = ledger_json_1.incident(ledger, row["related"]) if in_1 else None
    file = Artifact(f"docs/{ledger_files.incident_file(alone.incident.slug)}", data)
    listed = [Artifact(_ROW, _text(row).encode())]
    if old is not None:
        listed.append(Artifact(_IN_1, _spaced(old).encode()))
    return (file, *listed), counted


def _list_of_year(site: Site, kept: KeptParts, year: int, incidents: Sequence[_OfIncident]) -> Artifact:
    """Return the list of a year's incidents, which is not put together again from the same rows."""

    def listing(rows: list[Thing]) -> bytes:
        return _bytes(YEAR_OF.of(Listing(site, rows, year=year)))

    beside = listing([]), [one.row.digest for one in incidents]
    path = f"docs/{ledger_files.year_file(year)}"
    return kept.of_texts(path, beside, lambda: listing([_read(one.row) for one in incidents]))


def _record_of_year(site: Site, kept: KeptParts, year: int, incidents: Sequence[_OfIncident]) -> Artifact:
    """Return a year's part of the record, in the same way: it follows from the incidents' files."""

    def listing(rows: list[Thing]) -> bytes:
        return _bytes(record.record_of_year(site.config.site.url, year, rows))

    beside = listing([]), [one.file.digest for one in incidents]
    path = f"docs/{ledger_files.record_year_file(year)}"
    return kept.of_texts(path, beside, lambda: listing([one.counted for one in incidents]))


def _shared(site: Site) -> tuple[list[str], dict[int, list[str]]]:
    """Return which incidents the index lists, and which the list of each year, the newest year first."""
    latest: list[str] = []
    years: dict[int, list[str]] = {}
    for place, incident in enumerate(site.incidents):
        if place < ledger_files.LATEST or incident.is_open:
            latest.append(incident.slug)
        else:
            years.setdefault(_year(site, incident), []).append(incident.slug)
    return latest, {year: years[year] for year in sorted(years, reverse=True)}


def _year(site: Site, incident: PublicIncident) -> int:
    return local(incident.facts.first_told, site.config.site.timezone).year


def _named(site: Site, file: Artifact, year: int, incidents: int) -> Thing:
    url = site.config.site.url + file.path.removeprefix("docs/")
    return {"year": year, "url": url, "incidents": incidents, "sha256": file.digest[1]}


def _first(site: Site, kept: KeptParts, incidents: Sequence[Artifact]) -> Artifact:
    """Return the file of schema 1, given its incidents."""
    config = site.config
    beside = {
        "$schema": config.site.url + ledger_files.FIRST_SCHEMA,
        "schema": ledger_json_1.VERSION,
        "organisation": flat(config.organisation.name),
        "url": config.site.url,
        "language": config.site.language,
        "time_zone": config.site.timezone.key,
        "updated": exact(site.changed),
    }
    head = f'{_spaced(beside).removesuffix("}")}, "incidents": ['

    def joined() -> bytes:
        return b"".join((head.encode(), b", ".join(one.data for one in incidents), b"]}\n"))

    return kept.of_texts(f"docs/{ledger_files.FIRST}", (head, [one.digest for one in incidents]), joined)


def _read(file: Artifact) -> Thing:
    thing: Thing = json.loads(file.data)
    return thing


def _bytes(thing: Thing, indent: int | None = None) -> bytes:
    return f"{_text(thing, indent)}\n".encode()


def _text(thing: Thing, indent: int | None = None) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def _spaced(thing: Thing) -> str:
    """Return text of the file of schema 1, which has the same bytes as in the release that first wrote it."""
    return json.dumps(thing, ensure_ascii=False)
