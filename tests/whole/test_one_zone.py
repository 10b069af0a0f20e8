"""Days and times on a page are in the site's zone, and say so; machine-readable times are in UTC."""

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.adapters import git
from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.ledger.records import PromiseState
from generator.model.moment import in_file
from generator.pipeline import checking, publishing
from generator.render.language import language_for

ROOT = Path(__file__).parents[2]
TOP = "content/incidents/open-gate"
CONFIG = """organisation: {{name: Fernhill Library, domains: [fernhill.example]}}
site: {{url: https://status.fernhill.example/, timezone: {zone}, theme: {theme}, language: en, languages: [en, de]}}
contact: {{email: help@fernhill.example, hours: always, who: Ada Moss}}
policy: {{cadence: {{investigating: 5w, confirmed: 5w, contained: 5w}}}}
"""
FILES = {
    f"{TOP}/incident.md": "---\ntitle: A gate stood open\naware: 2026-06-03T20:30Z\noccurred: 2026-06-02\n---\n",
    f"{TOP}/01-first.md": """---
title: A gate to the archive stood open
published: 2026-06-03T20:50Z
status: investigating
known:
  gate: A gate stood open on 2 June.
unknown:
  who: {text: Who went in., looked: The book at the door., through: 2026-06-03T18:20Z}
next_steps:
  count: {do: We count the boxes., by: 2026-06-04}
actions: There is nothing you can do yet.
window: {from: 2026-06-02T19:10Z, to: 2026-06-03T17:40Z}
next_update: 2026-06-05T19:00Z
---
""",
    f"{TOP}/02-counted.md": """---
title: No box is missing
published: 2026-06-05T18:55Z
status: confirmed
known:
  boxes: No box is missing.
unknown:
  who: {text: Who went in., looked: The book at the door., through: 2026-06-05T16:20Z}
next_steps:
  lock: {do: We put in a lock., by: 2026-06-20}
done:
  count: We have counted them all.
actions: There is nothing you can do yet.
review_by: 2026-07-01
next_update: 2026-06-12T22:15Z
---
""",
}
NOW = "2026-06-06T09:00Z"
# A time of day in English and German, with what follows it; UTC beside it is for readers abroad, with its day where that is another one.
_CLOCK = re.compile(r"\b(?:\d{1,2}(?::\d{2})?\s[ap]m|\d{1,2}(?::\d{2})?\sUhr|noon|00:00)\b(\sUTC)?")


def _made(folder: Path, zone: str, theme: str = "material") -> Path:
    for path, text in {"site_config.yml": CONFIG.format(zone=zone, theme=theme), **FILES}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def _shown(html: str) -> str:
    """What a reader sees: no tags, no scripts, no comments."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]*>", "", html)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize(
    ("zone", "english", "german"),
    [("Asia/Tokyo", "Japan time", "Japanische Zeit"), ("Pacific/Chatham", "Chatham time", "Chatham-Zeit")],
)
def test_every_clock_is_that_of_one_zone(zone: str, english: str, german: str, theme: str, tmp_path: Path) -> None:
    """On every page, in every item of a feed and every event of a calendar, each time of day is one of the site's zone, which is named."""
    site = _made(tmp_path / "site", zone, theme)
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    texts = read_theme("material", ROOT)
    moments = [datetime.fromisoformat(one) for one in re.findall(r"2026-\d\d-\d\dT\d\d:\d\dZ", "".join(FILES.values()) + NOW)]
    theirs, others = (
        {
            said[0]
            for one in moments
            for tag in ("en", "de")
            for said in _CLOCK.finditer(_shown(language_for(tag, texts, ZoneInfo(name)).moment(one)))
        }
        for name in (zone, "UTC")
    )
    assert not theirs & others
    clocks = 0
    for path, text in _texts(site / "site"):
        # One index serves the searches of all languages.
        found = [one for one in _CLOCK.finditer(text) if not one[1]]
        clocks += len(found)
        assert {one[0] for one in found} <= theirs, path
        assert not found or english in text or german in text, (path, text)
        if "/de/" not in path and "search" not in path:
            assert german not in text.replace("Deutsch", ""), path
    assert clocks > 60
    newest = _shown((site / "site/incidents/open-gate/index.html").read_text(encoding="utf-8"))
    assert re.search(r"Next update by Saturday 13 June, [\d:]+ am \(12 June, 10:15 pm UTC\)", newest), newest


def _texts(site: Path) -> Iterator[tuple[str, str]]:
    """Every text that may be read alone: a page, an item, an event, an entry of the search."""
    for file in sorted(site.rglob("*")):
        path, text = (
            file.as_posix(),
            file.read_text(encoding="utf-8") if file.suffix in {".html", ".xml", ".json", ".ics"} else "",
        )
        if not text or file.name in {"sitemap.xml", "integrity.json"} or file.parent.name == "integrity":
            continue
        if file.suffix == ".ics":
            parts = text.replace("\r\n ", "").split("BEGIN:VEVENT")
        elif file.suffix == ".xml":
            parts = unescape(text).split("<item>" if "<item>" in text else "<entry>")
        elif file.name == "feed.json" or "archive" in file.name:
            parts = [one["content_html"] for one in json.loads(text)["items"]]
        elif file.suffix == ".json":
            parts = [json.dumps(json.loads(text), ensure_ascii=False)]
        else:
            parts = [text]
        for part in parts:
            yield path, _shown(part)


