"""No slip in a file can turn an open incident into an all-clear."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.model.artifact import Theme
from generator.model.source import RawFile
from generator.pipeline import building, checking, publishing
from tests.thorough import examples
from tests.unjudged import unjudged

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPEN = "content/incidents/support-tickets/"


@cache
def _files() -> tuple[RawFile, ...]:
    return tuple(file for file in read_site(ROOT, 1 << 20) if not file.path.startswith("content/incidents/") or OPEN in file.path)


@cache
def _theme() -> Theme:
    return read_theme("material", ROOT)


def _verdict(files: tuple[RawFile, ...]) -> str:
    """Return what a build of these files would tell a reader: "refused", "open", "all clear" or "nothing was ever said".

    Of one that says "open", rules are not asked whether it is refused: either is safe, and judging takes most of the time.
    """
    told = _told(unjudged(files, NOW))
    return "refused" if told not in {"refused", "open"} and checking.check(files, NOW).blocked else told


def _told(checked: checking.Checked) -> str:
    """Return the same of what was read, with what was found in it."""
    if checked.blocked:
        return "refused"
    site = publishing.publish(checked, NOW)
    if not site.incidents:
        return "nothing was ever said"
    (incident,) = site.incidents
    return "open" if incident.folder.updates[-1].update.is_open else "all clear"


def _with(path: str, text: str) -> tuple[RawFile, ...]:
    data = text.encode()
    return tuple(RawFile(path=f.path, data=data, size=len(data)) if f.path == path else f for f in _files())


UPDATES = sorted(path.name for path in (ROOT / OPEN).glob("[0-9]*.md"))


def test_the_example_is_open() -> None:
    """The untouched example is open and its home page says so, so that the other tests here can fail."""
    assert _told(checking.check(_files(), NOW)) == "open"
    site = publishing.publish(checking.check(_files(), NOW), NOW)
    home = next(a for a in building.render(site, _theme()) if a.path == "docs/index.md").data.decode()
    assert site.incidents[0].folder.incident.title in home


@pytest.mark.slow
@pytest.mark.parametrize("name", UPDATES)
def test_leaving_out_any_line(name: str) -> None:
    """Whichever single line of an update is lost, the site is refused or still says that the incident is open."""
    path = OPEN + name
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines(keepends=True)
    for at in range(len(lines)):
        text = "".join(lines[:at] + lines[at + 1 :])
        assert _verdict(_with(path, text)) in {"refused", "open"}, f"without line {at + 1}: {lines[at]!r}"


@pytest.mark.parametrize("name", UPDATES)
def test_losing_a_file(name: str) -> None:
    """An update whose file is lost or misnamed leaves the site refused or open."""
    path = OPEN + name
    rest = tuple(f for f in _files() if f.path != path)
    file = next(f for f in _files() if f.path == path)
    names = [
        path + "~",
        path.replace(".md", ".txt"),
        path.replace(".md", ".MD"),
        OPEN + name[3:],
        path.replace(".md", ".md.md"),
        f"{OPEN}.{name}",
    ]
    assert _verdict(rest) in {"refused", "open"}
    for other in names:
        assert _verdict((*rest, RawFile(path=other, data=file.data, size=file.size))) in {"refused", "open"}, other


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_slip_of_the_keyboard(data: st.DataObject) -> None:
    """Cut, doubled or mistyped characters anywhere in an update leave the site refused or open."""
    path = OPEN + data.draw(st.sampled_from(UPDATES))
    text = (ROOT / path).read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(text) - 1))
    end = min(len(text), start + data.draw(st.integers(0, 40)))
    inserted = data.draw(st.one_of(st.just(""), st.just(text[start:end] * 2), st.text(max_size=5), st.sampled_from("\t:#-'\"")))
    # Rules are asked of each of these: they stand whatever is written.
    assert _told(checking.check(_with(path, text[:start] + inserted + text[end:]), NOW)) in {"refused", "open"}
