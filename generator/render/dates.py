"""Times and lengths of time in words. Readers see times in the site's time zone; machine-readable times are in UTC."""

from datetime import UTC, datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from generator.model.moment import first_of, is_universal, local
from generator.model.update import Month, Occasion, When
from generator.render.language import Language
from generator.render.markup import Html

# A zone is called the same on every day of the year.
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def day(language: Language, when: When, *, full: bool = False) -> str:
    """Format a day: `3 March 2027`. A moment's day is that in the site's time zone."""
    return language.day(local(when, language.zone).date() if isinstance(when, datetime) else when, full=full)


def year(language: Language, when: When) -> int:
    """Return the year of a day, or of a moment in the site's time zone."""
    return (local(when, language.zone) if isinstance(when, datetime) else when).year


def words(language: Language, when: When) -> str:
    """Format a moment in the site's time zone, which the text names elsewhere: `3 March 2027, 2:40 am`; a day is formatted without time."""
    return language.moment(when) if isinstance(when, datetime) else language.day(when)


def due_words(language: Language, when: When) -> str:
    """Format what somebody waits for, with its weekday: `Wednesday 3 March 2027, 2:40 am`."""
    return language.due(when) if isinstance(when, datetime) else language.weekday(when)


def machine(when: When) -> str:
    """Format the value of `<time datetime>`: `2027-03-03T02:40Z` or `2027-03-03`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    # `strftime` takes five times as long.
    utc = when.astimezone(UTC)
    return f"{utc.isoformat()[:19]}Z" if utc.second else f"{utc.isoformat()[:16]}Z"


def exact(when: When) -> str:
    """Like `machine`, but with seconds even when they are zero, as XML Schema requires."""
    return f"{when.astimezone(UTC).isoformat()[:19]}Z" if isinstance(when, datetime) else when.isoformat()


def time(language: Language, when: When) -> Html:
    """Return a `<time>` element."""
    return language.element(
        "time", when, lambda: Html(f'<time datetime="{machine(when)}">{escape(words(language, when))}</time>')
    )


def time_with_utc(language: Language, when: When, beside: When | None = None) -> Html:
    """Return a `<time>` element of what readers wait for, with its weekday, and with UTC behind it where the site's clock shows another time.

    The year is left out if it is that of `beside`, which is said in full near by.
    """
    language = language if beside is None else language.in_year(year(language, beside))
    made = Html(f'<time datetime="{machine(when)}">{escape(due_words(language, when))}</time>')
    utc = language.in_utc(when) if isinstance(when, datetime) else ""
    return Html(f"{made} ({escape(utc)})") if utc else made


def stamp(language: Language, when: When) -> Html:
    """Return the `<time>` that dates a text: with weekday, year and the zone of every other time in it, and UTC as in `time_with_utc`."""

    def made() -> Html:
        said = language.stamp(when, utc=True) if isinstance(when, datetime) else language.weekday(when, full=True)
        return Html(f'<time datetime="{machine(when)}">{escape(said)}</time>')

    return language.element("stamp", when, made)


def zone_of_all(language: Language, *, key: bool = False) -> str:
    """Say in which zone the days and times of a text are, with the zone's name in the database of zones if `key`."""
    name, zone = language.zone_name(_ANY_DAY), language.zone
    if is_universal(zone):
        return language.gettext("All times are in UTC.")
    if key:
        return language.gettext("All times are in %(zone)s (%(key)s).", zone=name, key=zone.key)
    return language.gettext("All times are in %(zone)s.", zone=name)


def occasion(language: Language, when: Occasion) -> Html:
    """A `<time>` element, also of a month."""
    if not isinstance(when, Month):
        return time(language, when)
    return Html(f'<time datetime="{when}">{escape(language.month(when.year, when.month))}</time>')


def brief(language: Language, when: Occasion, beside: When) -> Html:
    """A `<time>` element without the year if that is the year of `beside`."""
    return language.element("brief", when, lambda: occasion(language.in_year(year(language, beside)), when), beside)


def brief_day(language: Language, when: When, beside: When) -> Html:
    """The same of the day alone."""
    return language.element("brief day", when, lambda: time_of_day(language.in_year(year(language, beside)), when), beside)


def time_of_day(language: Language, when: When, *, full: bool = False) -> Html:
    """Return a `<time>` element that shows only the day, with its year even in a text of that year if `full`."""
    return language.element(
        "full day" if full else "day",
        when,
        lambda: Html(f'<time datetime="{machine(when)}">{escape(day(language, when, full=full))}</time>'),
    )


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