def test_late_by_the_day_that_is_printed(tmp_path: Path) -> None:
    """A step that was promised by a day of the site's zone is late or kept by that day, and the page shows the local moment."""
    site = _made(tmp_path / "east", "Asia/Tokyo")
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    said = _shown((site / "site/record/index.html").read_text(encoding="utf-8"))
    assert "Announced as done on 6 June 2026, 3:55 am, 1 day 3 hours late" in said
    site = _made(tmp_path / "west", "Pacific/Honolulu")
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    said = _shown((site / "site/record/index.html").read_text(encoding="utf-8"))
    assert "Announced as done on 5 June 2026, 8:55 am, " in said, [x for x in said.split("\n") if "Announced" in x]


def test_machines_are_told_utc(tmp_path: Path) -> None:
    """Feeds, calendars and `<time>` keep the moments of UTC."""
    site = _made(tmp_path, "Asia/Tokyo") / "site"
    assert run(["build", "--root", str(tmp_path), "--now", NOW]) == 0
    page = (site / "incidents/open-gate/1/index.html").read_text(encoding="utf-8")
    stamp = '<time datetime="2026-06-03T20:50Z">Thursday 4 June 2026, 5:50 am Japan time (3 June, 8:50 pm UTC)</time>'
    assert stamp in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Wed, 03 Jun 2026 20:50:00 +0000" in (site / "feed.xml").read_text(encoding="utf-8")
    assert "2026-06-03T20:50:00Z" in (site / "feed.json").read_text(encoding="utf-8")
    assert "DTSTART:20260612T221500Z" in (site / "calendar.ics").read_text(encoding="utf-8")


def test_other_channels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """E-mails, posts, scripts and letters say the site's zone, and so do the terminal's reports."""
    _made(tmp_path, "Asia/Kathmandu")
    assert run(["export", "open-gate", "--root", str(tmp_path), "--now", NOW, "--out", str(tmp_path / "out")]) == 0
    texts = [
        file.read_text(encoding="utf-8") for file in (tmp_path / "out").rglob("*") if file.suffix in {".txt", ".html", ".md"}
    ]
    assert len(texts) > 2
    for text in texts:
        assert not re.search(r"\b(?:8:50|10:15) pm\b(?! UTC)", _shown(text))
        assert not _CLOCK.search(_shown(text)) or "Nepal time" in _shown(text)
    assert any("Saturday 13 June, 4 am Nepal time" in _shown(text) for text in texts)
    capsys.readouterr()
    run(["status", "--root", str(tmp_path), "--now", NOW])
    said = capsys.readouterr().out
    assert "13 Jun 2026, 04:00 UTC+05:45 (Fri 12 Jun, 22:15 UTC)" in said
    (tmp_path / TOP / "02-counted.md").write_text(
        FILES[f"{TOP}/02-counted.md"].replace("05T18:55Z", "05T19:55Z"), encoding="utf-8"
    )
    run(["validate", "--root", str(tmp_path), "--now", NOW])
    assert "promised for 6 June 2026, 00:45 UTC+05:45" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("zone", "utc", "said"),
    [
        ("Europe/Berlin", "2026-10-25T00:30Z", "25 October 2026, 2:30 am (12:30 am UTC)"),
        ("Europe/Berlin", "2026-10-25T01:30Z", "25 October 2026, 2:30 am (1:30 am UTC)"),
        ("Europe/Berlin", "2026-10-25T02:30Z", "25 October 2026, 3:30 am"),
        ("Europe/Berlin", "2026-12-31T23:00Z", "1 January 2027, 00:00"),
        ("America/St_Johns", "2026-07-01T02:29Z", "30 June 2026, 11:59 pm"),
        ("Asia/Kathmandu", "2026-06-03T18:15Z", "4 June 2026, 00:00"),
        ("Asia/Kolkata", "2026-06-03T18:29Z", "3 June 2026, 11:59 pm"),
        ("Africa/Casablanca", "2026-06-03T10:00Z", "3 June 2026, 11 am"),
        ("America/Phoenix", "2026-06-03T10:00Z", "3 June 2026, 3 am"),
        ("Etc/GMT+3", "2026-06-03T10:00Z", "3 June 2026, 7 am"),
        ("Etc/UTC", "2026-06-03T10:00Z", "3 June 2026, 10 am"),
    ],
)
def test_moments(zone: str, utc: str, said: str) -> None:
    """Midnight, the transition of the year, the hour that comes twice, and clocks that are off by half and quarter hours."""
    language = language_for("en", read_theme("material", ROOT), ZoneInfo(zone))
    assert language.moment(datetime.fromisoformat(utc)).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("zone", "utc", "said"),
    [
        ("Asia/Kathmandu", "2026-06-03T10:00Z", "10 am UTC"),
        ("Asia/Kathmandu", "2026-06-03T18:15Z", "3 June 2026, 6:15 pm UTC"),
        ("America/St_Johns", "2026-07-01T02:29Z", "1 July 2026, 2:29 am UTC"),
        ("Europe/London", "2026-07-01T10:00Z", "10 am UTC"),
        ("Europe/London", "2026-01-01T10:00Z", ""),
        ("Etc/UTC", "2026-06-03T10:00Z", ""),
        # Said by `moment` already.
        ("Europe/Berlin", "2026-10-25T00:30Z", ""),
    ],
)
def test_utc_beside(zone: str, utc: str, said: str) -> None:
    """UTC is said where it is another time, with its day where that is another day, and never twice."""
    language = language_for("en", read_theme("material", ROOT), ZoneInfo(zone))
    assert language.in_utc(datetime.fromisoformat(utc)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_in_every_language_a_zone_has_a_name() -> None:
    """No zone that has people in it is called by a formula with nothing in it, in any language that the product speaks."""
    theme = read_theme("material", ROOT)
    for zone in (
        "Europe/London",
        "America/New_York",
        "Asia/Tokyo",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Nairobi",
        "Asia/Almaty",
    ):
        for tag in ("en", "de", "fr", "es", "ar"):
            language = language_for(tag, theme, ZoneInfo(zone))
            when = datetime(2026, 6, 3, 10, tzinfo=UTC)
            name = language.zone_name(when)
            assert len(name) > 6, (zone, tag, name)
            assert "UTC" not in name, (zone, tag, name)
            assert name.replace(" ", "\N{NO-BREAK SPACE}") in language.stamp(when)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/London", "UK time"),
        ("Europe/Berlin", "Central European time"),
        ("America/St_Johns", "Newfoundland time"),
        ("Asia/Kathmandu", "Nepal time"),
        ("Asia/Kolkata", "India time"),
        ("Africa/Casablanca", "Morocco time"),
        ("America/Phoenix", "Mountain Standard time"),
        ("Etc/GMT+3", "UTC-03:00"),
        ("Etc/UTC", "UTC"),
    ],
)
def test_what_a_zone_is_called(zone: str, name: str) -> None:
    """A zone has the name that people give it, and never that of a zone with other clocks."""
    language = language_for("en", read_theme("material", ROOT), ZoneInfo(zone))
    assert language.zone_name(datetime(2026, 6, 3, 10, tzinfo=UTC)) == name
    assert language.stamp(datetime(2026, 6, 3, 10, tzinfo=UTC)).replace("\N{NO-BREAK SPACE}", " ").endswith(f" {name}")


