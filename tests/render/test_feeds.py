"""What feeds promise: ids for ever, nothing lost, the same in every format and language, and no text that breaks them."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.adapters.kept_results import KeptResults
from generator.adapters.theme_files import read_theme
from generator.links.link_targets import system_slugs
from generator.model.kept import Kept, NothingKept
from generator.model.source import RawFile
from generator.notifications.new_items import new_items
from generator.pipeline import checking, publishing, sealing
from generator.render import feeds
from generator.seals.ledger_lock import lock_text, with_seals
from tests.fixture_types import FeedsOf, Files
from tests.thorough import examples
from tests.unjudged import unjudged

ROOT = Path(__file__).parents[2]
HISTORIES = sorted(folder.name for folder in (ROOT / "tests/histories").iterdir() if (folder / "incident.md").is_file())
SITE = "https://status.larkfield.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CONFIG = f"""organisation: {{name: Larkfield Energy}}
site: {{url: {SITE}, languages: [de]}}
contact: {{email: incident@larkfield.example, hours: always, who: Sam Reed}}
"""


#: An item in whatever format: its id, link, day, title, statement and tags.
Item = tuple[Any, ...]


def _when(text: str) -> datetime:
    return datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC)


def _rss(data: bytes) -> list[Item]:
    return [
        (
            *(item.findtext("guid"), item.findtext("link"), _when(item.findtext("pubDate") or ""), item.findtext("title")),
            *(item.findtext(CONTENT), tuple(one.text for one in item.findall("category"))),
        )
        for item in ET.fromstring(data).iter("item")
    ]


def _found(element: ET.Element, path: str) -> ET.Element:
    found = element.find(path)
    assert found is not None, path
    return found


def _atom(data: bytes) -> list[Item]:
    return [
        (
            *(entry.findtext(f"{ATOM}id"), _found(entry, f"{ATOM}link").get("href")),
            *(datetime.fromisoformat(entry.findtext(f"{ATOM}published") or ""), entry.findtext(f"{ATOM}title")),
            *(entry.findtext(f"{ATOM}content"), tuple(one.get("term") for one in entry.findall(f"{ATOM}category"))),
        )
        for entry in ET.fromstring(data).iter(f"{ATOM}entry")
    ]


def _json(data: bytes) -> list[Item]:
    return [
        (
            *(one["id"], one["url"], datetime.fromisoformat(one["date_published"]), one["title"], one["content_html"]),
            tuple(one["tags"]),
        )
        for one in json.loads(data)["items"]
    ]


def _links(data: bytes) -> dict[str, str]:
    root = ET.fromstring(data)
    found = root.findall(f"{ATOM}link") + root.findall(f"channel/{ATOM}link")
    return {link.get("rel") or "": (link.get("href") or "").removeprefix(SITE) for link in found}


def _content() -> list[tuple[str, str]]:
    files = [ROOT / "site_config.yml", *sorted((ROOT / "content/incidents").rglob("*.md"))]
    return [(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")) for file in files]


def _history(name: str) -> list[tuple[str, str]]:
    files = sorted((ROOT / "tests/histories" / name).glob("*.md"))
    return [("site_config.yml", CONFIG), *((f"content/incidents/{name}/{file.name}", file.read_text("utf-8")) for file in files)]


def _times(files: list[tuple[str, str]]) -> list[datetime]:
    found = {match for _, text in files for match in re.findall(r"^published: (\S+)", text, flags=re.MULTILINE)}
    return sorted(datetime.fromisoformat(one).astimezone(UTC) for one in found)


@pytest.mark.parametrize("name", ["content", *HISTORIES])
def test_permanent(name: str, feeds_of: FeedsOf) -> None:
    """Update by update, over a whole history, in every feed: nothing published vanishes or changes its id, link or date; the new is on top."""
    files = _content() if name == "content" else _history(name)
    before: dict[str, list[Item]] = {}
    published = 0
    for now in _times(files):
        made = feeds_of(files, now)
        for path, data in made.items():
            read = _json if path.endswith("json") else _atom if path.endswith("atom.xml") else _rss
            identity = [item[:3] for item in read(data)]
            atom = f"{path.rpartition('/')[0]}/atom.xml"
            if read is not _atom and (b"prev-archive" in data or b"_prev_archive" in data) and f"{SITE}{atom}".encode() in data:
                # Of an incident at rest, it has the last item, and leads to all of them.
                every = [item[:3] for item in _atom(made[atom])]
                assert identity == every[:1]
                identity = every
            assert len({one[0] for one in identity}) == len(identity)
            old = before.get(path, [])
            assert identity[len(identity) - len(old) :] == old, path
            assert [one[2] for one in identity] == sorted((one[2] for one in identity), reverse=True)
            assert all(old == [] or one[2] >= old[0][2] for one in identity[: len(identity) - len(old)])
            before[path] = identity
        assert len(before["feed.xml"]) > published
        published = len(before["feed.xml"])
    originals = [text for path, text in files if not path.endswith(".de.md")]
    assert published == len([text for text in originals if re.search(r"^published: ", text, flags=re.MULTILINE)])


def test_formats_agree(feeds_of: FeedsOf, told_in_three: Files) -> None:
    """The three formats hold the same items, word for word, in every language, for everything, the incident and its system."""
    made = feeds_of(told_in_three, datetime(2026, 3, 10, tzinfo=UTC))
    for top in ("", "de/", "ar/"):
        whole = _rss(made[f"{top}feed.xml"])
        assert len(whole) == 3
        for folder in (top, f"{top}incidents/lost-laptop/", f"{top}systems/field-service/"):
            assert _rss(made[f"{folder}feed.xml"]) == whole
            assert _atom(made[f"{folder}atom.xml"]) == whole
            assert _json(made[f"{folder}feed.json"]) == whole
        assert _rss(made[f"{top}systems/billing/feed.xml"]) == []
        assert _json(made[f"{top}systems/billing/feed.json"]) == []


def test_translations(feeds_of: FeedsOf, told_in_three: Files) -> None:
    """A translated update appears translated, with an id of its own; an untranslated one is the original, marked, with a note."""
    made = feeds_of(told_in_three, datetime(2026, 3, 10, tzinfo=UTC))
    third, second, first = _atom(made["de/atom.xml"])
    assert [one[0] for one in (first, second, third)] == [
        f"tag:status.larkfield.example,2026:lost-laptop/{number}/de" for number in (1, 2, 3)
    ]
    assert third[3] == "Larkfield Energy: Ein Laptop ging verloren (Mitteilung 3). Korrektur: Es war Diebstahl"
    for words in ("Ein Laptop blieb in einem Zug liegen.", "Ein Laptop wurde in einem Zug gestohlen.", "Schaffner nicht gefragt"):
        assert words in third[4]
    assert "train" not in third[4].replace("status.larkfield.example", "")
    assert "Ein Laptop ging verloren" in third[4]
    assert "Was Sie tun sollten" in third[4]
    # The fact's own name, and the hours and the person of the site's contact, which have no translation.
    assert third[4].count('lang="en"') == third[4].count("lang=") == 2
    original = next(one for one in _atom(made["atom.xml"]) if one[0].endswith("/2"))
    assert second[3] == "Larkfield Energy: A laptop was lost (update 2). We are still searching"
    assert second[4].startswith('<p lang="de" dir="ltr"><b>Das haben wir noch nicht übersetzt.')
    assert f'<div lang="en" dir="ltr">{original[4]}</div>' in second[4]
    assert _rss(made["ar/feed.xml"])[0][4].startswith('<p lang="ar" dir="rtl">')
    languages = [
        entry.get("{http://www.w3.org/XML/1998/namespace}lang")
        for entry in ET.fromstring(made["de/atom.xml"]).iter(f"{ATOM}entry")
    ]
    assert languages == [None, "en", None]
    assert [one.get("language") for one in json.loads(made["de/feed.json"])["items"]] == [None, "en", None]
    tagged = [
        item.findtext("{http://purl.org/dc/elements/1.1/}language") for item in ET.fromstring(made["de/feed.xml"]).iter("item")
    ]
    assert tagged == [None, "en", None]
    assert json.loads(made["ar/feed.json"])["language"] == "ar"


def test_a_translation_comes_later(feeds_of: FeedsOf, told_in_three: Files) -> None:
    """When a translation comes, the item keeps its id, link and date, and says it in the reader's language from then on."""
    now = datetime(2026, 3, 10, tzinfo=UTC)
    before = _rss(feeds_of([one for one in told_in_three if not one[0].endswith(".de.md")], now)["de/feed.xml"])
    after = _rss(feeds_of(told_in_three, now)["de/feed.xml"])
    assert [one[:3] for one in before] == [one[:3] for one in after]
    assert before[0][3] == "Larkfield Energy: A laptop was lost (update 3). Correction: It was stolen"
    assert after[0][3] == "Larkfield Energy: Ein Laptop ging verloren (Mitteilung 3). Korrektur: Es war Diebstahl"


