"""Attempts to change what was published without a word: with branches, merges, dates, settings and locks. Each is found."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.main import run

NOW = "2026-03-10T12:00Z"
TOP = "content/incidents/lost-keys"
CONFIG = """organisation: {name: Fernhill Library, domains: [fernhill.example]}
site: {url: https://status.fernhill.example/, id: status.fernhill.example}
contact: {email: help@fernhill.example, hours: always, who: Ada Moss}
policy: {cadence: {investigating: 5w, confirmed: 5w}}
"""
FIRST = """---
title: Keys to the archive were lost
published: 2026-03-02T09:00Z
status: investigating
known:
  opened: Someone opened 1,212 files.
unknown:
  whose: Whose files they were.
next_steps:
  count: We count the people in them.
actions: There is nothing you can do yet.
next_update: 2026-04-01T12:00Z
---
"""
INCIDENT = "---\ntitle: Lost keys\naware: 2026-03-02T08:00Z\n---\n"
SMALLER = FIRST.replace("1,212", "12")


class Repository:
    """A site in git, and what its writers do to it."""

    def __init__(self, folder: Path, branch: str = "main") -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", branch, when="2026-03-01T09:00Z")
        self.write(**{"site_config.yml": CONFIG, "content/pages/about.md": "---\ntitle: About us\n---\nText.\n"})
        self.commit("2026-03-01T09:00Z")

    def git(self, *arguments: str, when: str) -> str:
        """Run git at a moment, and return what it prints."""
        who = ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "-c", "commit.gpgsign=false")
        dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
        done = subprocess.run(["git", "-C", str(self.folder), *who, *arguments], check=True, capture_output=True, env=dated)
        return done.stdout.decode().strip()

    def write(self, **files: str) -> None:
        """Write files of the incident, or of the site."""
        for name, text in files.items():
            path = self.folder / (name if "/" in name or name == "site_config.yml" else f"{TOP}/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def publish(self, when: str, **more: str) -> None:
        """Commit the incident with its first update."""
        self.write(**{"incident.md": INCIDENT, "01-first.md": FIRST, **more})
        self.commit(when)

    def commit(self, when: str) -> None:
        """Commit everything."""
        self.git("add", "-A", when=when)
        self.git("commit", "-qm", "x", when=when)

    def seal(self, when: str) -> None:
        """Seal what is published."""
        assert run(["seal", "--root", str(self.folder), "--now", when]) == 0

    def codes(self, capsys: pytest.CaptureFixture[str], now: str = NOW, severity: str = "error") -> set[str]:
        """Return the codes of the findings of one severity."""
        capsys.readouterr()
        run(["validate", "--root", str(self.folder), "--now", now, "--format", "json"])
        return {one["code"] for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["severity"] == severity}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A site whose default branch is called main."""
    return Repository(tmp_path / "site")


def _a_branch_called_main(repository: Repository) -> None:
    root = repository.git("rev-list", "--max-parents=0", "HEAD", when="2026-03-02T09:01Z")
    repository.publish("2026-03-02T09:01Z")
    repository.git("checkout", "-q", "-b", "trunk", when="2026-03-02T09:02Z")
    repository.git("branch", "-f", "main", root, when="2026-03-02T09:02Z")
    repository.write(**{"01-first.md": SMALLER})
    repository.commit("2026-03-05T09:00Z")


def _a_side_branch_that_dropped_the_text(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side", when="2026-03-01T10:00Z")
    repository.publish("2026-03-01T10:00Z", **{"01-first.md": SMALLER})
    repository.git("checkout", "-q", "main", when="2026-03-02T09:01Z")
    repository.publish("2026-03-02T09:01Z")
    repository.git("checkout", "-q", "side", when="2026-03-05T09:00Z")
    repository.git("merge", "-q", "-X", "ours", "-m", "x", "main", when="2026-03-05T09:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-05T09:01Z")
    repository.git("merge", "-q", "--ff-only", "side", when="2026-03-05T09:01Z")


def _a_side_branch_that_edits_after_the_merge(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "side", when="2026-03-01T10:00Z")
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    repository.commit("2026-03-01T10:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-02T09:01Z")
    repository.publish("2026-03-02T09:01Z")
    repository.git("checkout", "-q", "side", when="2026-03-05T09:00Z")
    repository.git("merge", "-q", "-m", "x", "main", when="2026-03-05T09:00Z")
    repository.write(**{"01-first.md": SMALLER})
    repository.commit("2026-03-05T09:01Z")
    repository.git("checkout", "-q", "main", when="2026-03-05T09:02Z")
    repository.git("merge", "-q", "--ff-only", "side", when="2026-03-05T09:02Z")


def _two_side_branches(repository: Repository) -> None:
    _a_side_branch_that_dropped_the_text(repository)
    repository.git("checkout", "-q", "-b", "cover", "HEAD~1", when="2026-03-05T10:00Z")
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    repository.commit("2026-03-05T10:00Z")
    repository.git("merge", "-q", "-m", "x", "main", when="2026-03-05T10:01Z")
    repository.git("checkout", "-q", "main", when="2026-03-05T10:02Z")
    repository.git("merge", "-q", "--ff-only", "cover", when="2026-03-05T10:02Z")


def _dated(when: str) -> Callable[[Repository], None]:
    def attack(repository: Repository) -> None:
        repository.publish("2026-03-02T09:01Z")
        repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
        repository.commit(when)
        repository.write(**{"01-first.md": SMALLER})
        repository.commit("2026-03-05T09:01Z")

    return attack


def _edited_in_a_commit_dated(when: str) -> Callable[[Repository], None]:
    def attack(repository: Repository) -> None:
        repository.publish("2026-03-02T09:01Z")
        repository.write(**{"01-first.md": SMALLER})
        repository.commit(when)

    return attack


def _published_in_a_commit_dated(when: str) -> Callable[[Repository], None]:
    def attack(repository: Repository) -> None:
        repository.publish(when)
        repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
        repository.commit("2026-03-04T09:00Z")
        repository.write(**{"01-first.md": SMALLER})
        repository.commit("2026-03-05T09:01Z")

    return attack


def _set(line: str, *, gone: bool = False) -> Callable[[Repository], None]:
    def attack(repository: Repository) -> None:
        repository.publish("2026-03-02T09:01Z")
        repository.write(
            **{"site_config.yml": CONFIG.replace("id: status.fernhill.example", f"id: status.fernhill.example, {line}")}
        )
        if gone:
            for path in (repository.folder / TOP).iterdir():
                path.unlink()
        else:
            repository.write(**{"01-first.md": SMALLER})
        repository.commit("2026-03-05T09:01Z")

    return attack


def _a_lock_made_anew(repository: Repository) -> None:
    repository.publish("2026-03-02T09:01Z")
    repository.seal("2026-03-02T09:05Z")
    repository.commit("2026-03-02T09:06Z")
    for lock in repository.folder.rglob("*.lock"):
        lock.unlink()
    repository.write(**{"01-first.md": SMALLER})
    other = Repository(repository.folder.parent / "other")
    other.publish("2026-03-02T09:01Z", **{"01-first.md": SMALLER})
    other.seal("2026-03-02T09:05Z")
    for lock in other.folder.rglob("*.lock"):
        repository.write(**{str(lock.relative_to(other.folder)): lock.read_text(encoding="utf-8")})
    repository.commit("2026-03-05T09:01Z")


def _sealed_after_the_edit(repository: Repository) -> None:
    repository.publish("2026-03-02T09:01Z")
    other = Repository(repository.folder.parent / "other")
    other.publish("2026-03-02T09:01Z", **{"01-first.md": SMALLER})
    other.seal("2026-03-02T09:05Z")
    repository.write(**{"01-first.md": SMALLER})
    for lock in other.folder.rglob("*.lock"):
        repository.write(**{str(lock.relative_to(other.folder)): lock.read_text(encoding="utf-8")})
    repository.commit("2026-03-05T09:01Z")


ATTACKS: dict[str, Callable[[Repository], None]] = {
    "a branch called main at the first commit": _a_branch_called_main,
    "a merge that kept the other side's text": _a_side_branch_that_dropped_the_text,
    "an edit a minute after the merge": _a_side_branch_that_edits_after_the_merge,
    "a merge of such a merge": _two_side_branches,
    "a commit of 2099 between": _dated("2099-01-01T00:00Z"),
    "a commit of 1970 between": _dated("1970-01-02T00:00Z"),
    "a commit dated a minute ago between": _dated("2026-03-10T11:59Z"),
    "the edit is of 2099": _edited_in_a_commit_dated("2099-01-01T00:00Z"),
    "the edit is of 1970": _edited_in_a_commit_dated("1970-01-02T00:00Z"),
    "the text came in 2099": _published_in_a_commit_dated("2099-01-01T00:00Z"),
    "the text came in 1970": _published_in_a_commit_dated("1970-01-02T00:00Z"),
    "not public yet": _set("public_since: not_yet"),
    "public since later": _set("public_since: 2026-03-05"),
    "not public yet, and the incident is gone": _set("public_since: not_yet", gone=True),
    "a lock made anew": _a_lock_made_anew,
    "sealed after the edit": _sealed_after_the_edit,
}


@pytest.mark.no_cover
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_way_to_change_it_in_silence(
    repository: Repository, attack: Callable[[Repository], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each way in which 1,212 became 12 ends in an error of the seals, or in CON013."""
    attack(repository)
    found = repository.codes(capsys)
    assert {code for code in found if code == "CON013" or code.startswith("SEA")}, found


@pytest.mark.parametrize("when", ["2099-01-01T00:00Z", "1970-01-02T00:00Z"])
def test_an_impossible_date_is_reported(repository: Repository, when: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A commit outside its parents' time and now is named in a warning, and stops nothing by itself."""
    repository.publish("2026-03-02T09:01Z")
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    repository.commit(when)
    assert "SEA022" in repository.codes(capsys, severity="warning")
    assert repository.codes(capsys) == set()


def test_an_impossible_date_proves_no_punctuality(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A late text in a commit that is dated back is late all the same."""
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    repository.commit("2026-03-05T08:00Z")
    repository.publish("2026-03-02T09:00Z")
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nMore text.\n"})
    repository.commit("2026-03-05T09:00Z")
    assert "PRO030" in repository.codes(capsys, severity="warning")


def test_what_is_sealed_is_public_whatever_the_clock_says(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A clock before the newest seal is an error: it would take readers what they have seen."""
    repository.publish("2026-03-02T09:01Z")
    repository.seal("2026-03-02T09:05Z")
    assert repository.codes(capsys, "2026-03-02T09:06Z") == set()
    assert "SEA013" in repository.codes(capsys, "2026-03-01T12:00Z")


def test_the_ends_of_chains_are_kept_in_a_second_place(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """What `seal --ends` prints goes into a tag; a branch that was rewritten whole, seals and all, no longer has it."""
    repository.publish("2026-03-02T09:01Z")
    repository.seal("2026-03-02T09:05Z")
    repository.commit("2026-03-02T09:06Z")
    capsys.readouterr()
    assert run(["seal", "--ends", "--root", str(repository.folder), "--now", "2026-03-02T09:07Z"]) == 0
    ends = capsys.readouterr().out
    assert ends.startswith("lost-keys ")
    repository.git("tag", "-a", "seals/2026-03-02-1", "-m", ends, when="2026-03-02T09:07Z")
    assert repository.codes(capsys) == set()
    repository.git("checkout", "-q", "--orphan", "clean", when="2026-03-05T09:00Z")
    for lock in repository.folder.rglob("*.lock"):
        lock.unlink()
    repository.write(**{"01-first.md": SMALLER})
    repository.seal(NOW)
    repository.commit("2026-03-05T09:00Z")
    repository.git("branch", "-M", "main", when="2026-03-05T09:00Z")
    assert "SEA012" in repository.codes(capsys)


def test_which_branch_is_published_is_not_guessed_by_its_name(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a remote that says nothing of its default branch, that is a finding; the CI host's word, or the remote's HEAD, is believed."""
    repository.publish("2026-03-02T09:01Z")
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", str(repository.folder), str(copy)], check=True)
    clone = object.__new__(Repository)
    clone.folder = copy
    assert "SEA011" not in clone.codes(capsys, severity="warning")
    clone.git("remote", "set-head", "origin", "--delete", when="2026-03-02T10:00Z")
    assert "SEA011" in clone.codes(capsys, severity="warning")
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "main")
    assert "SEA011" not in clone.codes(capsys, severity="warning")


def test_honest_work_raises_nothing(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    """A branch with drafts that was merged, a merge of main into it, and a second update are no attack."""
    repository.publish("2026-03-02T09:01Z")
    repository.seal("2026-03-02T09:05Z")
    repository.commit("2026-03-02T09:06Z")
    second = FIRST.replace("2026-03-02T09:00Z", "2026-03-06T09:00Z").replace(
        "opened: Someone opened 1,212 files.", "locks: All locks are new."
    )
    repository.git("checkout", "-q", "-b", "next", when="2026-03-05T09:00Z")
    repository.write(**{"02-next.md": second.replace("All locks", "Many locks").replace("status:", "draft: true\nstatus:")})
    repository.commit("2026-03-05T09:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-05T10:00Z")
    repository.write(**{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    repository.commit("2026-03-05T10:00Z")
    repository.git("checkout", "-q", "next", when="2026-03-05T11:00Z")
    repository.git("merge", "-q", "-m", "x", "main", when="2026-03-05T11:00Z")
    repository.write(**{"02-next.md": second})
    repository.commit("2026-03-06T08:55Z")
    repository.git("checkout", "-q", "main", when="2026-03-06T08:56Z")
    repository.git("merge", "-q", "--no-ff", "-m", "x", "next", when="2026-03-06T08:56Z")
    repository.seal("2026-03-06T09:05Z")
    repository.commit("2026-03-06T09:06Z")
    assert {code for code in repository.codes(capsys) if code == "CON013" or code.startswith("SEA")} == set()


def _background_and_a_branch(repository: Repository, name: str) -> None:
    """What holds for the incident was committed before its first update; a branch begins there."""
    repository.write(**{"incident.md": f"{INCIDENT}\nThe keys are those of the archive.\n"})
    repository.commit("2026-03-01T10:00Z")
    repository.git("checkout", "-q", "-b", name, when="2026-03-01T11:00Z")


@pytest.mark.parametrize("edited", ["in the merge", "before the merge"])
@pytest.mark.parametrize("sealed", [False, True], ids=["no lock", "a new lock"])
def test_no_merge_takes_away_what_incident_md_said(
    repository: Repository, edited: str, sealed: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """A branch older than the first update takes in the published one, with other words in incident.md than readers saw beside the update."""
    other = f"{INCIDENT}\nThe keys are those of a shed.\n"
    _background_and_a_branch(repository, "side")
    repository.write(
        **({"incident.md": other} if edited == "before the merge" else {}), **{"content/pages/x.md": "---\ntitle: X\n---\nX.\n"}
    )
    repository.commit("2026-03-01T11:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-02T09:01Z")
    repository.write(**{"01-first.md": FIRST})
    repository.commit("2026-03-02T09:01Z")
    repository.git("checkout", "-q", "side", when="2026-03-05T09:00Z")
    repository.git("merge", "-q", "--no-commit", "main", when="2026-03-05T09:00Z")
    repository.write(**{"incident.md": other})
    if sealed:
        repository.seal("2026-03-05T09:00Z")
    repository.commit("2026-03-05T09:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-05T09:01Z")
    repository.git("merge", "-q", "--ff-only", "side", when="2026-03-05T09:01Z")
    assert "CON089" in repository.codes(capsys)


@pytest.mark.parametrize("merged", ["2026-03-02T08:55Z", "2026-03-02T09:05Z"])
def test_what_incident_md_said_before_the_first_update_was_never_public(
    repository: Repository, merged: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """While the first update waited on a branch of its own, incident.md was changed: nobody had read it, and there is nothing to own up to."""
    _background_and_a_branch(repository, "first")
    repository.write(**{"01-first.md": FIRST})
    repository.commit("2026-03-02T06:00Z")
    repository.git("checkout", "-q", "main", when="2026-03-02T07:00Z")
    repository.write(**{"incident.md": f"{INCIDENT}\nThe keys are those of a shed.\n"})
    repository.commit("2026-03-02T07:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "x", "first", when=merged)
    assert repository.codes(capsys) == set()