def test_times_for_files() -> None:
    """A time to write is given in the zone of the site."""
    moment = datetime(2026, 6, 3, 20, 50, tzinfo=UTC)
    assert in_file(moment, ZoneInfo("Asia/Kathmandu")) == "2026-06-04T02:35+05:45"
    assert in_file(moment, ZoneInfo("UTC")) == "2026-06-03T20:50Z"
    assert in_file(moment, ZoneInfo("Europe/London")) == "2026-06-03T21:50+01:00"


def _git(folder: Path, *arguments: str, when: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "-c", "commit.gpgsign=false")
    dated = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when, "HOME": str(folder), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=dated)


@pytest.mark.parametrize("committed", [False, True])
def test_what_was_settled_stays_settled(committed: bool, tmp_path: Path) -> None:
    """Where git has the settings of then, no later time zone or grace makes a kept promise late, or a late one kept."""
    _made(tmp_path, "Pacific/Honolulu")
    second = tmp_path / TOP / "02-counted.md"
    second.write_text(
        FILES[f"{TOP}/02-counted.md"].replace("05T18:55Z", "05T09:30Z").replace("05T16:20Z", "05T08:20Z"), encoding="utf-8"
    )
    _git(tmp_path, "init", "-q", "-b", "main", when="2026-06-05T10:00Z")
    _git(tmp_path, "add", "-A", when="2026-06-05T10:00Z")
    _git(tmp_path, "commit", "-qm", "x", when="2026-06-05T10:00Z")

    def states() -> dict[str, PromiseState]:
        now = datetime(2026, 6, 7, 9, tzinfo=UTC)
        checked = checking.check(read_site(tmp_path, 1 << 20), now, git.history(tmp_path))
        assert [one for one in checked.diagnostics if one.blocks] == []
        [incident] = publishing.publish(checked, now).incidents
        return {promise.subject or promise.kind.value: promise.state for promise in incident.promises if promise.settled}

    before = states()
    assert before["count"] is PromiseState.KEPT
    _made(tmp_path, "Asia/Tokyo")
    second.write_text(
        FILES[f"{TOP}/02-counted.md"].replace("05T18:55Z", "05T09:30Z").replace("05T16:20Z", "05T08:20Z"), encoding="utf-8"
    )
    if committed:
        _git(tmp_path, "commit", "-qam", "x", when="2026-06-06T10:00Z")
    assert states() == before