def test_head(feeds_of: FeedsOf, told_in_three: Files) -> None:
    """Each feed names itself, its page, its hub and who speaks, and has one id in all formats and pages."""
    made = feeds_of(told_in_three, datetime(2026, 3, 10, tzinfo=UTC))
    assert _links(made["feed.xml"]) == {"self": "feed.xml", "hub": "https://hub.larkfield.example/"}
    assert _links(made["de/incidents/lost-laptop/atom.xml"]) == {
        "alternate": "de/incidents/lost-laptop/",
        "self": "de/incidents/lost-laptop/atom.xml",
        "hub": "https://hub.larkfield.example/",
    }
    atom = ET.fromstring(made["de/incidents/lost-laptop/atom.xml"])
    assert atom.findtext(f"{ATOM}title") == "Ein Laptop ging verloren (Larkfield Energy)"
    assert atom.findtext(f"{ATOM}id") == "tag:status.larkfield.example,2026:de/incidents/lost-laptop/feed"
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Larkfield Energy"
    assert atom.findtext(f"{ATOM}updated") == "2026-03-04T09:00:00+00:00"
    assert atom.find(f"{HISTORY}complete") is not None
    feed = json.loads(made["ar/feed.json"])
    assert feed["hubs"] == [{"type": "WebSub", "url": "https://hub.larkfield.example/"}]
    assert feed["authors"] == [{"name": "Larkfield Energy", "url": "https://larkfield.example/"}]
    assert "next_url" not in feed


