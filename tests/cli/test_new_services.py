"""`new update` and `status` about what works: what is asked, what is filled in, and what is owed."""

from pathlib import Path

import pytest

from generator.cli.main import run
from tests.cli.test_new_ends import DESK, ENDS, NOW, _codes, _run, _site, _written

DOWN = (
    "status: confirmed\nnature: mistake\nservices:\n  Billing: {state: down, what: You cannot see a bill., instead: Ring us.}\n"
)


def test_what_does_not_work_is_filled_in(english: Path) -> None:
    """Without a terminal, what did not work stands behind a mark, and with the option its new word stands in the file."""
    _site(english, DOWN)
    assert _run(english, status="confirmed") == 0
    assert "#services:" in _written(english)
    assert "#    state: down" in _written(english)


@pytest.mark.no_cover
def test_a_system_works_again(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The option says that a system works, and its old words go; one of no system or without a state is refused."""
    _site(english, DOWN)
    assert _run(english, "--service", "Biling=working", status="confirmed") == 2
    assert _run(english, "--service", "Billing=fine", status="confirmed") == 2
    assert "write one of working, limited, down" in capsys.readouterr().err
    assert _run(english, "--service", "Billing=working", status="confirmed") == 0
    assert "services:\n  Billing: working\n" in _written(english)
    assert "You cannot see a bill." not in _written(english)


def test_an_end_asks_why_something_does_not_work(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What still does not work at the end has a blank for the reason, and is refused without one."""
    _site(english, DOWN, DOWN)
    assert _run(english, *ENDS, "--because", "A caretaker had moved it.") == 0
    assert "because: " in _written(english)
    assert "why it does not work yet" in _written(english)
    file = max((english / DESK).glob("*-it-is-over.md"))
    kept = [line for line in _written(english).splitlines() if "why it does not work yet" not in line]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    assert "CON068" in _codes(english, capsys)


def test_status_says_what_does_not_work_and_since_when(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What does not work is owed, since its day or since it was said; what works is not."""
    _site(english, DOWN.replace("state: down,", "state: down, since: 2026-11-24,"))
    run(["status", "--root", str(english), *NOW])
    said = capsys.readouterr().out
    assert "desk, Billing does not work, since 24 November 2026" in said
    again = english / DESK / "02-words.md"
    again.write_text(
        (english / DESK / "01-words.md").read_text(encoding="utf-8").replace("T08:00Z", "T09:00Z").partition("services:")[0]
        + "services: {Billing: working}\n---\n",
        encoding="utf-8",
    )
    run(["status", "--root", str(english), *NOW])
    assert "Billing" not in capsys.readouterr().out
