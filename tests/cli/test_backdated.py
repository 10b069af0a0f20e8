"""Backdating: times at which, according to git, nobody can have read the text."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.cli.lost_keys import CONFIG, FIRST, SECOND, TOP, began, commit, git, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a first update that came in time, in a repository that is older."""
    began(tmp_path)
    return tmp_path


def _found(site: Path, now: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    run(["validate", "--root", str(site), "--now", now, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [one for one in found if one["code"] in {"PRO029", "PRO030"}]


def _said(site: Path, now: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    return [(one["code"], one["severity"]) for one in _found(site, now, capsys)]


MISSED, WARNING = ("PRO029", "warning"), ("PRO030", "warning")


def test_in_time(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was committed when it says is never found, in its own commit or long after."""
    write(site, **{"02-locks.md": SECOND})
    commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T11:53Z", capsys) == []
    assert _said(site, "2026-06-04T11:53Z", capsys) == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_promise_that_was_missed(committed: bool, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too late for its promises: a warning that suggests the time in the site's zone, which passes with `late`; and all pages count it so."""
    write(site, **{"02-locks.md": SECOND})
    if committed:
        commit(site, "2026-03-04T14:00:40Z")
    [one] = _found(site, "2026-03-04T14:00Z" if not committed else "2026-03-04T14:05Z", capsys)
    assert (one["code"], one["severity"]) == MISSED
    assert one["help"].startswith("write `published: 2026-03-04T10:30-03:30`")
    assert (
        "the next update, promised by 4 March 2026, 08:30 NST; the answer to `whose`" in one["message"]
        or "`whose`" in one["message"]
    )
    now = "2026-03-04T14:00:30Z" if not committed else "2026-03-04T14:05Z"
    assert run(["build", "--root", str(site), "--now", now, "--out", str(site / "out")]) == 0
    [incident] = json.loads((site / "out/api/ledger.json").read_text(encoding="utf-8"))["incidents"]
    states = {promise["kind"]: promise["state"] for promise in incident["promises"] if promise["settled"]}
    assert states == {"update": "missed", "answer": "missed", "step": "missed"}
    assert incident["updates"][1]["published"] == "2026-03-04T14:00:00Z"
    line = re.findall(r"`(published: .*?)`", one["help"])[0]
    corrected = SECOND.replace("published: 2026-03-04T11:50Z", f"{line}\nlate: Counting took longer.").replace(
        "by: 2026-03-04T12:00Z", ""
    )
    write(site, **{"02-locks.md": corrected})
    assert run(["validate", "--root", str(site), "--now", "2026-03-04T14:05Z"]) == 0


def test_a_step_that_was_kept_by_its_time_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day of a step ended in the zone of the site; an update of the next day does not keep it with yesterday's time."""
    write(site, **{"02-locks.md": SECOND.replace("2026-03-04T11:50Z", "2026-03-04T03:00Z")})
    commit(site, "2026-03-04T05:00Z")
    [one] = _found(site, "2026-03-04T05:05Z", capsys)
    assert (one["code"], one["severity"]) == MISSED
    assert "the step `locks`, promised by 3 March 2026" in one["message"]
    assert "`late:`" not in one["help"]


def test_no_promise_is_concerned(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hours late and every promise kept all the same: a warning with the time."""
    early = SECOND.replace("2026-03-04T11:50Z", "2026-03-02T12:00Z")
    write(site, **{"02-locks.md": early})
    commit(site, "2026-03-02T18:00Z")
    [one] = _found(site, "2026-03-02T18:05Z", capsys)
    assert (one["code"], one["severity"]) == WARNING
    assert "`published: 2026-03-02T14:30-03:30`" in one["help"]
    assert run(["validate", "--root", str(site), "--now", "2026-03-02T18:05Z"]) == 0


def test_what_was_published_is_not_to_be_changed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once readers had it, the help names the time that was right and leaves the text alone."""
    write(site, **{"02-locks.md": SECOND.replace("2026-03-04T11:50Z", "2026-03-02T12:00Z")})
    commit(site, "2026-03-02T18:00Z")
    [one] = _found(site, "2026-03-03T18:00Z", capsys)
    assert one["help"].startswith("it was published")
    assert "2 March 2026, 14:30 NST" in one["help"]
    assert "`published:" not in one["help"]


def test_a_sealed_text(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sealed text was published: the finding is a warning, whatever promise it would have kept."""
    write(site, **{"02-locks.md": SECOND})
    (site / ".git").rename(site / "git-away")
    assert run(["seal", "--root", str(site), "--now", "2026-03-04T16:00Z"]) == 0
    (site / "git-away").rename(site / ".git")
    commit(site, "2026-03-04T15:00Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == [("PRO029", "warning")]


def test_the_first_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A backdated first statement makes the page claim that readers were told earlier."""
    write(tmp_path, **{"site_config.yml": CONFIG, "content/pages/about.md": "---\ntitle: About us\n---\nText.\n"})
    git(tmp_path, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    commit(tmp_path, "2026-03-01T09:00Z")
    write(tmp_path, **{"incident.md": "---\ntitle: Keys were lost\naware: 2026-03-02T08:00Z\n---\n", "01-first.md": FIRST})
    [one] = _found(tmp_path, "2026-03-02T15:00Z", capsys)
    assert "between finding out and telling" in one["message"]


def test_review(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A review that says a day before its promised one, and came after it."""
    write(site, **{"02-locks.md": SECOND.replace("next_update:", "review_by: 2026-03-10\nnext_update:")})
    commit(site, "2026-03-04T11:52Z")
    write(
        site,
        **{"review.md": "---\ntitle: How keys were lost\npublished: 2026-03-10T12:00Z\ncause: A coat hung in a café.\n---\n"},
    )
    assert _said(site, "2026-03-12T12:00Z", capsys) == [MISSED]
    commit(site, "2026-03-12T12:00Z")
    assert _said(site, "2026-03-12T12:05Z", capsys) == [MISSED]


def test_held_back_and_drafts(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An embargoed text may be committed as early as one likes; a draft was not readable, however early."""
    write(site, **{"02-locks.md": SECOND})
    commit(site, "2026-03-03T06:00Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == []
    write(site, **{"03-more.md": SECOND.replace("published: 2026-03-04T11:50Z", "draft: true\npublished: 2026-03-19T11:50Z")})
    commit(site, "2026-03-19T11:00Z")
    assert _said(site, "2026-03-20T16:00Z", capsys) == []
    write(
        site,
        **{
            "03-more.md": "---\ntitle: Nothing new\npublished: 2026-03-19T11:50Z\nstatus: investigating\nno_change: true\nnext_update: 2026-04-01T12:00Z\n---\n"
        },
    )
    commit(site, "2026-03-20T16:00Z")
    assert _said(site, "2026-03-20T16:05Z", capsys) == [MISSED]


def test_a_corrected_word_and_another_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first commit of a text counts, whatever was fixed in it and however its file is called since."""
    write(site, **{"02-locks.md": SECOND})
    commit(site, "2026-03-04T11:52Z")
    git(site, "mv", f"{TOP}/02-locks.md", f"{TOP}/02-all-locks.md", when="2026-03-04T11:55Z")
    assert _said(site, "2026-03-05T11:54Z", capsys) == []
    commit(site, "2026-03-05T11:55Z")
    assert _said(site, "2026-03-05T11:56Z", capsys) == []
    later = SECOND.replace("next_update:", "amended: {when: 2026-03-05, what: {kees: keys}}\nnext_update:")
    write(site, **{"02-all-locks.md": later})
    commit(site, "2026-03-06T11:55Z")
    assert _said(site, "2026-03-06T11:56Z", capsys) == []


@pytest.mark.parametrize(
    "how", ["shallow", "no git", "nothing committed", "not public", "moved here", "odd clocks", "looking back"]
)
def test_where_nothing_can_be_said(
    how: str, site: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is accused of what cannot be known."""
    write(site, **{"02-locks.md": SECOND})
    now = "2026-03-06T12:00Z"
    if how == "shallow":
        commit(site, "2026-03-06T11:00Z")
        copy = tmp_path_factory.mktemp("copy") / "site"
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site}", str(copy)], check=True, capture_output=True)
        site = copy
    elif how in {"no git", "nothing committed"}:
        (site / ".git").rename(site / "git-away")
        if how == "nothing committed":
            git(site, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    elif how == "not public":
        write(site, **{"site_config.yml": CONFIG.replace("timezone", "public_since: 2026-03-05, timezone")})
    elif how == "moved here":
        (site / ".git").rename(site / "git-away")
        git(site, "init", "-q", "-b", "main", when="2026-03-06T09:00Z")
        commit(site, "2026-03-06T09:00Z")
    elif how == "odd clocks":
        commit(site, "2026-09-06T11:00Z")
    else:
        commit(site, "2026-03-06T11:00Z")
        now = "2026-02-20T12:00Z"
    assert _said(site, now, capsys) == []


def test_a_clock_that_was_ahead(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A commit that is dated before the one it follows proves nothing, whichever of the two clocks was wrong."""
    write(site, **{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    commit(site, "2026-03-05T23:00Z")
    write(site, **{"02-locks.md": SECOND})
    commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-06T12:00Z", capsys) == [MISSED]


def test_a_branch_that_is_not_merged(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands on another branch than the published one is not published, and a merge brings it when it is made."""
    git(site, "checkout", "-qb", "locks", when="2026-03-04T11:00Z")
    write(site, **{"02-locks.md": SECOND})
    commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T12:07Z", capsys) == [WARNING]
    assert _said(site, "2026-03-04T13:00Z", capsys) == [MISSED]
    git(site, "checkout", "-q", "main", when="2026-03-04T13:00Z")
    git(site, "merge", "-q", "--no-ff", "-m", "x", "locks", when="2026-03-04T13:00Z")
    assert _said(site, "2026-03-04T13:02Z", capsys) == [MISSED]


def test_committed_and_not_pushed(
    site: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the git host is down, a commit on this copy's own published branch is proof enough that the text was there."""
    origin = tmp_path_factory.mktemp("origin") / "site.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(site), str(origin)], check=True, capture_output=True)
    git(site, "remote", "add", "origin", str(origin), when="2026-03-03T00:00Z")
    git(site, "fetch", "-q", "origin", when="2026-03-03T00:00Z")
    write(site, **{"02-locks.md": SECOND})
    assert _said(site, "2026-03-04T16:00Z", capsys) == [MISSED]
    commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == []
