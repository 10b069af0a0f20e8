"""What was published stays: every kind of silent change is named, from the lock alone, from git alone, and from both."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run

NOW = "2026-03-04T12:00Z"
TOP = "content/incidents/lost-laptop"
FILES = {
    "site_config.yml": """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [en, de]}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
policy: {cadence: {investigating: 5w}}
""",
    f"{TOP}/incident.md": "---\ntitle: A laptop was lost\naware: 2026-03-02T06:00Z\n---\n",
    f"{TOP}/01-first.md": """---
title: A laptop was lost on a train
published: 2026-03-02T09:00Z
status: investigating
known:
  laptop: A laptop was left on a train.
unknown:
  whose: Whose records are on it.
next_steps:
  search: We search the train.
actions: There is nothing you can do yet.
next_update: 2026-03-09T09:00Z
---
""",
    f"{TOP}/01-first.de.md": """---
title: Ein Laptop blieb im Zug
published: 2026-03-02T09:00Z
status: investigating
known:
  laptop: Ein Laptop blieb in einem Zug liegen.
unknown:
  whose: Wessen Daten darauf sind.
next_steps:
  search: Wir durchsuchen den Zug.
actions: Sie können noch nichts tun.
next_update: 2026-03-09T09:00Z
---
""",
    f"{TOP}/02-search.md": """---
title: We are still searching
published: 2026-03-03T09:00Z
status: investigating
no_change: true
next_update: 2026-03-09T09:00Z
---
""",
    f"{TOP}/review.md": """---
title: How a laptop was lost
published: 2026-03-03T10:00Z
cause: It was left on a seat.
---
""",
    f"{TOP}/review.de.md": """---
title: Wie ein Laptop verloren ging
published: 2026-03-03T10:00Z
cause: Er blieb auf einem Sitz liegen.
---
""",
}
COMMITTED = "2026-03-03T11:00Z"

CHANGES = {
    "an update's text": (f"{TOP}/01-first.md", "left on a train", "left on a bus", "CON013"),
    "an update's title": (f"{TOP}/01-first.md", "lost on a train", "mislaid on a train", "CON013"),
    "when it was published": (f"{TOP}/01-first.md", "2026-03-02T09:00Z", "2026-03-02T08:00Z", "CON013"),
    "a draft made of it": (f"{TOP}/02-search.md", "no_change: true", "no_change: true\ndraft: true", "CON013"),
    "a translation": (f"{TOP}/01-first.de.md", "in einem Zug liegen", "in einem Bus liegen", "CON013"),
    "the review": (f"{TOP}/review.md", "on a seat", "on a table", "CON013"),
    "the review's translation": (f"{TOP}/review.de.md", "einem Sitz", "einem Tisch", "CON013"),
    "the incident's title": (f"{TOP}/incident.md", "A laptop was lost", "A device was lost", "SEA003"),
    "when we knew": (f"{TOP}/incident.md", "2026-03-02T06:00Z", "2026-03-02T07:00Z", "SEA003"),
    "a file that is gone": (f"{TOP}/02-search.md", "", "", "SEA002"),
}


def _git(folder: Path, *arguments: str, when: str = COMMITTED) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@larkfield.example", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=dated)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same published site three times: with its lock alone, in git alone, and with both."""
    made = {}
    for kind in ("lock", "git", "both"):
        folder = made[kind] = tmp_path_factory.mktemp(kind)
        for path, text in FILES.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        if kind != "git":
            assert run(["seal", "--root", str(folder), "--now", NOW]) == 0
        if kind != "lock":
            _git(folder, "init", "-q", "-b", "main")
            _git(folder, "add", ".")
            _git(folder, "commit", "-qm", "x")
    return made


@pytest.fixture(params=["lock", "git", "both"])
def kind(request: pytest.FixtureRequest) -> str:
    """From where it is known what was published."""
    return str(request.param)


@pytest.fixture
def site(sites: dict[str, Path], kind: str, tmp_path: Path) -> Path:
    """A copy of the published site to change."""
    shutil.copytree(sites[kind], tmp_path / "site")
    return tmp_path / "site"


def _codes(site: Path, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, str]]:
    capsys.readouterr()
    code = run(["validate", "--root", str(site), "--now", NOW, "--format", "json"])
    found = [one for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["severity"] == "error"]
    assert (code == 1) == bool(found)
    return {(one["code"], one["path"]) for one in found}


