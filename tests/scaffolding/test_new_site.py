"""A newcomer's answers become settings."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from generator.format.typed_times import FUTURE, PAST, readings
from generator.model.config import Contact
from generator.scaffolding.new_site import address_of, contact_of, zone_of

LONDON = ZoneInfo("Europe/London")
#: Ten past three in the morning, in summer: ten past two in UTC.
NIGHT = datetime(2027, 7, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "email", "phone", "hours", "who"),
    [
        ("the incident team, help@larkfield.example, on weekdays from 9 to 17", "help@larkfield.example", "", "on weekdays from 9 to 17", "the incident team"),
        ("help@larkfield.example", "help@larkfield.example", "", "", ""),
        ("Sam Reed: +44 20 7946 0018 (every day, 08:00-20:00)", "", "+44 20 7946 0018", "(every day, 08:00-20:00)", "Sam Reed"),
        ("us; 020 7946 0018 or help@larkfield.example; 8.00-17.00", "help@larkfield.example", "020 7946 0018", "8.00-17.00", "us"),
        ("Sam and Ines, help@larkfield.example, mornings, (0)20-7946-0018", "help@larkfield.example", "(0)20-7946-0018", "mornings", "Sam and Ines"),
        ("the incident team", "", "", "", "the incident team"),
        ("", "", "", "", ""),
    ],
)  # fmt: skip
def test_contact(written: str, email: str, phone: str, hours: str, who: str) -> None:
    """The text before the first address says who answers, and the text after it says when; addresses may come in any order."""
    assert contact_of(written) == Contact(email=email, phone=phone, hours=hours, who=who)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("london", "Europe/London"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
        ("Utrecht", ""),
        ("", ""),
    ],
)
def test_zone(written: str, meant: str) -> None:
    """A city in any capitalisation is enough for a time zone; an unknown one is not guessed."""
    assert zone_of(written, available_timezones()) == meant


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("status.larkfield.example", "https://status.larkfield.example/"),
        (" http://larkfield.example/status ", "http://larkfield.example/status/"),
        ("", ""),
    ],
)
def test_address(written: str, address: str) -> None:
    """A host alone is enough for an address."""
    assert address_of(written) == address


@pytest.mark.parametrize(
    ("written", "past", "meant"),
    [
        ("22:00", True, "2027-07-02T21:00"),
        ("22:00", False, "2027-07-03T21:00"),
        ("2:40", True, "2027-07-03T01:40"),
        ("03:10", True, "2027-07-03T02:10"),
        ("02.40", False, "2027-07-04T01:40"),
        ("yesterday 9:05", True, "2027-07-02T08:05"),
        ("Tomorrow at 17:00", False, "2027-07-04T16:00"),
        ("today 17:00", False, "2027-07-03T16:00"),
        ("6h", False, "2027-07-03T08:10"),
        ("in 2 days", False, "2027-07-05T02:10"),
        ("90m ago", True, "2027-07-03T00:40"),
        ("2027-07-05 17:00", False, "2027-07-05T16:00"),
        ("2027-07-05  17:00:30", False, "2027-07-05T16:00:30"),
    ],
)
def test_spoken_times(written: str, meant: str, *, past: bool) -> None:
    """Spoken times are understood on London's clocks, in summer time."""
    said = [one.when for one in readings(written, NIGHT, LONDON, PAST if past else FUTURE)]
    assert said == [datetime.fromisoformat(meant).replace(tzinfo=UTC)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *((written, []) for written in ("soon", "25:00", "22:61", "2027-02-30 10:00", "")),
        ("yesterday", [date(2027, 7, 2)]),
        ("2027-07-05", [date(2027, 7, 5)]),
        ("2027-10-31 01:30", [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]),
        ("2027-03-28 01:30", [datetime(2027, 3, 28, hour, 30, tzinfo=UTC) for hour in (1, 0)]),
    ],
)
def test_no_time(written: str, meant: list[date]) -> None:
    """Text that is not a time, is only a day, or is ambiguous or missing on the day when clocks change is not guessed."""
    assert [one.when for one in readings(written, NIGHT, LONDON, PAST)] == meant
