"""Attempts to look punctual, and honest writers who were slow: what the product says of each, and which proof it goes by."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.cli.lost_keys import CONFIG, SECOND_WITH_DAY, TOP, began, commit, git, write


def _seal(folder: Path, now: str) -> None:
    assert run(["seal", "--root", str(folder), "--now", now]) == 0


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site whose first update came and was sealed in time, in a repository that is older."""
    folder = tmp_path / "site"
    began(folder)
    _seal(folder, "2026-03-02T09:04Z")
    commit(folder, "2026-03-02T09:05Z")
    return folder


def _second(site: Path, committed: str, sealed: str = "") -> None:
    """The second update, committed, and sealed and committed again."""
    write(site, **{"02-locks.md": SECOND_WITH_DAY})
    commit(site, committed)
    if sealed:
        _seal(site, sealed)
        commit(site, sealed)


def _states(site: Path, now: str = "2026-03-06T12:00Z") -> dict[str, str]:
    """What the published site says became of the promises of the first update."""
    out = site.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    assert run(["build", "--root", str(site), "--now", now, "--out", str(out)]) == 0
    [incident] = json.loads((out / "api/ledger.json").read_text(encoding="utf-8"))["incidents"]
    return {one["kind"]: one["state"] for one in incident["promises"] if one["made_in"] == 1}


