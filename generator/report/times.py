"""Times for people: the day of the week, the site's local time, and UTC beside it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from generator.model.moment import abbreviation, is_universal
from generator.model.update import When

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def moment_words(when: datetime, zone: ZoneInfo) -> str:
    """Return a moment as `Fri 27 Nov 2026, 18:00 CET (17:00 UTC)`; with the day in UTC if it is another."""
    here, universal = when.astimezone(zone), when.astimezone(UTC)
    if is_universal(zone):
        return f"{day_words(universal)}, {universal:%H:%M} UTC"
    day = (
        ""
        if here.date() == universal.date()
        else f"{_DAYS[universal.weekday()]} {universal.day} {_MONTHS[universal.month - 1]}, "
    )
    return f"{day_words(here)}, {here:%H:%M} {abbreviation(here)} ({day}{universal:%H:%M} UTC)"


def due_words(due: When | None, due_at: datetime, zone: ZoneInfo) -> str:
    """Return when something is due: a moment, or the end of a day and when that is in UTC."""
    if due is None or isinstance(due, datetime):
        return moment_words(due_at, zone)
    universal = due_at.astimezone(UTC)
    return f"the end of {day_words(due)} ({_DAYS[universal.weekday()]} {universal.day} {_MONTHS[universal.month - 1]}, {universal:%H:%M} UTC)"


def moment_or_day_words(when: When, zone: ZoneInfo) -> str:
    """Return a moment or a day in words."""
    return moment_words(when, zone) if isinstance(when, datetime) else day_words(when)


def json_time(when: When | None) -> str | None:
    """Return a time for programs: a day as it is, a moment in UTC as `2026-11-27T17:00:00Z`; None for none."""
    if when is None:
        return None
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else when.isoformat()


def day_words(when: When) -> str:
    """Return a day as `Fri 27 Nov 2026`."""
    return f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"
