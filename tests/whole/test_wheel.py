"""What is shipped: the wheel, installed into an environment of its own, builds a folder that holds only configuration and content."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Collection
from email.parser import BytesHeaderParser
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.markers import Marker

from generator.cli.main import run
from generator.scaffolding.editor_settings import editor_files

ROOT = Path(__file__).parents[2]


def _made(folder: Path, source: Path) -> Path:
    """The wheel, as `make wheel` makes it of a folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (made,) = folder.glob("aboveboard-*.whl")
    return made


def test_the_same_wheel(tmp_path: Path, wheel: Path) -> None:
    """The same files give the same wheel, whatever their dates and permissions, and whatever other files lie around."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, copy)
    for name in ("generator", "themes", "requirements"):
        shutil.copytree(ROOT / name, copy / name)
    for file in copy.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
        file.chmod(0o700 if file.is_dir() else 0o600)
    (copy / "generator/__pycache__").mkdir(exist_ok=True)
    (copy / "generator/__pycache__/other.cpython-39.pyc").write_bytes(b"x")
    other = _made(tmp_path / "other", copy)
    assert other.name == wheel.name
    assert other.read_bytes() == wheel.read_bytes()
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        told = BytesHeaderParser().parsebytes(packed.read(next(name for name in names if name.endswith("/METADATA"))))
    # Importers get its types.
    assert "generator/py.typed" in names
    assert sorted(told.get_all("Provides-Extra", [])) == ["all", "check", "pdf", "questions", "spelling"]
    always = [asked for asked in told.get_all("Requires-Dist", []) if "extra ==" not in asked]
    assert not [
        asked for asked in always if asked.startswith(("python-docx", "typst", "rapidfuzz", "snowballstemmer", "simplemma"))
    ]


def _with_the_packages_of_the_lock(folder: Path, but: Collection[str] = ()) -> None:
    """Return an environment with the packages of `requirements/run.txt` and pip, as installed here.

    Packages to be left out, and the program itself, are missing.
    """
    venv.create(folder, symlinks=True)
    inside = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (inside / "packages").mkdir()
    lock = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==\S+(?: ; (.+?))? \\$", lock, flags=re.MULTILINE)
    names = ["pip", *(name for name, marker in pins if name not in but and (not marker or Marker(marker).evaluate()))]
    assert len(names) > 30
    for name in names:
        installed = distribution(name)
        for top in {file.parts[0] for file in installed.files or ()} - {"..", "__pycache__"}:
            link = inside / "packages" / top
            if not link.exists():
                link.symlink_to(str(installed.locate_file(top)))
    (inside / "packages.pth").write_text("packages\n", encoding="utf-8")


@pytest.mark.slow
def test_without_the_extras(tmp_path: Path, wheel: Path) -> None:
    """In an environment without them, the wheel builds the site, and says what to install for the rest."""
    environment = tmp_path / "small"
    _with_the_packages_of_the_lock(environment, but=("typst", "rapidfuzz", "snowballstemmer"))
    today = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    python = str(environment / "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-compile", "--no-index", str(wheel)], check=True, env=today)
    subprocess.run([python, "-m", "pip", "check"], check=True, env=today, capture_output=True)
    site = tmp_path / "only"
    site.mkdir()
    shutil.copy(ROOT / "site_config.yml", site)
    shutil.copytree(ROOT / "content", site / "content")
    now = ["--now", "2026-11-23T12:00Z"]

    def said(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(environment / "bin/aboveboard"), *arguments]
        return subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)

    built = said("build", *now)
    assert built.returncode == 0, built.stderr
    assert "Built site: 12 updates in 3 incidents." in built.stdout
    notice = said("notice", "support-tickets", "--profile", "us-ca", *now)
    assert (notice.returncode, "needs typst, which is not installed here" in notice.stderr) == (4, True)
    assert (site / "notices/support-tickets-us-ca.html").is_file()
    (tmp_path / "tickets.txt").write_text("Did they copy my data?\n", encoding="utf-8")
    grouped = said("questions", "read", str(tmp_path / "tickets.txt"))
    assert (grouped.returncode, "which is not installed here" in grouped.stderr) == (4, True)


#: What a new site must be told before it can be built.
NAMED = ("--name", "Larkfield", "--address", "https://status.larkfield.example/")


@pytest.mark.slow
@pytest.mark.parametrize(
    "index", [False, pytest.param(True, marks=pytest.mark.judge)], ids=["packages from here", "packages from the index"]
)
def test_wheel(tmp_path: Path, wheel: Path, *, index: bool) -> None:
    """Themes, rules and locks travel with the wheel; a site's own script installs it by its hash, and nothing of the checkout is needed."""
    holder = tmp_path / "holder"
    assert run(["init", str(holder), "--yes", "--wheel", str(wheel), "--now", "2026-11-23T12:00Z"]) == 0
    environment = tmp_path / "empty"
    if index:
        venv.create(environment, with_pip=True)
    else:
        _with_the_packages_of_the_lock(environment)
    scripts = environment / "bin"
    # At another time (tests/at) no certificate of a package index would hold.
    today = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    surroundings = today | {"PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    surroundings |= {} if index else {"PIP_NO_INDEX": "1"}
    subprocess.run(["sh", str(holder / "tool/install.sh")], check=True, cwd=tmp_path, env=surroundings)
    site = tmp_path / "only"
    site.mkdir()
    shutil.copy(ROOT / "site_config.yml", site)
    shutil.copytree(ROOT / "content", site / "content")
    bare = {"PATH": str(scripts), "HOME": str(tmp_path / "home"), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    said = subprocess.run(
        [scripts / "aboveboard", "build", "--now", "2026-11-23T12:00Z"],
        cwd=site,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert "Built site: 12 updates in 3 incidents." in said.stdout
    assert (site / "site/incidents/support-tickets/3/index.html").is_file()
    assert (site / "site/assets/aboveboard/statement.css").is_file()
    # The patterns of wording are data, and travel as well.
    newest = site / "content/incidents/support-tickets/05-password-source.md"
    newest.write_text(newest.read_text(encoding="utf-8") + "\nWe take this very seriously.\n", encoding="utf-8")
    judged = subprocess.run(
        [scripts / "aboveboard", "validate", "--now", "2026-11-23T12:00Z"],
        cwd=site,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "WRD001" in judged.stdout
    explained = subprocess.run(
        [scripts / "aboveboard", "explain", "CON001"], cwd=site, env=bare, capture_output=True, text=True, check=True
    )
    assert "An open unknown has disappeared." in explained.stdout
    # So do the notice profiles.
    profile = subprocess.run(
        [scripts / "aboveboard", "explain", "hipaa"], cwd=site, env=bare, capture_output=True, text=True, check=True
    )
    assert "45 CFR 164.404" in profile.stdout
    # And so does everything of a new site, files whose names begin with a dot included.
    new = tmp_path / "new"
    made = subprocess.run(
        [scripts / "aboveboard", "init", str(new), "--yes", *NAMED, "--now", "2026-11-23T12:00Z"],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    assert "The site can be built now." in made.stderr
    starter = ROOT / "generator/cli/starter"
    assert {path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()} == {
        *(path.relative_to(starter).as_posix().replace("dot-", ".") for path in starter.rglob("*") if path.is_file()),
        *editor_files(),
        "requirements.txt",
        "tool/audit.txt",
        f"tool/{wheel.name}",
    }
    # It knows the wheel that it was installed from, and gives it to a new site.
    assert (new / "requirements.txt").read_bytes() == (holder / "requirements.txt").read_bytes()
    assert (new / "tool" / wheel.name).read_bytes() == wheel.read_bytes()
    assert "cannot publish itself yet" not in made.stderr
    # If that wheel is missing or was replaced, no other is used, and the message says what to do.
    for at, damage in enumerate((b"", None)):
        held = holder / "tool" / wheel.name
        held.write_bytes(damage) if damage is not None else held.unlink()
        made = subprocess.run(
            [scripts / "aboveboard", "init", str(tmp_path / f"without-{at}"), "--yes"],
            env=bare,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        assert f"aboveboard init {tmp_path / f'without-{at}'} --wheel {wheel.name}" in made.stderr
        assert not list((tmp_path / f"without-{at}/tool").glob("*.whl"))
