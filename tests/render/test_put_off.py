"""A promise that moves is called delayed only if it moves to a later time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from generator.render.views import IncidentView


@dataclass
class _Ledger:
    zone: ZoneInfo


@dataclass
class _Incident:
    ledger: _Ledger


@dataclass
class _View:
    incident: _Incident


@dataclass
class _Event:
    was: Any
    becomes: Any


@pytest.mark.parametrize(
    ("was", "becomes", "later"),
    [
        (date(2027, 3, 5), date(2027, 3, 8), True),
        (date(2027, 3, 8), date(2027, 3, 5), False),
        (date(2027, 3, 5), date(2027, 3, 5), False),
        # A day lasts until its end: an hour within it is earlier, one after midnight in the site's zone is later.
        (date(2027, 3, 5), datetime(2027, 3, 5, 17, tzinfo=UTC), False),
        (datetime(2027, 3, 5, 17, tzinfo=UTC), date(2027, 3, 5), True),
        (date(2027, 3, 5), datetime(2027, 3, 6, 4, 30, tzinfo=UTC), False),
        (date(2027, 3, 5), datetime(2027, 3, 6, 5, 30, tzinfo=UTC), True),
        (datetime(2027, 3, 5, 17, tzinfo=UTC), datetime(2027, 3, 5, 16, tzinfo=UTC), False),
        # What had no time before was not put off, and what has none now is not late.
        (None, date(2027, 3, 8), False),
        (date(2027, 3, 8), None, False),
        ("soon", date(2027, 3, 8), False),
    ],
)
def test_put_off(was: object, becomes: object, later: bool) -> None:
    """By the ends of both times in the site's zone, here New York; where one of them is no time, it is not put off."""
    view = _View(_Incident(_Ledger(ZoneInfo("America/New_York"))))
    assert IncidentView.is_put_off(cast("IncidentView", view), cast("Any", _Event(was, becomes))) is later