def test_amended(feeds_of: FeedsOf, told_in_three: Files) -> None:
    """Fixed spelling changes when an item was last changed, in Atom and JSON, and never when it was published."""
    amended = "amended: {when: 2026-03-06, what: {trian: train}}\nnext_update"
    files = [
        (path, text.replace("next_update", amended) if path.endswith("02-search.md") else text) for path, text in told_in_three
    ]
    made = feeds_of(files, datetime(2026, 3, 10, tzinfo=UTC))
    atom = ET.fromstring(made["atom.xml"])
    assert atom.findtext(f"{ATOM}updated") == "2026-03-06T00:00:00+00:00"
    second = atom.findall(f"{ATOM}entry")[1]
    assert second.findtext(f"{ATOM}published") == "2026-03-03T09:00:00+00:00"
    assert second.findtext(f"{ATOM}updated") == "2026-03-06T00:00:00+00:00"
    assert json.loads(made["feed.json"])["items"][1]["date_modified"] == "2026-03-06T00:00:00Z"
    assert "<del>trian</del>" in _rss(made["feed.xml"])[1][4]


def _many(updates: int) -> list[tuple[str, str]]:
    """A site of incidents of ten short updates each, an hour apart."""
    files = [("site_config.yml", CONFIG)]
    for index in range(updates):
        incident, number = divmod(index, 10)
        folder = f"content/incidents/incident-{incident:03}/"
        published = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=index)
        if not number:
            files.append((f"{folder}incident.md", f"---\ntitle: Incident {incident}\naware: {published:%Y-%m-%dT%H:%MZ}\n---\n"))
        files.append(
            (
                f"{folder}{number + 1:02}-update.md",
                (
                    f"---\ntitle: Update {index}\npublished: {published:%Y-%m-%dT%H:%MZ}\nstatus: investigating\nknown: {{what: It happened.}}\n"
                    f"unknown: {{how: How it happened.}}\nnext_steps: {{log: We read the log.}}\nactions: There is nothing you can do yet.\n"
                    f"next_update: {published + timedelta(hours=2):%Y-%m-%dT%H:%MZ}\n---\n"
                ),
            )
        )
    return files


