"""How the published site is found and shared: every page's head, the site map and robots.txt, read back by other people's parsers."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import html5lib
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from protego import Protego
from pyld import jsonld
from webpreview import parse_open_graph

from generator.cli.main import run

NOW = "2026-11-23T12:00Z"
SITE = "https://status.larkfield.example/"
NAME = "Larkfield Energy: security incidents"
GERMAN_NAME = "Larkfield Energy: Sicherheitsvorfälle"
TICKETS = "Someone read customer support tickets"
# What a page is called where it is shared, when it was published, when it last said something new, and what kind of thing it is.
SHARED = {
    "": (NAME, "", "", "WebSite"),
    "incidents/": ("All incidents", "", "", "WebPage"),
    "corrections/": ("Corrections", "", "", "WebPage"),
    "subscribe/": ("Get updates", "", "", "WebPage"),
    "about/": ("About this site", "", "", "WebPage"),
    "incidents/support-tickets/": (
        f"Larkfield Energy: {TICKETS}",
        "2026-11-10T07:10:00Z",
        "2026-11-20T16:40:00Z",
        "LiveBlogPosting",
    ),
    "incidents/support-tickets/3/": (
        *(
            f"Larkfield Energy: {TICKETS} (update 3). Correction: 1,212 customers, and two things we got wrong",
            "2026-11-12T16:30:00Z",
            "2026-11-12T16:30:00Z",
            "BlogPosting",
        ),
    ),
    "incidents/support-tickets/5/": (
        *(
            f"Larkfield Energy: {TICKETS} (update 5). We know where the password came from",
            "2026-11-20T16:40:00Z",
            "2026-11-20T16:40:00Z",
            "BlogPosting",
        ),
    ),
    "incidents/meter-portal/review/": (
        *(
            "Larkfield Energy: A fault showed meter readings to the wrong customers. Review: How readings came to be shown to the wrong customers",
            "2026-05-12T09:00:00Z",
            "2026-06-17T23:00:00Z",
            "Article",
        ),
    ),
}


def _pages(built: Path) -> dict[str, str]:
    """Every page but the one for missing addresses and one that has moved, by address relative to the site's."""
    return {
        page.relative_to(built).as_posix().removesuffix("index.html"): page.read_text(encoding="utf-8")
        for page in built.rglob("index.html")
        if page.parent.name != "promises"
    }


def _named(html: str) -> dict[str, str]:
    """The head's metadata by name, as a browser reads it; no name may come twice."""
    head = html5lib.parse(html, namespaceHTMLElements=False).find("head")
    found: dict[str, str] = {}
    for element in head.iter("meta"):
        name = element.get("property") or element.get("name")
        if name:
            assert name not in found, name
            found[name] = element.get("content") or ""
    (canonical,) = (element.get("href") for element in head.iter("link") if element.get("rel") == "canonical")
    return found | {"canonical": canonical}


