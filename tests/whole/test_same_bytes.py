"""The same input gives the same bytes at any place and time and on any computer; and the site as a single file."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generator.cli.main import run

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
NEWEST = "content/incidents/support-tickets/05-password-source.md"
#: Two computers as unlike as one computer can be: zone, language, order of sets, and how far up the site's folder is.
HERE = {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"}


def _tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _copy(to: Path, theme: str) -> Path:
    shutil.copytree(ROOT / "content", to / "content")
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    assert "  timezone:" in text
    (to / "site_config.yml").write_text(text.replace("  timezone:", f"  theme: {theme}\n  timezone:"), encoding="utf-8")
    # Files come in another order and with other times.
    for file in sorted(to.rglob("*.md"), reverse=True):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    return to


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_the_same_bytes(tmp_path: Path, theme: str) -> None:
    """Builds in another folder, zone, language, order of sets and hour of the same state, by more processes, make the same zip, byte for byte."""
    made = []
    for folder, surroundings, now, workers in (
        ("a", HERE, NOW, "1"),
        ("b", HERE, NOW, "2"),
        ("deep/er/and deeper", THERE, "2026-11-23T14:59Z", "7"),
    ):
        site = _copy(tmp_path / folder, theme)
        command = [sys.executable, "-m", "generator.cli", "build", "--now", now, "--zip", "--workers", workers]
        clean = {name: value for name, value in os.environ.items() if name not in {"TZ", "LANG"} and not name.startswith("LC_")}
        environment = clean | surroundings | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
        subprocess.run(command, cwd=site, env=environment, check=True, capture_output=True, timeout=600)
        made.append(hashlib.sha256((site / "site.zip").read_bytes()).hexdigest())
    assert made[0] == made[1] == made[2]


@pytest.mark.slow
def test_one_file(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The zip holds the site as the folder does, hidden files too, sorted, and nothing of this computer: no user, no time of the build."""
    out = tmp_path / "status"
    assert run(["build", "--root", str(root), "--now", NOW, "--out", str(out), "--zip"]) == 0
    assert f"Packed {tmp_path / 'status.zip'}" in capsys.readouterr().out
    folder = _tree(out)
    assert folder.pop(".aboveboard") == b""
    with zipfile.ZipFile(tmp_path / "status.zip") as packed:
        assert packed.testzip() is None
        assert packed.namelist() == sorted(folder)
        assert {entry.filename: packed.read(entry) for entry in packed.infolist()} == folder
        # 20 November 2026 at 16:40 in London: the newest update that is published.
        assert {entry.date_time for entry in packed.infolist()} == {(2026, 11, 20, 16, 40, 0)}
        assert {(entry.extra, entry.comment, entry.create_system, entry.external_attr >> 16) for entry in packed.infolist()} == {
            (b"", b"", 3, 0o100644)
        }
    assert sorted(path.name for path in tmp_path.iterdir() if path != root) == ["status", "status.zip"]


@pytest.mark.parametrize("given", ["content/site.zip", "site/site.zip", "site_config.yml", "content"])
def test_nothing_is_written_over(root: Path, given: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A zip is not put among the site's own files, nor in the place of something that is no zip."""
    before = _tree(root)
    assert run(["build", "--root", str(root), "--now", NOW, "--zip", str(root / given)]) == 2
    assert _tree(root) == before
    assert "--zip" in capsys.readouterr().err


@pytest.mark.slow
def test_without_a_network(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Every step from writing to the finished file works without a network, and makes no request."""

    def unreachable(*_: object, **__: object) -> None:
        raise AssertionError("somebody asked for the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, unreachable)
    given = ["--root", str(root), "--now", NOW]
    assert run(["validate", *given]) == 0
    assert run(["seal", *given]) == 0
    assert run(["build", *given, "--zip"]) == 0
    capsys.readouterr()
    alone = shutil.which("unshare")
    if alone and subprocess.run([alone, "-rn", "true"], capture_output=True, check=False).returncode == 0:
        # Where the system allows it, once more with no network at all, for what programs that are called might ask.
        before = (root / "site.zip").read_bytes()
        command = [alone, "-rn", sys.executable, "-m", "generator.cli", "build", *given, "--zip"]
        subprocess.run(
            command,
            env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
            check=True,
            capture_output=True,
            timeout=600,
        )
        assert (root / "site.zip").read_bytes() == before
