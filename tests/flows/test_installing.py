"""Each way of installing in docs/install.md, in an empty environment: the version, a new site, and its build. Packages come from the index, in the locked versions."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import __version__
from tests.programs import program

pytestmark = [pytest.mark.judge, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def empty(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has a home with nothing in it: only git, Python and what installs."""
    home = tmp_path / "home"
    home.mkdir()
    locked = tmp_path / "locked.txt"
    lock = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    locked.write_text(
        "\n".join(re.findall(r"^([a-z0-9-]+==\S+(?: ; .+?)?) \\$", lock, flags=re.MULTILINE)) + "\n", encoding="utf-8"
    )
    # Where packages come from is this machine's business; nothing else of its user's is.
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PYTHON", "VIRTUAL_ENV", "PIPX_", "XDG_"))
    }
    places = {"PIP_CONFIG_FILE": (".config/pip/pip.conf", ".pip/pip.conf"), "UV_CONFIG_FILE": (".config/uv/uv.toml",)}
    settings = {
        name: str(Path.home() / place) for name, found in places.items() for place in found if (Path.home() / place).is_file()
    }
    return (
        kept
        | settings
        | {
            "HOME": str(home),
            "PIP_CONSTRAINT": str(locked),
            "UV_CONSTRAINT": str(locked),
            "UV_PYTHON": sys.executable,
            "UV_PYTHON_DOWNLOADS": "never",
            # The authorities that the machine trusts, as pip does.
            "UV_SYSTEM_CERTS": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
    )


def _run(command: list[str], cwd: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _uvx(wheel: Path, folder: Path, environment: dict[str, str]) -> list[str]:
    del folder, environment
    return [program("uvx"), "--quiet", "--from", str(wheel), "aboveboard"]


def _uv_tool(wheel: Path, folder: Path, environment: dict[str, str]) -> list[str]:
    _run([program("uv"), "tool", "install", "--quiet", str(wheel)], folder, environment)
    return [str(Path(environment["HOME"]) / ".local/bin/aboveboard")]


def _pipx(wheel: Path, folder: Path, environment: dict[str, str]) -> list[str]:
    _run([program("pipx"), "install", "--python", sys.executable, str(wheel)], folder, environment)
    return [str(Path(environment["HOME"]) / ".local/bin/aboveboard")]


def _pip(wheel: Path, folder: Path, environment: dict[str, str]) -> list[str]:
    _run([sys.executable, "-m", "venv", str(folder / ".venv")], folder, environment)
    _run([str(folder / ".venv/bin/pip"), "install", "--quiet", str(wheel)], folder, environment)
    return [str(folder / ".venv/bin/aboveboard")]


@pytest.mark.parametrize("way", [_uvx, _uv_tool, _pipx, _pip], ids=lambda way: way.__name__.strip("_"))
def test_each_way(
    way: Callable[[Path, Path, dict[str, str]], list[str]], wheel: Path, tmp_path: Path, empty: dict[str, str]
) -> None:
    """In an empty environment it says its version, makes a site, and builds it."""
    command = way(wheel, tmp_path, empty)
    assert _run([*command, "--version"], tmp_path, empty) == f"aboveboard, version {__version__}\n"
    named = ["--name", "Larkfield", "--address", "https://status.larkfield.example/"]
    _run([*command, "init", "status", "--yes", *named], tmp_path, empty)
    _run([*command, "build", "--out", str(tmp_path / "site")], tmp_path / "status", empty)
    assert (tmp_path / "site/index.html").is_file()


def test_before_each_commit(tmp_path: Path, empty: dict[str, str]) -> None:
    """pre-commit installs the hook from a clone of this repository; a dishonest statement cannot be committed, and an honest one can."""
    source, site = tmp_path / "source", tmp_path / "site"
    source.mkdir()
    for name in ("generator", "themes", "requirements"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, source)
    git = ["git", "-c", "user.name=Sam Reed", "-c", "user.email=sam@larkfield.example"]
    for command in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "The source"]):
        _run([*git, *command], source, empty)
    commit = _run(["git", "rev-parse", "HEAD"], source, empty).strip()
    shutil.copytree(ROOT / "content", site / "content")
    shutil.copy(ROOT / "site_config.yml", site)
    hooks = f"repos:\n  - repo: {source.as_uri()}\n    rev: {commit}\n    hooks:\n      - id: aboveboard\n"
    (site / ".pre-commit-config.yaml").write_text(hooks, encoding="utf-8")
    _run([*git, "init", "--quiet"], site, empty)
    _run([program("pre-commit"), "install"], site, empty)
    _run([*git, "add", "--all"], site, empty)
    _run([*git, "commit", "--quiet", "--message", "Our site"], site, empty)

    update = site / "content/incidents/support-tickets/05-password-source.md"
    text = update.read_text(encoding="utf-8")
    update.write_text(re.sub(r"^unknown:.*\n(?:[ #].*\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
    _run([*git, "add", "--all"], site, empty)
    done = subprocess.run(
        [*git, "commit", "--message", "We know everything"], cwd=site, env=empty, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert re.search(r"error\[[A-Z]{3}\d{3}\]", said), said
    assert "content/incidents/support-tickets/05-password-source.md" in said
