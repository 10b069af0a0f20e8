"""Alternative builders: each produces the same statement from the same project."""

from pathlib import Path

import html5lib
import pytest

from generator.cli.main import run
from tests.programs import program

NOW = "2026-11-23T12:00Z"
PAGES = ("index.html", "incidents/support-tickets/index.html", "incidents/support-tickets/5/index.html", "de/index.html")


def _statement(page: Path) -> str:
    """What a reader reads in the main part of a page."""
    parsed = html5lib.parse(page.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return " ".join("".join(parsed.find(".//main").itertext()).split())


def _with(root: Path, name: str, theme: str) -> None:
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(f"builder: {name}\n" + text.replace("  timezone:", f"  theme: {theme}\n  timezone:"), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["properdocs", "zensical"])
def test_the_same_statement(root: Path, lifeboat: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The repository's own content has the same text on its pages with every builder, and the same feeds and machine-readable files."""
    program(name, target="make test")
    _with(root, name, "lifeboat")
    assert run(["build", "--root", str(root), "--now", NOW]) == 0, capsys.readouterr()
    for page in PAGES:
        said = _statement(root / "site" / page)
        assert len(said) > 500
        assert said == _statement(lifeboat / page)
    theirs = {path.relative_to(lifeboat).as_posix(): path.read_bytes() for path in lifeboat.rglob("*") if path.is_file()}
    ours = {
        path.relative_to(root / "site").as_posix(): path.read_bytes() for path in (root / "site").rglob("*") if path.is_file()
    }
    assert theirs.keys() <= ours.keys()
    differ = ("_headers", "sitemap.xml", "integrity.json", "integrity/")
    feeds = [path for path in theirs if not path.endswith(".html") and not path.startswith(differ)]
    assert {path for path in feeds if ours[path] != theirs[path]} == set()
    if name == "properdocs":
        assert ours == theirs


def test_a_builder_that_is_not_there(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A builder that is not installed is named, with the command that installs it; the old site stays (exit code 2)."""
    _with(root, "properdocs", "lifeboat")
    monkeypatch.setattr("generator.adapters.builder.shutil.which", lambda *_, **__: None)
    assert run(["build", "--root", str(root), "--now", NOW]) == 2
    said = capsys.readouterr().err
    assert "asks for the builder properdocs, which is not installed" in said
    assert "python -m pip install properdocs" in said
    assert not (root / "site").exists()


def test_what_zensical_cannot_build(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Zensical cannot use Material and is not run with it: the message names the theme that it supports (exit code 2)."""
    _with(root, "zensical", "material")
    monkeypatch.setattr("generator.adapters.builder.shutil.which", lambda *_, **__: "zensical")
    assert run(["build", "--root", str(root), "--now", NOW]) == 2
    assert "write `theme: lifeboat`" in capsys.readouterr().err


def test_a_builder_that_nobody_knows(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For a misspelt builder, the message names the one that was meant (exit code 2)."""
    _with(root, "zensicle", "lifeboat")
    assert run(["validate", "--root", str(root), "--now", NOW]) == 2
    assert "write `builder: zensical`" in capsys.readouterr().out
