"""The times of an incident, in order."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import timeline
from generator.render.dates import start
from generator.render.language import language_for
from generator.render.timeline import MomentKind
from generator.render.views import IncidentView

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
THEME = read_theme("lifeboat", ROOT)
ENGLISH = language_for("en", THEME)
LONDON = ZoneInfo("Europe/London")


def _files(old: str = "", new: str = "") -> list[RawFile]:
    files = [*read_site(ROOT, 1 << 20)]
    assert not old or any(old.encode() in file.data for file in files)
    return [replace(file, data=file.data.replace(old.encode(), new.encode())) for file in files] if old else files


def _stand(slug: str, number: int = -1, files: list[RawFile] | None = None) -> IncidentView:
    site = publishing.publish(checking.check(files or _files(), NOW), NOW)
    incident = next(incident for incident in site.incidents if incident.slug == slug)
    return IncidentView(site, incident, incident.ledger.transitions[number], ENGLISH)


@pytest.mark.parametrize(
    ("slug", "number", "kinds"),
    [
        (
            "support-tickets",
            -1,
            [MomentKind.ACCESS_BEGAN, MomentKind.ACCESS_ENDED, MomentKind.AWARE, MomentKind.TOLD, MomentKind.CONTAINED],
        ),
        ("support-tickets", 0, [MomentKind.AWARE, MomentKind.TOLD]),
        (
            "meter-portal",
            -1,
            [
                MomentKind.ACCESS_BEGAN,
                MomentKind.AWARE,
                MomentKind.TOLD,
                MomentKind.ACCESS_ENDED,
                MomentKind.CONTAINED,
                MomentKind.RESOLVED,
            ],
        ),
        ("false-alarm-login", -1, [MomentKind.AWARE, MomentKind.TOLD, MomentKind.RESOLVED]),
    ],
)
def test_in_order(slug: str, number: int, kinds: list[MomentKind]) -> None:
    """Every moment is there once, oldest first, numbered from 1; an old update shows no moment that came after it."""
    marks = timeline.moments(_stand(slug, number))
    assert [mark.kind for mark in marks] == kinds
    assert [mark.number for mark in marks] == list(range(1, len(marks) + 1))
    assert [start(mark.when, LONDON) for mark in marks] == sorted(start(mark.when, LONDON) for mark in marks)


def test_an_end_that_is_not_known() -> None:
    """Access whose end is not known has no moment for it."""
    files = _files("window: {from: 2026-11-06T08:00Z, to: 2026-11-09T19:05Z}", "window: {from: 2026-11-06T08:00Z, to: unknown}")
    view = _stand("support-tickets", files=files)
    window = view.state.windows["first"]
    assert window is not None
    assert (window.window.start, window.window.end) == (datetime(2026, 11, 6, 8, tzinfo=UTC), None)
    assert MomentKind.ACCESS_ENDED not in [mark.kind for mark in timeline.moments(view)]


def test_one_day_is_said_once() -> None:
    """The time of occurrence is left out where access began on the same day, and included otherwise."""
    assert _stand("support-tickets").incident.folder.incident.occurred == date(2026, 11, 6)
    files = _files("occurred: 2026-11-06", "occurred: 2026-11-05")
    assert [mark.kind for mark in timeline.moments(_stand("support-tickets", files=files))][:2] == [
        MomentKind.OCCURRED,
        MomentKind.ACCESS_BEGAN,
    ]
