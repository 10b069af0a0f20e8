"""What is shipped: the wheel, installed into an empty environment, builds a folder that holds only configuration and content."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from generator.content.editors import editor_files

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_wheel(tmp_path: Path) -> None:
    """Themes and rules travel with the wheel; nothing of the checkout is needed."""
    quiet = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(tmp_path),
        str(ROOT),
    ]
    subprocess.run(quiet, check=True, cwd=tmp_path)
    (wheel,) = tmp_path.glob("aboveboard-*.whl")
    environment = tmp_path / "empty"
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run(
        [scripts / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", str(wheel)],
        check=True,
        cwd=tmp_path,
    )
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
        [scripts / "aboveboard", "init", str(new), "--yes", "--now", "2026-11-23T12:00Z"],
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
    }