NOW = datetime(2026, 6, 1, tzinfo=UTC)
NOT_KEPT = NothingKept()


def _order(updates: int, first: int = 0, day: int = 0) -> str:
    """What order.lock says of updates of `_many`, each of which came out a day after the one before it."""
    began = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    lines = ((began + timedelta(days=index - first), *divmod(index, 10)) for index in range(first, first + updates))
    return "".join(f"{when:%Y-%m-%dT%H:%M:%SZ} incident-{slug:03}/{number + 1}\n" for when, slug, number in lines)


def test_archives(feeds_of: FeedsOf) -> None:
    """From the feed of everything in each format and language, link by link to older archives in Atom, every item is found."""
    made = feeds_of([*_many(137), ("content/order.lock", _order(137))], NOW)
    for top in ("", "de/"):
        for stem, read in (("feed", _rss), ("atom", _atom)):
            current = f"{top}{stem}.xml"
            found: dict[str, Item] = {}
            path, way = current, []
            while path:
                way.append(path)
                found |= {item[0]: item for item in (read if path == current else _atom)(made[path])}
                archive = ET.fromstring(made[path]).find(f".//{HISTORY}archive")
                links = _links(made[path])
                assert (archive is not None) == (links.get("current") == f"{top}atom.xml") == (path != current)
                assert links["self"] == path
                assert "next-archive" not in links
                path = links.get("prev-archive", "")
            assert way == [current, f"{top}archive/atom-2.xml", f"{top}archive/atom-1.xml"]
            assert [len((read if one == current else _atom)(made[one])) for one in way] == [50, 50, 50]
            assert len(found) == 137
            # An archive says where a statement is, and has no other words of it than its summary.
            for entry in (entry for one in way[1:] for entry in ET.fromstring(made[one]).iter(f"{ATOM}entry")):
                where = _found(entry, f"{ATOM}content")
                assert (where.get("type"), where.get("src"), where.text) == (
                    "text/html",
                    _found(entry, f"{ATOM}link").get("href"),
                    None,
                )
                assert entry.findtext(f"{ATOM}summary") == "It happened."
        feed = json.loads(made[f"{top}feed.json"])
        assert "next_url" not in feed
        assert feed["_prev_archive"]["url"] == f"{SITE}{top}archive/atom-2.xml"
        assert len(feed["items"]) == 50
        assert sorted(path for path in made if path.startswith(f"{top}archive/")) == [
            f"{top}archive/atom-1.xml",
            f"{top}archive/atom-2.xml",
        ]


def test_what_is_kept_of_items_is_in_the_forms_of_the_day(tmp_path: Path) -> None:
    """What leaves the feeds for an archive, and what comes back to them when later incidents are gone, is written as if nothing was kept."""
    theme = read_theme("material", ROOT)

    def made(updates: int, kept: Kept) -> dict[str, bytes]:
        files = [*_many(updates), ("content/order.lock", _order(updates))]
        raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files]
        site = replace(publishing.publish(unjudged(raw, NOW), NOW), kept=kept)
        found = {artifact.path: artifact.data for artifact in feeds.write(site, theme)}
        # Without a cache folder, as anywhere where nothing can be kept, there would be nothing to compare.
        assert kept is NOT_KEPT or any(tmp_path.rglob("*"))
        return found

    for updates in (70, 137, 70):
        assert made(updates, KeptResults(tmp_path)) == made(updates, NOT_KEPT), updates


