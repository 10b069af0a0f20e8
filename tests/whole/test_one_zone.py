"""Days and times on a page are in the site's zone, and say so; machine-readable times are in UTC."""

import json
import re
import subprocess
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
# UTC beside a time that readers abroad wait for, with its day where that is another one.
_BESIDE = re.compile(r"\s\([^()]*\d{1,2}:\d{2}\sUTC\)")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b(?:\s+[^\s.,:;<)]+)?")


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
    [("Asia/Tokyo", "Japan Time", "Japanische Zeit"), ("Pacific/Chatham", "Chatham Time", "Chatham-Zeit")],
)
def test_every_clock_names_the_zone(zone: str, english: str, german: str, theme: str, tmp_path: Path) -> None:
    """On every page and in every feed, each time of day is followed by the site's zone, in the page's language, and by no other."""
    site = _made(tmp_path / "site", zone, theme)
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    clocks = 0
    for file in sorted((site / "site").rglob("*")):
        if file.suffix not in {".html", ".xml", ".json", ".ics"} or file.name in {"sitemap.xml", "integrity.json"}:
            continue
        # One index serves the searches of all languages.
        name = german if "/de/" in file.as_posix() or "search" in file.name else english
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".ics":
            text = text.replace("\n ", "")
        elif file.suffix == ".xml":
            text = unescape(text)
        elif file.suffix == ".json":
            text = json.dumps(json.loads(text), ensure_ascii=False)
        machine = r"\d{4}-\d{2}-\d{2}T[\d:.]+\S*|\w{3}, \d{2} \w{3} \d{4} [\d:]+ [+\d]+"
        for found in _CLOCK.findall(_BESIDE.sub("", re.sub(machine, "", _shown(text)))):
            clocks += 1
            # Untranslated text appears as it was written.
            assert found.split(None, 1)[1].split()[0] in {name.split()[0], english.split(maxsplit=1)[0]}, (file, found)
    assert clocks > 60
    newest = _shown((site / "site/incidents/open-gate/index.html").read_text(encoding="utf-8"))
    assert re.search(r"Next update by 13 June 2026, \d\d:\d\d [\w ]+ Time \(12 June 2026, 22:15 UTC\)", newest), newest


def test_late_by_the_day_that_is_printed(tmp_path: Path) -> None:
    """A step that was promised by a day of the site's zone is late or kept by that day, and the page shows the local moment."""
    site = _made(tmp_path / "east", "Asia/Tokyo")
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    said = _shown((site / "site/record/index.html").read_text(encoding="utf-8"))
    assert "Came late on 6 June 2026, 03:55 Japan Time (1 day 3 hours)" in said
    site = _made(tmp_path / "west", "Pacific/Honolulu")
    assert run(["build", "--root", str(site), "--now", NOW]) == 0
    said = _shown((site / "site/record/index.html").read_text(encoding="utf-8"))
    assert "Came late on 5 June 2026, 08:55 Hawaii" in said, [x for x in said.split("\n") if "Came" in x]


def test_machines_are_told_utc(tmp_path: Path) -> None:
    """Feeds, calendars and `<time>` keep the moments of UTC."""
    site = _made(tmp_path, "Asia/Tokyo") / "site"
    assert run(["build", "--root", str(tmp_path), "--now", NOW]) == 0
    page = (site / "incidents/open-gate/1/index.html").read_text(encoding="utf-8")
    assert '<time datetime="2026-06-03T20:50Z">4 June 2026, 05:50 Japan Time</time>' in page.replace("\N{NO-BREAK SPACE}", " ")
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
        assert not re.search(r"\d\d:\d\d[\s\N{NO-BREAK SPACE}]UTC", text)
        assert not re.search(r"(?:20:50|22:15)[\s\N{NO-BREAK SPACE}]", _shown(text))
    assert any("04:00 Nepal Time" in _shown(text) for text in texts)
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
        ("Europe/Berlin", "2026-10-25T00:30Z", "25 October 2026, 02:30 Central European Time (00:30 UTC)"),
        ("Europe/Berlin", "2026-10-25T01:30Z", "25 October 2026, 02:30 Central European Time (01:30 UTC)"),
        ("Europe/Berlin", "2026-10-25T02:30Z", "25 October 2026, 03:30 Central European Time"),
        ("Europe/Berlin", "2026-12-31T23:00Z", "1 January 2027, 00:00 Central European Time"),
        ("America/St_Johns", "2026-07-01T02:29Z", "30 June 2026, 23:59 Newfoundland Time"),
        ("Asia/Kathmandu", "2026-06-03T18:15Z", "4 June 2026, 00:00 Nepal Time"),
        ("Asia/Kolkata", "2026-06-03T18:29Z", "3 June 2026, 23:59 India Time"),
        ("Africa/Casablanca", "2026-06-03T10:00Z", "3 June 2026, 11:00 Morocco Time"),
        ("America/Phoenix", "2026-06-03T10:00Z", "3 June 2026, 03:00 Mountain Standard Time"),
        ("Etc/GMT+3", "2026-06-03T10:00Z", "3 June 2026, 07:00 UTC-03:00"),
        ("Etc/UTC", "2026-06-03T10:00Z", "3 June 2026, 10:00 UTC"),
    ],
)
def test_moments(zone: str, utc: str, said: str) -> None:
    """Midnight, the transition of the year, the hour that comes twice, and clocks that are off by half and quarter hours."""
    language = language_for("en", read_theme("material", ROOT), ZoneInfo(zone))
    assert language.moment(datetime.fromisoformat(utc)).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("zone", "utc", "said"),
    [
        ("Asia/Kathmandu", "2026-06-03T10:00Z", "10:00 UTC"),
        ("Asia/Kathmandu", "2026-06-03T18:15Z", "3 June 2026, 18:15 UTC"),
        ("America/St_Johns", "2026-07-01T02:29Z", "1 July 2026, 02:29 UTC"),
        ("Europe/London", "2026-07-01T10:00Z", "10:00 UTC"),
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
            said = language_for(tag, theme, ZoneInfo(zone)).moment(datetime(2026, 6, 3, 10, tzinfo=UTC))
            name = re.split(r"\d\d?:\d\d", said)[1].strip()
            assert len(name) > 6, (zone, tag, said)
            assert "UTC" not in name, (zone, tag, said)


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
    second.write_text(FILES[f"{TOP}/02-counted.md"].replace("05T18:55Z", "05T09:30Z"), encoding="utf-8")
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
    second.write_text(FILES[f"{TOP}/02-counted.md"].replace("05T18:55Z", "05T09:30Z"), encoding="utf-8")
    if committed:
        _git(tmp_path, "commit", "-qam", "x", when="2026-06-06T10:00Z")
    assert states() == before
