"""`aboveboard deadlines`: every clock with its start, its length, its end, and what became of it."""

import json
from pathlib import Path

import pytest

from generator.cli.main import run

ROOT = Path(__file__).parents[2]
FILE = "content/incidents/support-tickets/incident.md"
NOW = "2026-11-12T12:00Z"


@pytest.fixture
def with_profiles(english: Path) -> Path:
    """A copy of the site whose incident has profiles of every kind."""
    file = english / FILE
    text = file.read_text(encoding="utf-8")
    more = "profiles: [gdpr-33, gdpr-34, dora, nis2, sec-8k, us-ca]\ntold: {gdpr-33: 2026-11-12T10:00Z}\n"
    more += "not_needed: {us-ca.attorney-general: 312 residents are affected.}\n"
    file.write_text(text.replace("systems:", f"{more}systems:", 1), encoding="utf-8")
    return english


def _blocks(out: str) -> dict[str, str]:
    return {block.strip().partition(":")[0]: block for block in out.split("\n\n")}


def test_plain(with_profiles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A clock says with which moment it began, how long it is, when it runs out; a told one when; a needless one why; with its source."""
    assert run(["deadlines", "support-tickets", "--root", str(with_profiles), "--now", NOW]) == 1
    out = capsys.readouterr().out
    blocks = _blocks(out)
    assert "checked 2026-11; a reminder, not legal advice" in blocks["gdpr-33"]
    told = out.partition("  gdpr-33: told in time")[2].partition("\n\n")[0]
    assert "Time: 72 hours from when you became aware" in told
    assert "Began: Tue 10 Nov 2026, 06:40 GMT (06:40 UTC), when you became aware" in told
    assert "Runs out: Fri 13 Nov 2026, 06:40 GMT (06:40 UTC)" in told
    assert "Told: Thu 12 Nov 2026, 10:00 GMT (10:00 UTC)" in told
    assert "29 hours late" in blocks["nis2.early-warning"]
    # 24 hours after awareness nobody had classified it, and then the time is counted from the classification alone.
    assert "has not begun" in blocks["dora.initial"]
    assert "4 hours from `classified`, but not more than 24 hours from when you became aware" in blocks["dora.initial"]
    assert "moved to noon of the next working day" in blocks["dora.initial"]
    assert "second-hand: have a lawyer confirm it" in blocks["dora.clients"]
    assert "Begins: at `classified`" in blocks["dora.initial"]
    assert "Begins: when `initial` was told" in blocks["dora.intermediate"]
    assert "Begins: at `material`: once it has happened, add its time" in blocks["sec-8k.filing"]
    assert "us-ca.residents: in 28 days" in blocks["us-ca.residents"]
    assert "Runs out: the end of Thu 10 Dec 2026 (Fri 11 Dec, 00:00 UTC)" in blocks["us-ca.residents"]
    assert "Not needed: 312 residents are affected." in blocks["us-ca.attorney-general"]
    assert "\n\n  gdpr-34: without undue delay, not told yet\n" in out
    assert out.endswith(
        "1 clock has run out without a notice, first `nis2.early-warning` of support-tickets. This is a reminder, not legal advice.\n"
    )


def test_exit_code(with_profiles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It fails only while a clock has run out and nobody was told, and agrees with `status` and the rules."""
    early = ["--root", str(with_profiles), "--now", "2026-11-10T12:00Z"]
    assert run(["deadlines", *early]) == 0
    assert "No clock has run out without a notice. The first to run out is `dora.initial`" in capsys.readouterr().out
    for command in ("deadlines", "status"):
        assert run([command, "--root", str(with_profiles), "--now", NOW]) == 1
    assert "`nis2.early-warning`, to tell the CSIRT" in capsys.readouterr().out
    run(["validate", "--root", str(with_profiles), "--now", NOW])
    assert "`nis2.early-warning`: the time to tell the CSIRT or the competent authority ran out" in capsys.readouterr().out
    file = with_profiles / FILE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("impact: major", "impact: none"), encoding="utf-8")
    assert run(["deadlines", *early[:2], "--now", NOW]) == 0
    assert "No one has to be told" in capsys.readouterr().out


def test_json(with_profiles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON form has a schema number and the documented keys."""
    assert run(["deadlines", "support-tickets", "--root", str(with_profiles), "--now", NOW, "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["late"], said["disclaimer"]) == (1, 1, "a reminder, not legal advice")
    (incident,) = said["incidents"]
    clocks = {one["name"]: one for one in incident["clocks"]}
    early = clocks["nis2.early-warning"]
    assert (early["state"], early["late"], early["started_by"], early["due_at"]) == (
        *("passed", True, "aware"),
        "2026-11-11T06:40:00Z",
    )
    initial = clocks["dora.initial"]
    assert initial["cap"] == {"within": "24 hours", "from": ["aware"]}
    assert (initial["state"], initial["missing"]) == ("not-started", ["classified"])
    assert clocks["dora.clients"]["learnt"] == "second-hand"
    assert clocks["us-ca.residents"]["condition"]["answer"] == "open"
    assert clocks["sec-8k.filing"]["missing"] == ["material"]
    assert clocks["gdpr-33"]["told"] == "2026-11-12T10:00:00Z"
    documented = (ROOT / "docs/obligations.md").read_text(encoding="utf-8")
    for key in (*said, *incident, *initial):
        assert f"`{key}`" in documented


def test_which_incident(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path to the folder is understood, a slip is answered with the nearest name, and an incident without profiles says how to get one."""
    options = ["--root", str(english), "--now", NOW]
    assert run(["deadlines", "content/incidents/support-tickets/", *options]) == 0
    assert "No profile with a clock is in force" in capsys.readouterr().out
    assert run(["deadlines", "suport-tickets", *options]) == 2
    assert "did you mean support-tickets?" in capsys.readouterr().err


def test_what_cannot_be_read_is_said(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An incident that is left out because of a broken file is named, and the command fails."""
    file = english / "content/incidents/meter-portal/review.md"
    other = english / "content/incidents/meter-portal/incident.md"
    other.write_text(other.read_text(encoding="utf-8").replace("aware:", "awaer:"), encoding="utf-8")
    assert file.is_file()
    assert run(["deadlines", "--root", str(english), "--now", NOW]) == 1
    assert "Left out, because some of their files cannot be understood: meter-portal" in capsys.readouterr().err