@pytest.mark.parametrize("settled", [0, 60, 137])
def test_what_is_told_of_changed_feeds(feeds_of: FeedsOf, settled: int) -> None:
    """A hub is notified of exactly the documents that contain the item, archives included.

    Addresses computed in advance equal the real ones.
    """
    files = [*_many(137), *([("content/order.lock", _order(settled))] if settled else [])]
    files[0] = ("site_config.yml", f"{CONFIG}systems: [Support desk, Billing]\n")
    files = [
        (path, text.replace("aware:", "systems: [Billing]\naware:") if path.endswith("incident.md") else text)
        for path, text in files
    ]
    made = feeds_of(files, NOW)
    read = {".json": _json, "feed": _rss, "atom": _atom}
    holding: dict[str, set[str]] = {}
    for path, data in made.items():
        kind = ".json" if path.endswith(".json") else path.rpartition("/")[2][:4]
        for item in read[kind](data):
            holding.setdefault(item[0], set()).add(SITE + path)
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files]
    site = publishing.publish(checking.check(raw, NOW), NOW)
    items = new_items(site, read_theme("material", ROOT))
    assert len(items) == 137
    for one in items:
        assert len(one.feeds) == len(set(one.feeds))
        assert set(one.feeds) == holding[one.id], one.id


def test_archives_are_stable(feeds_of: FeedsOf) -> None:
    """An archive never changes when new updates come, by no byte."""
    kept: dict[str, bytes] = {}
    for updates in (50, 51, 99, 100, 101, 102, 150, 151, 160):
        made = feeds_of([*_many(updates), ("content/order.lock", _order(updates))], NOW)
        archives = {path: data for path, data in made.items() if "archive/" in path}
        assert len(archives) == (0 if updates == 50 else (updates - 1) // 50) * 2
        for path, data in archives.items():
            assert kept.setdefault(path, data) == data, path


def test_nothing_leaves_a_feed_whose_order_is_not_settled(feeds_of: FeedsOf) -> None:
    """Until something is sealed, any item could be the newest, and the feed contains all of them, up to a hundred."""
    made = feeds_of(_many(100), NOW)
    assert not [path for path in made if "archive/" in path]
    assert len(_rss(made["feed.xml"])) == 100


@pytest.mark.parametrize(
    ("updates", "settled", "loose"), [(100, 0, 0), (101, 0, 101), (110, 9, 101), (110, 10, 0), (200, 200, 0)]
)
def test_archives_of_an_unsettled_order_are_said(updates: int, settled: int, loose: int) -> None:
    """Once archives hold what was never sealed, `build` says of how much that is true."""
    files = [*_many(updates), ("content/order.lock", _order(settled))]
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files]
    assert publishing.adrift(publishing.publish(checking.check(raw, NOW), NOW)) == loose


def test_what_was_sealed_before_the_order_was(feeds_of: FeedsOf) -> None:
    """Where there are seals and no order.lock yet, archives go by the items' own time, as they did before; what is not sealed is in the feed."""
    files = _many(130)
    for incident in range(12):
        folder = f"content/incidents/incident-{incident:03}"
        lines = [(f"{number:02}-update.md", "0" * 64) for number in range(1, 11)]
        files.append((f"{folder}/ledger.lock", lock_text(with_seals(f"incident-{incident:03}", None, lines))))
    made = feeds_of(files, NOW)
    ids = [f"tag:status.larkfield.example,2026:incident-{index // 10:03}/{index % 10 + 1}" for index in range(130)]
    assert [one[0] for one in _atom(made["archive/atom-1.xml"])] == ids[49::-1]
    current = [one[0] for one in _rss(made["feed.xml"])]
    assert current[:10] == ids[:119:-1]
    assert set(current) | set(ids[:50]) >= set(ids[:100])


#: One day's news: number of incidents, of their updates, days until publication, and whether they are sealed then.
_NEWS = st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(0, 90), st.booleans())


