"""/.well-known/csaf/: every incident's CSAF document with its digest, and the lists by which programs find them (CSAF 2.0, section 7).

What a site is, is what it fulfils: a provider, if the metadata can be found knowing only the organisation, otherwise a publisher
(`csaf_files.is_provider`). It distributes by the ROLIE feed, because no file can make a host list its folders, as the directory-based
distribution demands (section 7.1.14); the lists of that are there all the same. A trusted provider would need OpenPGP signatures.

Each list has a row for every document, so it grows with them: 70 bytes in index.txt, a hundred in changes.csv, and about a kilobyte in the
feed, which the standard does not let be divided (section 7.1.15).
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha512
from typing import Any

from generator.links import csaf_files
from generator.model.artifact import Artifact, Theme
from generator.model.config import Aggregators
from generator.render.csaf_documents import ListedDocument, document, publisher
from generator.render.dates import exact
from generator.render.kept_parts import Alone, KeptParts, OfIncident, Part
from generator.render.markup import flat
from generator.render.pages import parts_in, site_language
from generator.render.site import PublicIncident, Site
from generator.render.translations import original

_SCHEMA = "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json"


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every document, its digest and the lists; nothing where the site publishes none, or has no incidents."""
    if not csaf_files.are_published(site.config) or not site.incidents:
        return
    found = []
    parts = parts_in(site, theme, site_language(site, theme), original(site))
    for incident in site.incidents:
        files, (tracking, title, summary, *moments) = _of_incident(parts, theme, incident)
        yield from files
        released, changed = map(datetime.fromisoformat, moments)
        # The document comes first, before its digest.
        path = files[0].path.removeprefix(f"docs/{csaf_files.FOLDER}")
        found.append(ListedDocument(path, tracking, title, summary, released, changed))
    newest_first = sorted(found, key=lambda one: (one.changed, one.path), reverse=True)
    listed = "".join(f"{one.path}\n" for one in sorted(found, key=lambda one: one.path, reverse=True))
    changes = "".join(f'"{one.path}","{exact(one.changed)}"\n' for one in newest_first)
    yield Artifact(f"docs/{csaf_files.METADATA}", _json(_metadata(site, newest_first)))
    yield Artifact(f"docs/{csaf_files.INDEX}", listed.encode())
    yield Artifact(f"docs/{csaf_files.CHANGES}", changes.encode())
    yield Artifact(f"docs/{csaf_files.FEED}", _json({"feed": _feed(site, newest_first)}))


def of_incidents(site: Site, theme: Theme) -> Iterator[OfIncident]:
    """Yield what makes the part of an incident; nothing where the site publishes none."""
    if csaf_files.are_published(site.config):
        yield partial(_of_incident, parts_in(site, theme, site_language(site, theme), original(site)), theme)


def _of_incident(parts: KeptParts, theme: Theme, incident: PublicIncident) -> Part:
    return parts.part("csaf", incident, partial(_alone, theme))


def _alone(theme: Theme, alone: Alone) -> tuple[tuple[Artifact, ...], Any]:
    """Return an incident's document and its digest, and what the lists say of it."""
    made = document(alone.site, theme, alone.incident, alone.texts)
    name = made.path.rpartition("/")[2]
    # One digest is what the standard asks for, and only of trusted providers (section 7.1.18). As `sha512sum` writes it, and reads it with --check.
    files = (_file(made.path, made.data), _file(f"{made.path}.sha512", f"{sha512(made.data).hexdigest()}  {name}\n".encode()))
    return files, (made.id, made.title, made.summary, made.released.isoformat(), made.changed.isoformat())


def _file(path: str, data: bytes) -> Artifact:
    return Artifact(f"docs/{csaf_files.FOLDER}{path}", data)


def _json(thing: dict[str, Any]) -> bytes:
    return f"{json.dumps(thing, ensure_ascii=False, separators=(',', ':'))}\n".encode()


def _metadata(site: Site, newest_first: Sequence[ListedDocument]) -> dict[str, Any]:
    base, allowed = site.config.site.url, site.config.csaf.aggregators
    feed = {"summary": _title(site), "tlp_label": "WHITE", "url": base + csaf_files.FEED}
    return {
        "canonical_url": base + csaf_files.METADATA,
        "distributions": [{"rolie": {"feeds": [feed]}}],
        "last_updated": exact(newest_first[0].changed),
        "list_on_CSAF_aggregators": allowed is not Aggregators.NOTHING,
        "metadata_version": "2.0",
        "mirror_on_CSAF_aggregators": allowed is Aggregators.MIRROR,
        "publisher": publisher(site, site.config.contact),
        "role": "csaf_provider" if csaf_files.is_provider(site.config) else "csaf_publisher",
    }


def _title(site: Site) -> str:
    """What the feed is called: a name and the marking, which is in no language."""
    return f"{flat(site.config.site.title) or flat(site.config.organisation.name)} (TLP:WHITE)"


def _feed(site: Site, newest_first: Sequence[ListedDocument]) -> dict[str, Any]:
    base = site.config.site.url + csaf_files.FOLDER
    return {
        "id": f"{site.config.site.identity}/csaf-feed-tlp-white",
        "title": _title(site),
        "link": [{"rel": "self", "href": site.config.site.url + csaf_files.FEED}],
        "category": [{"scheme": "urn:ietf:params:rolie:category:information-type", "term": "csaf"}],
        "updated": exact(newest_first[0].changed),
        "entry": [_entry(one, base + one.path) for one in newest_first],
    }


def _entry(one: ListedDocument, address: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "link": [
            {"rel": "self", "href": address},
            {"rel": "hash", "href": f"{address}.sha512"},
        ],
        "published": exact(one.released),
        "updated": exact(one.changed),
        "summary": {"content": one.summary},
        "content": {"type": "application/json", "src": address},
        "format": {"schema": _SCHEMA, "version": "2.0"},
    }
