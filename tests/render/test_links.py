"""Links that authors write lead somewhere from everything that is made of them."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from functools import cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import building, checking, exporting, publishing
from generator.render import site as render_site
from generator.render.exports import Form
from generator.seals.integrity_list import LIST
from tests.adversary.marked_documents import plain_documents
from tests.render.sites import ROOT

NOW = datetime(2027, 6, 1, tzinfo=UTC)
SITE = "https://larkfield.example/news/"
BODY = """
[one](01-first.md), [one again](./01-first.md#fact-entry), [the page](../../pages/faq.md), [two](https://larkfield.example/news/incidents/tickets/2/),
[map](files/karte%20(neu).pdf), [list][list], <https://larkfield.example/news/faq/>, [other](../billing/01-bills.md), [later](03-later.md),
[gone](https://larkfield.example/news/incidents/tickets/9/), [German](01-first.de.md), [root](/news/subscribe/), [help](/help), [part](1/#nothing)

- [in a list](01-first.md) and <a href="review.md">in HTML</a>

| [in a table](../1/) |
|---|
| ![the map](../billing/files/map.png) |

[list]: ../../pages/faq.de.md
"""
UPDATE = """---
title: {title}
published: {published}
status: {status}
known: {{entry: Someone read tickets. See https://larkfield.example/news/incidents/tickets/1/ and https://larkfield.example/news/9/ for more.}}
unknown: {{whose: Whose tickets they read.}}
next_steps: {{log: We read the log.}}
actions: {{password: {{do: Change your password., urgency: now}}}}
next_update: 2027-12-01T00:00Z
---

{body}
"""


def _files() -> dict[str, str]:
    top = "content/incidents/tickets/"
    incident = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n"

    def update(title: str, day: str, body: str = "") -> str:
        return UPDATE.format(title=title, published=f"{day}T03:00Z", status="confirmed", body=body)

    return {
        "site_config.yml": f"organisation: {{name: Larkfield, domains: [larkfield.example]}}\nsite: {{url: {SITE}, languages: [de]}}\n",
        f"{top}incident.md": incident + BODY,
        f"{top}incident.de.md": f"---\ntitle: Jemand hat Tickets gelesen\n---\n{BODY}",
        f"{top}01-first.md": update("One", "2027-03-03"),
        f"{top}01-first.de.md": update("Eins", "2027-03-03"),
        f"{top}02-scope.md": update("Two", "2027-03-04", BODY),
        f"{top}02-scope.de.md": update("Zwei", "2027-03-04", BODY),
        f"{top}03-later.md": update("Three", "2027-09-01", BODY),
        f"{top}review.md": f"---\ntitle: Review\npublished: 2027-05-01T03:00Z\ncause: A password.\n---\n{BODY}",
        f"{top}review.de.md": f"---\ntitle: Bericht\npublished: 2027-05-01T03:00Z\ncause: Ein Passwort.\n---\n{BODY}",
        f"{top}files/karte (neu).pdf": "%PDF-",
        "content/incidents/billing/incident.md": incident,
        "content/incidents/billing/01-bills.md": update("Bills", "2027-03-05"),
        "content/incidents/billing/files/map.png": "png",
        "content/pages/faq.md": "---\ntitle: Questions\n---\n\n[one](../incidents/tickets/01-first.md) [map](../incidents/tickets/files/karte%20(neu).pdf)\n",
        "content/pages/faq.de.md": "---\ntitle: Fragen\n---\n\n[eins](../incidents/tickets/01-first.md) [zwei](https://larkfield.example/news/faq)\n",
    }


@cache
def _site() -> tuple[checking.Checked, render_site.Site]:
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in _files().items()]
    checked = checking.check(raw, NOW)
    return checked, publishing.publish(checked, NOW)


@cache
def _made(name: str) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in building.render(_site()[1], read_theme(name, ROOT))}


def _dead(hrefs: list[str], at: str, addresses: set[str]) -> list[str]:
    whole = [urljoin(at, unescape(href)).partition("#")[0].partition("?")[0] for href in hrefs]
    return [href for href in whole if href.startswith(SITE) and unquote(href.removeprefix(SITE)) not in addresses]


def _addresses(made: dict[str, bytes]) -> set[str]:
    attached = {path.removeprefix("content/") for incident in _site()[1].incidents for path in incident.folder.files}
    return {path.removeprefix("docs/").removesuffix("index.md") for path in made if path.startswith("docs/")} | attached | {LIST}


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_pages(theme: str) -> None:
    """No link of any page leads to what is not there, and what is held back is not linked to."""
    made = _made(theme)
    addresses = _addresses(made)
    linked = 0
    for path, data in made.items():
        if path.startswith("docs/") and path.endswith("index.md"):
            html = data.decode().partition("\n---\n")[2]
            at = SITE + path.removeprefix("docs/").removesuffix("index.md")
            hrefs = re.findall(r'(?:href|src)="([^"]*)"', html)
            assert not _dead(hrefs, at, addresses), path
            assert ".md" not in " ".join(hrefs)
            linked += len(hrefs)
            assert "tickets/3/" not in html
    assert linked > 100


@pytest.mark.parametrize("place", ["", "de/"])
def test_language(place: str) -> None:
    """A link leads to the page in its reader's language, unless it names another one or shows its address."""
    page = _made("material")[f"docs/{place}incidents/tickets/2/index.md"].decode()
    at = f"{SITE}{place}incidents/tickets/2/"
    to = {
        re.sub("<[^>]*>", "", words): urljoin(at, unescape(href))
        for href, words in re.findall(r'<a href="([^"]*)">([^<]*)</a>', page)
    }
    mine = SITE + place
    assert to["one"] == f"{mine}incidents/tickets/1/"
    assert to["one again"] == f"{mine}incidents/tickets/1/#fact-entry"
    assert to["the page"] == f"{mine}faq/"
    assert to["two"] == f"{mine}incidents/tickets/2/"
    assert to["root"] == f"{mine}subscribe/"
    assert to["in HTML"] == f"{mine}incidents/tickets/review/"
    assert to["in a table"] == f"{mine}incidents/tickets/1/"
    assert to["part"] == f"{mine}incidents/tickets/1/"
    assert to["list"] == f"{SITE}de/faq/"
    assert to["German"] == f"{SITE}de/incidents/tickets/1/"
    assert to["map"] == f"{SITE}incidents/tickets/files/karte%20%28neu%29.pdf"
    assert to["help"] == "https://larkfield.example/help"
    assert to["https://larkfield.example/news/faq/"] == f"{SITE}faq/"
    assert to["https://larkfield.example/news/incidents/tickets/1/"] == f"{SITE}incidents/tickets/1/"
    assert not {"gone", "later", "https://larkfield.example/news/9/"} & set(to)
    assert urljoin(at, re.findall(r'<img src="([^"]*)"', page)[0]) == f"{SITE}incidents/billing/files/map.png"


def test_elsewhere() -> None:
    """Feeds, the API and exports are read outside the site: all addresses in them are absolute and valid."""
    made = _made("material")
    addresses = _addresses(made)
    texts = [
        *(
            item["content_html"]
            for path, data in made.items()
            if path.endswith("feed.json")
            for item in json.loads(data)["items"]
        ),
        *(
            element.text or ""
            for path, data in made.items()
            if path.endswith(".xml") and "feed" in path
            for element in ET.fromstring(data).iter("{http://purl.org/rss/1.0/modules/content/}encoded")
        ),
    ]
    site = _site()[1]
    (public_incident,) = (one for one in site.incidents if one.slug == "tickets")
    for tag in ("en", "de"):
        _, _, files = exporting.export(site, public_incident, Form, read_theme("material", ROOT), tag=tag)
        texts += [artifact.data.decode() for artifact in files if artifact.path.endswith(".html")]
    assert sum("the page" in text for text in texts) > 6
    for text in texts:
        hrefs = re.findall(r'(?:href|src)="([^"]*)"', text)
        assert hrefs
        assert all(urlsplit(href).scheme for href in hrefs)
        assert not _dead(hrefs, "", addresses)
    bodies = [
        update["body"]
        for incident in json.loads(made["docs/api/v2/incidents.json"])["incidents"]
        for update in incident["incident_updates"]
    ]
    said = " ".join(bodies)
    assert f"one ({SITE}incidents/tickets/1/)" in said
    assert f"the page ({SITE}faq/)" in said
    assert ".md" not in said


def test_findings() -> None:
    """Each broken link is found in its place, in every file and language."""
    found = [one for one in _site()[0].diagnostics if one.code == "SAF032"]
    by_file = {path: sum(one.span.path == path for one in found) for path in _files() if path.endswith(".md")}
    top = "content/incidents/tickets/"
    # `03-later.md`, `9/`, `1/#nothing`, and the address in a key.
    expected = {f"{top}02-scope.md": 4, f"{top}02-scope.de.md": 4, f"{top}review.md": 3, f"{top}review.de.md": 3}
    expected |= {f"{top}incident.md": 3, f"{top}incident.de.md": 3}
    # When the third update is published, readers can open it.
    expected |= {
        f"{top}03-later.md": 3,
        f"{top}01-first.md": 1,
        f"{top}01-first.de.md": 1,
        "content/incidents/billing/01-bills.md": 1,
    }
    assert by_file == {path: expected.get(path, 0) for path in by_file}
    assert not any(one.blocks for one in found)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("U\N{COMBINING DIAERESIS}bersicht.pdf", "files/Übersicht.pdf"),
        ("Übersicht.pdf", "files/U%CC%88bersicht.pdf"),
        ("a b (c) & d;e.pdf", "<files/a b (c) & d;e.pdf>"),
        ("100%.pdf", "files/100%25.pdf"),
        ("what?#1.pdf", "files/what%3F%231.pdf"),
        ("a+b=c.pdf", "files/a+b=c.pdf"),
        ("رسالة.pdf", "files/رسالة.pdf"),
    ],
)
def test_names_of_files(name: str, written: str) -> None:
    """A file is published under the name used by links, however its accents are stored and whatever signs it contains."""
    files = _files()
    files["content/incidents/billing/01-bills.md"] += f"\n[the file]({written})\n"
    files[f"content/incidents/billing/files/{name}"] = "x"
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    checked = checking.check(raw, NOW)
    last = files["content/incidents/billing/01-bills.md"].count("\n")
    assert not [one for one in checked.diagnostics if one.span.path.endswith("01-bills.md") and one.span.line >= last - 1]
    site = publishing.publish(checked, NOW)
    letter = dict(plain_documents())["letter.pdf"]
    site = publishing.with_attachments(
        site, {path: letter for incident in site.incidents for path in incident.folder.files if path.endswith(".pdf")}
    )
    made = {artifact.path: artifact.data for artifact in building.render(site, read_theme("lifeboat", ROOT))}
    (href,) = re.findall(r'<a href="([^"]*)">the file</a>', made["docs/incidents/billing/1/index.md"].decode())
    address = urljoin(f"{SITE}incidents/billing/1/", unescape(href)).removeprefix(SITE)
    assert f"docs/{unquote(address)}" in made
