"""The times of an incident as marks on a line."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import checking, publishing
from generator.render import timeline
from generator.render.dates import start
from generator.render.language import language_for
from generator.render.timeline import MARGIN, RADIUS, WIDTH, MomentKind, spread
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


@given(st.lists(st.integers(0, 2_000_000_000), max_size=12))
def test_marks_stay_apart(seconds: list[int]) -> None:
    """Marks keep their order, stay on the line, and none covers the number of another while there is room for all."""
    times = sorted(float(one) for one in seconds)
    places = spread(times)
    assert len(places) == len(times)
    assert all(MARGIN - 0.001 <= place <= WIDTH - MARGIN + 0.001 for place in places)
    gaps = [after - before for before, after in pairwise(places)]
    room = (WIDTH - 2 * MARGIN) / max(1, len(times) - 1)
    assert all(gap >= min(2 * RADIUS, room) - 0.001 for gap in gaps)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=5, unique=True))
def test_far_apart_is_to_scale(days: list[int]) -> None:
    """Marks that are not close together are placed to scale."""
    times = [float(day * 86_400 * 10) for day in sorted(days)]
    span = times[-1] - times[0]
    exact = [MARGIN + (time - times[0]) / span * (WIDTH - 2 * MARGIN) for time in times]
    near = any(after - before < 2 * RADIUS + 3 for before, after in pairwise(exact))
    assert near or spread(times) == pytest.approx(exact)


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


def test_the_summary_says_all() -> None:
    """The alternative text has each mark with its number, its kind and its time."""
    view = _stand("support-tickets")
    said = timeline.summary(view, timeline.moments(view)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "In order of time. 1: Somebody first had access, 6 November 2026, 08:00 UTC; 2: That access ended, 9 November 2026, 19:05 UTC; "
        "3: We first had good reason to believe it, 10 November 2026, 06:40 UTC; 4: We first told you, 10 November 2026, 07:10 UTC; "
        "5: We called it contained, 12 November 2026, 16:30 UTC."
    )
    drawn = timeline.drawing(view, said)
    assert f"<title>{said}</title>" in drawn
    assert drawn.count("<text") == 5
    assert 'class="ab-line--access"' in drawn
    assert " id=" not in drawn


def test_an_end_that_is_not_known() -> None:
    """Access whose end is not known has no mark for it: the bar is broken and goes on to the end of the line."""
    files = _files("window: {from: 2026-11-06T08:00Z, to: 2026-11-09T19:05Z}", "window: {from: 2026-11-06T08:00Z, to: unknown}")
    view = _stand("support-tickets", files=files)
    window = view.state.windows["first"]
    assert window is not None
    assert (window.window.start, window.window.end) == (datetime(2026, 11, 6, 8, tzinfo=UTC), None)
    assert MomentKind.ACCESS_ENDED not in [mark.kind for mark in timeline.moments(view)]
    drawn = timeline.drawing(view, "All.")
    assert "ab-line--unsure" in drawn
    assert f'x2="{WIDTH - MARGIN:.1f}"' in drawn.partition("ab-line--unsure")[2].partition("/>")[0]


def test_one_day_is_said_once() -> None:
    """The time of occurrence is left out where access began on the same day, and included otherwise."""
    assert _stand("support-tickets").incident.folder.incident.occurred == date(2026, 11, 6)
    files = _files("occurred: 2026-11-06", "occurred: 2026-11-05")
    assert [mark.kind for mark in timeline.moments(_stand("support-tickets", files=files))][:2] == [
        MomentKind.OCCURRED,
        MomentKind.ACCESS_BEGAN,
    ]
