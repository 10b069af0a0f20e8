"""sitemap.xml and robots.txt: every page, and when it last had new content. All published pages are listed.

Crawlers ask for sitemap.xml again and again, and the protocol allows 50,000 addresses and 50 MB in a file (sitemaps.org/protocol.html). So beyond
`MOST` addresses it is an index: a file for each year in which readers first heard of an incident, and one for all other pages.

A drill is not published: its robots.txt asks crawlers to stay away, and it has no sitemap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from generator.model.artifact import Artifact
from generator.model.moment import local
from generator.model.update import When
from generator.render import dates
from generator.render.site import Site
from generator.render.years import first_told

#: The most addresses in sitemap.xml itself, and in each file that it names when it is an index.
MOST: Final = 1000
MOST_OF_PART: Final = 10_000
_SPACE: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
#: The part with the pages that are of no incident.
_OTHERS: Final = "site"


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page.

    Attributes:
        address: relative to the site's, ending in a slash; empty for the home page.
        changed: the time of its last new content; None when unknown.
        alternates: the page's addresses in all its languages, including its own, by tag.
    """

    address: str
    changed: When | None = None
    alternates: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def entry_in_json(entry: SitemapEntry) -> list[Any]:
    """Return an entry as JSON can hold it."""
    changed = entry.changed.isoformat() if entry.changed else None
    return [entry.address, changed, isinstance(entry.changed, datetime), dict(entry.alternates)]


def entry_of(held: list[Any]) -> SitemapEntry:
    """Return the entry that JSON holds."""
    address, changed, is_time, alternates = held
    read = datetime.fromisoformat if is_time else date.fromisoformat
    return SitemapEntry(address, read(changed) if changed else None, alternates)


def write(site: Site, entries: Iterable[SitemapEntry]) -> Iterator[Artifact]:
    """Yield the sitemap, and a robots.txt that refers to it."""
    base = site.config.site.url
    # The builder would write its own sitemap here, with the day of the build for every page; an empty template keeps it from doing so.
    yield Artifact("overrides/sitemap.xml", b"")
    if site.config.drill:
        yield Artifact("docs/robots.txt", b"# This is a drill.\nUser-agent: *\nDisallow: /\n")
        return
    every = sorted(entries, key=lambda entry: _order(entry.address))
    if len(every) <= MOST:
        yield Artifact("docs/sitemap.xml", _urls(base, every))
    else:
        parts = {f"sitemaps/{name}.xml": some for name, some in _parts(site, every)}
        for path, some in parts.items():
            yield Artifact(f"docs/{path}", _urls(base, some))
        named = [_named(site, base + path, some) for path, some in parts.items()]
        yield Artifact("docs/sitemap.xml", _file(f"<sitemapindex {_SPACE}>", named, "</sitemapindex>"))
    yield Artifact("docs/robots.txt", _robots(base).encode())


def _parts(site: Site, entries: Iterable[SitemapEntry]) -> Iterator[tuple[str, list[SitemapEntry]]]:
    """Yield each file that the index names, without its extension, and what it lists."""
    zone = site.config.site.timezone
    years = {incident.slug: str(local(first_told(incident), zone).year) for incident in site.incidents}
    shared: dict[str, list[SitemapEntry]] = {}
    for entry in entries:
        _, _, below = f"/{entry.address}".partition("/incidents/")
        shared.setdefault(years.get(below.partition("/")[0], _OTHERS), []).append(entry)
    for name, some in sorted(shared.items()):
        for start in range(0, len(some), MOST_OF_PART):
            yield f"{name}-{start // MOST_OF_PART + 1}" if start else name, some[start : start + MOST_OF_PART]


def _named(site: Site, address: str, entries: Iterable[SitemapEntry]) -> str:
    """Return what the index says of a file: where it is, and when a page that it lists last changed."""

    def moment(when: When) -> datetime:
        return dates.start(when, site.config.site.timezone).astimezone(UTC)

    changed = max((entry.changed for entry in entries if entry.changed), key=moment, default=None)
    return f"<sitemap><loc>{escape(address)}</loc>{_changed(changed)}</sitemap>"


def _urls(base: str, entries: Iterable[SitemapEntry]) -> bytes:
    urls = [_url(base, entry) for entry in entries]
    return _file(f'<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">', urls, "</urlset>")


def _file(begin: str, lines: Iterable[str], end: str) -> bytes:
    return "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', begin, *lines, end, "")).encode()


def _changed(when: When | None) -> str:
    return f"<lastmod>{dates.exact(when)}</lastmod>" if when else ""


def _url(base: str, entry: SitemapEntry) -> str:
    alternates = sorted(entry.alternates.items()) if entry.alternates else ()
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(base + address)}/>'
        for language, address in alternates
    )
    return f"<url><loc>{escape(base + entry.address)}</loc>{_changed(entry.changed)}{links}</url>"


def _order(address: str) -> list[tuple[int, str]]:
    """Sort key that puts pages below their parent and updates in order of number."""
    return [(int(part), "") if part.isascii() and part.isdecimal() else (-1, part) for part in address.split("/")]


def _robots(base: str) -> str:
    below = urlsplit(base).path.strip("/")
    note = (
        f"# Crawlers read this file only at the root of a host, and this site lies below it, at /{below}/: see docs/sharing.md.\n"
        if below
        else ""
    )
    return f"{note}User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n"
