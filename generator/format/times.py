"""Moments and lengths of time as the format writes them."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from generator.model.update import When

_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.ASCII
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_LENGTH = re.compile(r"(\d{1,4})\s*(m|min|minutes?|h|hours?|d|days?|w|weeks?)", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def length_of(written: str) -> timedelta | None:
    """Return the meaning of `15m`, `24h`, `7d` or `2w`; None for anything else."""
    found = _LENGTH.fullmatch(written.strip().lower())
    return int(found.group(1)) * _UNITS[found.group(2)[0]] if found else None


def zoned(written: str, zone: ZoneInfo) -> str:
    """Add to a time without a zone its difference from UTC in a zone; empty when it is not such a time or is ambiguous.

    An hour skipped in spring does not exist in the zone; an hour repeated in autumn is ambiguous.
    """
    found = _MOMENT.fullmatch(written.strip())
    if not found or found.group(7):
        return ""
    try:
        local = datetime(*(int(part or 0) for part in found.groups()[:6]), tzinfo=zone)  # type: ignore[arg-type, misc]
        first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
        if first is None or first != second or not 1970 <= local.year <= 2999:
            return ""
    except (ValueError, OverflowError):
        return ""
    minutes = round(first.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    difference = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
    return written.strip() + difference


def _zone(written: str | None) -> timezone | None:
    if not written:
        return None
    if written.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if minutes > 59 or hours > 14:
        raise ValueError(written)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if written[0] == "-" else offset)


def format_in_full(when: When) -> str:
    """Write a day or a time as the format does, in its own zone: `2027-03-03T02:40+01:00`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    minutes = round((when.utcoffset() or timedelta()).total_seconds()) // 60
    difference = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else "Z"
    return f"{when:%Y-%m-%dT%H:%M}{f':{when.second:02}' if when.second else ''}{difference}"
