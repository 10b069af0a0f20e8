"""What was published stays: every kind of silent change is named, from the lock alone, from git alone, and from both."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.history.lost_laptop import FOLDER as TOP
from tests.history.lost_laptop import first_update, incident

NOW = "2026-03-04T12:00Z"
FILES = {
    "site_config.yml": """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [en, de]}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
policy: {cadence: {investigating: 5w}}
""",
    f"{TOP}/incident.md": incident("2026-03-02T06:00Z"),
    f"{TOP}/01-first.md": first_update("2026-03-02T09:00Z", "2026-03-09T09:00Z"),
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
    """An unchanged published site has no findings."""
    assert _codes(site, capsys) == set()


@pytest.mark.parametrize("what", CHANGES)
def test_a_silent_change(site: Path, kind: str, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every changed or removed file is named and stops the build."""
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
    """A whole incident that was deleted is named from git, and no setting makes it one that was never there."""
    shutil.rmtree(site / TOP)
    other = site / "content/pages/about.md"
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_text("---\ntitle: About us\n---\nText.\n", encoding="utf-8")
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}
    _git(site, "add", "-A", when="2026-03-04T06:00Z")
    _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}
    config = site / "site_config.yml"
    config.write_text(
        FILES["site_config.yml"].replace("languages", "public_since: 2026-03-04T07:00Z, languages"), encoding="utf-8"
    )
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}
    config.write_text(FILES["site_config.yml"].replace("languages", "public_since: not_yet, languages"), encoding="utf-8")
    assert _codes(site, capsys) == {("SEA005", f"{TOP}/incident.md")}


