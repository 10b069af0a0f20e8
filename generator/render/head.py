"""A page's head: what it tells search engines, feed readers and link previews (OpenGraph).

The values are stored in the page's front matter, and `themes/shared/head.html` prints them unchanged: each is HTML already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.render import dates
from generator.render.linked_data import Thing, script
from generator.render.markup import flat, html_of
from generator.render.pictures import HEIGHT, WIDTH, Card
from generator.render.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """When an incident, update or review was published, and when its page last had new content."""

    published: datetime
    changed: datetime


def head_markup(
    site: Site,
    *,
    name: str,
    address: str,
    language: str,
    title: str,
    description: str,
    card: Card,
    card_at: str = "",
    article: Article | None = None,
    alternates: Mapping[str, str] | None = None,
    things: Iterable[Thing] = (),
) -> dict[str, Any]:
    """Return the keys of a page's front matter that themes/shared/head.html prints.

    Args:
        site: the whole site.
        name: the site's name.
        language: the page's language, as a tag.
        address: the page's address, relative to the site's.
        title: the page's title, without the site's name.
        description: one sentence.
        card: the picture that represents the page.
        card_at: the folder of the picture, relative to the site's address, ending in a slash; empty for the top.
        article: the times of an incident, an update or a review; None for other pages.
        alternates: addresses of the same page in other languages, by language tag.
        things: what the page is about, as linked data.
    """
    base = site.config.site.url
    properties = [
        ("property", "og:type", "article" if article else "website"),
        ("property", "og:site_name", name),
        ("property", "og:title", title),
        ("property", "og:description", description),
        ("property", "og:url", base + address),
        ("property", "og:locale", _locale(language)),
        ("property", "og:image", base + card_at + card.file),
        ("property", "og:image:type", "image/png"),
        ("property", "og:image:width", str(WIDTH)),
        ("property", "og:image:height", str(HEIGHT)),
        ("property", "og:image:alt", card.alt),
        # How large the picture is shown. The programs that ask for this take all else from the properties above.
        ("name", "twitter:card", "summary_large_image"),
    ]
    if article:
        properties += [
            ("property", "article:published_time", dates.exact(article.published)),
            ("property", "article:modified_time", dates.exact(article.changed)),
        ]
    found: dict[str, Any] = {
        "address": html_of(base + address),
        "properties": [(kind, key, html_of(flat(content))) for kind, key, content in properties],
        "data": script(things),
    }
    if alternates:
        found["alternates"] = [(html_of(language), html_of(base + other)) for language, other in sorted(alternates.items())]
    return found


def _locale(tag: str) -> str:
    """Convert a language tag to OpenGraph's form: `pt-BR` becomes `pt_BR`. A tag without a country is unchanged."""
    language, _, rest = tag.partition("-")
    country = next((part for part in rest.split("-") if len(part) == 2 and part.isalpha()), "")
    return f"{language}_{country.upper()}" if country else language
