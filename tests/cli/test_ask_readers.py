"""`ask-readers` as its users run it: the sheet, the record, and what `status` makes of it."""

import sys
from pathlib import Path

import pytest

from generator.cli.main import run

NOW = "2026-11-23T12:00Z"
RECORD = "content/asked/2026-11-23-support-tickets.md"


def _run(root: Path, *arguments: str) -> int:
    return run([*arguments, "--root", str(root), "--now", NOW])


def test_the_sheet(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Five questions come first, for those who are asked; then the ledger's answer to each, for whoever asks."""
    assert _run(root, "ask-readers", "support-tickets") == 0
    shown = capsys.readouterr()
    asked, answers = shown.out.split("What our page answers (for you, not for them)")
    assert asked.count("?\n") == 5
    for answer in (
        "Passwords: seen without permission",
        "1,212 of 18,400 customers are affected.",
        "Today: Change your password",
        "Whether they copied the tickets they read.",
        "Next update by Friday 27 November",
    ):
        assert answer in answers
        assert answer not in asked
    assert "`aboveboard ask-readers support-tickets --take 5`" in shown.err


def test_a_record_to_fill_in(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal the record is written with room for each reader; it names nobody, nothing is marked, and it passes every rule."""
    assert _run(root, "ask-readers", "support-tickets", "--take", "2") == 0
    text = (root / RECORD).read_text(encoding="utf-8")
    assert text.startswith("---\nincident: support-tickets\nupdate: 5\nasked: 2026-11-23\nreaders:\n  reader-1:\n")
    assert "mark:" not in text
    assert _run(root, "validate", RECORD) == 0
    assert _run(root, "ask-readers", "support-tickets", "--take", "1") == 0
    assert f"Wrote {RECORD.replace('.md', '-2.md')}." in capsys.readouterr().out


def test_what_they_said(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """At a terminal what each reader said is taken in beside the ledger's answer, and a person says whether it is right: nothing is guessed."""
    said = ["Passwords", "right", "I am not sure", "wrong", "ring +44 20 7946 0123", "Change it", "1", "", "", "On Friday", ""]

    def answer(*_args: object, default: str = "", **_settings: object) -> str:
        return said.pop(0) or default

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.prompt", answer)
    assert _run(root, "ask-readers", "support-tickets", "--take", "1") == 0
    assert said == []
    text = (root / RECORD).read_text(encoding="utf-8")
    assert "    taken: {mark: right, said: Passwords}\n    me: {mark: wrong, said: I am not sure}\n" in text
    assert "    today: {mark: right, said: Change it}\n    unknown: {mark: wrong}\n    more: {said: On Friday}\n" in text
    assert "7946" not in text
    assert "Whether they copied the tickets they read." in capsys.readouterr().err


def test_what_status_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`status` offers to ask while nobody has, and warns while too few understood; that blocks nothing."""
    for file in (root / "content/asked").iterdir():
        file.unlink()
    _run(root, "status")
    assert "nobody has asked whether people outside the team understand update 5" in capsys.readouterr().out
    readers = "".join(f"  reader-{one}: {{me: {'right' if one < 4 else 'wrong'}, today: right}}\n" for one in range(1, 6))
    (root / RECORD).write_text(
        f"---\nincident: support-tickets\nupdate: 5\nasked: 2026-11-23\nreaders:\n{readers}---\n", encoding="utf-8"
    )
    _run(root, "status")
    shown = capsys.readouterr().out
    assert "fewer than four of five readers understood update 5: Is this me? (3 of 5)" in shown
    assert "nobody has asked" not in shown
    assert _run(root, "validate") == 0


def test_names_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record names no reader."""
    (root / RECORD).write_text(
        "---\nincident: support-tickets\nupdate: 5\nasked: 2026-11-23\nreaders: {sam: {me: right}}\n---\n", encoding="utf-8"
    )
    assert _run(root, "validate", RECORD) == 1
    assert "`sam` may be someone's name" in capsys.readouterr().out