@pytest.mark.slow
@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_NEWS, min_size=3, max_size=6))
@example([(4, 9, 0, True), (4, 9, 0, True), (1, 1, 60, True), (1, 9, 80, False), (4, 9, 30, True), (1, 2, 90, True)])
@example([(4, 9, 10, False), (4, 9, 40, False), (2, 3, 90, True), (1, 1, 1, True)])
def test_late_items_come_first_and_archives_stay(feeds_of: FeedsOf, days: list[tuple[int, int, int, bool]]) -> None:
    """Whatever is published in any order with any dates: it is in that day's feed, no item is lost, and no archive changes a byte."""
    files: list[tuple[str, str]] = [
        ("site_config.yml", CONFIG.replace("languages: [de]", "languages: []") + "systems: [Billing]\n")
    ]
    locks: dict[str, str] = {}
    kept: dict[str, bytes] = {}
    told: set[str] = set()
    for day, (incidents, updates, late, seals) in enumerate(days):
        now = datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=day * 5)
        new = set()
        for index in range(incidents):
            slug = f"day-{day}-{index}"
            new |= {f"tag:status.larkfield.example,2026:{slug}/{number}" for number in range(1, updates + 1)}
            # Two incidents of one day are of the same minutes.
            files += _incident(slug, now - timedelta(days=late), updates)
        made = feeds_of([*files, *locks.items()], now)
        if seals:
            raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in [*files, *locks.items()]]
            checked = checking.check(raw, now)
            order = sealing.order(checked, now)
            assert order is not None
            locks |= {order[0]: order[1], **{path: text for path, text, _ in sealing.seals(checked, now)}}
        for state in (made, feeds_of([*files, *locks.items()], now + timedelta(hours=1))):
            told |= new
            for top in ("", "systems/billing/"):
                assert new <= {one[0] for one in _rss(state[f"{top}feed.xml"])}
                assert _rss(state[f"{top}feed.xml"]) == _atom(state[f"{top}atom.xml"]) == _json(state[f"{top}feed.json"])
                archived = [one[0] for path in state if path.startswith(f"{top}archive/") for one in _atom(state[path])]
                assert {one[0] for one in _rss(state[f"{top}feed.xml"])} | set(archived) == told
            archives = {path: data for path, data in state.items() if "archive/" in path}
            assert set(kept) <= set(archives)
            for path, data in archives.items():
                assert kept.setdefault(path, data) == data, path


def _incident(slug: str, began: datetime, updates: int) -> list[tuple[str, str]]:
    """An incident of short updates, a minute apart."""
    folder = f"content/incidents/{slug}"
    files = [(f"{folder}/incident.md", f"---\ntitle: What happened\naware: {began:%Y-%m-%dT%H:%MZ}\nsystems: [Billing]\n---\n")]
    for number in range(1, updates + 1):
        published = began - timedelta(minutes=updates - number)
        text = (
            f"---\ntitle: Update {number}\npublished: {published:%Y-%m-%dT%H:%MZ}\nstatus: investigating\nknown: {{what: It happened.}}\n"
            "unknown: {how: How it happened.}\nnext_steps: {log: We read the log.}\nactions: There is nothing you can do yet.\n"
            f"next_update: {published + timedelta(days=200):%Y-%m-%dT%H:%MZ}\n---\n"
        )
        files.append((f"{folder}/{number:02}-update.md", text))
    return files


