"""The only place that asks the machine what time it is, and where."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

#: Where systems of the Unix family say in which time zone they are.
_LOCAL = Path("/etc/localtime")


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # this module is its home


def zone() -> str:
    """The name of the time zone that the machine is set to, such as Europe/London; UTC when it does not say."""
    told = os.environ.get("TZ", "").removeprefix(":")
    try:
        linked = str(_LOCAL.resolve()).partition("zoneinfo/")[2]
    except OSError:
        linked = ""
    for name in (told, linked):
        try:
            key = ZoneInfo(name).key
        except (ValueError, OSError, LookupError):
            continue  # Not a zone's name, or none that is known here.
        return "UTC" if key == "Etc/UTC" else key
    return "UTC"


def zones() -> frozenset[str]:
    """The names of all time zones that the machine knows."""
    return frozenset(available_timezones())
