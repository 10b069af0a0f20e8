"""No page of lists, and no file that programs ask for again and again, grows with the years: measured in packed bytes, from 10 to 300 incidents."""

import gzip
import itertools
import json
import re
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.sites import NOW, OPEN, Shape, updates, write_ours
from generator.adapters.site_files import read_site
from generator.cli.verify_record import compare
from generator.links.ledger_files import INDEX, LATEST, RECORD, incident_file, record_year_file, year_file
from generator.model.artifact import Artifact
from generator.pipeline import publishing
from generator.render import calendar, feeds, ledger_json, pages, search_index, sitemap, status_api, verification
from generator.render.site import Site
from tests.render.sites import theme
from tests.unjudged import unjudged

SIZES = (10, 100, 300)
#: How much more a page may have at 100 incidents than at 10, since it is not full with 10, and at 300 than at 100.
FILLED, GROWTH = 2.5, 1.02
LISTS = ("incidents/", "record/", "lessons/", "corrections/", "subscribe/", "verify/", "")
POLLED = (
    *("calendar.ics", "feed.xml", "atom.xml", "feed.json", "systems/helpdesk/feed.xml"),
    *("api/v2/summary.json", "api/v2/incidents.json", INDEX, RECORD),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for all sites of the module."""
    return tmp_path_factory.mktemp("flat")


@cache
def _site(folder: Path, size: int) -> Site:
    """Return a site that was sealed in the order of its texts."""
    root, shape = folder / str(size), Shape(size)
    write_ours(root, shape)
    told = [
        (one.published, f"letters-{incident:05}/{one.number}") for incident in range(size) for one in updates(shape, incident)
    ]
    ends = [list(updates(shape, incident))[-1].published for incident in range(size - OPEN)]
    told += [(end + timedelta(days=2), f"letters-{incident:05}/review") for incident, end in enumerate(ends)]
    order = "".join(f"{when:%Y-%m-%dT%H:%M:%SZ} {name}\n" for when, name in sorted(told) if when <= NOW)
    (root / "content/order.lock").write_text(order, encoding="utf-8")
    return publishing.publish(unjudged(read_site(root, 1 << 20), NOW), NOW)


@cache
def _lists(folder: Path, size: int) -> dict[str, bytes]:
    """Return every page that is of no incident, by address."""
    # The tasks of pages that are of no incident come first, each with one list and its pages by year.
    tasks = pages.tasks(_site(folder, size), theme())
    lists = itertools.takewhile(lambda task: isinstance(task, partial) and task.func.__name__ == "made", tasks)
    return {one.path.removeprefix("docs/").removesuffix("index.md"): one.data for task in lists for one in task().artifacts}


@cache
def _polled(folder: Path, size: int) -> dict[str, bytes]:
    site = _site(folder, size)
    made: list[Artifact] = []
    for write in (feeds.write, status_api.write, calendar.write, ledger_json.write):
        made += write(site, theme())
    return {one.path.removeprefix("docs/"): one.data for one in made}


def _packed(data: bytes) -> int:
    return len(gzip.compress(data, 6, mtime=0))


@pytest.mark.no_cover
@pytest.mark.parametrize("address", LISTS)
def test_a_page_stays_as_long_as_it_is(folder: Path, address: str) -> None:
    """A page of lists is full at some number of incidents, and has no more bytes with three times as many."""
    few, some, many = (_packed(_lists(folder, size)[address]) for size in SIZES)
    assert some <= FILLED * few
    assert many <= GROWTH * some


@pytest.mark.no_cover
@pytest.mark.parametrize("path", POLLED)
def test_a_file_stays_as_long_as_it_is(folder: Path, path: str) -> None:
    """So is what programs poll."""
    _, some, many = (_packed(_polled(folder, size)[path]) for size in SIZES)
    # The feed of one of three systems has its fifty items later than the feed of all.
    assert many <= (2 if path.startswith("systems/") else GROWTH) * some


@pytest.mark.no_cover
def test_every_incident_is_on_a_page(folder: Path) -> None:
    """From the first page, link by link to older ones, the record names every first statement, and each page is short."""
    made = _lists(folder, 300)
    for top in ("record/", "lessons/", "verify/"):
        found: set[str] = set()
        address, seen = top, set[str]()
        while address:
            text = made[address].decode()
            assert address not in seen
            seen.add(address)
            found |= set(re.findall(r"incidents/(letters-\d+)/", text))
            assert _packed(made[address]) < 2 * _packed(made[top])
            older = re.search(r'<a href="([^"]+)" rel="next">', text)
            address = _resolved(address, older[1]) if older else ""
        assert len(found) == (300 - OPEN if top == "lessons/" else 300)
        assert seen == {other for other in made if other.startswith(top) and other != "verify/by-hand/"}
        assert f"{top}2025/" in seen


def _resolved(address: str, href: str) -> str:
    parts = [part for part in address.split("/") if part]
    for step in href.rstrip("/").split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts) + "/"


@pytest.mark.no_cover
def test_every_incident_is_in_a_list_for_programs(folder: Path) -> None:
    """The index and the lists of the years that it names have every incident once, and the record is counted from them; a change is found."""
    made = _polled(folder, 300)
    index = json.loads(made[INDEX])
    assert len(index["incidents"]) == LATEST
    rows = [row["id"] for row in index["incidents"]]
    for named in index["earlier"]:
        year = json.loads(made[year_file(named["year"])])
        assert named["incidents"] == len(year["incidents"])
        rows += [row["id"] for row in year["incidents"]]
    assert sorted(rows) == [f"letters-{number:05}" for number in range(300)]
    assert list(compare(made.__getitem__, {})) == []
    for path in (record_year_file(2025), year_file(2025), RECORD):
        was, becomes = (b'"open":false', b'"open":true') if "ledger" in path else (b'"coming":0', b'"coming":1')
        data = made[path].replace(was, becomes, 1)
        assert data != made[path]
        assert list(compare({**made, path: data}.__getitem__, {})), path
    changed = made[incident_file("letters-00100")].replace(b"log 100", b"log 101", 1)
    assert any("digest" in how for _, how in compare({**made, incident_file("letters-00100"): changed}.__getitem__, {}))


@pytest.mark.no_cover
def test_search_stays_as_large_as_it_is(folder: Path) -> None:
    """All incidents are found by what they say as long as they are new or open, those before them by their titles, and the oldest by none."""
    site = _site(folder, 300)
    docs = [
        {
            "location": f"incidents/letters-{number:05}/{part}",
            "title": f"Letters {number}",
            "text": "<p>We read the log.</p>" * 40,
        }
        for number in range(300)
        for part in ("", "#h-known", "review/")
    ]
    data = json.dumps({"config": {"lang": ["en"], "fields": {}}, "docs": docs}).encode()
    found = json.loads(search_index.improved(site, data))["docs"]
    parts = [entry["location"] for entry in found if entry["location"].endswith(("#h-known", "review/"))]
    assert len(parts) == 2 * search_index.FULL
    assert len(found) == 2 * search_index.FULL + 300
    oldest = next(entry for entry in found if entry["location"] == "incidents/letters-00000/")
    assert len(oldest["text"]) <= 202
    assert "words" not in oldest


@pytest.mark.no_cover
def test_a_long_site_map_is_an_index(folder: Path) -> None:
    """Each page is in one of the files that sitemap.xml names, by the year in which readers first heard of its incident."""
    site = _site(folder, 300)
    addresses = [f"incidents/letters-{number:05}/{page}" for number in range(300) for page in ("", "1/", "2/", "3/", "4/")]
    entries = [sitemap.SitemapEntry(address, NOW) for address in ("", "about/", *addresses)]
    made = {one.path.removeprefix("docs/"): one.data for one in sitemap.write(site, entries)}
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    root = ET.fromstring(made["sitemap.xml"])
    assert root.tag == f"{space}sitemapindex"
    base = site.config.site.url
    named = [str(one.findtext(f"{space}loc")).removeprefix(base) for one in root]
    assert named == ["sitemaps/2025.xml", "sitemaps/2026.xml", "sitemaps/site.xml"]
    assert all(one.findtext(f"{space}lastmod") for one in root)
    listed = [str(url.findtext(f"{space}loc")).removeprefix(base) for path in named for url in ET.fromstring(made[path])]
    assert sorted(listed) == sorted(["", "about/", *addresses])


def test_lists_of_files_stay_short(folder: Path) -> None:
    """The list that is signed names lists of a hundred incidents, and has no file of theirs itself."""
    site = _site(folder, 300)
    digests = {f"incidents/letters-{number:05}/index.html": (1, "0" * 64) for number in range(300)}
    (*_, root) = verification.lists(site, digests)
    assert len(root.data) < 2_000
