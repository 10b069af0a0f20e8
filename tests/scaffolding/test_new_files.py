"""New files offer times that can be promised."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.format.strict_yaml import Table
from generator.format.update import ACTION
from generator.format.yaml_files import read
from generator.model.update import Action, Status, Urgency
from generator.scaffolding.new_files import NextStatement, next_statement
from generator.scaffolding.written_lines import promised

ZONES = ["UTC", "Europe/London", "America/St_Johns", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham"]


@given(
    published=st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC)),  # noqa: DTZ001  # made aware at once
    minutes=st.integers(1, 60 * 24 * 40),
    zone=st.sampled_from(ZONES),
)
def test_a_promise(published: datetime, minutes: int, zone: str) -> None:
    """The offered time is within the second half of the wait, on a full or half hour of readers' clocks if the wait is an hour or more."""
    wait = timedelta(minutes=minutes)
    due = promised(published, wait, ZoneInfo(zone))
    assert published < due <= published + wait
    assert due - published >= wait / 2 - timedelta(minutes=1)
    if minutes >= 60:
        local = due.astimezone(ZoneInfo(zone))
        assert (local.minute % 30, local.second, local.microsecond) == (0, 0, 0)


@pytest.mark.parametrize(
    ("published", "minutes", "zone", "due"),
    [
        ("2026-11-23T03:10", 360, "UTC", "2026-11-23T09:00"),
        ("2026-11-23T03:40", 360, "UTC", "2026-11-23T09:30"),
        ("2026-11-23T03:40", 360, "Asia/Kathmandu", "2026-11-23T09:15"),
        ("2026-11-23T03:10", 20, "UTC", "2026-11-23T03:30"),
        ("2026-11-23T03:26", 20, "UTC", "2026-11-23T03:45"),
        # In the night of 25 October, clocks in London show 1:30 twice.
        ("2026-10-24T23:47", 120, "Europe/London", "2026-10-25T01:30"),
        ("2026-11-23T03:10", 1, "UTC", "2026-11-23T03:11"),
    ],
)
def test_by_example(published: str, minutes: int, zone: str, due: str) -> None:
    """Examples: an ordinary day, clocks that are not on the hour, a short wait, and a change of clocks."""
    made = promised(datetime.fromisoformat(published).replace(tzinfo=UTC), timedelta(minutes=minutes), ZoneInfo(zone))
    assert f"{made:%Y-%m-%dT%H:%M}" == due


@pytest.mark.parametrize("whom", [{"for_whom": ("staff", "donors")}, {"audience": "Whoever paid by card"}])
def test_an_action_is_carried_on_with_all_its_keys(whom: dict[str, Any]) -> None:
    """The next update has each key that an action had: one that is lost would say it to others, or of nothing."""
    action = Action(
        name="bank", do="Ring your bank.", why="They have its number.", urgency=Urgency.NOW, about=("data.bank-details",), **whom
    )
    answers = NextStatement(
        title="More",
        published=datetime(2026, 5, 5, tzinfo=UTC),
        next_update=datetime(2026, 5, 6, tzinfo=UTC),
        status=Status.CONFIRMED,
        actions=(action,),
    )
    front = next_statement(answers).split("---")[1]
    node, _ = read(front, "02-more.md")
    assert isinstance(node, Table)
    actions = node.get("actions")
    assert isinstance(actions, Table)
    written = actions.get("bank")
    assert isinstance(written, Table)
    assert set(written.entries) == set(ACTION.names)
