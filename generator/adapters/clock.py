"""The machine's clock and time zone. No other module reads them."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

#: Where Unix systems configure their time zone.
_LOCAL = Path("/etc/localtime")


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # this module is its home


def zone() -> str:
    """Return the name of the machine's time zone, such as Europe/London; UTC when it is not known."""
    told = os.environ.get("TZ", "").removeprefix(":")
    try:
        linked = str(_LOCAL.resolve()).partition("zoneinfo/")[2]
    except OSError:
        linked = ""
    for name in (told, linked):
        try:
            key = ZoneInfo(name).key
        except (ValueError, OSError, LookupError):
            continue  # Not the name of a zone, or not one that is known here.
        return "UTC" if key == "Etc/UTC" else key
    return "UTC"


def zones() -> frozenset[str]:
    """Return the names of all time zones that the machine knows."""
    return frozenset(available_timezones())
