"""The tool that a site's workflows install: which wheel `init` takes, what it writes, and what it refuses."""

import hashlib
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import __version__
from generator.adapters import program_files as disk
from generator.cli.main import run

NOW = ["--now", "2027-03-03T03:10Z"]
NAME = f"aboveboard-{__version__}-py3-none-any.whl"
INFO = f"aboveboard-{__version__}.dist-info/METADATA"


@pytest.fixture(autouse=True)
def _nowhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whatever lies in the dist/ of this checkout is no matter of these tests."""
    monkeypatch.setattr(disk, "checkout", lambda: tmp_path / "source")


def _changed(wheel: Path, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A wheel with something else in it."""
    with zipfile.ZipFile(wheel) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    change(held)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in held.items():
            packed.writestr(name, data)
    return made.getvalue()


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_named_wheel(wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is copied into the site, and the list names it by its hash, before everything that it needs."""
    site = tmp_path / "status"
    named = ["--name", "Larkfield", "--address", "status.larkfield.example"]
    assert run(["init", str(site), "--yes", *named, "--wheel", str(wheel), *NOW]) == 0
    said = capsys.readouterr()
    assert f"Wrote {site.as_posix()}/tool/{NAME}\n" in said.out
    assert "cannot publish" not in said.err
    assert (site / "tool" / NAME).read_bytes() == wheel.read_bytes()
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lines = [
        line for line in (site / "requirements.txt").read_text(encoding="utf-8").splitlines() if line and line[0] not in "# "
    ]
    assert lines[0] == f"./tool/{NAME} --hash=sha256:{digest}"
    assert all(re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)? \\", line) for line in lines[1:])
    assert not [line for line in lines[1:] if line.startswith("aboveboard")]
    assert run(["validate", "--root", str(site), *NOW]) == 0


def test_without_a_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The list does not name the program, and says what to do, in a source folder and where the program was installed."""
    assert run(["init", str(tmp_path / "new site"), "--yes", *NOW]) == 0
    said = capsys.readouterr().err
    source = tmp_path / "source"
    assert f"  make -C {source} wheel\n  aboveboard init '{tmp_path}/new site' --wheel {source}/dist/{NAME}\n" in said
    text = (tmp_path / "new site/requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"^(?:\./|aboveboard)", text, re.MULTILINE)
    assert "`aboveboard init --wheel FILE`" in text
    monkeypatch.setattr(disk, "checkout", lambda: None)
    monkeypatch.setattr(disk, "installed_from", lambda: None)
    monkeypatch.chdir(tmp_path / "new site")
    (tmp_path / "new site/site_config.yml").unlink()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run(["init", "--yes", *NOW]) == 0
    said = capsys.readouterr().err
    assert "the file it was installed from" in said
    assert f"  aboveboard init --wheel {NAME}\n" in said


@pytest.mark.no_cover
def test_the_wheel_of_this_very_program(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The wheel from `make wheel` is used automatically, but not after the source has changed.

    Nor is a file at the place of installation.
    """
    dist = tmp_path / "source/dist"
    dist.mkdir(parents=True)
    shutil.copy(wheel, dist)
    assert run(["init", str(tmp_path / "one"), "--yes", *NOW]) == 0
    assert (tmp_path / "one/tool" / NAME).read_bytes() == wheel.read_bytes()

    def change(held: dict[str, bytes]) -> None:
        held["generator/errors.py"] += b"# another\n"

    (dist / NAME).write_bytes(_changed(wheel, change))
    monkeypatch.setattr(disk, "installed_from", lambda: dist / NAME)
    capsys.readouterr()
    for at, source in enumerate((tmp_path / "source", None)):
        monkeypatch.setattr(disk, "checkout", lambda source=source: source)
        assert run(["init", str(tmp_path / f"other-{at}"), "--yes", *NOW]) == 0
        assert not list((tmp_path / f"other-{at}/tool").glob("*.whl"))
        assert "cannot publish itself yet" in capsys.readouterr().err
    (dist / NAME).unlink()
    (dist / NAME).symlink_to(wheel)
    assert run(["init", str(tmp_path / "linked"), "--yes", *NOW]) == 0
    assert not list((tmp_path / "linked/tool").glob("*.whl"))


def _without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda held: held.update({f"{name}.bak": held.pop(name)})


def _as_other(held: dict[str, bytes]) -> None:
    held[INFO] = held[INFO].replace(b"Name: aboveboard", b"Name: above-board", 1)


def _as_older(held: dict[str, bytes]) -> None:
    held[INFO] = held[INFO].replace(f"Version: {__version__}".encode(), b"Version: 0.0.9", 1)


#: Arguments that may be given, and the messages about them.
REFUSED: dict[str, tuple[Callable[[Path, Path], Path], str]] = {
    "nothing": (lambda top, _: top / NAME, "there is no"),
    "a file on the way": (lambda top, wheel: Path(shutil.copy(wheel, top / "x"), NAME), "there is no"),
    "a link": (lambda top, wheel: _linked(top / NAME, wheel), "is a symbolic link"),
    "a folder": (lambda top, _: _put(top / NAME, None), "is a folder"),
    "a pipe": (lambda top, _: _pipe(top / NAME), "is not an ordinary file"),
    "another file": (
        lambda top, wheel: _put(top / "aboveboard.whl", wheel.read_bytes()),
        "is not the name of a wheel of this program",
    ),
    "a second copy": (
        lambda top, wheel: _put(top / NAME.replace(".whl", " (1).whl"), wheel.read_bytes()),
        "a renamed file",
    ),
    "somebody's": (
        lambda top, wheel: _put(top / "aboveboard_tools-0.1.0-py3-none-any.whl", wheel.read_bytes()),
        "is not the name of a wheel",
    ),
    "a source": (lambda top, _: _put(top / f"aboveboard-{__version__}.tar.gz", b"x"), "is not the name of a wheel"),
    "another version": (
        lambda top, wheel: _put(top / "aboveboard-9.9.0-py3-none-any.whl", wheel.read_bytes()),
        "is a different version",
    ),
    "no zip": (lambda top, _: _put(top / NAME, b"not a wheel"), "is damaged, or is not a wheel"),
    "empty": (lambda top, _: _put(top / NAME, b""), "is damaged, or is not a wheel"),
    "cut short": (lambda top, wheel: _put(top / NAME, wheel.read_bytes()[:-2000]), "is damaged, or is not a wheel"),
    "a byte changed": (lambda top, wheel: _put(top / NAME, _flipped(wheel.read_bytes())), "is damaged, or is not a wheel"),
    "without metadata": (lambda top, wheel: _put(top / NAME, _changed(wheel, _without(INFO))), "contains something other"),
    "of another name": (lambda top, wheel: _put(top / NAME, _changed(wheel, _as_other)), "contains something other"),
    "of an older one": (lambda top, wheel: _put(top / NAME, _changed(wheel, _as_older)), "contains something other"),
    "without the code": (
        lambda top, wheel: _put(top / NAME, _changed(wheel, _without("generator/__init__.py"))),
        "contains something other",
    ),
    "without its lock": (
        lambda top, wheel: _put(top / NAME, _changed(wheel, _without("generator/requirements/run.txt"))),
        "does not say which packages",
    ),
    "too large": (lambda top, _: _sparse(top / NAME, 33 << 20), "is larger than 32 MB"),
    "a bomb": (lambda top, _: _put(top / NAME, _bomb()), "is damaged, or is not a wheel"),
}


def _put(file: Path, data: bytes | None) -> Path:
    file.mkdir() if data is None else file.write_bytes(data)
    return file


def _linked(file: Path, to: Path) -> Path:
    file.symlink_to(to)
    return file


def _pipe(file: Path) -> Path:
    os.mkfifo(file)
    return file


def _sparse(file: Path, size: int) -> Path:
    with file.open("wb") as stream:
        stream.truncate(size)
    return file


def _flipped(data: bytes) -> bytes:
    return data[:200] + bytes([data[200] ^ 1]) + data[201:]


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for at in range(5):
            packed.writestr(f"generator/{at}", b"\0" * (30 << 20))
    return made.getvalue()


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_wheel_of_ours(what: str, wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused with the reason before anything is asked or written."""
    top = tmp_path / "top"
    top.mkdir()
    make, expected = REFUSED[what]
    named = make(top, wheel)
    assert run(["init", str(tmp_path / "new"), "--wheel", str(named), *NOW]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert "  help: " in said
    assert "Traceback" not in said
    assert not (tmp_path / "new").exists()


@pytest.mark.no_cover
def test_another_tool_for_a_site(wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a site that is there, the tool alone is put in the place of the old one; texts, workflows and configuration stay as they were."""
    site = tmp_path / "status"
    assert run(["init", str(site), "--yes", *NOW]) == 0
    (site / "site_config.yml").write_text("organisation: {name: Larkfield Energy}\n", encoding="utf-8")
    (site / "tool/aboveboard-0.0.9-py3-none-any.whl").write_bytes(b"old")
    (site / "tool/notes.txt").write_bytes(b"ours")
    (site / "requirements.txt").write_text("./tool/aboveboard-0.0.9-py3-none-any.whl --hash=sha256:00\n", encoding="utf-8")
    before = _tree(site)
    capsys.readouterr()
    assert run(["init", str(site), "--wheel", str(wheel), *NOW]) == 0
    said = capsys.readouterr()
    assert f"Removed {site.as_posix()}/tool/aboveboard-0.0.9-py3-none-any.whl\n" in said.out
    assert "The texts of the site are unchanged" in said.err
    after = _tree(site)
    assert {path for path in before | after if before.get(path) != after.get(path)} == {
        "requirements.txt",
        f"tool/{NAME}",
        "tool/aboveboard-0.0.9-py3-none-any.whl",
    }
    new = tmp_path / "new"
    assert run(["init", str(new), "--yes", "--wheel", str(wheel), *NOW]) == 0
    assert (site / "requirements.txt").read_bytes() == (new / "requirements.txt").read_bytes()
    # Again, from its own folder: nothing is lost.
    assert run(["init", str(site), "--wheel", str(site / "tool" / NAME), *NOW]) == 0
    assert _tree(site) == after
    # Giving answers means that a new site is wanted, and there is one already.
    assert run(["init", str(site), "--yes", "--name", "Larkfield", "--wheel", str(wheel), *NOW]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert _tree(site) == after


@pytest.mark.no_cover
@pytest.mark.parametrize("path", ["tool", "requirements.txt", "tool/install.sh", f"tool/{NAME}"])
def test_links_in_a_site(path: str, wheel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a link in the site points to is never written to."""
    site, other = tmp_path / "status", tmp_path / "other"
    assert run(["init", str(site), "--yes", *NOW]) == 0
    there = site / path
    if there.is_dir():
        shutil.move(there, other)
    else:
        other.write_bytes(b"somebody's")
        there.unlink(missing_ok=True)
    there.symlink_to(other)
    before = _tree(tmp_path)
    capsys.readouterr()
    assert run(["init", str(site), "--wheel", str(wheel), *NOW]) == 2
    assert f"{path} is not an ordinary" in capsys.readouterr().err
    assert _tree(tmp_path) == before
