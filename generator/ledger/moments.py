"""Days and moments beside each other, in the site's time zone.

A day without a time lasts until its end. Where one of two times is a day, days are compared; where one is a month, whether it lies inside.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model.update import Month, Occasion, When


def end_of(when: When, zone: ZoneInfo) -> datetime:
    """The moment something due then falls due: a day ends at midnight in the site's time zone."""
    if isinstance(when, datetime):
        return when
    following = when + timedelta(days=1)
    return datetime(following.year, following.month, following.day, tzinfo=zone)


def start_of(when: Occasion, zone: ZoneInfo) -> datetime:
    """The first moment of a month or a day; or the moment itself."""
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day if isinstance(when, date) else 1, tzinfo=zone)


def day_of(when: When, zone: ZoneInfo) -> date:
    """The day of a moment; or the day itself."""
    return when.astimezone(zone).date() if isinstance(when, datetime) else when


def is_within(new: Occasion, old: Occasion, zone: ZoneInfo) -> bool:
    """Whether a time is the same one, or lies on the day or in the month that was named before."""
    if isinstance(new, Month) or isinstance(old, datetime):
        return type(new) is type(old) and new == old
    day = day_of(new, zone)
    return (day.year, day.month) == (old.year, old.month) if isinstance(old, Month) else day == old


def is_before(one: When, other: When, zone: ZoneInfo) -> bool:
    """Whether a time lies before another one."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one, zone) < day_of(other, zone)


def is_to_come(when: Occasion, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a time lies after a moment; the month and the day of the moment do not."""
    if isinstance(when, Month):
        day = day_of(now, zone)
        return (when.year, when.month) > (day.year, day.month)
    return is_before(now, when, zone)
