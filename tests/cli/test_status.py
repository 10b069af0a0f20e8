"""`aboveboard status`: what it prints, for people, programs and the issue that reminds, and how it leaves."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.cli.main import run

ROOT = Path(__file__).parents[2]
CALM = "2026-11-23T12:00Z"
LATE = "2026-11-28T10:00Z"
FOLDER = "content/incidents/support-tickets"


class _Text(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize(("now", "code"), [(CALM, 0), (LATE, 1)], ids=["in-time", "late"])
def test_plain(now: str, code: int, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion) -> None:
    """The repository's own content, while all is in time and when an update and an answer are late."""
    assert run(["status", "--root", str(ROOT), "--now", now]) == code
    assert capsys.readouterr().out == snapshot(extension_class=_Text)


@pytest.mark.no_cover
def test_it_ends_with_one_sentence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The last line says how many things are late and what to begin with; or what comes first."""
    assert run(["status", "--root", str(root), "--now", LATE]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (
        "2 things are late. Begin with support-tickets, the promised update: `aboveboard new update support-tickets`."
    )
    assert run(["status", "--root", str(root), "--now", "2026-11-26T10:00Z"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("IN THE NEXT 48 HOURS\n\n  in 31 hours: support-tickets, the next update\n")
    assert out.endswith("Nothing is late. The first thing due is support-tickets, the next update, in 31 hours.\n")


def test_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON form has a schema number, the documented keys, and every moment in UTC."""
    assert run(["status", "--root", str(root), "--now", LATE, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["as_of"], said["timezone"], said["late"]) == (1, "2026-11-28T10:00:00Z", "Europe/London", 2)
    lines = (root / FOLDER / "05-password-source.md").read_text(encoding="utf-8").splitlines()
    assert said["owed"][0] == {
        "kind": "update",
        "incident": "support-tickets",
        "subject": None,
        "what": "the promised update",
        "next": "`aboveboard new update support-tickets`",
        "late": True,
        "due": "2026-11-27T17:00:00Z",
        "due_at": "2026-11-27T17:00:00Z",
        "seconds_left": -17 * 3600,
        "since": "2026-11-20T16:40:00Z",
        "path": f"{FOLDER}/05-password-source.md",
        "line": lines.index("next_update: 2026-11-27T17:00Z") + 1,
    }
    (step,) = [one for one in said["owed"] if one["subject"] == "watch"]
    assert (step["due"], step["due_at"]) == ("2026-12-14", "2026-12-15T00:00:00Z")
    documented = (ROOT / "docs/obligations.md").read_text(encoding="utf-8")
    for key in (*said, *said["owed"][0]):
        assert f"`{key}`" in documented
    for kind in {one["kind"] for one in said["owed"]}:
        assert f"`{kind}`" in documented


@pytest.mark.no_cover
def test_the_issue(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Markdown output is a title on the first line and a text with only what is late; empty when nothing is."""
    assert run(["status", "--root", str(root), "--now", CALM, "--format", "markdown"]) == 0
    assert capsys.readouterr().out == ""
    assert run(["status", "--root", str(root), "--now", LATE, "--format", "markdown"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["# 2 things are late: support-tickets", ""]
    assert lines[-1] == "`aboveboard status` shows everything else that is due."
    assert not any("<" in line for line in lines)
    assert "- **17 hours late**: **support-tickets**, the promised update" in lines
    assert f"  - In: `{FOLDER}/incident.md`, line 18" in lines
    assert not any("supplier" in line for line in lines)


def test_the_issue_calls_nobody(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What an author wrote cannot call a person, point to another issue, or hold markup in the issue."""
    file = root / FOLDER / "incident.md"
    text = file.read_text(encoding="utf-8")
    ask = '"Is @sam right about #12, <img src=x> and ![a](http://x)?"'
    file.write_text(text.replace("Will you pay if somebody uses what they read?", ask), encoding="utf-8")
    assert run(["status", "--root", str(root), "--now", LATE, "--format", "markdown"]) == 1
    out = capsys.readouterr().out
    assert not re.search(r"@\w|#\d|(?<!\\)<img|(?<!\\)!(?<!\\)\[", out.replace("&#8203;", "\u200b"))
    assert "sam right about" in out


def test_what_cannot_be_read_is_not_passed_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An incident with a broken file makes the command fail, and it says what to fix."""
    file = root / FOLDER / "05-password-source.md"
    file.write_text(file.read_text(encoding="utf-8").replace("known:", "knwon:", 1), encoding="utf-8")
    assert run(["status", "--root", str(root), "--now", CALM]) == 1
    out = capsys.readouterr().out
    assert "support-tickets, some of its files cannot be understood" in out
    assert f"`aboveboard validate {FOLDER}`" in out


def test_odd_surroundings(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken configuration is a matter of configuration, an empty folder holds no content, and nothing of either is an all-clear."""
    (root / "site_config.yml").write_text("site: [\n", encoding="utf-8")
    assert run(["status", "--root", str(root), "--now", CALM]) == 2
    assert run(["status", "--root", str(tmp_path), "--now", CALM]) == 3
    assert capsys.readouterr().out == ""


def test_times_are_those_of_the_site(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each time is given in the site's zone, with UTC beside it, and with UTC's day where that is another."""
    config = root / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("Europe/London", "Pacific/Auckland"), encoding="utf-8")
    run(["status", "--root", str(root), "--now", CALM])
    out = capsys.readouterr().out
    assert "Sat 28 Nov 2026, 06:00 NZDT (Fri 27 Nov, 17:00 UTC)" in out
    assert "the end of Mon 14 Dec 2026 (Mon 14 Dec, 11:00 UTC)" in out


def test_colours_and_signs() -> None:
    """In colour, the heading of late items stands out, and terminal control characters are shown as a symbol."""
    from zoneinfo import ZoneInfo

    from generator.obligations.model import Obligation, ObligationKind, Obligations
    from generator.obligations.report import plain

    now = datetime(2027, 3, 3, tzinfo=UTC)
    owed = Obligation(kind=ObligationKind.STEP, incident="x", what="a \x1b[31mred\x1b[0m word", next="go\u202e", late=True)
    said = plain(Obligations(as_of=now, zone=ZoneInfo("UTC"), obligations=(owed,)), colours=True)
    assert said.startswith("\x1b[1;31mLATE\x1b[0m\n")
    assert said.count("\x1b") == 2
    assert "\u202e" not in said
    assert plain(Obligations(as_of=now, zone=ZoneInfo("UTC"))) == "Nothing is due.\n"
