"""What tests share: the repository's own site, and copies of it to change."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOW = "2026-11-23T12:00Z"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own content, built once for all tests of a worker."""
    from generator.cli.main import run

    out = tmp_path_factory.mktemp("built") / "site"
    assert run(["build", "--root", str(ROOT), "--now", NOW, "--out", str(out)]) == 0
    return out


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the site's content that a test may change: site_config.yml and content/, nothing else."""
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(ROOT / "site_config.yml", copy)
    shutil.copytree(ROOT / "content", copy / "content")
    return copy
