"""Backdating: times at which, according to git, nobody can have read the text."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run

TOP = "content/incidents/lost-keys"
CONFIG = """organisation: {name: Fernhill Library, domains: [fernhill.example]}
site: {url: https://status.fernhill.example/, timezone: America/St_Johns}
contact: {email: help@fernhill.example, hours: always, who: Ada Moss}
policy: {grace: 15m, cadence: {investigating: 5w, confirmed: 5w}}
"""
FIRST = """---
title: Keys to the archive were lost
published: 2026-03-02T09:00Z
status: investigating
known:
  keys: A set of keys was lost on 1 March.
unknown:
  whose: {text: Whose files were opened., by: 2026-03-04T12:00Z}
next_steps:
  locks: {do: We change the locks., by: 2026-03-03}
actions: There is nothing you can do yet.
next_update: 2026-03-04T12:00Z
---
"""
SECOND = """---
title: The locks are changed
published: 2026-03-04T11:50Z
status: investigating
known:
  whose: Nobody opened a file.
unknown:
  found: Who has the keys.
next_steps:
  ask: We ask the police.
done:
  locks: All locks are new.
actions: There is nothing you can do yet.
next_update: 2026-03-20T12:00Z
---
"""


def _git(folder: Path, *arguments: str, when: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@fernhill.example", "-c", "commit.gpgsign=false")
    dated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, env=dated)


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / (name if "/" in name or name == "site_config.yml" else f"{TOP}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _commit(folder: Path, when: str) -> None:
    _git(folder, "add", "-A", when=when)
    _git(folder, "commit", "-qm", "x", when=when)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a first update that came in time, in a repository that is older."""
    _write(tmp_path, **{"site_config.yml": CONFIG, "content/pages/about.md": "---\ntitle: About us\n---\nText.\n"})
    _git(tmp_path, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    _commit(tmp_path, "2026-03-01T09:00Z")
    _write(tmp_path, **{"incident.md": "---\ntitle: Keys were lost\naware: 2026-03-02T08:00Z\n---\n", "01-first.md": FIRST})
    _commit(tmp_path, "2026-03-02T09:02Z")
    return tmp_path


def _found(site: Path, now: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    run(["validate", "--root", str(site), "--now", now, "--format", "json"])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [one for one in found if one["code"] in {"PRO029", "PRO030"}]


def _said(site: Path, now: str, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    return [(one["code"], one["severity"]) for one in _found(site, now, capsys)]


ERROR, WARNING = ("PRO029", "error"), ("PRO030", "warning")


def test_in_time(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was committed when it says is never found, in its own commit or long after."""
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T11:53Z", capsys) == []
    assert _said(site, "2026-06-04T11:53Z", capsys) == []


@pytest.mark.parametrize("committed", [False, True])
def test_a_promise_that_was_missed(committed: bool, site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too late for its promises: an error that suggests the time in the site's zone; that line passes once `late` is added."""
    _write(site, **{"02-locks.md": SECOND})
    if committed:
        _commit(site, "2026-03-04T14:00:40Z")
    [one] = _found(site, "2026-03-04T14:00Z" if not committed else "2026-03-04T16:00Z", capsys)
    assert (one["code"], one["severity"]) == ERROR
    assert one["help"].startswith("write `published: 2026-03-04T10:30-03:30`")
    assert (
        "the next update, promised by 4 March 2026, 08:30 NST; the answer to `whose`" in one["message"]
        or "`whose`" in one["message"]
    )
    assert run(["build", "--root", str(site), "--now", "2026-03-04T16:00Z", "--out", str(site / "out")]) == 1
    line = re.findall(r"`(published: .*?)`", one["help"])[0]
    corrected = SECOND.replace("published: 2026-03-04T11:50Z", f"{line}\nlate: Counting took longer.").replace(
        "by: 2026-03-04T12:00Z", ""
    )
    _write(site, **{"02-locks.md": corrected})
    assert run(["validate", "--root", str(site), "--now", "2026-03-04T14:05Z"]) == 0


def test_a_step_that_was_kept_by_its_time_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day of a step ended in the zone of the site; an update of the next day does not keep it with yesterday's time."""
    _write(site, **{"02-locks.md": SECOND.replace("2026-03-04T11:50Z", "2026-03-04T03:00Z")})
    _commit(site, "2026-03-04T05:00Z")
    [one] = _found(site, "2026-03-04T05:05Z", capsys)
    assert (one["code"], one["severity"]) == ERROR
    assert "the step `locks`, promised by 3 March 2026" in one["message"]
    assert "`late:`" not in one["help"]


def test_no_promise_is_concerned(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Hours late and every promise kept all the same: a warning with the time."""
    early = SECOND.replace("2026-03-04T11:50Z", "2026-03-02T12:00Z")
    _write(site, **{"02-locks.md": early})
    _commit(site, "2026-03-02T18:00Z")
    [one] = _found(site, "2026-03-02T18:05Z", capsys)
    assert (one["code"], one["severity"]) == WARNING
    assert "`published: 2026-03-02T14:30-03:30`" in one["help"]
    assert run(["validate", "--root", str(site), "--now", "2026-03-02T18:05Z"]) == 0


def test_what_was_published_is_not_to_be_changed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once readers had it, the help names the time that was right and leaves the text alone."""
    _write(site, **{"02-locks.md": SECOND.replace("2026-03-04T11:50Z", "2026-03-02T12:00Z")})
    _commit(site, "2026-03-02T18:00Z")
    [one] = _found(site, "2026-03-03T18:00Z", capsys)
    assert one["help"].startswith("it was published")
    assert "2 March 2026, 14:30 NST" in one["help"]
    assert "`published:" not in one["help"]


def test_a_sealed_text(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sealed text was published: the finding is a warning, whatever promise it would have kept."""
    _write(site, **{"02-locks.md": SECOND})
    (site / ".git").rename(site / "git-away")
    assert run(["seal", "--root", str(site), "--now", "2026-03-04T16:00Z"]) == 0
    (site / "git-away").rename(site / ".git")
    _commit(site, "2026-03-04T15:00Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == [("PRO029", "warning")]


def test_the_first_statement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A backdated first statement makes the page claim that readers were told earlier."""
    _write(tmp_path, **{"site_config.yml": CONFIG, "content/pages/about.md": "---\ntitle: About us\n---\nText.\n"})
    _git(tmp_path, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    _commit(tmp_path, "2026-03-01T09:00Z")
    _write(tmp_path, **{"incident.md": "---\ntitle: Keys were lost\naware: 2026-03-02T08:00Z\n---\n", "01-first.md": FIRST})
    [one] = _found(tmp_path, "2026-03-02T15:00Z", capsys)
    assert "between knowing and telling" in one["message"]


def test_review(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A review that says a day before its promised one, and came after it."""
    _write(site, **{"02-locks.md": SECOND.replace("next_update:", "review_by: 2026-03-10\nnext_update:")})
    _commit(site, "2026-03-04T11:52Z")
    _write(
        site,
        **{"review.md": "---\ntitle: How keys were lost\npublished: 2026-03-10T12:00Z\ncause: A coat hung in a café.\n---\n"},
    )
    assert _said(site, "2026-03-12T12:00Z", capsys) == [ERROR]
    _commit(site, "2026-03-12T12:00Z")
    assert _said(site, "2026-03-12T12:05Z", capsys) == [ERROR]


def test_held_back_and_drafts(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An embargoed text may be committed as early as one likes; a draft was not readable, however early."""
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-03T06:00Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == []
    _write(site, **{"03-more.md": SECOND.replace("published: 2026-03-04T11:50Z", "draft: true\npublished: 2026-03-19T11:50Z")})
    _commit(site, "2026-03-19T11:00Z")
    assert _said(site, "2026-03-20T16:00Z", capsys) == []
    _write(
        site,
        **{
            "03-more.md": "---\ntitle: Nothing new\npublished: 2026-03-19T11:50Z\nstatus: investigating\nno_change: true\nnext_update: 2026-04-01T12:00Z\n---\n"
        },
    )
    _commit(site, "2026-03-20T16:00Z")
    assert _said(site, "2026-03-20T16:05Z", capsys) == [ERROR]


def test_a_mended_word_and_another_name(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first commit of a text counts, whatever was fixed in it and however its file is called since."""
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-04T11:52Z")
    _git(site, "mv", f"{TOP}/02-locks.md", f"{TOP}/02-all-locks.md", when="2026-03-04T11:55Z")
    assert _said(site, "2026-03-05T11:54Z", capsys) == []
    _commit(site, "2026-03-05T11:55Z")
    assert _said(site, "2026-03-05T11:56Z", capsys) == []
    later = SECOND.replace("next_update:", "amended: {when: 2026-03-05, what: {kees: keys}}\nnext_update:")
    _write(site, **{"02-all-locks.md": later})
    _commit(site, "2026-03-06T11:55Z")
    assert _said(site, "2026-03-06T11:56Z", capsys) == []


@pytest.mark.parametrize(
    "how", ["shallow", "no git", "nothing committed", "not public", "moved here", "odd clocks", "looking back"]
)
def test_where_nothing_can_be_said(
    how: str, site: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is accused of what cannot be known."""
    _write(site, **{"02-locks.md": SECOND})
    now = "2026-03-06T12:00Z"
    if how == "shallow":
        _commit(site, "2026-03-06T11:00Z")
        copy = tmp_path_factory.mktemp("copy") / "site"
        subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{site}", str(copy)], check=True, capture_output=True)
        site = copy
    elif how in {"no git", "nothing committed"}:
        (site / ".git").rename(site / "git-away")
        if how == "nothing committed":
            _git(site, "init", "-q", "-b", "main", when="2026-03-01T09:00Z")
    elif how == "not public":
        _write(site, **{"site_config.yml": CONFIG.replace("timezone", "public_since: 2026-03-05, timezone")})
    elif how == "moved here":
        (site / ".git").rename(site / "git-away")
        _git(site, "init", "-q", "-b", "main", when="2026-03-06T09:00Z")
        _commit(site, "2026-03-06T09:00Z")
    elif how == "odd clocks":
        _commit(site, "2026-09-06T11:00Z")
    else:
        _commit(site, "2026-03-06T11:00Z")
        now = "2026-02-20T12:00Z"
    assert _said(site, now, capsys) == []


def test_a_clock_that_was_ahead(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A commit whose clock was ahead does not make those after it late."""
    _write(site, **{"content/pages/more.md": "---\ntitle: More\n---\nText.\n"})
    _commit(site, "2026-03-05T23:00Z")
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-06T12:00Z", capsys) == []


def test_a_branch_that_is_not_merged(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands on another branch than the published one is not published, and a merge brings it when it is made."""
    _git(site, "checkout", "-qb", "locks", when="2026-03-04T11:00Z")
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T12:07Z", capsys) == [WARNING]
    assert _said(site, "2026-03-04T13:00Z", capsys) == [ERROR]
    _git(site, "checkout", "-q", "main", when="2026-03-04T13:00Z")
    _git(site, "merge", "-q", "--no-ff", "-m", "x", "locks", when="2026-03-04T13:00Z")
    assert _said(site, "2026-03-04T13:02Z", capsys) == [ERROR]


def test_refused_for_it_is_never_public(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No build showed it, so that it may be fixed even days later: neither its error goes, nor is the fixed text an edit."""
    _write(site, **{"02-locks.md": SECOND})
    _commit(site, "2026-03-04T14:00Z")
    assert _said(site, "2026-03-07T16:00Z", capsys) == [ERROR]
    corrected = SECOND.replace("published: 2026-03-04T11:50Z", "published: 2026-03-04T10:30-03:30\nlate: It took longer.")
    _write(site, **{"02-locks.md": corrected})
    assert run(["validate", "--root", str(site), "--now", "2026-03-07T16:00Z"]) == 0


def test_committed_and_not_pushed(
    site: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the git host is down, a commit on this copy's own published branch is proof enough that the text was there."""
    origin = tmp_path_factory.mktemp("origin") / "site.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(site), str(origin)], check=True, capture_output=True)
    _git(site, "remote", "add", "origin", str(origin), when="2026-03-03T00:00Z")
    _git(site, "fetch", "-q", "origin", when="2026-03-03T00:00Z")
    _write(site, **{"02-locks.md": SECOND})
    assert _said(site, "2026-03-04T16:00Z", capsys) == [ERROR]
    _commit(site, "2026-03-04T11:52Z")
    assert _said(site, "2026-03-04T16:00Z", capsys) == []
