"""What the writers make of the repository's own content, as files that can be opened and looked at."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.theme_files import read_theme
from generator.pipeline import building, checking, publishing

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@cache
def _artifacts() -> dict[str, bytes]:
    checked = checking.check(read_site(ROOT, 1 << 20), NOW)
    site = publishing.publish(checked, NOW)
    site = publishing.with_attachments(site, read_attachments(ROOT, publishing.attachments(site)))
    return {artifact.path: artifact.data for artifact in building.render(site, read_theme("material", ROOT))}


class _Page(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "html"


class _Feed(_Page):
    file_extension = "xml"


class _Robots(_Page):
    file_extension = "txt"


class _Project(_Page):
    file_extension = "json"


@pytest.mark.parametrize(
    "path",
    [
        "index",
        "incidents/index",
        "incidents/support-tickets/index",
        "incidents/support-tickets/3/index",
        "incidents/support-tickets/4/index",
        "incidents/meter-portal/index",
        "incidents/meter-portal/review/index",
        "incidents/false-alarm-login/index",
        "incidents/support-tickets/2/index",
        "corrections/index",
        "record/index",
        "lessons/index",
        "subscribe/index",
        "verify/index",
        "about/index",
    ],
    ids=lambda path: path.replace("/", "-"),
)
def test_page(path: str, snapshot: SnapshotAssertion) -> None:
    """A page, as the builder is given it."""
    assert _artifacts()[f"docs/{path}.md"].decode() == snapshot(extension_class=_Page)


@pytest.mark.parametrize("path", ["feed", "incidents/support-tickets/feed"], ids=lambda path: path.replace("/", "-"))
def test_feed(path: str, snapshot: SnapshotAssertion) -> None:
    """A feed."""
    assert _artifacts()[f"docs/{path}.xml"].decode() == snapshot(extension_class=_Feed)


def test_sitemap(snapshot: SnapshotAssertion) -> None:
    """The site map."""
    assert _artifacts()["docs/sitemap.xml"].decode() == snapshot(extension_class=_Feed)


def test_robots(snapshot: SnapshotAssertion) -> None:
    """The file for crawlers."""
    assert _artifacts()["docs/robots.txt"].decode() == snapshot(extension_class=_Robots)


def test_missing(snapshot: SnapshotAssertion) -> None:
    """The page for addresses that do not exist."""
    assert _artifacts()["overrides/missing.html"].decode() == snapshot(extension_class=_Page)


def test_atom(snapshot: SnapshotAssertion) -> None:
    """An incident in Atom."""
    assert _artifacts()["docs/incidents/meter-portal/atom.xml"].decode() == snapshot(extension_class=_Feed)


def test_json_feed(snapshot: SnapshotAssertion) -> None:
    """An incident in JSON Feed."""
    assert _artifacts()["docs/incidents/false-alarm-login/feed.json"].decode() == snapshot(extension_class=_Project)


def test_project(snapshot: SnapshotAssertion) -> None:
    """The builder's settings."""
    assert _artifacts()["mkdocs.yml"].decode() == snapshot(extension_class=_Project)


def test_nothing_depends_on_the_minute() -> None:
    """An hour later, with nothing fallen due, every file is the same."""
    checked = checking.check(read_site(ROOT, 1 << 20), NOW.replace(hour=13))
    later = building.render(publishing.publish(checked, NOW.replace(hour=13)), read_theme("material", ROOT))
    assert {artifact.path: artifact.data for artifact in later} == _artifacts()


def test_an_empty_site() -> None:
    """With nothing published the home page says that nothing was published, not that nothing has happened; the feed is valid and empty."""
    files = [
        file
        for file in read_site(ROOT, 1 << 20)
        if not file.path.startswith(("content/incidents/", "content/elsewhere/", "content/asked/", "content/assessments/"))
    ]
    checked = checking.check(files, NOW)
    assert not checked.blocked
    made = {
        artifact.path: artifact.data.decode()
        for artifact in building.render(publishing.publish(checked, NOW), read_theme("material", ROOT))
        if not artifact.path.endswith(".png")
    }
    assert "Nothing has been published here yet" in made["docs/index.md"]
    assert "does not mean that nothing has happened" in made["docs/index.md"]
    assert "<item>" not in made["docs/feed.xml"]


def test_all_resolved() -> None:
    """Only when every incident's newest update says so is no incident open."""
    files = [file for file in read_site(ROOT, 1 << 20) if "support-tickets" not in file.path]
    made = {
        artifact.path: artifact.data.decode()
        for artifact in building.render(publishing.publish(checking.check(files, NOW), NOW), read_theme("material", ROOT))
        if not artifact.path.endswith(".png")
    }
    assert "No open incidents" in made["docs/index.md"]
