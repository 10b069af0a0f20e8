"""Builders: each produces the same statement from the same project, and what no browser asks for is left out."""

import json
import shutil
from importlib.metadata import distribution
from pathlib import Path

import html5lib
import pytest

from generator.adapters import builder
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


MATERIAL = Path(str(distribution("mkdocs-material").locate_file("material/templates/assets/javascripts")))


@pytest.mark.parametrize(
    ("tags", "asked"),
    [
        (["en"], set()),
        (["de"], {"min/lunr.stemmer.support.min.js", "min/lunr.de.min.js"}),
        (["en", "ar"], {"min/lunr.stemmer.support.min.js", "min/lunr.multi.min.js", "min/lunr.ar.min.js"}),
        (
            ["ja", "th"],
            {*(f"min/lunr.{one}.min.js" for one in ("stemmer.support", "multi", "ja", "th")), "tinyseg.js", "wordcut.js"},
        ),
    ],
)
def test_what_no_browser_asks_for_is_not_published(tags: list[str], asked: set[str], tmp_path: Path) -> None:
    """Of what the theme's search knows of languages, what its worker asks for stays; source maps go."""
    scripts = tmp_path / "assets/javascripts"
    shutil.copytree(MATERIAL, scripts)
    (tmp_path / "search").mkdir()
    (tmp_path / "search/search_index.json").write_text(json.dumps({"config": {"lang": tags}, "docs": []}), encoding="utf-8")
    (worker,) = (scripts / "workers").glob("search.*.min.js")
    said = worker.read_text(encoding="utf-8")
    assert 'case"ja":' in said.partition("tinyseg.js")[0]
    assert 'case"hi":case"th":' in said.partition("wordcut.js")[0].partition("tinyseg.js")[2]
    assert list(tmp_path.rglob("*.map"))
    builder._remove_unused(tmp_path)
    assert list(tmp_path.rglob("*.map")) == []
    assert {file.relative_to(scripts / "lunr").as_posix() for file in (scripts / "lunr").rglob("*") if file.is_file()} == asked
    assert (scripts / "lunr").exists() == bool(asked)
    assert worker.is_file()
