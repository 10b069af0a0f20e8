"""The preview of a large site makes the pages that somebody looks at: those, as a build makes them, and empty ones where the menu leads."""

from pathlib import Path

from generator.adapters.theme_files import read_theme
from generator.pipeline import building, checking, publishing
from tests.whole.generated_changes import begun

WANTED = ("", "incidents/", "incidents/case-1/", "de/incidents/case-0/1/", "record/")


def test_what_is_looked_at_is_as_in_a_build() -> None:
    """Each page at a wanted address is the same as in a build, and no page of an incident that nobody looks at is made."""
    life = begun(2)
    checked = checking.check(life.files, life.now)
    site = publishing.preview(checked, life.now)
    theme = read_theme(site.config.site.theme, Path())
    every = {one.path: one.data for one in building.render(site, theme)}
    some = {one.path: one.data for one in building.render_some(site, theme, WANTED)}
    for address in WANTED:
        path = f"docs/{address}index.md"
        assert some.get(path) == every.get(path)
    assert {
        path for path in every if path.startswith("docs/") and path.endswith("/index.md") and path.count("/") == 2
    } <= some.keys()
    assert not any("/case-1/" in path and path.startswith("docs/de/") for path in some)
    assert "docs/feed.json" not in some
    fed = {one.path: one.data for one in building.render_some(site, theme, (*WANTED, "feed.json"))}
    assert fed["docs/feed.json"] == every["docs/feed.json"]
