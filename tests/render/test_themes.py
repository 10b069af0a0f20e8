"""A theme says itself what it needs of the builder, and a site may bring its own."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.errors import UsageError
from generator.model.artifact import Theme
from generator.pipeline import building, checking, publishing

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _made(theme: Theme) -> dict[str, bytes]:
    site = publishing.publish(checking.check(read_site(ROOT, 1 << 20), NOW), NOW)
    return {artifact.path: artifact.data for artifact in building.render(site, theme)}


def _own(files: dict[str, str]) -> Theme:
    shared = {path: data for path, data in read_theme("lifeboat", ROOT).files.items() if not path.startswith("lifeboat/")}
    return Theme("own", shared | {f"own/{path}": text.encode() for path, text in files.items()})


def test_both_say_the_same() -> None:
    """Pages and feeds are the same in both themes; only the frame differs."""
    material, lifeboat = _made(read_theme("material", ROOT)), _made(read_theme("lifeboat", ROOT))
    for path in material.keys() | lifeboat.keys():
        if path.startswith("docs/") and not path.startswith("docs/assets/"):
            assert material[path] == lifeboat[path]


def test_the_lifeboats_project() -> None:
    """The lifeboat needs no theme of MkDocs and no plugin, and publishes nothing beside the pages."""
    made = _made(read_theme("lifeboat", ROOT))
    settings = json.loads(made["mkdocs.yml"])
    assert settings["theme"]["name"] is None
    assert settings["theme"]["custom_dir"] == "overrides"
    assert settings["plugins"] == []
    assert [path for path in made if path.startswith("docs/assets/")] == []


def test_a_colour_is_written_once() -> None:
    """The roles' colours are defined only in statement.css and dark.css, and both define the same roles."""
    files = read_theme("material", ROOT).files
    light, dark = (
        {
            line.partition(":")[0].strip()
            for line in files[f"shared/{name}"].decode().splitlines()
            if line.startswith("  --ab-") and "#" in line
        }
        for name in ("statement.css", "dark.css")
    )
    assert light == dark
    for path in ("material/assets/material.css",):
        assert not light & {line.partition(":")[0].strip() for line in files[path].decode().splitlines()}


def test_a_site_brings_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder under the site's themes/ is a theme: its wrapper, its assets, what it writes into pages, and the shared parts."""
    own = root / "themes/own"
    (own / "overrides").mkdir(parents=True)
    (own / "assets").mkdir()
    (own / "inline").mkdir()
    (own / "theme.yml").write_text(
        "publish: [statement.css]\nmkdocs: {theme: {name: null}, extra_css: [assets/aboveboard/statement.css, assets/aboveboard/own.css]}\n",
        encoding="utf-8",
    )
    (own / "assets/own.css").write_text("body { margin: 1px }\n", encoding="utf-8")
    (own / "inline/note.txt").write_text("Ours.", encoding="utf-8")
    (own / "overrides/main.html").write_text(
        '<!doctype html><title>{% include "title.html" %}</title>{% include ".inline/note.txt" %}{% include "content.html" %}',
        encoding="utf-8",
    )
    config = root / "site_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("  timezone:", "  theme: own\n  timezone:"), encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    capsys.readouterr()
    html = (root / "site/incidents/support-tickets/3/index.html").read_text(encoding="utf-8")
    assert (
        "<title>Update 3: 1,212 customers, and two things we got wrong · Larkfield Energy: security incidents</title>Ours."
        in html
    )
    assert 'id="h-unknown"' in html
    assert (root / "site/assets/aboveboard/own.css").read_text(encoding="utf-8") == "body{margin:1px}"
    assert (root / "site/assets/aboveboard/statement.css").is_file()


def test_a_part_is_replaced(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site may replace one file of a theme and keep the rest."""
    shutil.copytree(ROOT / "themes/lifeboat/inline", root / "themes/lifeboat/inline")
    sheet = root / "themes/lifeboat/inline/lifeboat.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\nheader { border-top: 9px solid teal; }\n", encoding="utf-8")
    config = root / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:"), encoding="utf-8"
    )
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 0
    capsys.readouterr()
    assert "border-top:9px solid teal" in (root / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"overrides/main.html": ""}, "themes/own/theme.yml is missing"),
        ({"theme.yml": "publish: []\n"}, "theme.yml has no `mkdocs:`"),
        ({"theme.yml": "mkdocs: {theme: material}\n"}, "theme.yml has no `mkdocs:`"),
        ({"theme.yml": "mkdocs: {theme: {name: null}}\nmkdocs: {}\n"}, "themes/own/theme.yml, line 2"),
        ({"theme.yml": "publish: [nothing.css]\nmkdocs: {theme: {name: null}}\n"}, "nothing.css, which is not in themes/shared/"),
        (
            {"theme.yml": "publish: nothing.css\nmkdocs: {theme: {name: null}}\n"},
            "`publish` is not a list of names",
        ),
    ],
)
def test_a_theme_that_cannot_be_used(files: dict[str, str], message: str) -> None:
    """A problem in a theme is reported with its file."""
    with pytest.raises(UsageError, match="theme") as raised:
        _made(_own(files))
    assert message in raised.value.message


def test_the_sites_addresses_are_not_a_themes_to_set() -> None:
    """A theme cannot move the site or its pages; what it may set does not do so either."""
    for asked in ("site_url: https://elsewhere.example/", "docs_dir: x", "nav: []", "theme: {name: null, custom_dir: x}"):
        own = "theme: {name: null}, " if not asked.startswith("theme") else ""
        with pytest.raises(UsageError, match=r"themes/own/theme\.yml, line 1"):
            _made(_own({"theme.yml": f"mkdocs: {{{own}{asked}}}\n"}))
    settings = json.loads(_made(_own({"theme.yml": "mkdocs: {theme: {name: null}, extra: {generator: true}}\n"}))["mkdocs.yml"])
    assert settings["site_url"] == "https://status.larkfield.example/"
    assert (settings["docs_dir"], settings["theme"]["custom_dir"]) == ("docs", "overrides")
    assert settings["extra"]["generator"] is False
    assert settings["nav"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_same_templates_of_a_sites_own(language: str) -> None:
    """A site that has our templates as its own, which are filled in a sandbox, has the same pages, feeds and files."""
    site = publishing.publish(checking.check(read_site(ROOT, 1 << 20), NOW), NOW)
    site = replace(site, config=replace(site.config, site=replace(site.config.site, language=language)))
    ours = read_theme("material", ROOT)
    theirs = replace(ours, own=frozenset(path for path in ours.files if path.endswith(".html")))
    # Each remembers what it has made for itself.
    made, again = ({one.path: one.data for one in building.render(replace(site), each)} for each in (ours, theirs))
    assert made == again


def test_another_press_runs_no_theme_of_a_sites_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ProperDocs fills templates in a program of its own, where they would run: it is given those that come with the program alone."""
    config = root / "site_config.yml"
    text = config.read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:")
    config.write_text(f"builder: properdocs\n{text}", encoding="utf-8")
    (root / "themes/shared").mkdir(parents=True)
    (root / "themes/shared/footer.html").write_text("{{ 7 }}", encoding="utf-8")
    assert run(["build", "--root", str(root), "--now", "2026-11-23T12:00Z"]) == 2
    said = capsys.readouterr().err
    assert "properdocs would run any code in themes/shared/footer.html" in said
    assert "write `builder: mkdocs`" in said
