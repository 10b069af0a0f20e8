"""The README: its five minutes, followed word for word, and what it says of rules."""

import os
import re
import shlex
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.model.diagnostic import Severity
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIVE_MINUTES = README.partition("\n## Five minutes\n")[2].partition("\n## ")[0]
#: What somebody who reads it answers to the five questions of `init`.
ANSWERS = [
    "Larkfield Energy",
    "status.larkfield.example",
    "the incident team, help@larkfield.example, on weekdays from 9 to 17",
    "",
    "Sam Reed",
]
NOW = ["--now", "2026-11-23T03:10Z"]


def _commands() -> list[list[str]]:
    """Return every command on lines of its own, in order, split as in a shell, without `aboveboard`."""
    blocks = re.findall(r"```sh\n(.*?)```", FIVE_MINUTES, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("aboveboard ")]


def test_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every command works unchanged, the named files are written, and the finding shown is the real one."""
    (tmp_path / "aboveboard").mkdir()
    monkeypatch.chdir(tmp_path / "aboveboard")
    monkeypatch.setattr("generator.cli.prompts.sys.stdin.isatty", lambda: True)
    answers = iter(ANSWERS)
    monkeypatch.setattr("click.prompt", lambda *_args, default="", **_options: next(answers, "") or default)
    initialise, incident, update, ready = _commands()
    assert run([*initialise, *NOW]) == 0
    assert list(answers) == []
    os.chdir(tmp_path / "status")
    capsys.readouterr()
    # 1. All other questions are answered with Enter.
    assert run([*incident, *NOW]) == 0
    folder = Path("content/incidents") / incident[2]
    named = re.findall(r"`([\w/-]*(?:incident|01-first-statement|02-[\w-]+)\.md)`", FIVE_MINUTES)
    assert "It passes every rule." in capsys.readouterr().err
    # 3.
    later = ["--now", "2026-11-23T08:10Z"]
    assert run([*update, *later]) == 0
    assert [name for name in named if not (folder / name.rpartition("/")[2]).is_file()] == []
    assert len(named) == 3
    file = folder / named[2]
    gone = re.search(r"delete the line\s+`([^`…]+)…`", FIVE_MINUTES)
    assert gone
    text = file.read_text(encoding="utf-8")
    (line,) = re.findall(rf"^  {re.escape(gone[1].strip())}.*\n", text, re.MULTILINE)
    new = re.sub(r"^(known:.*\n)", r"\1  march: They read invoices of March.\n", text.replace(line, ""), flags=re.MULTILINE)
    file.write_text(new, encoding="utf-8")
    shown = re.search(r"```text\n\$ aboveboard ([^\n]*)\n(.*?)```", FIVE_MINUTES, re.DOTALL)
    assert shown
    capsys.readouterr()
    assert run([*shown[1].split(), *later]) == 0
    said = capsys.readouterr().out
    # The README breaks lines where they would be too long for it.
    assert " ".join(shown[2].split()) in " ".join(said.split())
    assert "missing-approval" in said
    # 4. and 5. What is still wrong with it does not go out, whoever has agreed.
    monkeypatch.setattr("click.confirm", lambda *_args, **_options: True)
    assert run([*ready, *later]) == 1
    assert file.read_text(encoding="utf-8") == new
    file.write_text(re.sub(r"^(unknown:.*\n)", rf"\1{line}", new, flags=re.MULTILINE), encoding="utf-8")
    second = Path("site/incidents") / incident[2] / "2/index.html"
    assert run(["build", *later]) == 0
    assert not second.exists()
    agreed = iter([False, True])
    monkeypatch.setattr("click.confirm", lambda *_args, **_options: next(agreed))
    assert run([*ready, *later]) == 1
    assert run([*ready, *later]) == 0
    assert "approved_by: {lead: Sam Reed}\n" in file.read_text(encoding="utf-8")
    assert run(["build", *later]) == 0
    assert second.exists()
    for path in re.findall(r"`(site/[\w/.]+xml)`", FIVE_MINUTES):
        assert Path(path).is_file(), path
    capsys.readouterr()


def _stops(rule: Rule) -> bool:
    return rule.severity is Severity.ERROR and not rule.timed


def test_what_stops_a_build() -> None:
    """The table names every rule that stops a build, and none other."""
    table = README.partition("\n## What stops a build\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z]{3})` \| [^|]+ \| (all|only)([^|]*) \|$", table, re.MULTILINE)
    assert {family for family, _, _ in rows} == {rule.code[:3] for rule in ALL_RULES}
    for family, word, listed in rows:
        named = set(re.findall(r"[A-Z]{3}\d{3}", listed))
        members = {rule.code: _stops(rule) for rule in ALL_RULES if rule.code.startswith(family)}
        assert named == {code for code, stops in members.items() if stops is (word == "only")}, family
