"""Moments in the time zone of a site, as they are written in files and said in a terminal."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_UNIVERSAL = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"})


def is_universal(zone: ZoneInfo) -> bool:
    """Whether a zone is UTC itself, under whatever name."""
    return zone.key in _UNIVERSAL


def local(when: datetime, zone: ZoneInfo) -> datetime:
    """Return a moment in a time zone; in UTC in the years 1 and 9999, where the calendar ends before the zone's day."""
    try:
        return when.astimezone(zone)
    except OverflowError:
        return when.astimezone(UTC)


def first_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first moment of a day in a time zone, in UTC; as in `local` where the calendar ends."""
    try:
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def offset_words(moment: datetime) -> str:
    """Return the offset of a moment from UTC: `UTC+05:45`; `UTC` when it is zero."""
    offset = moment.utcoffset() or timedelta()
    hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}" if offset else "UTC"


def abbreviation(moment: datetime) -> str:
    """Return the abbreviation of a moment's zone: `CET`, `JST`; the offset from UTC where no abbreviation is in use."""
    name = f"{moment:%Z}"
    return name if name.isalpha() else offset_words(moment)


def in_file(when: datetime, zone: ZoneInfo) -> str:
    """Return a moment as it is written in a file, to the minute: `2027-03-03T11:40+09:00`."""
    here = local(when, zone)
    return f"{here:%Y-%m-%dT%H:%M}Z" if not here.utcoffset() else here.isoformat(timespec="minutes")
