"""Findings are the same whoever judged which incident."""

import os
from pathlib import Path

import pytest

from benchmarks.sites import NOW, Shape, write_ours
from generator.adapters import workers
from generator.adapters.kept_results import KeptResults
from generator.adapters.site_files import read_site
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.diagnostic import Diagnostic
from generator.model.kept import Kept, Kind
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.rules import runner
from generator.rules.runner import Found, Task

INCIDENTS = 7
#: A sentence that a rule about wording finds, a secret, which other findings must not show, and a link that leads nowhere.
SAID = "\n\nWe take your security very seriously. The token is ghp_0123456789abcdefghijABCDEFGHIJ012345. See [it](../nowhere/01-first.md).\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this computer")


@pytest.fixture(name="files")
def files_of_a_site(tmp_path: Path) -> tuple[RawFile, ...]:
    """A site of which every incident has a sentence, every second a secret too."""
    write_ours(tmp_path / "site", Shape(INCIDENTS, updates=2))
    for number, file in enumerate(sorted((tmp_path / "site").rglob("002-update.md"))):
        file.write_text(file.read_text() + (SAID if number % 2 else SAID.replace("ghp_", "")))
    return tuple(read_site(tmp_path / "site", MARKDOWN_LIMIT))


class _Results(KeptResults):
    stamp = "of this test"


def _judged(files: tuple[RawFile, ...], number: int, kept: Kept | None, did: list[int] | None = None) -> tuple[Diagnostic, ...]:
    def share(tasks: list[Task], done: object) -> list[Found]:
        if did is not None:
            did.append(len(tasks))
        return workers.share(tasks, number, done)  # type: ignore[arg-type]  # as `Share` has it

    return checking.check(files, NOW, kept=kept, share=share).diagnostics  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_same_findings(files: tuple[RawFile, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The same findings in the same order, with and without results of an earlier run; what a worker found is kept too."""
    alone = checking.check(files, NOW).diagnostics
    assert len({one.code for one in alone}) > 3
    assert not any("ghp_" in one.message + one.help for one in alone)
    monkeypatch.setattr(runner, "_SHARED", 2)
    monkeypatch.setattr(runner, "_TOGETHER", 2)
    did: list[int] = []
    kept = _Results(tmp_path / "results")
    assert _judged(files, number, None, did) == alone
    assert _judged(files, number, kept, did) == alone
    secrets = INCIDENTS // 2
    indexes = (tmp_path / "results" / Kind.FINDINGS.value).glob("*.index")
    # A line each, of a key and two numbers.
    assert sum(one.stat().st_size for one in indexes) == (INCIDENTS - secrets) * 48
    # Those with a secret are judged each time.
    assert _judged(files, number, kept, did) == alone
    assert did == [(INCIDENTS + 1) // 2, (INCIDENTS + 1) // 2, (secrets + 1) // 2]


def test_few_are_judged_here(files: tuple[RawFile, ...]) -> None:
    """No process is started for a few incidents."""
    did: list[int] = []
    _judged(files, 2, None, did)
    assert did == []


def test_progress(files: tuple[RawFile, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many are judged is told as they are."""
    monkeypatch.setattr(runner, "_SHARED", 2)
    monkeypatch.setattr(runner, "_TOGETHER", 3)
    told: list[tuple[int, int]] = []
    checking.check(files, NOW, progress=lambda *said: told.append(said), share=_with_two)  # type: ignore[arg-type]  # as `Share` has it
    assert sorted(told) == told
    assert told[-1] == (INCIDENTS, INCIDENTS)


def _with_two(tasks: list[Task], done: object) -> list[Found]:
    return workers.share(tasks, 2, done)  # type: ignore[arg-type]  # as `Share` has it