def test_as_it_was_published(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is found in a site that stands as it was published."""
    assert _codes(site, capsys) == set()


@pytest.mark.parametrize("what", CHANGES)
def test_a_silent_change(site: Path, kind: str, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is changed or taken away is named with its file, and stops the build."""
    path, was, now, code = CHANGES[what]
    file = site / path
    if was:
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")
    else:
        file.unlink()
    lock = f"{TOP}/ledger.lock"
    assert (code, lock if code == "SEA002" and kind != "git" else path) in _codes(site, capsys)
    if kind != "lock":
        _git(site, "add", "-A", when="2026-03-04T06:00Z")
        _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
        assert code in {found for found, _ in _codes(site, capsys)}


def test_a_line_of_the_lock(sites: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A digit of the lock that was changed is named, from the lock alone and from both."""
    for kind in ("lock", "both"):
        site = shutil.copytree(sites[kind], tmp_path / kind)
        file = site / TOP / "ledger.lock"
        text = file.read_text(encoding="utf-8")
        file.write_text(text[:70] + ("0" if text[70] != "0" else "1") + text[71:], encoding="utf-8")
        assert ("SEA001", f"{TOP}/ledger.lock") in _codes(site, capsys)


@pytest.mark.parametrize("rest", ["", "half"])
def test_a_lock_that_git_has(rest: str, sites: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A lock that was deleted or cut short is named from git, in a commit or not, and so is what was changed under its cover."""
    site = shutil.copytree(sites["both"], tmp_path / "both")
    lock, first = site / TOP / "ledger.lock", site / TOP / "01-first.md"
    lines = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join(lines[:1]), encoding="utf-8") if rest else lock.unlink()
    first.write_text(first.read_text(encoding="utf-8").replace("a train.", "a bus."), encoding="utf-8")
    expected = {("SEA004", f"{TOP}/ledger.lock"), ("CON013", f"{TOP}/01-first.md")}
    assert expected <= _codes(site, capsys)
    _git(site, "add", "-A", when="2026-03-04T06:00Z")
    _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
    assert expected <= _codes(site, capsys)


@pytest.mark.parametrize("kind", ["git", "both"], indirect=True)
def test_an_incident_that_is_gone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole incident that was deleted is named from git; a site that was not public yet may give up an example."""
    shutil.rmtree(site / TOP)
    other = site / "content/pages/about.md"
    other.parent.mkdir(parents=True)
    other.write_text("---\ntitle: About us\n---\nText.\n", encoding="utf-8")
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}
    _git(site, "add", "-A", when="2026-03-04T06:00Z")
    _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}
    config = site / "site_config.yml"
    config.write_text(
        FILES["site_config.yml"].replace("languages", "public_since: 2026-03-04T07:00Z, languages"), encoding="utf-8"
    )
    assert _codes(site, capsys) == set()


@pytest.mark.parametrize("kind", ["both"], indirect=True)
def test_a_shallow_clone_says_what_it_cannot_see(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where history is cut short, the lock still holds, and the rest is said not to be compared, with what to do."""
    _git(site, "rm", "-q", "--cached", f"{TOP}/ledger.lock")
    _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
    for at, sealed in enumerate((False, True)):
        copy = tmp_path / f"copy-{at}"
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site}", str(copy)], check=True, capture_output=True)
        if sealed:
            shutil.copy(site / TOP / "ledger.lock", copy / TOP)
        first = copy / TOP / "01-first.md"
        first.write_text(first.read_text(encoding="utf-8").replace("a train.", "a bus."), encoding="utf-8")
        capsys.readouterr()
        assert run(["validate", "--root", str(copy), "--now", NOW]) == (1 if sealed else 0)
        said = capsys.readouterr()
        assert "git has only the latest part of the history here" in said.err
        assert "fetch-depth: 0" in said.err
        assert ("CON013" in said.out) == sealed


@pytest.mark.parametrize("kind", ["git"], indirect=True)
def test_what_is_not_committed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new update that nobody has committed may be written and rewritten, though its time has come."""
    third = site / TOP / "03-more.md"
    text = FILES[f"{TOP}/02-search.md"].replace("2026-03-03T09:00Z", "2026-03-04T09:00Z")
    for words in ("We are still searching", "We search on"):
        third.write_text(text.replace("We are still searching", words), encoding="utf-8")
        assert _codes(site, capsys) == set()
