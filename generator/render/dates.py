"""Times and lengths of time in words. Readers see times in the site's time zone; machine-readable times are in UTC."""

from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from generator.model.moment import first_of, local
from generator.model.update import Month, Occasion, When
from generator.render.language import Language
from generator.render.markup import Html


def day(language: Language, when: When) -> str:
    """Format a day: `3 March 2027`. A moment's day is that in the site's time zone."""
    return language.day(local(when, language.zone).date() if isinstance(when, datetime) else when)


def words(language: Language, when: When) -> str:
    """Format a moment in the site's time zone: `3 March 2027, 02:40 UTC`; a day is formatted without time."""
    return language.moment(when) if isinstance(when, datetime) else language.day(when)


def machine(when: When) -> str:
    """Format the value of `<time datetime>`: `2027-03-03T02:40Z` or `2027-03-03`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    utc = when.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}" if utc.second else f"{utc:%Y-%m-%dT%H:%MZ}"


def exact(when: When) -> str:
    """Like `machine`, but with seconds even when they are zero, as XML Schema requires."""
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(when, datetime) else when.isoformat()


def time(language: Language, when: When) -> Html:
    """Return a `<time>` element."""
    made = language.times.get(when)
    if made is None:
        made = Html(f'<time datetime="{machine(when)}">{escape(words(language, when))}</time>')
        language.times[when] = made
    return made


def time_with_utc(language: Language, when: When) -> Html:
    """Return a `<time>` element, with the moment in UTC behind it where the site's clock shows another time."""
    beside = language.in_utc(when) if isinstance(when, datetime) else ""
    return Html(f"{time(language, when)} ({escape(beside)})") if beside else time(language, when)


def occasion(language: Language, when: Occasion) -> Html:
    """A `<time>` element, also of a month."""
    if not isinstance(when, Month):
        return time(language, when)
    return Html(f'<time datetime="{when}">{escape(language.month(when.year, when.month))}</time>')


def time_of_day(language: Language, when: When) -> Html:
    """Return a `<time>` element that shows only the day."""
    return Html(f'<time datetime="{machine(when)}">{escape(day(language, when))}</time>')


def span(language: Language, length: timedelta) -> str:
    """Format a length of time in at most two units: `30 minutes`, `5 hours 45 minutes`, `2 days`.

    The words are the product's own and not from CLDR, whose units are incomplete in some languages and ignore grammatical case; the
    plural rules are CLDR's. A sentence with a length must use it in the nominative, or in the accusative where that looks the same.
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
    """Return the first moment of a day in the site's time zone, or a moment itself, in UTC, for sorting."""
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
