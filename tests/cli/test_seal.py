"""Sealing: whatever happens to the disk or the process, each lock is completely the old one or the new one."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.model.source import Source
from generator.seals.ledger_lock import parse_lock

NOW = "2026-11-23T12:00Z"
BEFORE = "2026-11-15T12:00Z"
LOCK = "content/incidents/support-tickets/ledger.lock"


def _locks(root: Path) -> dict[str, bytes]:
    return {path.parent.name: path.read_bytes() for path in sorted(root.glob("content/incidents/*/ledger.lock"))}


def _left(root: Path) -> list[str]:
    return [path.name for path in root.rglob(".new-*")]


@pytest.fixture
def sealed(root: Path) -> Path:
    """A site that was sealed a week ago; one incident has had updates since."""
    assert run(["seal", "--root", str(root), "--now", BEFORE]) == 0
    return root


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_a_disk_that_fails(sealed: Path, step: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A disk that is full or cannot be written to leaves the old lock and nothing beside it: exit code 4, and it says why."""
    before = _locks(sealed)

    def broken(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, broken)
    assert run(["seal", "--root", str(sealed), "--now", NOW]) == 4
    assert "content/order.lock cannot be written: No space left on device" in capsys.readouterr().err
    assert _locks(sealed) == before
    assert _left(sealed) == []


def test_a_folder_that_may_not_be_written(
    sealed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing permission to write is reported, and the old files stay."""
    before = _locks(sealed)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    # The user running the tests may have every permission, so the refusal is simulated.
    monkeypatch.setattr("generator.adapters.file_writing.tempfile.mkstemp", refused)
    assert run(["seal", "--root", str(sealed), "--now", NOW]) == 4
    assert "Permission denied" in capsys.readouterr().err
    assert _locks(sealed) == before


def test_killed(sealed: Path) -> None:
    """Killed at any moment, each lock is the old one or the new one, and the next run finishes the work."""
    before = _locks(sealed)
    command = [sys.executable, "-m", "generator.cli", "seal", "--root", str(sealed), "--now", NOW]
    for moment in (0.3, 0.6, 0.9, 1.2):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment)
        running.kill()
        running.wait()
        for slug, data in _locks(sealed).items():
            assert data.startswith(before[slug])
            assert parse_lock(Source(LOCK, data.decode()), (), slug).problems == ()
    assert run(["seal", "--root", str(sealed), "--now", NOW]) == 0
    # Eleven texts, the words for two names, and how people are told directly.
    assert len(_locks(sealed)["support-tickets"].splitlines()) == 27


@pytest.mark.slow
def test_two_at_once(root: Path) -> None:
    """Runs at once lose no line and write none twice; one whose clock is behind what another has just sealed is refused, and writes nothing."""
    runs = [
        threading.Thread(
            target=subprocess.run,
            args=([sys.executable, "-m", "generator.cli", "seal", "--root", str(root), "--now", now],),
            # The one with the earlier time may come after another has sealed.
            kwargs={"check": now == NOW, "capture_output": True},
        )
        for now in (NOW, BEFORE, NOW)
    ]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    for slug, data in _locks(root).items():
        lock = parse_lock(Source(LOCK, data.decode()), (), slug)
        assert lock.problems == ()
        names = [line.name for line in lock.lines]
        assert len(set(names)) == len(names)
    assert run(["seal", "--root", str(root), "--now", NOW]) == 0
    assert len(_locks(root)["support-tickets"].splitlines()) == 27


def test_what_people_are_owed_is_sealed(sealed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """How incident.md says that people are told is sealed: another sentence is found, and bringing it back mends that."""
    path = sealed / "content/incidents/support-tickets/incident.md"
    before = path.read_text(encoding="utf-8")
    line = next(line for line in before.splitlines() if line.startswith("direct_notice: "))
    path.write_text(before.replace(line, "direct_notice: We tell nobody ourselves."), encoding="utf-8")
    run(["validate", "--root", str(sealed), "--now", NOW])
    assert "`direct_notice` in incident.md is different from what was published" in capsys.readouterr().out
    path.write_text(before.replace(f"{line}\n", ""), encoding="utf-8")
    run(["validate", "--root", str(sealed), "--now", NOW])
    assert "`direct_notice` in incident.md is gone, and it was published" in capsys.readouterr().out
    path.write_text(before, encoding="utf-8")
    run(["validate", "--root", str(sealed), "--now", NOW])
    assert "CON075" not in capsys.readouterr().out
