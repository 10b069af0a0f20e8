"""Times as people say them when they are asked: `18:38`, `yesterday 22:00`, `in 6h`. What is written into files is always in full."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.format.reading import length_of, zoned

_CLOCK = re.compile(r"(?:(today|yesterday|tomorrow),?\s+)?(?:at\s+)?(\d{1,2})[:.](\d{2})", re.IGNORECASE | re.ASCII)
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def spoken(written: str, now: datetime, zone: ZoneInfo, *, past: bool) -> datetime | None:
    """What somebody means by a time.

    Args:
        written: `18:38`, `yesterday 22:00`, `2027-03-03 02:40` (all on the clocks of `zone`) or `6h` (from now, or ago).
        now: the time at which they say it.
        zone: where their clocks hang.
        past: whether it has happened: `22:00`, said at three in the morning, is then the evening before, and otherwise the next.

    Returns:
        The time in UTC; None when it is none of these, or when the clocks are changed in that hour and it could be two times or none.
    """
    length = length_of(re.sub(r"^in\s+|\s+ago$", "", written.strip(), flags=re.IGNORECASE))
    if length is not None:
        return (now - length if past else now + length).astimezone(UTC)
    found = _CLOCK.fullmatch(written.strip())
    if found is None:
        return _at(written, zone)
    today = now.astimezone(zone).date()
    hour = f"{int(found.group(2)):02}:{found.group(3)}"
    if found.group(1):
        return _at(f"{today + timedelta(days=_DAYS[found.group(1).lower()])} {hour}", zone)
    days = (today, today - timedelta(days=1)) if past else (today, today + timedelta(days=1))
    times = [when for day in days if (when := _at(f"{day} {hour}", zone))]
    return next((when for when in times if (when <= now) is past), None)


def _at(written: str, zone: ZoneInfo) -> datetime | None:
    full = zoned(written, zone)
    return datetime.fromisoformat(re.sub(r"\s+", "T", full)).astimezone(UTC) if full else None