def test_a_minute_that_two_share(feeds_of: FeedsOf) -> None:
    """Items of one minute have ids of their own and always the same order: by incident, then by number; so have two that were sealed together."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    config = ("site_config.yml", CONFIG)
    two = [*_incident("one", now, 2), *_incident("other", now, 2)]
    orders = []
    for files in ([config, *two], [config, *reversed(two)]):
        raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files]
        order = sealing.order(checking.check(raw, now), now)
        assert order is not None
        orders += [feeds_of(files, now), feeds_of([*files, order], now)]
    ids = [[one[0].rpartition(":")[2] for one in _rss(made["feed.xml"])] for made in orders]
    assert ids == [["other/2", "one/2", "other/1", "one/1"]] * 4


def test_a_feed_says_when_something_came_late(feeds_of: FeedsOf) -> None:
    """A feed whose newest item is dated long ago has changed when that came, so that programs which look at this alone fetch it."""
    began, now = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
    files = [("site_config.yml", CONFIG), *_incident("one", began, 1)]
    made = feeds_of([*files, ("content/order.lock", f"{now:%Y-%m-%dT%H:%M:%SZ} one/1\n")], now)
    assert ET.fromstring(made["atom.xml"]).findtext(f"{ATOM}updated") == "2026-05-04T09:30:00+00:00"
    entry = _found(ET.fromstring(made["atom.xml"]), f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}published") == "2026-03-01T00:00:00+00:00"


HOSTILE = [
    "Emoji 🔒👩‍💻 and flags 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "עברית ועוד (1,212)",
    "ends ]]> a section ]]&gt; &amp; &amp;amp; <b>not bold</b> </title><script>x</script>",
    " ".join(f"word{number}" for number in range(10_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=["emoji", "right-to-left", "markup", "long"])
def test_hostile(text: str, feeds_of: FeedsOf) -> None:
    """Whatever a title or a body says, every format can be read and says it, without the characters that no page may hold."""
    files = _many(1)
    path, update = files[-1]
    quoted = json.dumps(text, ensure_ascii=False)
    update = update.replace("title: Update 0", f"title: {quoted}").replace("It happened.", quoted) + f"\n{text}\n"
    made = feeds_of([*files[:-1], (path, update)], NOW)
    expected = " ".join(text.split())
    for top in ("", "incidents/incident-000/"):
        (rss,), (atom,), (told,) = _rss(made[f"{top}feed.xml"]), _atom(made[f"{top}atom.xml"]), _json(made[f"{top}feed.json"])
        assert rss == atom == told
        assert rss[3] == f"Larkfield Energy: Incident 0 (update 1). {expected}"
        statement = ET.fromstring(f"<div>{rss[4]}</div>")
        assert expected in [" ".join("".join(item.itertext()).split()).removesuffix(" (new)") for item in statement.iter("li")]
        assert statement.find(".//script") is None


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1b", "\x7f", "\u2028", "\u202e", "\u2066", "\ufdd0", "\ud800"],
    ids=lambda one: f"{ord(one):04x}",
)
def test_control_characters(character: str, feeds_of: FeedsOf) -> None:
    """A character that XML cannot hold stops the build with a finding in its file, or is not in any feed."""
    files = _many(1)
    path, update = files[-1]
    for title in (f"An {character} odd title", json.dumps(f"An {character} odd title")):
        odd = update.replace("Update 0", title)
        data = odd.encode("utf-8", "surrogatepass")
        raw = [RawFile(name, text.encode(), len(text.encode())) for name, text in files[:-1]]
        checked = checking.check([*raw, RawFile(path, data, len(data))], NOW)
        blocking = [one for one in checked.diagnostics if one.blocks]
        if blocking:
            assert {one.span.path for one in blocking} == {path}
            assert all(one.message and one.help for one in blocking)
        else:
            made = feeds_of([*files[:-1], (path, odd)], NOW)
            assert _rss(made["feed.xml"])[0][3] == _json(made["feed.json"])[0][3]
            assert character.encode("utf-8", "surrogatepass") not in made["feed.xml"]


def test_system_addresses() -> None:
    """A system's address derives from its name; adding one at the end of the list changes no other."""
    systems = ["Support desk", "Café & Bar", "請求", "support DESK"]
    slugs = system_slugs(systems)
    assert slugs["Support desk"] == "support-desk"
    assert slugs["Café & Bar"] == "cafe-bar"
    assert re.fullmatch("system-[0-9a-f]{8}", slugs["請求"])
    assert re.fullmatch("support-desk-[0-9a-f]{8}", slugs["support DESK"])
    assert system_slugs([*systems, "Billing"]) == {**slugs, "Billing": "billing"}
