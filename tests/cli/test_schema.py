"""`schema`: prints schemas, and puts what editors need beside a site without losing anybody's settings."""

import io
import json
import sys
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.format.json_schemas import SCHEMAS
from generator.scaffolding.editor_settings import EXTENSIONS, REMARK, SETTINGS, editor_files


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_printing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """One schema is printed, all are listed or written into a folder; a wrong name is refused with the nearest one."""
    assert run(["schema"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()] == list(SCHEMAS)
    assert run(["schema", "update"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["status"]["enum"][0] == "investigating"
    assert run(["schema", "updaet"]) == 2
    assert "did you mean update?" in capsys.readouterr().err
    assert run(["schema", "--out", str(tmp_path / "new")]) == 0
    assert sorted(file.stem for file in (tmp_path / "new").iterdir()) == sorted(SCHEMAS)
    assert run(["schema", "page", "--out", str(tmp_path / "one")]) == 0
    assert [file.name for file in (tmp_path / "one").iterdir()] == ["page.json"]
    assert run(["schema", "page", "--editor"]) == 2
    assert run(["schema", "--yes"]) == 2


def test_for_editors(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything is written once; the second time nothing changes, and the site is judged as before."""
    assert run(["schema", "--editor", "--root", str(root)]) == 0
    assert set(capsys.readouterr().out.split()) - {"Wrote"} == set(editor_files())
    for path in json.loads((root / SETTINGS).read_text(encoding="utf-8"))["yaml.schemas"]:
        assert (root / path).is_file()
    assert run(["schema", "--editor", "--root", str(root)]) == 0
    assert capsys.readouterr().out == ""
    assert run(["validate", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0


def test_settings_of_their_own(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that are there are replaced only by somebody who says so; an old schema always is."""
    own = '{"editor.fontSize": 20}\n'
    (root / ".vscode").mkdir()
    (root / ".schemas").mkdir()
    (root / SETTINGS).write_text(own, encoding="utf-8")
    (root / ".schemas/page.json").write_text("{}\n", encoding="utf-8")
    command = ["schema", "--editor", "--root", str(root)]
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert run(command) == 0
    said = capsys.readouterr()
    assert f"Left {SETTINGS} unchanged." in said.err
    assert (root / SETTINGS).read_text(encoding="utf-8") == own
    assert (root / ".schemas/page.json").read_text(encoding="utf-8") == SCHEMAS["page"].text
    assert (root / EXTENSIONS).is_file()
    for answer, text in (("n", own), ("y", editor_files()[SETTINGS])):
        monkeypatch.setattr(sys, "stdin", _Terminal(f"{answer}\n"))
        assert run(command) == 0
        assert "Replace it?" in capsys.readouterr().err
        assert (root / SETTINGS).read_text(encoding="utf-8") == text
    (root / REMARK).write_text("plugins: []\n", encoding="utf-8")
    assert run([*command, "--yes"]) == 0
    assert (root / REMARK).read_text(encoding="utf-8") == editor_files()[REMARK]


def test_not_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Settings are not left in a folder that is no site."""
    assert run(["schema", "--editor", "--root", str(tmp_path)]) == 2
    assert "there is no site" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