def _found(site: Path, capsys: pytest.CaptureFixture[str], now: str = "2026-03-06T12:00Z") -> dict[str, str]:
    capsys.readouterr()
    run(["validate", "--root", str(site), "--now", now, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return {
        one["code"]: one["message"] for one in found if one["severity"] != "advice" and one["code"][:3] in {"PRO", "SEA", "CON"}
    }


IN_TIME = {"update": "kept", "answer": "kept", "step": "kept"}
# The step was done on its day, whenever readers heard of it.
LATE = {"update": "missed", "answer": "missed", "step": "kept"}


def test_slow_but_within_the_grace(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that takes its time costs an honest writer nothing."""
    _second(site, "2026-03-04T12:04Z", "2026-03-04T12:40Z")
    assert _states(site) == IN_TIME
    assert _found(site, capsys) == {}


def test_an_hour_late(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What readers could read an hour later is late, on every page, without stopping the build; readers see both times."""
    _second(site, "2026-03-04T12:50Z", "2026-03-04T12:55Z")
    assert _states(site) == LATE
    assert set(_found(site, capsys)) == {"PRO029"}
    page = (site.parent / "out/incidents/lost-keys/2/index.html").read_text(encoding="utf-8")
    assert "This text is dated" in page
    assert '<time datetime="2026-03-04T12:50Z">' in page
    for path in ("feed.xml", "incidents/lost-keys/feed.json", "record/index.html", "calendar.ics"):
        text = (site.parent / "out" / path).read_text(encoding="utf-8")
        assert any(part in text for part in ("12:50:00", "09:20", "20260304T125000Z")), path


def _lock_deleted(site: Path) -> None:
    _second(site, "2026-03-04T14:00Z", "2026-03-04T14:05Z")
    (site / TOP / "ledger.lock").unlink()
    _seal_by_force(site, "2026-03-04T11:52Z")
    commit(site, "2026-03-04T15:00Z")


def _seal_by_force(site: Path, now: str) -> None:
    """Seal without the history, which would refuse it."""
    (site / ".git").rename(site / "git-away")
    _seal(site, now)
    (site / "git-away").rename(site / ".git")


def _sealed_as_of_before(site: Path) -> None:
    _second(site, "2026-03-04T14:00Z")
    _seal(site, "2026-03-04T11:52Z")
    commit(site, "2026-03-04T14:02Z")


def _sealed_before_it_was_merged(site: Path) -> None:
    git(site, "checkout", "-qb", "locks", when="2026-03-04T11:00Z")
    _second(site, "2026-03-04T11:51Z", "2026-03-04T11:52Z")
    git(site, "checkout", "-q", "main", when="2026-03-04T13:00Z")
    git(site, "merge", "-q", "--no-ff", "-m", "x", "locks", when="2026-03-04T13:00Z")


def _renamed(site: Path) -> None:
    _second(site, "2026-03-04T14:00Z")
    git(site, "mv", f"{TOP}/02-locks.md", f"{TOP}/02-all-locks.md", when="2026-03-04T14:05Z")
    commit(site, "2026-03-04T14:05Z")


@pytest.mark.parametrize(
    "attempt", [_lock_deleted, _sealed_as_of_before, _sealed_before_it_was_merged, _renamed], ids=lambda one: one.__name__
)
def test_no_attempt_makes_it_punctual(attempt: Callable[[Path], None], site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever deletes the lock and seals anew, seals with another clock or on another branch, or renames the file, is late all the same."""
    attempt(site)
    found = _found(site, capsys)
    assert "PRO029" in found
    if "SEA004" not in found:
        assert _states(site) == LATE


def test_a_lock_without_history(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Copied without git, a late text stays late and a punctual one punctual: the lock has when the branch had each."""
    for committed, sealed, states in (
        ("2026-03-04T11:52Z", "2026-03-05T08:00Z", IN_TIME),
        ("2026-03-04T14:00Z", "2026-03-05T08:00Z", LATE),
    ):
        copy = site.parent / f"copy-{committed[11:13]}"
        shutil.copytree(site, copy)
        _second(copy, committed, sealed)
        assert _states(copy) == states
        shutil.rmtree(copy / ".git")
        assert _states(copy) == states
        assert ("PRO029" in _found(copy, capsys)) is (states == LATE)


def test_a_lock_with_the_latest_part_of_the_history(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a shallow clone the lock decides, and nobody is accused of what only the whole history could tell."""
    monkeypatch.delenv("CI", raising=False)
    _second(site, "2026-03-04T11:52Z", "2026-03-05T08:00Z")
    shallow = site.parent / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site}", str(shallow)], check=True, capture_output=True)
    assert _states(shallow) == IN_TIME


def test_sealed_a_day_later_and_the_latest_part_of_the_history(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seal of the next day accuses nobody where the history that could show an earlier arrival is cut off."""
    monkeypatch.delenv("CI", raising=False)
    write(site, **{"02-locks.md": SECOND_WITH_DAY})
    (site / ".git").rename(site / "git-away")
    _seal(site, "2026-03-05T08:00Z")
    (site / "git-away").rename(site / ".git")
    commit(site, "2026-03-05T08:05Z")
    shallow = site.parent / "shallow"
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site}", str(shallow)], check=True, capture_output=True)
    assert _states(shallow) == IN_TIME
    assert "only ledger.lock shows when texts came" in capsys.readouterr().err
    assert _states(site) == LATE


def test_more_grace_for_oneself(site: Path) -> None:
    """Whoever allows themselves more time when they are late is late by what they had allowed themselves before."""
    shutil.rmtree(site / ".git")
    write(site, **{"02-locks.md": SECOND_WITH_DAY, "site_config.yml": CONFIG.replace("grace: 15m", "grace: 2d")})
    _seal(site, "2026-03-04T13:00Z")
    assert _states(site) == LATE


def test_history_that_was_rewritten(site: Path) -> None:
    """Rewritten with later dates, history does not make late what had come in time and was sealed."""
    _second(site, "2026-03-04T11:52Z", "2026-03-04T11:55Z")
    write(site, **{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    commit(site, "2026-03-05T09:00Z")
    git(site, "rebase", "-q", "--force-rebase", "--root", when="2026-03-05T12:00Z")
    assert _states(site) == IN_TIME


def test_sealed_for_the_first_time_without_git(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without any history, the first line in the lock is the only proof, and the finding names it."""
    shutil.rmtree(site / ".git")
    write(site, **{"02-locks.md": SECOND_WITH_DAY})
    assert _states(site) == IN_TIME
    _seal(site, "2026-03-04T15:30Z")
    assert _states(site) == LATE
    assert "`aboveboard seal` first saw it on 4 March 2026, 12:00 NST" in _found(site, capsys)["PRO029"]


def test_a_commit_from_the_future(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clock that was ahead proves nothing."""
    _second(site, "2026-09-04T11:52Z")
    assert _states(site) == IN_TIME
    assert _found(site, capsys) == {}


def test_moved_into_a_new_repository(site: Path) -> None:
    """A site that moves keeps what its locks say; what they do not say stays as it was published."""
    _second(site, "2026-03-04T14:00Z", "2026-03-04T14:05Z")
    shutil.rmtree(site / ".git")
    git(site, "init", "-q", "-b", "main", when="2026-03-06T09:00Z")
    commit(site, "2026-03-06T09:00Z")
    assert _states(site) == LATE
    (site / TOP / "ledger.lock").unlink()
    shutil.rmtree(site / ".git")
    git(site, "init", "-q", "-b", "main", when="2026-03-06T09:00Z")
    commit(site, "2026-03-06T09:00Z")
    assert _states(site) == IN_TIME


def test_two_that_came_together(site: Path) -> None:
    """Two updates of one late commit keep their order, and both are shown."""
    third = SECOND_WITH_DAY.replace("T11:50Z", "T11:55Z").replace("whose: Nobody opened a file.", "doors: All doors are shut.")
    third = third.replace("done:\n  locks: {on: 2026-03-03, what: All locks are new.}\n", "").replace("ask: We", "doors: We")
    write(
        site,
        **{"02-locks.md": SECOND_WITH_DAY, "03-doors.md": third.replace("doors: We ask the police.", "ask: We ask the police.")},
    )
    commit(site, "2026-03-04T14:00:30Z")
    assert _states(site, "2026-03-04T14:00:40Z") == LATE
    times = json.loads((site.parent / "out/api/ledger.json").read_text(encoding="utf-8"))["incidents"][0]["updates"]
    assert [one["published"] for one in times[1:]] == ["2026-03-04T13:59:59Z", "2026-03-04T14:00:00Z"]


def test_the_draft_of_the_review(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What came late stands under what went badly in the review that is begun from the ledger."""
    _second(site, "2026-03-04T14:00Z")
    capsys.readouterr()
    assert run(["new", "review", "lost-keys", "--root", str(site), "--now", "2026-03-06T12:00Z"]) == 0
    text = (site / TOP / "review.md").read_text(encoding="utf-8")
    badly = text[text.index("communication_badly") :]
    assert "Update 2 was promised for" in badly
    assert "it came 2 hours late" in badly
