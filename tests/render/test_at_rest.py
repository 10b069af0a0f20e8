"""An incident that is over and long without news is written once: its last item in each format, all of it in Atom, one picture for all such."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.adapters.kept_results import KeptResults
from generator.model.kept import Kept
from generator.model.source import RawFile
from generator.notifications.new_items import new_items
from generator.pipeline import building, checking, publishing
from generator.render.site import REST, Site
from tests.fixture_types import FeedsOf
from tests.render.sites import theme

URL = "https://status.larkfield.example/"
CONFIG = f"""organisation: {{name: Larkfield Energy}}
site: {{url: {URL}, id: status.larkfield.example, languages: [de]}}
contact: {{email: incident@larkfield.example, hours: always, who: Sam Reed}}
systems: [Billing]
"""
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENDED = BEGAN + timedelta(days=2)
NOW = datetime(2027, 6, 1, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
Texts = dict[str, str]


def _update(published: datetime, status: str, promised: str = "next_update: none_planned") -> str:
    return (
        f"---\ntitle: We are {status}\npublished: {published:%Y-%m-%dT%H:%MZ}\nstatus: {status}\nknown: {{{status}: Someone read letters.}}\n"
        f"unknown: none_left\ndone: {{log: We have read the log.}}\nactions: There is nothing you can do.\n{promised}\n---\n"
    )


def _texts(later: timedelta, slug: str = "old", **changes: str) -> Texts:
    """A site with an incident that ended, and another whose only update came so much later."""
    new = ENDED + later
    texts = {
        f"content/incidents/{slug}/incident.md": f"---\ntitle: Letters were read\naware: {BEGAN:%Y-%m-%dT%H:%MZ}\nsystems: [Billing]\n---\n",
        f"content/incidents/{slug}/01-update.md": _update(BEGAN, "investigating"),
        f"content/incidents/{slug}/02-update.md": _update(ENDED, "resolved"),
        "content/incidents/new/incident.md": f"---\ntitle: A laptop was lost\naware: {new:%Y-%m-%dT%H:%MZ}\n---\n",
        "content/incidents/new/01-update.md": _update(new, "investigating"),
    }
    return {"site_config.yml": CONFIG, **texts, **{f"content/{path}": text for path, text in changes.items()}}


def _site(texts: Texts, kept: Kept | None = None) -> Site:
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]
    site = publishing.publish(checking.check(raw, NOW, kept=kept), NOW)
    if kept is not None:
        object.__setattr__(site, "kept", kept)
    return site


_NOTE = "---\ntitle: Letters were read\naware: 2026-01-01T00:00Z\nsystems: [Billing]\nchanged: {title: {on: 2026-04-01, because: It was no parcel., was: Parcels were read}}\n---\n"
_ORDER = f"{BEGAN:%Y-%m-%dT%H:%M:%SZ} old/1\n{{ended:%Y-%m-%dT%H:%M:%SZ}} old/2\n{ENDED + REST:%Y-%m-%dT%H:%M:%SZ} new/1\n"


@pytest.mark.parametrize(
    ("later", "changes", "rests"),
    [
        (REST, {}, True),
        (REST - timedelta(hours=1), {}, False),
        (REST, {"incidents/old/02-update.md": _update(ENDED, "monitoring")}, False),
        (
            REST,
            {"incidents/old/02-update.md": _update(ENDED, "resolved", "next_update: none_planned\nreview_by: 2026-02-01")},
            False,
        ),
        (REST, {"incidents/old/incident.md": _NOTE}, False),
        (2 * REST, {"incidents/old/incident.md": _NOTE}, True),
        (REST, {"order.lock": _ORDER.format(ended=ENDED)}, True),
        # Written long after its own date: readers heard of it then.
        (REST, {"order.lock": _ORDER.format(ended=ENDED + REST)}, False),
        (REST, {"order.lock": f"{BEGAN:%Y-%m-%dT%H:%M:%SZ} old/1\n"}, False),
    ],
)
def test_when_an_incident_is_at_rest(later: timedelta, changes: Texts, rests: bool) -> None:
    """Once it is over, with nothing promised, and everything of it came out 90 days before the latest news of the site."""
    texts = _texts(later)
    site = _site(texts | {f"content/{path}": text for path, text in changes.items()})
    assert site.resting == ({"old"} if rests else frozenset())


def _ids(data: bytes) -> list[str]:
    if data.startswith(b"{"):
        return [str(one["id"]) for one in json.loads(data)["items"]]
    root = ET.fromstring(data)
    return [
        str(one.text)
        for one in (*root.iter("guid"), *(one for entry in root.iter(f"{ATOM}entry") for one in entry.iter(f"{ATOM}id")))
    ]


def test_its_feeds(feeds_of: FeedsOf) -> None:
    """The feed in Atom has every item as before. The others keep their address, have the last item and lead there, and whoever had them misses nothing."""
    before, after = (feeds_of(list(_texts(later).items()), NOW) for later in (timedelta(days=1), REST))
    for top in ("", "de/"):
        folder = f"{top}incidents/old/"
        assert after[f"{folder}atom.xml"] == before[f"{folder}atom.xml"]
        every = _ids(after[f"{folder}atom.xml"])
        assert len(every) == 2
        for file in ("feed.xml", "feed.json"):
            assert _ids(before[folder + file]) == every
            assert _ids(after[folder + file]) == every[:1]
        rss = ET.fromstring(after[f"{folder}feed.xml"])
        links = {one.get("rel"): one.get("href") for one in rss.iter(f"{ATOM}link")}
        assert links == {"self": f"{URL}{folder}feed.xml", "prev-archive": f"{URL}{folder}atom.xml"}
        assert rss.find(f".//{HISTORY}complete") is None
        assert json.loads(after[f"{folder}feed.json"])["_prev_archive"]["url"] == f"{URL}{folder}atom.xml"


def test_what_a_hub_is_told() -> None:
    """The addresses of the documents that have an item are those that really have it."""
    site = _site(_texts(REST))
    told = {one.id: set(one.feeds) for one in new_items(site, theme())}
    old = f"{URL}incidents/old/"
    formats = ("feed.xml", "atom.xml", "feed.json")
    shared = {f"{URL}{folder}{file}" for folder in ("", "systems/billing/") for file in formats}
    assert told["tag:status.larkfield.example,2026:old/1"] == {f"{old}atom.xml", *shared}
    assert told["tag:status.larkfield.example,2026:old/2"] == {*(old + file for file in formats), *shared}


def _rendered(texts: Texts, kept: Kept | None = None) -> dict[str, bytes]:
    return {one.path: one.data for one in building.render(_site(texts, kept), theme())}


def test_its_picture_and_its_pages() -> None:
    """All that are at rest share a picture, which says that they are over; their pages name it, and of their own feeds the one that has everything."""
    one, other = _texts(REST), _texts(REST, slug="other")
    made = _rendered(one | other)
    pictures = {path for path in made if path.endswith(".png")}
    assert {path.rpartition("/")[0] for path in pictures} == {"docs", "docs/incidents/new"}
    named = set()
    for path in ("old/", "old/1/", "old/2/", "other/"):
        head = json.loads(made[f"docs/incidents/{path}index.md"].split(b"\n", 2)[1])
        said = {key: value for _, key, value in head["properties"]}
        named.add(said["og:image"])
        assert said["og:image:alt"] == "Larkfield Energy. Resolved. No further update is planned."
        mine = [feed[2] for feed in head["feeds"] if feed[2].startswith("incidents/") and feed[3] == "en"]
        assert mine == [f"incidents/{path.split('/')[0]}/atom.xml"]
        assert ("feed.xml" in {feed[2] for feed in head["feeds"]}) == (path.count("/") == 1)
    assert {f"docs/{one.removeprefix(URL)}" for one in named} < pictures
    assert len(named) == 1
    new = made["docs/incidents/new/index.md"].decode()
    assert re.search(r"incidents/new/preview-[0-9a-f]{12}\.png", new)
    assert "incidents/new/feed.xml" in new


def test_what_is_kept_comes_to_rest_too(tmp_path: Path) -> None:
    """What was kept of an incident is not used once others have brought it to rest, and again when their news is gone."""
    kept = KeptResults(tmp_path)
    for later in (REST - timedelta(days=1), REST, REST - timedelta(days=1)):
        texts = _texts(later)
        assert _rendered(texts, kept) == _rendered(texts)


def test_what_is_written_of_it() -> None:
    """For each page a page, and eight files beside them: what is added here is added a thousand times on a large site."""
    texts = _texts(REST)
    texts["site_config.yml"] = CONFIG.replace(", languages: [de]", "")
    csaf = ".well-known/csaf/2026/status_larkfield_example_old.json"
    beside = ("atom.xml", "feed.xml", "feed.json", "calendar.ics")
    assert {path.removeprefix("docs/") for path in _rendered(texts) if "old" in path} == {
        *(f"incidents/old/{page}index.md" for page in ("", "1/", "2/")),
        *(f"incidents/old/{file}" for file in beside),
        *("api/ledger/2/incidents/old.json", "badge/old.svg", csaf, f"{csaf}.sha512"),
    }