@pytest.mark.parametrize("kind", ["both"], indirect=True)
def test_a_shallow_clone_says_what_it_cannot_see(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a truncated history, the lock is still checked, and a message says what was not compared and what to do."""
    monkeypatch.delenv("CI", raising=False)
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
        assert "git has only the latest commits here" in said.err
        assert "fetch-depth: 0" in said.err
        assert ("CON013" in said.out) == sealed


def _copy(site: Path, to: Path, how: str) -> Path:
    """The site as a program that publishes may come by it, with less than the whole history."""
    if how in {"no repository", "no git"}:
        shutil.copytree(site, to, ignore=None if how == "no git" else shutil.ignore_patterns(".git"))
        return to
    _git(site, "branch", "-f", "other", when="2026-03-04T06:00Z")
    _git(site, "config", "uploadpack.allowFilter", "true")
    only = {
        "shallow": ("--depth=1",),
        "without texts": ("--filter=blob:none", "--no-checkout"),
        "another branch": ("--single-branch", "--branch", "other"),
    }[how]
    subprocess.run(["git", "clone", "-q", *only, f"file://{site}", str(to)], check=True, capture_output=True)
    if how == "without texts":
        # The commit that is checked out is fetched; earlier ones are not.
        shutil.copytree(site, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
    if how == "another branch":
        _git(to, "checkout", "-q", "--detach")
        _git(to, "branch", "-q", "-D", "other")
    return to


#: The ways in which a copy lacks history, and the messages about it.
BLIND = {
    "shallow": ("git has only the latest commits here", "fetch-depth: 0"),
    "without texts": ("git has not fetched everything that was committed", "--refetch"),
    "another branch": ("trunk, the branch that is published, is not here", "git fetch origin"),
    "no repository": ("the folder is not in a git repository", "clone the repository"),
    "no git": ("there is no git here", "install git"),
}


@pytest.mark.parametrize("kind", ["both"], indirect=True)
@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize("how", BLIND)
def test_a_program_that_publishes_must_see(
    how: str, host: str, site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under CI, nothing passes, is built or sealed while the history is incomplete for any reason.

    With the full history everything works.
    """
    (site / ".gitignore").write_text("site/\n", encoding="utf-8")
    _git(site, "add", "-A", when="2026-03-04T06:00Z")
    _git(site, "commit", "-qm", "x", when="2026-03-04T06:00Z")
    copy = _copy(site, tmp_path / "copy", how)
    for name in (
        "GITHUB_ACTIONS",
        "GITHUB_BASE_REF",
        "GITHUB_WORKSPACE",
        "CI_DEFAULT_BRANCH",
        "CI_PROJECT_DIR",
        "CI_COMMIT_BRANCH",
    ):
        monkeypatch.delenv(name, raising=False)
    branch = "trunk" if how == "another branch" else "main"
    monkeypatch.setenv("CI", "true")
    if host == "github":
        (tmp_path / "event.json").write_text(json.dumps({"repository": {"default_branch": branch}}), encoding="utf-8")
        given = {"GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(copy), "GITHUB_EVENT_PATH": str(tmp_path / "event.json")}
        given["GITHUB_REF_NAME"] = "7/merge"
    else:
        given = {"CI_DEFAULT_BRANCH": branch, "CI_PROJECT_DIR": str(copy), "CI_COMMIT_BRANCH": ""}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    path = os.environ["PATH"]
    if how == "no git":
        monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    why, help = BLIND[how]
    before = (copy / TOP / "ledger.lock").read_bytes()
    for verb in ("validate", "build", "seal"):
        capsys.readouterr()
        assert run([verb, "--root", str(copy), "--now", NOW]) == 4, verb
        said = capsys.readouterr()
        assert why in said.err
        assert help in said.err
        assert said.err.startswith("::error title=The history is not available::" if host == "github" else "error: ")
    assert run(["validate", "--root", str(copy), "--now", NOW, "--format", "json"]) == 4
    assert [one for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["severity"] == "error"] == []
    assert not (copy / "site").exists()
    assert (copy / TOP / "ledger.lock").read_bytes() == before

    # A finding that stops the build has its own exit code; neither hides the other.
    first = copy / TOP / "01-first.md"
    first.write_text(first.read_text(encoding="utf-8").replace("a train.", "a bus."), encoding="utf-8")
    assert run(["validate", "--root", str(copy), "--now", NOW, "--format", "plain"]) == 1
    assert "CON013" in capsys.readouterr().out
    # On somebody's own computer it is a note, and none where there never was a history.
    monkeypatch.delenv("CI")
    shutil.copy(site / TOP / "01-first.md", first)
    for name in given:
        monkeypatch.delenv(name)
    code = run(["validate", "--root", str(copy), "--now", NOW])
    assert code == 0
    noted = capsys.readouterr().err
    assert noted.startswith(f"note: {why}") == (how in {"shallow", "without texts"})
    monkeypatch.setenv("PATH", path)
    for name, value in {"CI": "true", **given, "GITHUB_WORKSPACE": str(site), "CI_PROJECT_DIR": str(site)}.items():
        monkeypatch.setenv(name, value)
    if branch == "trunk":
        _git(site, "branch", "-m", "main", "trunk")
    assert run(["validate", "--root", str(site), "--now", NOW]) == 0
    assert "history" not in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["git"], indirect=True)
def test_outside_of_any_workspace(site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that CI creates without checking them out from a host are built, and reported to have no history."""
    for name in ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CI", "true")
    shutil.rmtree(site / ".git")
    assert run(["validate", "--root", str(site), "--now", NOW]) == 0
    assert capsys.readouterr().err.startswith("note: the folder is not in a git repository")
    monkeypatch.setenv("CI", "false")
    assert run(["validate", "--root", str(site), "--now", NOW]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("kind", ["git"], indirect=True)
def test_a_published_branch_of_another_name(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rewritten texts in a merge request are compared with the published branch, whatever its name, not with its own commits."""
    _git(site, "branch", "-m", "main", "production")
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", f"file://{site}", str(copy)], check=True, capture_output=True)
    _git(copy, "remote", "set-head", "origin", "--delete")
    _git(copy, "checkout", "-q", "-b", "change")
    third = copy / TOP / "03-more.md"
    text = FILES[f"{TOP}/02-search.md"].replace("2026-03-03T09:00Z", "2026-03-04T06:00Z")
    for words, when in (("We are still searching", "2026-03-04T06:00Z"), ("We search on", "2026-03-04T08:00Z")):
        third.write_text(text.replace("We are still searching", words), encoding="utf-8")
        _git(copy, "add", "-A", when=when)
        _git(copy, "commit", "-qm", "x", when=when)
    # Under the usual names nothing is found, and the branch's own commits count as published.
    assert _codes(copy, capsys) == {("CON013", f"{TOP}/03-more.md")}
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "production")
    assert _codes(copy, capsys) == set()
    first = copy / TOP / "01-first.md"
    first.write_text(first.read_text(encoding="utf-8").replace("a train.", "a bus."), encoding="utf-8")
    assert _codes(copy, capsys) == {("CON013", f"{TOP}/01-first.md")}


@pytest.mark.parametrize("kind", ["git"], indirect=True)
def test_what_is_not_committed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new uncommitted update may be edited, though its time has come."""
    third = site / TOP / "03-more.md"
    text = FILES[f"{TOP}/02-search.md"].replace("2026-03-03T09:00Z", "2026-03-04T09:00Z")
    for words in ("We are still searching", "We search on"):
        third.write_text(text.replace("We are still searching", words), encoding="utf-8")
        assert _codes(site, capsys) == set()
