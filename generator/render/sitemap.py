"""sitemap.xml and robots.txt: every page, and when it last had new content. All published pages are listed.

A drill is not published: its robots.txt asks crawlers to stay away, and it has no sitemap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from generator.model.artifact import Artifact
from generator.model.update import When
from generator.render import dates
from generator.render.site import Site


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
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        *(_url(base, entry) for entry in sorted(entries, key=lambda entry: _order(entry.address))),
        "</urlset>",
    ]
    yield Artifact("docs/sitemap.xml", ("\n".join(lines) + "\n").encode())
    yield Artifact("docs/robots.txt", _robots(base).encode())


def _url(base: str, entry: SitemapEntry) -> str:
    changed = f"<lastmod>{dates.exact(entry.changed)}</lastmod>" if entry.changed else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(language)} href={quoteattr(base + address)}/>'
        for language, address in sorted(entry.alternates.items())
    )
    return f"<url><loc>{escape(base + entry.address)}</loc>{changed}{links}</url>"


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
