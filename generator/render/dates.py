"""Times and lengths of time in words. Days and moments are those of the site's time zone; machines are told the moments of UTC."""

from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from generator.model.moment import first_of, local
from generator.model.update import When
from generator.render.language import Language
from generator.render.markup import Html


def day(language: Language, when: When) -> str:
    """`3 March 2027`; a moment's day is the one in the site's time zone."""
    return language.day(local(when, language.zone).date() if isinstance(when, datetime) else when)


def words(language: Language, when: When) -> str:
    """`3 March 2027, 02:40 UTC`, with the time zone of the site; or the day alone if it is one."""
    return language.moment(when) if isinstance(when, datetime) else language.day(when)


def machine(when: When) -> str:
    """What `<time datetime>` holds: `2027-03-03T02:40Z` or `2027-03-03`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    utc = when.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.second else f"{utc:%Y-%m-%dT%H:%MZ}"


def exact(when: When) -> str:
    """As in `machine`, a moment with its seconds even when there are none: what XML Schema takes for a time."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else when.isoformat()


def time(language: Language, when: When) -> Html:
    """A `<time>` element."""
    made = language.times.get(when)
    if made is None:
        made = Html(f'<time datetime="{machine(when)}">{escape(words(language, when))}</time>')
        language.times[when] = made
    return made


def time_of_day(language: Language, when: When) -> Html:
    """A `<time>` element that shows only the day."""
    return Html(f'<time datetime="{machine(when)}">{escape(day(language, when))}</time>')


def span(language: Language, length: timedelta) -> str:
    """A length of time in words, in the two units that matter at most: `30 minutes`, `5 hours 45 minutes`, `2 days`.

    The words are ours and not CLDR's, whose units are not complete in every language, and which knows no grammatical case; the plurals
    are CLDR's. A sentence that holds a length must take it in the nominative, or in the accusative where that looks the same.
    """
    minutes = int(abs(length).total_seconds() // 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 3:
        return _days(language, days)
    if days:
        return _both(language, _days(language, days), _hours(language, hours)) if hours else _days(language, days)
    if hours:
        both = minutes and hours < 12
        return _both(language, _hours(language, hours), _minutes(language, minutes)) if both else _hours(language, hours)
    return _minutes(language, minutes) if minutes else language.gettext("less than a minute")


def start(when: When, zone: ZoneInfo) -> datetime:
    """The first moment of a day in the site's time zone, or the moment itself, in UTC: what orders things in time."""
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return first_of(when, zone)


def _days(language: Language, number: int) -> str:
    return language.counted("%(number)s day", "%(number)s days", number)


def _hours(language: Language, number: int) -> str:
    return language.counted("%(number)s hour", "%(number)s hours", number)


def _minutes(language: Language, number: int) -> str:
    return language.counted("%(number)s minute", "%(number)s minutes", number)


def _both(language: Language, longer: str, shorter: str) -> str:
    # Translators: a length of time in two units, such as "2 days" and "3 hours".
    return language.gettext("%(longer)s %(shorter)s", longer=longer, shorter=shorter)
