"""The program's templates as an earlier run compiled them."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

from generator.adapters import compiled_templates
from generator.adapters.compiled_templates import keep_compiled, read_compiled

ONE: dict[str, tuple[str, CodeType]] = {"home": ("checksum", compile("name = 'home'", "home.html", "exec"))}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where templates are kept: in the folder of the modules that Python compiled."""
    folder = tmp_path / "__pycache__"
    folder.mkdir(mode=0o755)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled_templates, "__file__", str(tmp_path / "compiled_templates.py"))
    (tmp_path / "compiled_templates.py").write_bytes(b"")
    yield folder / f"templates.{sys.implementation.cache_tag}"
    assert [one for one in folder.iterdir() if one.name.startswith(".")] == [], "half a file is left"


def test_what_was_kept_is_read(file: Path) -> None:
    """What one run kept, the next one has, as long as the same program made it."""
    keep_compiled(ONE, "Jinja 1")
    assert file.is_file()
    found = read_compiled("Jinja 1")
    assert found == ONE
    assert read_compiled("Jinja 2") == {}


@pytest.mark.parametrize("at", [0, 30, 60, -1])
def test_damaged_is_not_there(file: Path, at: int) -> None:
    """Code that is damaged or cut off anywhere is not run."""
    keep_compiled(ONE, "Jinja 1")
    whole = file.read_bytes()
    data = bytearray(whole)
    data[at] ^= 1
    file.write_bytes(bytes(data))
    assert read_compiled("Jinja 1") == {}
    for end in range(len(whole)):
        file.write_bytes(whole[:end])
        assert read_compiled("Jinja 1") == {}


def test_python_keeps_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python is told to keep nothing of what it compiles, no template is kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep_compiled(ONE, "Jinja 1")
    assert not file.exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no such rights here")
def test_what_others_can_write_is_not_run(file: Path) -> None:
    """Code that somebody else could have written is not run, and none is put where somebody else could change it."""
    keep_compiled(ONE, "Jinja 1")
    file.chmod(0o666)
    assert read_compiled("Jinja 1") == {}
    file.chmod(0o600)
    file.parent.chmod(0o777)
    assert read_compiled("Jinja 1") == {}
    file.unlink()
    keep_compiled(ONE, "Jinja 1")
    assert not file.exists()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links here")
def test_a_link_is_not_followed(file: Path, tmp_path: Path) -> None:
    """Code at the end of a symbolic link is not run."""
    keep_compiled(ONE, "Jinja 1")
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert read_compiled("Jinja 1") == {}


def test_folder_that_cannot_be_written(file: Path) -> None:
    """Where the folder cannot be written, templates are compiled in every run, and nothing fails."""
    file.mkdir()
    (file / "in the way").write_bytes(b"")
    keep_compiled(ONE, "Jinja 1")
    assert read_compiled("Jinja 1") == {}