def _things(html: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jsonld.load_html(html, SITE, None, {"extractAllScripts": True})
    return found


def test_every_head(built: Path) -> None:
    """Every page has one address of its own, a title, a description, and an existing picture with the declared size and alternative text."""
    pages = _pages(built)
    assert len(pages) == 2 * (29 - 1)
    for address, html in pages.items():
        named = _named(html)
        assert named["canonical"] == named["og:url"] == SITE + address
        # Programs that look for these take the properties above where they are not there.
        assert {name for name in named if name.startswith("twitter:")} == {"twitter:card"}
        assert named["og:title"] != ""
        assert named["description"] == named["og:description"] != ""
        german = address.startswith("de/")
        assert named["og:site_name"] == (GERMAN_NAME if german else NAME)
        assert named["og:locale"] == ("de" if german else "en")
        assert named["twitter:card"] == "summary_large_image"
        assert "noindex" not in html
        picture = built / named["og:image"].removeprefix(SITE)
        assert named["og:image"] == SITE + picture.relative_to(built).as_posix()
        with Image.open(picture) as opened:
            assert opened.size == (int(named["og:image:width"]), int(named["og:image:height"])) == (1200, 630)
            assert Image.MIME[opened.format or ""] == named["og:image:type"]
        assert named["og:image:alt"].startswith("Larkfield Energy. ")
        shown = parse_open_graph(BeautifulSoup(html, "html.parser"), SITE, ["og:title", "og:description", "og:image", "og:url"])
        assert (shown.title, shown.description, shown.image) == (named["og:title"], named["og:description"], named["og:image"])
        assert shown.url == SITE + address


@pytest.mark.parametrize("address", SHARED)
def test_what_is_shared(built: Path, address: str) -> None:
    """A page's title and times are those of its content, in the metadata and in the JSON-LD alike."""
    title, published, changed, kind = SHARED[address]
    html = _pages(built)[address]
    named = _named(html)
    assert named["og:title"] == title
    assert named["og:type"] == ("article" if published else "website")
    assert (named.get("article:published_time", ""), named.get("article:modified_time", "")) == (published, changed)
    thing, *others = _things(html)
    assert (thing["@type"], thing["url"]) == (kind, SITE + address)
    assert thing.get("datePublished", "") == published
    if published:
        assert thing["dateModified"] == changed
        # Among a hundred others, a title says whose it is; the page's own heading need not.
        assert title.startswith("Larkfield Energy: ")
        assert title.endswith(thing["headline"])
        if "support-tickets/3/" in address:
            # An update that is out of date leaves the picture to the incident, which it names.
            assert "image" not in thing
            assert thing["isPartOf"]["url"] == SITE + "incidents/support-tickets/"
        else:
            assert thing["image"]["url"] == named["og:image"]
    if "support-tickets/3/" in address:
        assert others == []
    elif address:
        (trail,) = others
        assert [step["position"] for step in trail["itemListElement"]] == list(range(1, len(trail["itemListElement"]) + 1))
        assert trail["itemListElement"][0]["item"] == SITE
        assert trail["itemListElement"][-1]["item"] == SITE + address


def test_an_incident_for_machines(built: Path) -> None:
    """An incident's JSON-LD holds every update, every correction, and how to ask; an end only once it is resolved."""
    thing = _things(_pages(built)["incidents/support-tickets/"])[0]
    assert [update["url"] for update in thing["liveBlogUpdate"]] == [
        f"{SITE}incidents/support-tickets/{number}/" for number in (1, 2, 3, 4, 5)
    ]
    assert thing["liveBlogUpdate"][4]["headline"] == "We know where the password came from"
    assert [comment["url"] for comment in thing["correction"]] == [f"{SITE}incidents/support-tickets/3/#h-fix"] * 2
    assert "41 people had pasted a password" in thing["correction"][0]["text"]
    assert "coverageEndTime" not in thing
    assert thing["author"]["contactPoint"]["email"] == "incident@larkfield.example"
    resolved = _things(_pages(built)["incidents/meter-portal/"])[0]
    assert resolved["coverageEndTime"] == "2026-04-09T09:15:00Z"
    update = _things(_pages(built)["incidents/support-tickets/3/"])[0]
    assert len(update["correction"]) == 2
    assert update["isPartOf"]["url"] == f"{SITE}incidents/support-tickets/"
    assert "correction" not in _things(_pages(built)["incidents/support-tickets/2/"])[0]


def test_site_map(built: Path) -> None:
    """The site map names every page once, with the time of what it says last, and nothing else; the builder's own is not there."""
    root = ET.parse(built / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert {child.tag for child in root} == {f"{space}url"}
    found = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in root}
    assert len(found) == len(root)
    assert found.keys() == {SITE + address for address in _pages(built)}
    for time in found.values():
        # XML Schema's times have seconds.
        assert time is None or re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", time)
        assert time is None or datetime.fromisoformat(time) <= datetime.fromisoformat(NOW)
    assert found[f"{SITE}incidents/support-tickets/2/"] == "2026-11-10T12:55:00Z"
    assert found[f"{SITE}incidents/support-tickets/"] == found[SITE] == "2026-11-20T16:40:00Z"
    # Resolved in April; its review came in May.
    assert found[f"{SITE}incidents/meter-portal/"] == "2026-05-12T09:00:00Z"
    assert found[f"{SITE}about/"] is None
    assert not (built / "sitemap.xml.gz").exists()


def test_robots(built: Path) -> None:
    """Every crawler may read every page, and finds the sitemap."""
    robots = Protego.parse((built / "robots.txt").read_text(encoding="utf-8"))
    assert list(robots.sitemaps) == [f"{SITE}sitemap.xml"]
    for address in (*_pages(built), "feed.xml", "sitemap.xml"):
        for agent in ("Googlebot", "anything"):
            assert robots.can_fetch(SITE + address, agent)


def test_a_missing_page(built: Path) -> None:
    """For a mistyped address of any depth, the page names open incidents and all its links work."""
    html = (built / "404.html").read_text(encoding="utf-8")
    parsed = html5lib.parse(html, namespaceHTMLElements=False)
    hrefs = [href for element in parsed.iter() if element.tag in {"a", "link"} and (href := element.get("href"))]
    assert "/incidents/support-tickets/" in hrefs
    assert "/incidents/meter-portal/" not in hrefs
    for href in hrefs:
        there = urljoin(f"{SITE}a/mistyped/address/", href)
        if there.startswith(SITE) and not href.startswith("#"):
            assert href.startswith("/")
            assert (built / there.removeprefix(SITE)).exists(), href
    assert TICKETS in html
    assert "og:url" not in html


HOSTILE = 'A "quoted" & <b>bold</b> title\'s </title></script><script>x</script> </script bogus><i>y</i> <!-- --> <!-- <script> {{ 7 * 7 }} {% raw %} ]]> "><meta property="og:title" content="'


def test_hostile_words(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Any content of a title, a summary or a name stays text: in the head, in the JSON-LD, on the page for missing addresses."""
    quoted = json.dumps(HOSTILE)
    folder = english / "content/incidents/support-tickets"
    for file in (*folder.glob("0*.md"), folder / "incident.md"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^title: .*$", lambda _: f"title: {quoted}", text, count=1, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    newest = folder / "05-password-source.md"
    newest.write_text(newest.read_text(encoding="utf-8").replace("status:", f"summary: {quoted}\nstatus:", 1), encoding="utf-8")
    config = english / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("name: Larkfield Energy", f"name: {quoted}", 1), encoding="utf-8"
    )
    assert run(["build", "--root", str(english), "--now", NOW]) == 0
    capsys.readouterr()
    pages = _pages(english / "site")
    for address in ("incidents/support-tickets/", "incidents/support-tickets/5/"):
        named = _named(pages[address])
        assert named["og:title"].startswith(f"{HOSTILE.strip()}: {HOSTILE.strip()}")
        assert named["og:description"] == named["description"] == f"Contained. {HOSTILE.strip()}"
        assert HOSTILE.strip() in named["og:image:alt"]
        thing, trail = _things(pages[address])
        assert thing["headline"] == HOSTILE.strip()
        assert thing["author"]["name"] == HOSTILE.strip()
        assert trail["itemListElement"][2]["name"] == HOSTILE.strip()
        parsed = html5lib.parse(pages[address], namespaceHTMLElements=False)
        assert "x" not in [script.text for script in parsed.iter("script")]
        assert parsed.find("head").find("b") is None
    missing = html5lib.parse((english / "site/404.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    (link,) = (element for element in missing.iter("a") if element.get("href") == "/incidents/support-tickets/")
    assert link.text == HOSTILE.strip()


def test_drafts_are_not_shared(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft and an embargoed update are nowhere: no address, no title, no time, no picture of them."""
    folder = english / "content/incidents/support-tickets"
    first = (folder / "01-first-statement.md").read_text(encoding="utf-8")
    secret = english / "content/incidents/secret-matter"
    secret.mkdir()
    (secret / "incident.md").write_text("---\ntitle: A secret matter\naware: 2026-11-22T06:00Z\n---\n", encoding="utf-8")
    draft = re.sub(r"^published: .*$", "published: 2026-11-22T07:00Z\ndraft: true", first, flags=re.MULTILINE)
    draft = re.sub(r"^next_update: .*$", "next_update: 2026-11-23T07:00Z", draft, flags=re.MULTILINE)
    (secret / "01-first-statement.md").write_text(draft, encoding="utf-8")
    newest = folder / "05-password-source.md"
    newest.write_text(
        newest.read_text(encoding="utf-8").replace("2026-11-20T16:40Z", "2026-11-23T12:01Z\nlate: Counting took longer.", 1),
        encoding="utf-8",
    )
    assert run(["build", "--root", str(english), "--now", NOW]) == 0
    capsys.readouterr()
    site = english / "site"
    for page in (*site.rglob("*.html"), site / "sitemap.xml"):
        text = page.read_text(encoding="utf-8")
        assert "secret" not in text.lower(), page
        assert "support-tickets/5" not in text, page
    assert "2026-11-17T09:20:00Z" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert not list(site.glob("incidents/secret*"))
    # What is held back is late by now, and the picture says so.
    alt = _named((site / "incidents/support-tickets/index.html").read_text(encoding="utf-8"))["og:image:alt"]
    assert "The next update was due by Friday 20 November, 5 pm." in alt


def test_below_the_root_of_a_host(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site in a folder of a host names itself, its pictures and its site map with that folder, and its page for missing addresses leads back to it."""
    config = root / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("https://status.larkfield.example/", "https://larkfield.example/status/"),
        encoding="utf-8",
    )
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    capsys.readouterr()
    site, base = root / "site", "https://larkfield.example/status/"
    for address, html in _pages(site).items():
        named = _named(html)
        assert named["canonical"] == base + address
        assert (site / named["og:image"].removeprefix(base)).is_file()
    assert all(found.startswith(base) for found in re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf-8")))
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert list(Protego.parse(robots).sitemaps) == [f"{base}sitemap.xml"]
    assert "/status/" in robots.splitlines()[0]
    missing = (site / "404.html").read_text(encoding="utf-8")
    assert 'href="/status/incidents/support-tickets/"' in missing
