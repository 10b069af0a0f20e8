"""What a newcomer follows word for word: the README's sixty seconds and the whole walk in docs/; and what docs/rules.md says of rules."""

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
SIXTY_SECONDS = README.partition("\n## Sixty seconds\n")[2].partition("\n## ")[0]
WALK = (ROOT / "docs/sixty-seconds.md").read_text(encoding="utf-8").partition("\n## The files of a site\n")[0]
#: What somebody who reads it answers to the five questions of `init`.
ANSWERS = [
    "Larkfield Energy",
    "status.larkfield.example",
    "the incident team, help@larkfield.example, on weekdays from 9 to 17",
    "",
    "Sam Reed",
]
NOW = ["--now", "2026-11-23T03:10Z"]


def _commands(page: str) -> list[list[str]]:
    """Return every command on lines of its own, in order, split as in a shell, without `aboveboard`."""
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("aboveboard ")]


def _shown(page: str) -> tuple[list[str], str]:
    """Return the command that a page shows with its output, and the output on one line: a page breaks lines where they would be too long for it."""
    found = re.search(r"```text\n\$ aboveboard ([^\n]*)\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1].split(), " ".join(found[2].split())


@pytest.fixture
def answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answers the questions of `init` in a folder `aboveboard`; what is left of the answers."""
    (tmp_path / "aboveboard").mkdir()
    monkeypatch.chdir(tmp_path / "aboveboard")
    monkeypatch.setattr("generator.cli.prompts.sys.stdin.isatty", lambda: True)
    left = list(ANSWERS)
    monkeypatch.setattr("click.prompt", lambda *_args, default="", **_options: (left.pop(0) if left else "") or default)
    return left


def _without_the_unknown(file: Path, page: str) -> tuple[str, str]:
    """Do with an update what a page says, delete an unknown and add a fact; return the new text and the deleted line."""
    gone = re.search(r"delete the line\s+`([^`…]+)…`", page, re.IGNORECASE)
    assert gone
    text = file.read_text(encoding="utf-8")
    (line,) = re.findall(rf"^  {re.escape(gone[1].strip())}.*\n", text, re.MULTILINE)
    example = re.search(r"such as `\s*(march: [^`]+)`", page)
    learnt = example[1] if example else "march: They read invoices of March."
    new = re.sub(r"^(known:.*\n)", rf"\1  {learnt}\n", text.replace(line, ""), flags=re.MULTILINE)
    file.write_text(new, encoding="utf-8")
    return new, line


def test_sixty_seconds(tmp_path: Path, answering: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Every command of the README works unchanged, and the finding that it and docs/refused.md show is the real one."""
    initialise, incident, serve, update = _commands(SIXTY_SECONDS)
    assert serve == ["serve"]
    assert run([*initialise, *NOW]) == 0
    assert answering == []
    os.chdir(tmp_path / "status")
    assert run([*incident, *NOW]) == 0
    assert "It passes every rule." in capsys.readouterr().err
    later = ["--now", "2026-11-23T08:10Z"]
    assert run([*update, *later]) == 0
    (file,) = Path("content/incidents", incident[2]).glob("02-*.md")
    _without_the_unknown(file, SIXTY_SECONDS)
    capsys.readouterr()
    command, shown = _shown(SIXTY_SECONDS)
    assert run([*command, *later]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert shown in said
    (explained,) = re.findall(r"```text\n(error\[.*?)```", (ROOT / "docs/refused.md").read_text(encoding="utf-8"), re.DOTALL)
    assert " ".join(explained.split()) in said


def test_short() -> None:
    """The README fits on three screens: fewer than 120 lines. It links to every page of docs/ that a newcomer looks for."""
    assert len(README.splitlines()) < 120
    assert {"docs/install.md", "docs/sixty-seconds.md", "docs/refused.md", "docs/rules.md", "docs/commands.md"} <= set(
        re.findall(r"\]\(([^)#]+)", README)
    )


def test_the_whole_walk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answering: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command works unchanged, the named files are written, and the finding shown is the real one."""
    initialise, incident, update, ready = _commands(WALK)
    assert run([*initialise, *NOW]) == 0
    assert answering == []
    os.chdir("status")
    capsys.readouterr()
    # All other questions are answered with Enter.
    assert run([*incident, *NOW]) == 0
    folder = Path("content/incidents") / incident[2]
    named = re.findall(r"`([\w/-]*(?:incident|01-first-statement|02-[\w-]+)\.md)`", WALK)
    assert "It passes every rule." in capsys.readouterr().err
    later = ["--now", "2026-11-23T08:10Z"]
    assert run([*update, *later]) == 0
    assert [name for name in named if not (folder / name.rpartition("/")[2]).is_file()] == []
    assert len(named) == 3
    file = folder / named[2]
    new, line = _without_the_unknown(file, WALK)
    capsys.readouterr()
    command, shown = _shown(WALK)
    assert run([*command, *later]) == 0
    said = capsys.readouterr().out
    assert shown in " ".join(said.split())
    assert "missing-approval" in said
    # What is still wrong with it does not go out, whoever has agreed.
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
    for path in re.findall(r"`(site/[\w/.]+xml)`", WALK):
        assert Path(path).is_file(), path
    capsys.readouterr()


def _stops(rule: Rule) -> bool:
    return rule.severity is Severity.ERROR and not rule.timed


def test_what_stops_a_build() -> None:
    """The table names every rule that stops a build, and none other."""
    page = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    table = page.partition("\n## What stops a build\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z]{3})` \| [^|]+ \| (all|only)([^|]*) \|$", table, re.MULTILINE)
    assert {family for family, _, _ in rows} == {rule.code[:3] for rule in ALL_RULES}
    for family, word, listed in rows:
        named = set(re.findall(r"[A-Z]{3}\d{3}", listed))
        members = {rule.code: _stops(rule) for rule in ALL_RULES if rule.code.startswith(family)}
        assert named == {code for code, stops in members.items() if stops is (word == "only")}, family
