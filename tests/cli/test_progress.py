"""How far a command is: said on a terminal, after two seconds, and nowhere else."""

import pytest

from generator.cli.progress import Progress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the clock shows, to be set by a test."""
    shown = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: shown[0])
    return shown


def _on_a_terminal(monkeypatch: pytest.MonkeyPatch, *, yes: bool) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: yes)


def test_what_takes_long(clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """After two seconds a line says how much is done of all; it is written over, not too often, and taken away at the end."""
    _on_a_terminal(monkeypatch, yes=True)
    with Progress() as told:
        told.say("incidents", 1, 2000)
        clock[0] += 2.1
        told.say("incidents", 1234, 2000)
        told.say("incidents", 1235, 2000)
        clock[0] += 0.3
        told.say("incidents", 1240, 2000)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "\r\x1b[2K1,234 of 2,000 incidents\r\x1b[2K1,240 of 2,000 incidents\r\x1b[2K"


def test_no_terminal(clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In a log or a file nothing is said, however long it takes."""
    _on_a_terminal(monkeypatch, yes=False)
    with Progress() as told:
        clock[0] += 100
        told.say("incidents", 1, 2)
    assert capsys.readouterr().err == ""


def test_what_is_quick(clock: list[float], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is done within two seconds is silent on a terminal too."""
    _on_a_terminal(monkeypatch, yes=True)
    with Progress() as told:
        clock[0] += 1.9
        told.say("incidents", 1, 2)
    assert capsys.readouterr().err == ""
