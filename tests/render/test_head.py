"""The parts of a page's head and of the site map that the repository's own content does not reach."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.pipeline import checking, publishing
from generator.render import head, sitemap
from generator.render.language import language_for
from generator.render.pictures import home_card
from generator.render.site import Site

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENGLISH = language_for("en", read_theme("material", ROOT))
SITE = "https://status.larkfield.example/"


@cache
def _site() -> Site:
    return publishing.publish(checking.check(read_site(ROOT, 1 << 20), NOW), NOW)


def test_languages_of_a_page() -> None:
    """A page in several languages names each of them, itself too, in the site map and in its head."""
    languages = {"de": "de/about/", "en": "about/"}
    made = {
        artifact.path: artifact.data for artifact in sitemap.write(_site(), [sitemap.SitemapEntry("about/", None, languages)])
    }
    root = ET.fromstring(made["docs/sitemap.xml"])
    links = [link.attrib for link in root.iter("{http://www.w3.org/1999/xhtml}link")]
    assert links == [
        {"rel": "alternate", "hreflang": "de", "href": f"{SITE}de/about/"},
        {"rel": "alternate", "hreflang": "en", "href": f"{SITE}about/"},
    ]
    told = head.head_markup(
        _site(),
        name="",
        language="en",
        address="about/",
        title="",
        description="",
        card=home_card(_site(), ENGLISH),
        alternates=languages,
    )
    assert told["alternates"] == [("de", f"{SITE}de/about/"), ("en", f"{SITE}about/")]


def test_pages_in_order() -> None:
    """A page comes under the page above it, update 10 after update 9; a day stays a day, and what means something in XML is escaped."""
    addresses = ["incidents/a&b/10/", "incidents/a&b/9/", "", "incidents/a&b/"]
    entries = [sitemap.SitemapEntry(address, date(2026, 11, 20)) for address in addresses]
    made = {artifact.path: artifact.data for artifact in sitemap.write(_site(), entries)}
    urls = list(ET.fromstring(made["docs/sitemap.xml"]))
    assert [url[0].text for url in urls] == [
        f"{SITE}{part}" for part in ("", *(f"incidents/a&b/{last}" for last in ("", "9/", "10/")))
    ]
    assert {url[1].text for url in urls} == {"2026-11-20"}


@pytest.mark.parametrize(("tag", "locale"), [("en", "en"), ("pt-BR", "pt_BR"), ("zh-Hant-TW", "zh_TW"), ("sr-Latn", "sr")])
def test_locale(tag: str, locale: str) -> None:
    """A country is written when the site's language has one, and never made up."""
    assert head._locale(tag) == locale


def test_the_picture_of_the_home_page() -> None:
    """One open incident is shown itself, several are counted; when none is open the picture does not say so, since copies of it last."""
    (tickets, *others) = _site().incidents
    assert home_card(_site(), ENGLISH).title == "Someone read customer support tickets"
    quiet = home_card(replace(_site(), incidents=tuple(others)), ENGLISH)
    assert "esolved" not in quiet.alt
    assert "no incident" not in quiet.alt.lower()
    assert quiet.role == "plain"
    several = home_card(replace(_site(), incidents=(tickets, tickets)), ENGLISH)
    assert several.alt == (
        "Larkfield Energy. Open now. 2 security incidents are open. Next update by Friday 27 November, 5 pm. "
        "Last update published Friday 20 November 2026, 4:40 pm UTC."
    )
