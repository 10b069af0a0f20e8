"""Renaming what was published: what readers keep, what is refused, and what is said of a name that was changed by other means."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.cli.lost_keys import commit, write

NOW = "2026-03-06T12:00Z"
TOP = "content/incidents"
CONFIG = """organisation: {name: Fernhill Library, domains: [fernhill.example]}
site: {url: https://status.fernhill.example/, id: status.fernhill.example, timezone: UTC, languages: [de], theme: lifeboat}
contact: {email: help@fernhill.example, hours: always, who: Ada Moss}
"""
FIRST = """---
title: Keys to the archive were lost
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: A set of keys was lost on 1 March.
unknown:
  whose: Whose files were opened.
next_steps:
  locks: {do: We change the locks., by: 2026-03-03}
actions: There is nothing you can do yet.
next_update: 2026-03-04T12:00Z
---
"""
GERMAN = """---
title: Schlüssel zum Archiv sind verloren gegangen
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: Ein Schlüsselbund ging am 1. März verloren.
unknown:
  whose: Wessen Akten geöffnet wurden.
next_steps:
  locks: {do: Wir tauschen die Schlösser aus., by: 2026-03-03}
actions: Sie können noch nichts tun.
next_update: 2026-03-04T12:00Z
---
"""
SECOND = """---
title: The locks are changed
published: 2026-03-04T11:50Z
status: investigating
known:
  changed: All locks are new.
unknown:
  whose: Whose files were opened.
next_steps:
  ask: We ask the police.
done:
  locks: {on: 2026-03-03, what: All locks are new.}
actions: There is nothing you can do yet.
next_update: 2026-03-20T12:00Z
---

[What we said first](../lost-keys/1/). [What was where](/incidents/lost-keys/files/places.csv).
"""
INCIDENT = "---\ntitle: Lost keys\naware: 2026-03-02T08:00Z\n---\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sealed site with two incidents, one of which names the other."""
    folder = tmp_path / "site"
    write(
        folder,
        **{
            "site_config.yml": CONFIG,
            f"{TOP}/lost-keys/incident.md": INCIDENT,
            f"{TOP}/lost-keys/incident.de.md": "---\ntitle: Verlorene Schlüssel\n---\n",
            f"{TOP}/lost-keys/01-first.md": FIRST,
            f"{TOP}/lost-keys/01-first.de.md": GERMAN,
            f"{TOP}/lost-keys/02-locks.md": SECOND,
            f"{TOP}/lost-keys/files/places.csv": "place,what\nhall,keys\n",
            f"{TOP}/open-door/incident.md": INCIDENT.replace("Lost keys", "Open door").replace(
                "08:00Z\n", "08:00Z\nrelated: [lost-keys]\n"
            ),
            f"{TOP}/open-door/01-first.md": FIRST.replace("Keys to", "A door to")
            .replace("2026-03-04T12:00Z", "2026-03-20T12:00Z")
            .replace("locks:", "door:")
            .replace(", by: 2026-03-03", ""),
        },
    )
    assert run(["seal", "--root", str(folder), "--now", NOW]) == 0
    return folder


def _move(folder: Path, old: str, new: str) -> int:
    return run(["move", old, new, "--root", str(folder), "--now", NOW])


def _codes(folder: Path, capsys: pytest.CaptureFixture[str], now: str = NOW) -> dict[str, str]:
    capsys.readouterr()
    run(["validate", "--root", str(folder), "--now", now, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return {one["code"]: f"{one['message']} | {one['help']}" for one in found if one["severity"] == "error"}


def _build(folder: Path, out: Path) -> Path:
    assert run(["build", "--root", str(folder), "--now", NOW, "--out", str(out)]) == 0
    return out


def _ids(built: Path) -> list[str]:
    """Every permanent id that the site gives to programs, wherever it stands."""
    files = [path for path in built.rglob("*") if path.suffix in {".xml", ".json", ".ics"}]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in sorted(files)).replace("\r\n ", "")
    return sorted(set(re.findall(r"tag:status\.fernhill\.example,[^\s\"<]+", texts)))


@pytest.mark.no_cover
def test_a_renamed_incident_keeps_its_ids_and_its_old_addresses_lead_on(site: Path, tmp_path: Path) -> None:
    """Feeds, calendars and programs see the ids they knew; pages at the old address lead on; files for programs stay there."""
    before = _build(site, tmp_path / "before")
    assert _move(site, "lost-keys", "lost-books") == 0
    after = _build(site, tmp_path / "after")
    assert any("lost-keys/2" in one for one in _ids(before))
    assert _ids(after) == _ids(before)
    for page in ("", "1/", "2/"):
        for language in ("", "de/"):
            text = (after / f"{language}incidents/lost-keys/{page}index.html").read_text(encoding="utf-8")
            assert re.search(rf'http-equiv="refresh" content="0; url=(?:\.\./)+lost-books/{page}"', text)
    for name in ("atom.xml", "feed.json", "feed.xml", "calendar.ics", "ledger.lock"):
        assert (after / "incidents/lost-keys" / name).read_bytes() == (after / "incidents/lost-books" / name).read_bytes()
    assert "lost-keys" not in (after / "sitemap.xml").read_text(encoding="utf-8")
    known = json.loads((after / "api/ledger/2/index.json").read_text(encoding="utf-8"))["incidents"]
    assert {one["id"] for one in known} == {"lost-keys", "open-door"}
    assert (after / "api/ledger/2/incidents/lost-keys.json").read_bytes() == (
        after / "api/ledger/2/incidents/lost-books.json"
    ).read_bytes()


@pytest.mark.no_cover
def test_links_and_related_incidents_follow_the_new_name(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What names the old folder, in a text that was published and cannot be changed, leads to the new address."""
    assert _move(site, "lost-keys", "lost-books") == 0
    assert _codes(site, capsys) == {}
    built = _build(site, tmp_path / "built")
    assert "lost-books" in (built / "incidents/open-door/index.html").read_text(encoding="utf-8")
    page = (built / "incidents/lost-books/2/index.html").read_text(encoding="utf-8")
    assert re.search(r'<a href="(?:\.\./)*incidents/lost-books/1/"[^>]*>What we said first', page)
    assert "lost-books/files/places.csv" in page
    for name in ("lost-books", "lost-keys"):
        assert (built / f"incidents/{name}/files/places.csv").read_text(encoding="utf-8").startswith("place,what")


def test_a_name_that_was_changed_by_other_means_is_recognised(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The finding says from what to what, and its line works: the command then records the name it finds."""
    (site / TOP / "lost-keys").rename(site / TOP / "lost-books")
    found = _codes(site, capsys)
    assert set(found) == {"SEA020"}
    assert "published as `lost-keys`" in found["SEA020"]
    assert "aboveboard move lost-keys lost-books" in found["SEA020"]
    assert _move(site, "lost-keys", "lost-books") == 0
    assert _codes(site, capsys) == {}


@pytest.mark.no_cover
def test_it_can_be_renamed_again_and_back(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each name that it had leads on, but for the one that it has."""
    before = _ids(_build(site, tmp_path / "before"))
    for old, new in (("lost-keys", "lost-books"), ("lost-books", "keys"), ("keys", "lost-keys")):
        assert _move(site, old, new) == 0
        assert _codes(site, capsys) == {}
    after = _build(site, tmp_path / "after")
    assert _ids(after) == before
    for name in ("lost-books", "keys"):
        assert "refresh" in (after / f"incidents/{name}/index.html").read_text(encoding="utf-8")
    assert 'http-equiv="refresh"' not in (after / "incidents/lost-keys/index.html").read_text(encoding="utf-8")


def test_new_updates_are_sealed_after_a_move(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The chain goes on where it stood, and a change of a text from before the move is found as ever."""
    assert _move(site, "lost-keys", "lost-books") == 0
    folder = site / TOP / "lost-books"
    (folder / "03-police.md").write_text(
        SECOND.replace("2026-03-04T11:50Z", "2026-03-06T11:00Z")
        .replace("changed: All locks are new.", "police: The police know.")
        .replace("done:\n  locks: {on: 2026-03-03, what: All locks are new.}\n", ""),
        encoding="utf-8",
    )
    assert run(["seal", "--root", str(site), "--now", NOW]) == 0
    assert _codes(site, capsys) == {}
    (folder / "01-first.md").write_text(FIRST.replace("set of keys", "single key"), encoding="utf-8")
    assert "CON013" in _codes(site, capsys)


def test_an_update_is_renamed_with_its_translations(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number stays; the lock says how each file was called; a changed text under the new name is still found."""
    assert _move(site, "lost-keys/01-first.md", "01-what-happened.md") == 0
    folder = site / TOP / "lost-keys"
    assert {path.name for path in folder.glob("01*")} == {"01-what-happened.md", "01-what-happened.de.md"}
    assert _codes(site, capsys) == {}
    assert run(["seal", "--root", str(site), "--now", NOW]) == 0
    (folder / "01-what-happened.md").write_text(FIRST.replace("1 March", "2 March"), encoding="utf-8")
    assert "CON013" in _codes(site, capsys)


def test_an_update_renamed_by_other_means_is_recognised(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The finding names the new name, and its line works."""
    folder = site / TOP / "lost-keys"
    for ending in (".md", ".de.md"):
        (folder / f"01-first{ending}").rename(folder / f"01-begin{ending}")
    found = _codes(site, capsys)
    assert "aboveboard move lost-keys/01-first.md 01-begin.md" in found["SEA002"]
    assert _move(site, "lost-keys/01-first.md", "01-begin.md") == 0
    assert _codes(site, capsys) == {}


def test_git_knows_the_past_under_the_new_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing counts as gone after a move, and what git alone knows is still compared."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-06T12:30Z")
    assert _move(site, "lost-keys", "lost-books") == 0
    assert _move(site, "lost-books/02-locks.md", "02-new-locks.md") == 0
    commit(site, "2026-03-07T12:30Z")
    assert _codes(site, capsys, "2026-03-08T12:00Z") == {}
    (site / TOP / "lost-books/02-new-locks.md").write_text(SECOND.replace("All locks", "Most locks"), encoding="utf-8")
    assert "CON013" in _codes(site, capsys, "2026-03-08T12:00Z")


def test_git_alone_tells_what_was_renamed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any seal, the finding says from what to what, for a folder and for a file."""
    for lock in [*site.rglob("ledger.lock"), site / "content/order.lock"]:
        lock.unlink()
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-05T12:30Z")
    (site / TOP / "lost-keys").rename(site / TOP / "lost-books")
    (site / TOP / "open-door/01-first.md").rename(site / TOP / "open-door/01-door.md")
    found = _codes(site, capsys, "2026-03-08T12:00Z")
    assert "published as lost-keys, but its folder is now called lost-books" in found["SEA005"]
    assert "01-first.md was published, but it is now called 01-door.md" in found["SEA002"]


def test_a_lock_that_lies_about_a_name_is_broken(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that says another name does not follow; one taken away leaves a folder under a name that it never had."""
    assert _move(site, "lost-keys", "lost-books") == 0
    lock = site / TOP / "lost-books/ledger.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.replace("from=lost-keys to=lost-books", "from=lost-pets to=lost-books"), encoding="utf-8")
    assert "SEA001" in _codes(site, capsys)
    lock.write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert "SEA020" in _codes(site, capsys)


def test_what_nobody_read_is_simply_renamed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft has no readers, so nothing is recorded of it."""
    write(
        site,
        **{
            f"{TOP}/new-case/incident.md": INCIDENT,
            f"{TOP}/new-case/01-first.md": FIRST.replace("status:", "draft: true\nstatus:"),
        },
    )
    assert _move(site, "new-case", "other-case") == 0
    assert "It was never published" in capsys.readouterr().out
    assert (site / TOP / "other-case/01-first.md").exists()
    assert not (site / TOP / "other-case/ledger.lock").exists()


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("lost-keys", "open-door", "there is already an incident called open-door"),
        ("lost-keys", "Lost Keys", "cannot be an address"),
        ("lost-keys", "../elsewhere", "cannot become"),
        ("lost-keys", "lost-keys", "already has that name"),
        ("no-keys", "lost-books", "there is no incident called no-keys"),
        ("lost-keys/01-first.md", "03-first.md", "only the words after the number may change, as in 01-other-words.md"),
        ("lost-keys/01-first.md", "03-begin.md", "only the words after the number may change: 01-begin.md"),
        ("lost-keys/01-first.md", "1-fir st.md", "not both the names of updates"),
        ("lost-keys/01-first.de.md", "01-begin.de.md", "not both the names of updates"),
        ("lost-keys/09-none.md", "09-no.md", "there is no 09-none.md"),
        ("lost-keys/incident.md", "incidents.md", "not both the names of updates"),
        ("lost-keys", "lost-keys/01-first.md", "cannot become"),
        ("lost-keys/01-first.md", "open-door/01-first.md", "cannot become"),
    ],
)
def test_what_cannot_be_renamed(site: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, why: str) -> None:
    """Nothing changes on disk, and the message says what can be done instead."""
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    capsys.readouterr()
    assert _move(site, old, new) == 2
    assert why in capsys.readouterr().err
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_reviewers_are_told_of_the_new_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`diff` says from what to what, and no text counts as taken back."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(site)], check=True)
    commit(site, "2026-03-06T12:30Z")
    assert _move(site, "lost-keys", "lost-books") == 0
    capsys.readouterr()
    run(["diff", "HEAD", "--root", str(site), "--now", "2026-03-07T12:00Z"])
    said = capsys.readouterr().out
    assert "Renamed, with redirects" in said
    assert "WITHDRAWN" not in said


def test_a_former_name_is_not_given_to_another_incident(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its addresses lead to the incident that had it; a new folder of that name is found."""
    assert _move(site, "lost-keys", "lost-books") == 0
    assert _move(site, "open-door", "lost-keys") == 2
    assert "the former name of lost-books" in capsys.readouterr().err
    write(site, **{f"{TOP}/lost-keys/incident.md": INCIDENT, f"{TOP}/lost-keys/01-first.md": FIRST})
    assert "SEA020" in _codes(site, capsys)


def _tell(site: Path) -> None:
    """Keep a text that was told to a newspaper."""
    folder = site / "content/elsewhere/lost-keys"
    folder.mkdir(parents=True)
    (folder / "press.txt").write_text("A set of keys was lost on 1 March.\n", encoding="utf-8")
    (folder / "press.yml").write_text("channel: press\ntold: 2026-03-03\nto: the Echo\n", encoding="utf-8")


def test_what_was_told_elsewhere_moves_with_its_incident(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts that are kept of an incident stand under its new name afterwards, and are checked as before."""
    _tell(site)
    before = _codes(site, capsys)
    assert _move(site, "lost-keys", "lost-books") == 0
    assert "content/elsewhere/lost-keys is now content/elsewhere/lost-books." in capsys.readouterr().out
    assert not (site / "content/elsewhere/lost-keys").exists()
    assert (site / "content/elsewhere/lost-books/press.txt").is_file()
    assert _codes(site, capsys) == before


def test_what_was_told_elsewhere_follows_a_folder_renamed_by_hand(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the incident's folder has its new name already, `move` records it and takes the kept texts along."""
    _tell(site)
    (site / TOP / "lost-keys").rename(site / TOP / "lost-books")
    assert "FRM013" in _codes(site, capsys)
    assert _move(site, "lost-keys", "lost-books") == 0
    assert (site / "content/elsewhere/lost-books/press.yml").is_file()
    assert "FRM013" not in _codes(site, capsys)
