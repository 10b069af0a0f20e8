"""The site as it is published: every page, every link, every feed."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import html5lib
import pytest

from generator.cli.main import run
from generator.content.assembly import RESERVED

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
SITE = "https://status.larkfield.example/"
PAGES = [
    *("index.html", "incidents/index.html", "corrections/index.html", "subscribe/index.html", "about/index.html", "404.html"),
    *("record/index.html", "promises/index.html", "lessons/index.html", "verify/index.html"),
    *(f"incidents/support-tickets/{part}index.html" for part in ("", "1/", "2/", "3/", "4/", "5/")),
    *(f"incidents/meter-portal/{part}index.html" for part in ("", "1/", "5/", "review/")),
    *(f"incidents/false-alarm-login/{part}index.html" for part in ("", "1/", "2/")),
]


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _attributes(html: str, name: str) -> list[str]:
    return re.findall(rf'\s{name}="([^"]*)"', html)


@pytest.mark.parametrize("page", PAGES)
def test_page(built: Path, page: str) -> None:
    """Each page is there, has one title and one main heading, no id twice, and asks nothing of another host."""
    html = (built / page).read_text(encoding="utf-8")
    parsed = html5lib.parse(html, namespaceHTMLElements=False)
    assert len(parsed.findall(".//h1")) == 1
    ids = Counter(element.get("id") for element in parsed.iter() if element.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    for element in parsed.iter():
        for attribute in ("src", "srcset", "data", "poster", "action"):
            assert "//" not in (element.get(attribute) or "")
        if element.tag == "link" and element.get("rel") != "canonical" and not element.get("hreflang"):
            assert "//" not in (element.get("href") or "")
    for sheet in re.findall(r"<style[^>]*>(.*?)</style>", html, flags=re.DOTALL):
        assert "http" not in sheet


def test_no_free_page_takes_the_place_of_another(built: Path) -> None:
    """Every folder that a build makes is a name that no free page can have, but those of free pages and languages."""
    made = {path.name for path in built.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert made - RESERVED == {"about", "de"}


def test_links_lead_somewhere(built: Path) -> None:
    """Every link inside the site leads to a page or file, and every fragment to an element."""
    broken = []
    for page in built.rglob("*.html"):
        here = SITE + page.relative_to(built).as_posix().removesuffix("index.html")
        html = page.read_text(encoding="utf-8")
        for href in _attributes(html, "href"):
            if page.name == "404.html":
                continue
            target = urljoin(here, href.replace("&amp;", "&"))
            if not target.startswith(SITE):
                continue
            path, fragment = unquote(urlsplit(target).path).lstrip("/"), urlsplit(target).fragment
            file = built / path / "index.html" if path.endswith("/") or not path else built / path
            if not file.is_file() or (
                fragment and f'id="{fragment}"' not in file.read_text(encoding="utf-8") and fragment != "__search"
            ):
                broken.append((here, href))
    assert broken == []


def test_home_says_what_is_open(built: Path) -> None:
    """The home page leads with the open incident: when it was updated, when it will be, what to do."""
    text = _text((built / "index.html").read_text(encoding="utf-8"))
    assert "1 open incident" in text
    assert "Last update Friday 20 November 2026, 4:40 pm UK time" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Next update by Friday 27 November, 5 pm" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "No open incidents" not in text
    assert "just now" not in text


def test_the_order_of_a_statement(built: Path) -> None:
    """In short first, then what to do, what is known, what is not, what comes next; what is new and what was corrected come after."""
    html = (built / "incidents/support-tickets/index.html").read_text(encoding="utf-8")
    parts = "h-short h-act h-known h-unknown h-next h-news h-who h-when h-fix h-updates h-ask".split()
    places = [html.index(f'id="{name}"') for name in parts]
    assert places == sorted(places)


def test_an_older_update_says_so(built: Path) -> None:
    """A permalink of an older update points at the newest one, and shows what was known then."""
    html = (built / "incidents/support-tickets/2/index.html").read_text(encoding="utf-8")
    # The picture that represents the page is that of the incident, and says how it stands.
    text = _text(re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL))
    assert "Update 2 of 5, out of date." in text
    assert "We know more now." in text
    assert "Not affected" in text
    # What became known later stands only beside what was said then.
    for place in re.finditer("1,212", text.split("Ask us")[0]):
        assert "Since then:" in text[place.start() - 120 : place.start()]


def test_a_closed_incident_is_shown_as_closed(built: Path) -> None:
    """A resolved incident leads to its review, and a false alarm is called one."""
    assert "We have published our review" in (built / "incidents/meter-portal/index.html").read_text(encoding="utf-8")
    assert "False alarm" in (built / "incidents/false-alarm-login/index.html").read_text(encoding="utf-8")


def test_feeds(built: Path) -> None:
    """A feed reader finds every update once, with a permanent id, its time, its page and the whole statement."""
    feed = feedparser.parse((built / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.feed.language == "en"
    assert len(feed.entries) == 13
    assert len({entry.id for entry in feed.entries}) == 13
    times = [entry.published_parsed for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    own = feedparser.parse((built / "incidents/support-tickets/feed.xml").read_bytes())
    assert not own.bozo
    assert [entry.id for entry in own.entries] == [
        f"tag:status.larkfield.example,2026:support-tickets/{number}" for number in (5, 4, 3, 2, 1)
    ]
    correction = own.entries[2]
    about = "Larkfield Energy: Someone read customer support tickets (update 3)"
    assert correction.title == f"{about}. Correction: 1,212 customers, and two things we got wrong"
    (content,) = correction.content
    for words in (
        *(
            "not affected",
            "41 people had pasted a password",
            "They opened the tickets of 1,212 customers",
            "Whether they copied them.",
        ),
        *("We watch every login", "Next update by", "incident@larkfield.example", "change it everywhere you use it"),
    ):
        assert words in content.value, words
    assert correction.link == f"{SITE}incidents/support-tickets/3/"
    # As written, not as feedparser cleans it.
    channel = ET.parse(built / "incidents/support-tickets/feed.xml").getroot()
    for encoded in channel.iter("{http://purl.org/rss/1.0/modules/content/}encoded"):
        assert not re.search(r'(?:href|src)="(?!https://|mailto:|tel:)', encoded.text or "")
        ET.fromstring(f"<div>{encoded.text}</div>")
    for entry in own.entries:
        assert (built / urlsplit(entry.link).path.lstrip("/") / "index.html").is_file()


@pytest.mark.parametrize("theme", ["built", "lifeboat"])
def test_feeds_are_found(theme: str, request: pytest.FixtureRequest) -> None:
    """A page names the site's feed and its incident's, in each format, in the way feed readers look for; each is there."""
    folder = request.getfixturevalue(theme)
    page = folder / "incidents/support-tickets/index.html"
    parsed = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    found = [
        (link.get("type"), link.get("href"))
        for link in parsed.iter("link")
        if (link.get("rel") or "").split() == ["alternate"] and link.get("type")
    ]
    assert found == [
        ("application/rss+xml", "../../feed.xml"),
        ("application/atom+xml", "../../atom.xml"),
        ("application/feed+json", "../../feed.json"),
        ("application/rss+xml", "feed.xml"),
        ("application/atom+xml", "atom.xml"),
        ("application/feed+json", "feed.json"),
        ("application/rss+xml", "../../de/feed.xml"),
        ("application/atom+xml", "../../de/atom.xml"),
        ("application/feed+json", "../../de/feed.json"),
        ("application/rss+xml", "../../de/incidents/support-tickets/feed.xml"),
        ("application/atom+xml", "../../de/incidents/support-tickets/atom.xml"),
        ("application/feed+json", "../../de/incidents/support-tickets/feed.json"),
        ("application/json", "../../api/ledger/2/incidents/support-tickets.json"),
    ]
    assert all((page.parent / href).is_file() for _, href in found)


def test_every_feed_is_offered(built: Path) -> None:
    """The page for subscribers leads to every feed in its language but those of closed incidents, to RSS by an address to copy, to the other formats by a link beside it. The page of a closed incident leads to its own: at rest, to that with every item, and to RSS, which leads there."""
    feeds = [*built.rglob("feed.xml"), *built.rglob("atom.xml"), *built.rglob("feed.json")]
    assert len(feeds) == 2 * 3 * (1 + 3 + 4 + 3)
    for language in ("", "de/"):
        html = (built / language / "subscribe/index.html").read_text(encoding="utf-8")
        led_to = {urljoin(f"{SITE}{language}subscribe/", href) for href in re.findall(r'href="([^"]*)"', html)}
        copied = {*re.findall(r'value="(https://[^"]*)"', html), *re.findall(r"<code[^>]*>(?:<bdi[^>]*>)?(https://[^<]*)<", html)}
        for feed in feeds:
            path = feed.relative_to(built).as_posix()
            if path.startswith("de/") != bool(language):
                continue
            if "/meter-portal/" in path or "/false-alarm-login/" in path:
                if feed.name == "feed.json":
                    where = json.loads(feed.read_bytes())["_prev_archive"]["url"]
                    assert where == f"{SITE}{path.removesuffix('feed.json')}atom.xml"
                    continue
                element = "a" if feed.name == "feed.xml" else "link"
                assert re.search(
                    f'<{element} [^>]*href="{feed.name}"', (feed.parent / "index.html").read_text(encoding="utf-8")
                ), path
            else:
                assert f"{SITE}{path}" in (copied if feed.name == "feed.xml" else led_to | copied), path
    assert "The feed of a closed incident is on its own page" in _text(
        (built / "subscribe/index.html").read_text(encoding="utf-8")
    )
    assert "Copy this address into it" in _text((built / "subscribe/index.html").read_text(encoding="utf-8"))


def test_same_input_same_bytes(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another folder, another zone, another minute: the same site."""
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    shutil.copy(ROOT / "site_config.yml", copy)
    shutil.copytree(ROOT / "content", copy / "content")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert run(["build", "--root", str(copy), "--now", "2026-11-23T18:30Z"]) == 0
    capsys.readouterr()
    one, other = (
        {path.relative_to(top).as_posix(): path.read_bytes() for path in sorted(top.rglob("*")) if path.is_file()}
        for top in (built, copy / "site")
    )
    assert one.keys() == other.keys()
    # The site map is the one file that MkDocs compresses with its own idea of the time; its text is compared instead.
    assert [path for path in one if one[path] != other[path]] in ([], ["sitemap.xml.gz"])


def test_titles_and_dates_are_no_addresses(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Changing a title or a time changes neither an address nor a feed id."""
    run(["build", "--root", str(english), "--now", NOW])
    before = feedparser.parse((english / "site/feed.xml").read_bytes())
    file = english / "content/incidents/support-tickets/05-password-source.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("title: We know", "title: Now we know").replace("2026-11-20T16:40Z", "2026-11-20T16:45Z"), encoding="utf-8"
    )
    assert run(["build", "--root", str(english), "--now", NOW]) == 0
    after = feedparser.parse((english / "site/feed.xml").read_bytes())
    assert {(entry.id, entry.link) for entry in before.entries} == {(entry.id, entry.link) for entry in after.entries}
    capsys.readouterr()


def test_a_theme_with_a_script_in_some_pages_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not named in the policy, and the build says which page browsers will not run it in."""
    own = root / "themes/material/overrides/404.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        (ROOT / "themes/material/overrides/404.html").read_text(encoding="utf-8") + "<script>extra()</script>", encoding="utf-8"
    )
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    assert "warning: 404.html has a script or style that is not on every page" in capsys.readouterr().err
    assert (root / "site/_headers").read_text(encoding="utf-8").count("sha256-") == 1
