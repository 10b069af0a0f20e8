"""When commits were made, as far as their dates can be believed.

Whoever commits writes the date. A date outside that of the commits before it and the moment of asking proves nothing: for a wrong clock it is
a slip, and for someone who wants a text to have stood for no time at all, or not yet, it is the way. Of such a commit only the limits are known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Clocks of two computers differ by so much without a word.
TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CommitTime:
    """When a commit was made.

    Attributes:
        earliest: it was made no earlier.
        latest: it was made no later.
        proved: when it was made, as far as that proves that a text came in time: no earlier than any date before it.
        believed: whether its own date says when.
        reported: whether its date is so wrong that it is reported.
    """

    earliest: datetime
    latest: datetime
    proved: datetime
    believed: bool
    reported: bool


def commit_times(dates: Sequence[datetime], now: datetime) -> tuple[CommitTime, ...]:
    """Return when each of some commits was made.

    Args:
        dates: the dates of commits of which each follows the one before it.
        now: when git was asked.
    """
    least = list(dates)
    for place in range(len(dates) - 2, -1, -1):
        least[place] = min(least[place], least[place + 1])
    before: datetime | None = None
    believed: list[bool] = []
    for place, date in enumerate(dates):
        holds = date <= now and (before is None or date >= before)
        if holds and before is not None and place + 1 < len(dates) and least[place + 1] < date:
            # A later commit says that it was made earlier: one of the two dates is wrong, and this one would hide the other.
            holds = not any(before <= later < date for later in dates[place + 1 :])
        believed.append(holds)
        before = date if holds else before
    after = now
    latest: list[datetime] = []
    for date, holds in zip(reversed(dates), reversed(believed), strict=True):
        latest.append(date if holds else after)
        after = date if holds else after
    latest.reverse()
    found: list[CommitTime] = []
    last: datetime | None = None
    most: datetime | None = None
    for date, holds, until in zip(dates, believed, latest, strict=True):
        earliest = date if holds else last if last is not None else min(date, until)
        wrong = timedelta() if holds else max(date - until, (last or date) - date, timedelta())
        if date <= now:
            most = date if most is None else max(most, date)
        proved = max(until, most or until) if date > now or most is None else most
        found.append(CommitTime(min(earliest, until), until, proved, holds, wrong > TOLERANCE))
        last = date if holds else last
    return tuple(found)
