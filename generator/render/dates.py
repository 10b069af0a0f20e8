"""Times, spans and numbers in words. Every moment is shown in UTC, so that all readers read the same."""

from datetime import UTC, datetime, timedelta
from html import escape

from generator.ledger.words import when_words
from generator.model.update import When
from generator.render.markup import Html

# A no-break space keeps the parts of a date together on a narrow screen.
_TIGHT = "\N{NO-BREAK SPACE}"


def is_moment(when: When) -> bool:
    """Whether it is a moment rather than a day."""
    return isinstance(when, datetime)


def day(when: When) -> str:
    """`3 March 2027`; a moment's day is the one in UTC."""
    on = when.astimezone(UTC).date() if isinstance(when, datetime) else when
    return when_words(on).replace(" ", _TIGHT)


def words(when: When) -> str:
    """`3 March 2027, 02:40 UTC`, or the day alone if it is one."""
    return ", ".join(part.replace(" ", _TIGHT) for part in when_words(when).split(", "))


def machine(when: When) -> str:
    """What `<time datetime>` holds: `2027-03-03T02:40Z` or `2027-03-03`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    utc = when.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.second else f"{utc:%Y-%m-%dT%H:%MZ}"


def exact(when: When) -> str:
    """As in `machine`, a moment with its seconds even when there are none: what XML Schema takes for a time."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else when.isoformat()


def time(when: When, text: str = "") -> Html:
    """A `<time>` element."""
    return Html(f'<time datetime="{machine(when)}">{escape(text or words(when))}</time>')


def time_of_day(when: When) -> Html:
    """A `<time>` element that shows only the day."""
    return time(when, day(when))


def span(length: timedelta) -> str:
    """A length of time in words, in the two units that matter at most: `30 minutes`, `5 hours 45 minutes`, `2 days`."""
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 3:
        return counted(days, "day")
    if days:
        return f"{counted(days, 'day')} {counted(hours, 'hour')}" if hours else counted(days, "day")
    if hours:
        return f"{counted(hours, 'hour')} {counted(minutes, 'minute')}" if minutes and hours < 12 else counted(hours, "hour")
    return counted(minutes, "minute") if minutes else "less than a minute"


def counted(number: int, thing: str, things: str = "") -> str:
    """`1 day`, `2 days`."""
    return f"{grouped(number)}{_TIGHT}{thing if number == 1 else things or thing + 's'}"


def grouped(number: int) -> str:
    """`18,400`."""
    return f"{number:,}"


def start(when: When) -> datetime:
    """The first moment of a day (in UTC), or the moment itself: what orders things in time."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime(when.year, when.month, when.day, tzinfo=UTC)
