"""The ledger for programs: everything that was said and what became of it, an index and a file an incident, with their JSON Schemas.

The record is counted from these files. Programs ask for the index and the record again and again, so neither grows with the years: they list the
newest incidents and every open one, and name a list for each year that has the others.

They contain only what is published: no drafts, nothing embargoed, nothing from the plan, and no legal clocks. An incident's file depends on that
incident and the site's settings alone.

The address of version 0.1 stays, in schema 1, for programs that were written for it. It holds all incidents, so it grows with every one of them;
beyond `LONGEST_FIRST` the index stands there, whose number says that it is another schema.
"""

import json
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any, Final

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


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield each incident's file, the index, the file of schema 1, the record, the lists of each year, and the schemas."""
    rows: dict[str, Thing] = {}
    counted: dict[str, Thing] = {}
    first: list[str] | None = []
    length = 0
    kept = parts_in(site, theme, site_language(site, theme), original(site))
    likely = _likely_in_1(site)
    for incident in site.incidents:
        # Past the limit, nothing is made in schema 1 any more.
        files, (row, part, old) = _of_incident(kept, incident, in_1=first is not None or incident.slug in likely)
        yield from files
        rows[incident.slug], counted[incident.slug] = row, part
        if first is not None and old is not None:
            first.append(old)
            length += len(old.encode())
            first = first if length <= LONGEST_FIRST else None
    latest, years = _shared(site)
    earlier: list[Thing] = []
    parts: list[tuple[Thing, list[Thing]]] = []
    base = site.config.site.url
    for year, slugs in years.items():
        of_year = _bytes(YEAR_OF.of(Listing(site, [rows[slug] for slug in slugs], year=year)))
        earlier.append(_named(base, ledger_files.year_file(year), year, len(slugs), of_year))
        yield Artifact(f"docs/{ledger_files.year_file(year)}", of_year)
        theirs = [counted[slug] for slug in slugs]
        data = _bytes(record.record_of_year(base, year, theirs))
        parts.append((_named(base, ledger_files.record_year_file(year), year, len(slugs), data), theirs))
        yield Artifact(f"docs/{ledger_files.record_year_file(year)}", data)
    listed = INDEX_OF.of(Listing(site, [rows[slug] for slug in latest], earlier))
    index = _bytes(listed)
    yield Artifact(f"docs/{ledger_files.INDEX}", index)
    yield Artifact(f"docs/{ledger_files.RECORD}", _bytes(record.record(listed, [counted[slug] for slug in latest], parts)))
    yield Artifact(f"docs/{ledger_files.FIRST}", index if first is None else _first(site, first))
    for path, schema in (
        (ledger_files.INDEX_SCHEMA, INDEX_SCHEMA),
        (ledger_files.YEAR_SCHEMA, YEAR_SCHEMA),
        (ledger_files.INCIDENT_SCHEMA, SCHEMA),
        (ledger_files.FIRST_SCHEMA, ledger_json_1.schema()),
        (ledger_files.RECORD_SCHEMA, RECORD_SCHEMA),
        (ledger_files.RECORD_YEAR_SCHEMA, RECORD_YEAR_SCHEMA),
    ):
        yield Artifact(f"docs/{path}", _bytes(published(schema, site.config.site.url + path), indent=2))


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


def _alone(alone: Alone, *, in_1: bool) -> tuple[tuple[Artifact, ...], Any]:
    """Return an incident's file, and its rows in the index and in the record, and itself in schema 1 as text; None where it does not fit."""
    ledger = INCIDENT_OF.of(Placed(alone.site, alone.incident))
    data = _bytes(ledger)
    row = ROW.of(Placed(alone.site, alone.incident, sha256(data).hexdigest()))
    old = ledger_json_1.incident(ledger, row["related"]) if in_1 else None
    file = Artifact(f"docs/{ledger_files.incident_file(alone.incident.slug)}", data)
    counted = alone.site.once(("counted", alone.incident.slug), lambda: record.row(ledger))
    return (file,), (row, counted, None if old is None else _spaced(old))


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


def _named(base: str, path: str, year: int, incidents: int, data: bytes) -> Thing:
    return {"year": year, "url": base + path, "incidents": incidents, "sha256": sha256(data).hexdigest()}


def _first(site: Site, incidents: list[str]) -> bytes:
    """Return the file of schema 1, given its incidents as text."""
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
    return f'{_spaced(beside).removesuffix("}")}, "incidents": [{", ".join(incidents)}]}}\n'.encode()


def _bytes(thing: Thing, indent: int | None = None) -> bytes:
    return f"{_text(thing, indent)}\n".encode()


def _text(thing: Thing, indent: int | None = None) -> str:
    return json.dumps(thing, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def _spaced(thing: Thing) -> str:
    """Return text of the file of schema 1, which has the same bytes as in the release that first wrote it."""
    return json.dumps(thing, ensure_ascii=False)
