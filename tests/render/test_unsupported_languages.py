"""A site in a language that the product does not have declares the language of every text in all outputs."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from email import message_from_bytes
from functools import cache
from html.parser import HTMLParser

import pytest

from generator.adapters.theme_files import read_theme
from generator.model.artifact import Theme
from generator.model.source import RawFile
from generator.pipeline import building, checking, exporting, publishing
from generator.render import site as render_site
from generator.render.exports import Form
from tests.render.sites import ROOT

NOW = datetime(2027, 6, 1, tzinfo=UTC)
#: The author's text by the file's language, in letters that the product's own words do not use.
WRITTEN = {"he": "קראו פניות", "ja": "問い合わせが読まれた", "de": "Jemand hat Anfragen gelesen"}
_OURS = ("What you should do", "What we know", "The latest on this incident", "We have not translated this yet")


def _update(text: str) -> str:
    return (
        f"---\ntitle: {text}\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {{entry: {text}}}\n"
        f"unknown: {{whose: {text}}}\nnext_steps: {{log: {text}}}\nactions: {text}\nnext_update: 2027-12-01T00:00Z\n---\n\n{text}\n"
    )


@cache
def _site() -> render_site.Site:
    top = "content/incidents/tickets/"
    files = {
        "site_config.yml": "organisation: {name: Larkfield}\nsite: {url: https://s.example/, language: he, languages: [ja, de]}\n"
        "contact: {email: desk@s.example}\n",
        f"{top}incident.md": f"---\ntitle: {WRITTEN['he']}\naware: 2027-03-03T02:40Z\n---\n",
        f"{top}01-a.md": _update(WRITTEN["he"]),
        f"{top}01-a.ja.md": _update(WRITTEN["ja"]),
    }
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    return publishing.publish(checking.check(raw, NOW), NOW)


class _Reader(HTMLParser):
    """Return each text in a piece of HTML with its declared language and direction."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[tuple[str, str]] = []
        self._open = [("", language)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "hr", "img", "input", "meta", "link"}:
            self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append((" ".join(data.split()), self._open[-1][1]))


def _check(html: str, language: str) -> int:
    """Every text is in its declared language; return the number of the author's texts."""
    reader = _Reader(language)
    reader.feed(html)
    theirs = 0
    for text, tag in reader.said:
        for written, words in WRITTEN.items():
            if words in text:
                assert tag == written, (text, tag)
                theirs += 1
        if text.startswith(_OURS):
            assert tag == "en", (text, tag)
    return theirs


def _theme(name: str) -> Theme:
    return read_theme(name, ROOT)


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize("place", ["", "ja/"])
def test_pages(theme: str, place: str) -> None:
    """A page is in the language of our words, and what the author wrote is marked with its own."""
    made = {artifact.path: artifact.data for artifact in building.render(_site(), _theme(theme))}
    settings = json.loads(made["mkdocs.yml"])
    front, _, body = made[f"docs/{place}incidents/tickets/index.md"].decode().removeprefix("---\n").partition("\n---\n")
    meta = json.loads(front)
    page = meta.get("language") or settings["extra"]["language"]
    assert page == "en"
    assert settings["extra"]["words"][page]["direction"] == "ltr"
    assert ["property", "og:locale", "en"] in meta["properties"]
    assert _check(body.strip().removeprefix("<!--").removesuffix("-->"), page) >= 4
    assert f'lang="{place.strip("/") or "he"}"' in body


@pytest.mark.parametrize(("place", "words"), [("", "en"), ("ja/", "en"), ("de/", "de")])
def test_feeds(place: str, words: str) -> None:
    """A feed is in the language of its own words, its items in that of their titles, and what is in them is marked."""
    made = {artifact.path: artifact.data for artifact in building.render(_site(), _theme("material"))}
    given = json.loads(made[f"docs/{place}feed.json"])
    assert given["language"] == words
    (item,) = given["items"]
    assert item["language"] == ("ja" if place == "ja/" else "he")
    assert item["title"] == f"Larkfield: {WRITTEN[item['language']]} (update 1)"
    if words == "en":
        assert _check(item["content_html"], item["language"]) >= 4
    rss = ET.fromstring(made[f"docs/{place}feed.xml"])
    assert rss.findtext("channel/language") == words
    assert rss.findtext("channel/item/{http://purl.org/dc/elements/1.1/}language") == item["language"]
    atom = ET.fromstring(made[f"docs/{place}atom.xml"])
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    entry = atom.find("{http://www.w3.org/2005/Atom}entry")
    assert entry is not None
    assert (atom.get(lang), entry.get(lang)) == (words, item["language"])


def test_exports() -> None:
    """An e-mail and a letter say both."""
    site = _site()
    _, _, files = exporting.export(site, site.incidents[0], (Form.EMAIL, Form.LETTER, Form.SCRIPT), _theme("material"))
    for artifact in files:
        if artifact.path.endswith(".html"):
            html = artifact.data.decode()
            assert re.search(r'<html lang="en" dir="ltr">', html)
            assert _check(html.partition("<body")[2].partition(">")[2], "en") >= 2
    (mail,) = (message_from_bytes(artifact.data) for artifact in files if artifact.path.endswith(".eml"))
    assert mail["Content-Language"] == "en, he"


def test_ledger() -> None:
    """The ledger, which holds nothing but what the author wrote, is in the author's language."""
    made = {artifact.path: artifact.data for artifact in building.render(_site(), _theme("material"))}
    for path in ("ledger.json", "ledger/2/index.json"):
        assert json.loads(made[f"docs/api/{path}"])["language"] == "he"
