"""The product's own words in the reader's language: gettext catalogues, with numbers and dates by CLDR. Only this module formats with Babel.

A message is a whole English sentence; its translation is in `themes/locales/<language>/LC_MESSAGES/aboveboard.po`, which arrives as bytes
with the theme. Missing translations fall back to English. Digits are Western in every language, as in authors' texts and in machine-readable
times.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from html import escape
from io import BytesIO
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError  # noqa: TID251  # this module is its home
from babel.core import get_global  # noqa: TID251  # as above
from babel.dates import format_date, format_skeleton, format_time, get_timezone_location, get_timezone_name  # noqa: TID251  # as above
from babel.messages.mofile import write_mo  # noqa: TID251  # as above
from babel.messages.pofile import PoFileError, read_po  # noqa: TID251  # as above
from babel.numbers import format_decimal  # noqa: TID251  # as above

from generator.errors import UsageError
from generator.format.language_tags import best_match, direction, same_language
from generator.model.artifact import Theme
from generator.model.moment import is_universal, local, offset_words
from generator.model.update import Occasion
from generator.render.clock_words import CLOCK_WORDS, ZONE_WORDS
from generator.render.markup import Html

__all__ = [
    "SOURCE",
    "Language",
    "Value",
    "catalogue_path",
    "direction",
    "english_name",
    "language_for",
    "message",
    "own_name",
    "page_language",
    "same_language",
]

#: The language of the messages themselves.
SOURCE = "en"

# The product's English puts the day first: 3 March 2027.
_WRITTEN_LIKE = {SOURCE: "en-GB"}

_NO_BREAK = "\N{NO-BREAK SPACE}"

_FORMULA = re.compile("[:(]")
_DIGIT = re.compile(r"\d")
#: The full stop at the end of an author's words, and the elements that end there; three of them are no stop.
_STOP = re.compile(r"(?<!\.)\.((?:</\w+>)*)$")
#: A value with a full stop behind it.
_STOPPED = re.compile(r"%\((\w+)\)s\.")
#: Languages that group the digits of a number from five digits on (CLDR's minimumGroupingDigits, which Babel does not read).
_FOUR_DIGITS_TOGETHER = frozenset({"es"})

# Zones whose CLDR names are also given to zones with other clocks (CLDR's mapZone of territory 001).
_MODELS = {
    "America_Central": "America/Chicago",
    "America_Eastern": "America/New_York",
    "America_Mountain": "America/Denver",
    "Atlantic": "America/Halifax",
    "Australia_Central": "Australia/Adelaide",
    "Australia_Eastern": "Australia/Sydney",
    "Chile": "America/Santiago",
    "Europe_Central": "Europe/Paris",
    "Europe_Eastern": "Europe/Bucharest",
    "Europe_Western": "Atlantic/Canary",
}

#: How many numbers, times and moments are remembered as a language says them.
_REMEMBERED = 4096
_Key = TypeVar("_Key")
_Said = TypeVar("_Said", bound=str)

#: A value for `%(name)s` in a message: text, or a whole number, which is formatted for the language.
Value: TypeAlias = str | int


def message(text: str) -> str:
    """Mark a message for extraction into the catalogues; it is translated where it is shown."""
    return text


class Language:
    """A language that the product has.

    Attributes:
        tag: the `lang` of the product's own words, such as `de`.
        direction: `ltr` or `rtl`.
        zone: the site's time zone, in which times are shown.
        elements: a cache of `<time>` elements (dates.py) by how they are written, since the same times appear on many pages.
    """

    def __init__(self, tag: str, locale: Locale, translations: NullTranslations, zone: ZoneInfo) -> None:
        self.tag = tag
        self.direction = direction(tag)
        self.zone = zone
        self.elements: dict[tuple[Hashable, ...], Html] = {}
        self._locale = locale
        self._translations = translations
        # The same few times and sentences appear on every page.
        self._days: dict[tuple[date, bool], str] = {}
        self._moments: dict[tuple[datetime, int], str] = {}
        self._stamps: dict[tuple[datetime, int, bool], str] = {}
        self._due: dict[tuple[datetime, int], str] = {}
        self._clocks: dict[time, str] = {}
        self._numbers: dict[int, str] = {}
        self._weekdays: dict[int, str] = {}
        #: Messages, each with the names of the values behind which it has a full stop.
        self._html: dict[str, tuple[Html, frozenset[str]]] = {}
        self._by_year: dict[int, Language] = {}
        self._year: int | None = None
        self._clock_words = CLOCK_WORDS.get(tag.partition("-")[0])

    def name_of(self, tag: str) -> str:
        """Return this language's name for another language: `Englisch`; its tag when there is no name."""
        locale = _locale(tag)
        return str((locale.get_display_name(self._locale) if locale else None) or tag)

    def country(self, code: str) -> str:
        """Return this language's name for a country (ISO 3166-1): `Deutschland`; empty when there is none."""
        return str(self._locale.territories.get(code, ""))

    def gettext(self, message: str, **values: Value) -> str:
        """Return a message as plain text."""
        return self._filled(self._translations.gettext(message), values)

    def ngettext(self, one: str, several: str, number: int, **values: Value) -> str:
        """Return a message with a plural, as plain text; `%(number)s` is the number."""
        return self._filled(self._translations.ngettext(one, several, number), {"number": number, **values})

    def html(self, message: str, **values: Value) -> Html:
        """Return a message as HTML. It may contain elements; values are escaped unless they are HTML."""
        found = self._html.get(message)
        if found is None:
            said = self._translations.gettext(message)
            found = self._html[message] = Html(said), _before_stops(said)
        return self._html_filled(*found, values) if values else found[0]

    def html_several(self, one: str, several: str, number: int, **values: Value) -> Html:
        """Return a message with a plural, as HTML. The number does not break from the word that it counts."""
        said = _tight(self._translations.ngettext(one, several, number))
        return self._html_filled(said, _before_stops(said), {"number": number, **values})

    def element(self, how: str, when: Occasion, make: Callable[[], Html], *beside: Hashable) -> Html:
        """Return an element about a time, made once.

        Args:
            how: how it is written.
            when: the time.
            make: makes it.
            beside: what else it follows from.
        """
        # Of two moments that a clock shows alike, `fold` tells which it is, and they count as equal.
        known = (how, when, when.fold if isinstance(when, datetime) else None, *beside)
        found = self.elements.get(known)
        return _put(self.elements, known, make()) if found is None else found

    def decimal(self, number: float) -> str:
        """Write a number with one digit after the point."""
        return str(format_decimal(round(number, 1), format="#,##0.#", locale=self._locale))

    def number(self, number: int) -> str:
        """Format a number: `18,400`."""
        ungrouped = 10_000 if self._locale.language in _FOUR_DIGITS_TOGETHER else 1000
        if 0 <= number < ungrouped:
            return str(number)
        said = self._numbers.get(number)
        if said is None:
            said = _put(self._numbers, number, str(format_decimal(number, locale=self._locale)))
        return said

    def counted(self, one: str, several: str, number: int) -> str:
        """Return a number and what it counts, as plain text without a line break: `2 days`."""
        return self._filled(_tight(self._translations.ngettext(one, several, number)), {"number": number})

    def in_year(self, year: int) -> "Language":
        """Return the same language for a text that is dated: days of that year are said without it."""
        spoken = self._by_year.get(year)
        if spoken is None:
            spoken = self._by_year[year] = Language(self.tag, self._locale, self._translations, self.zone)
            # A text in the language of one year can be said in that of another, or of none.
            spoken._by_year = self._by_year  # of the same class
            spoken._html = self._html  # as above
            spoken._year = year  # as above
        return spoken

    def day(self, on: date, *, full: bool = False) -> str:
        """Format a day without a line break: `3 March 2027`; `3 March` in a text of that year, unless it must be in full."""
        if full or on.year != self._year:
            return self._written(on)
        return self._written(on, year=False)

    def weekday(self, on: date, *, full: bool = False) -> str:
        """Format a day with its weekday: `Wednesday 3 March 2027`, or without the year, as in `day`. Lines may break after the weekday."""
        if self._clock_words is None:
            return str(format_date(on, "full", self._locale))
        name = self._weekdays.get(on.weekday())
        if name is None:
            name = self._weekdays[on.weekday()] = str(format_date(on, "EEEE", self._locale))
        return self._clock_words.weekday.format(weekday=name, day=self.day(on, full=full))

    def month(self, year: int, month: int) -> str:
        """`March 2027`, on one line; `March` in a text of that year."""
        first = date(year, month, 1)
        # A skeleton of a month alone would give the short form of its name.
        said = (
            format_date(first, "LLLL", self._locale)
            if year == self._year
            else format_skeleton("yMMMM", first, locale=self._locale)
        )
        return str(said).replace(" ", _NO_BREAK)

    def moment(self, when: datetime) -> str:
        """Format a moment in the site's zone, which the text names elsewhere: `3 March 2027, 2:40 am`; the year as in `day`.

        Lines may break after the comma. In the hour that occurs twice at the end of summer time, the time in UTC is added.
        """
        known = (when, when.fold)
        said = self._moments.get(known)
        if said is None:
            here = local(when, self.zone)
            said = _put(self._moments, known, self._twice(when, self._both(here, self.day(here.date()))))
        return said

    def due(self, when: datetime) -> str:
        """Format a moment that somebody waits for: `Wednesday 3 March, 2:40 am`."""
        # Of two moments that a clock shows alike, `fold` tells which it is, and they count as equal.
        known = (when, when.fold)
        said = self._due.get(known)
        if said is None:
            here = local(when, self.zone)
            said = _put(self._due, known, self._twice(when, self._both(here, self.weekday(here.date()))))
        return said

    def due_in_zone(self, when: datetime) -> str:
        """The same for a text that names the zone nowhere else: `Wednesday 3 March, 2:40 am UK time`."""
        return self._in_zone(when, self.due(when))

    def stamp(self, when: datetime, *, utc: bool = False) -> str:
        """Format the moment that dates a text, with its year and the zone of all that follows: `Wednesday 3 March 2027, 2:40 am UK time`.

        Args:
            when: the moment.
            utc: whether readers abroad see it too, who need it in UTC.
        """
        known = (when, when.fold, utc)
        found = self._stamps.get(known)
        if found is None:
            here = local(when, self.zone)
            said = self._twice(when, self._both(here, self.weekday(here.date(), full=True)))
            found = _put(self._stamps, known, self._in_zone(when, said, self.in_utc(when) if utc else ""))
        return found

    def in_utc(self, when: datetime) -> str:
        """Format a moment in UTC, with its day where that is another one: `8:50 pm UTC`. Empty where the site's clock shows that already."""
        here, there = local(when, self.zone), when.astimezone(UTC)
        if not here.utcoffset() or _is_twice(here):
            return ""
        clock = f"{self._clock(there)}{_NO_BREAK}UTC"
        return clock if here.date() == there.date() else self._joined(self.day(there.date()), clock, there)

    def zone_name(self, when: datetime) -> str:
        """Return what people call the site's zone: `UK time`, `Japan time`, `Mitteleuropäische Zeit`."""
        language = self.tag.partition("-")[0]
        known = ZONE_WORDS.get((self.zone.key, language))
        name = known or self._zone_name(local(when, self.zone))
        return f"{name.removesuffix(' Time')} time" if language == SOURCE and name.endswith(" Time") else name

    def _in_zone(self, when: datetime, said: str, utc: str = "") -> str:
        zone = self.zone_name(when).replace(" ", _NO_BREAK)
        if is_universal(self.zone):
            # Translators: a moment, and the letters UTC.
            return self.gettext("%(moment)s UTC", moment=said).replace(" UTC", f"{_NO_BREAK}UTC")
        if utc:
            # Translators: as below, and the moment in UTC.
            return self.gettext("%(moment)s %(zone)s (%(utc)s)", moment=said, zone=zone, utc=utc)
        # Translators: a moment, and what its time zone is called: "Friday 27 November 2026, 5 pm" and "Japan time".
        return self.gettext("%(moment)s %(zone)s", moment=said, zone=zone)

    def _written(self, on: date, *, year: bool = True) -> str:
        said = self._days.get((on, year))
        if said is None:
            how = self._clock_words
            if how is None:
                said = str(format_date(on, "long", self._locale) if year else format_skeleton("MMMMd", on, locale=self._locale))
            else:
                said = str(format_date(on, f"{how.day} {how.year}" if year else how.day, self._locale))
            if on.day == 1 and (first := _first_of_month(self._locale)):
                said = _ONE.sub(first, said, count=1)
            said = self._days[on, year] = said.replace(" ", _NO_BREAK)
        return said

    def _twice(self, when: datetime, said: str) -> str:
        """Add UTC to a moment of the hour that occurs twice."""
        return f"{said} ({self._clock(when.astimezone(UTC))}{_NO_BREAK}UTC)" if _is_twice(local(when, self.zone)) else said

    def _both(self, here: datetime, day: str) -> str:
        return self._joined(day, self._clock(here), here)

    def _joined(self, day: str, clock: str, here: datetime) -> str:
        how = self._clock_words
        if how is None:
            pattern: str = self._locale.datetime_formats["medium"]
            return pattern.replace("{1}", day).replace("{0}", clock)
        return (how.at_one if how.at_one and here.hour == 1 else how.both).format(day=day, clock=clock)

    def _clock(self, when: datetime) -> str:
        here = when.time()
        said = self._clocks.get(here)
        return _put(self._clocks, here, self._time(here)) if said is None else said

    def _time(self, here: time) -> str:
        how = self._clock_words
        if how is None:
            said = str(format_time(here, str(self._locale.datetime_skeletons["Hm"]), locale=self._locale))
        elif (here.hour, here.minute) == (0, 0):
            said = how.midnight
        elif how.small and here.hour == 0:
            said = str(format_time(here, how.small, locale=self._locale))
        elif how.noon and (here.hour, here.minute) == (12, 0):
            said = how.noon
        else:
            said = str(format_time(here, how.minute if here.minute else how.hour, locale=self._locale))
        for theirs, ours in how.better if how else ():
            said = said.replace(theirs, ours)
        return said.replace(" ", _NO_BREAK)

    def _zone_name(self, here: datetime) -> str:
        """Return the zone's common name in CLDR, the same in summer and winter: `Japan Time`, `Mitteleuropäische Zeit`."""
        zone = self.zone
        if is_universal(zone):
            return "UTC"
        name = str(get_timezone_name(zone, width="long", zone_variant="generic", locale=self._locale))
        location = str(get_timezone_location(zone, locale=self._locale))
        key = get_global("zone_aliases").get(zone.key, zone.key)
        model = _MODELS.get(get_global("meta_zones").get(key, ""))
        shifts, usual = _shifts(zone, here.year), _shifts(ZoneInfo(model), here.year) if model else ()
        if usual and shifts != usual:
            # For example Morocco, which is listed with Western Europe but has other clocks.
            name = location
        if name != location or not _FORMULA.search(name):
            return name
        # A pattern with the country's name, as in "heure : Inde". Where clocks never change, the zone's own name reads better.
        standard = str(get_timezone_name(here, width="long", locale=self._locale))
        if len(set(shifts)) == 1 and not _DIGIT.search(standard) and (not usual or min(usual) == shifts[0]):
            return standard
        return location if get_global("zone_territories").get(key, "ZZ") not in {"ZZ", "001"} else offset_words(here)

    @property
    def separator(self) -> str:
        """What stands between two parts of a row: a comma and a space, as the language writes them."""
        # Translators: two parts of a row that may be longer, such as "1 corrected" and "2 answered".
        return self.gettext("%(one)s, %(other)s", one="", other="")

    def listed(self, parts: Iterable[str]) -> str:
        """Join parts into a list: `1 corrected, 2 answered`. The result is HTML if a part is, and then every part must be."""
        items = list(parts)
        row = self.separator.join(items)
        return Html(row) if any(isinstance(item, Html) for item in items) else row

    def _filled(self, said: str, values: Mapping[str, Value]) -> str:
        if not values:
            return said
        return said % {
            name: self.number(value) if isinstance(value, int) else _unstopped(said, name, value)
            for name, value in values.items()
        }

    def _html_filled(self, said: str, stopped: frozenset[str], values: dict[str, Value]) -> Html:
        """Fill a message with values, which take the place of those given. `stopped`: the names of those with a full stop behind them."""
        for name, value in values.items():
            # Most are HTML, and stand where they are.
            if type(value) is not Html:
                values[name] = (
                    self.number(value) if isinstance(value, int) else value if hasattr(value, "__html__") else escape(value)
                )
            if name in stopped:
                values[name] = _unstopped(said, name, str(values[name]))
        return Html(said % values)


def _put(held: dict[_Key, _Said], key: _Key, said: _Said) -> _Said:
    """Remember how something is said, and return it. What is said in a site has no end, so what is remembered has."""
    if len(held) >= _REMEMBERED:
        held.clear()
    held[key] = said
    return said


@lru_cache(maxsize=4096)
def _before_stops(said: str) -> frozenset[str]:
    """Return the names of the values behind which a sentence has its full stop."""
    return frozenset(_STOPPED.findall(said))


def _unstopped(said: str, name: str, value: str) -> str:
    """An author's sentence without its full stop where the product's sentence has one behind it."""
    if f"%({name})s." not in said or (stop := _STOP.search(value)) is None:
        return value
    return f"{value[: stop.start()]}{stop[1]}"


_UTC = ZoneInfo("UTC")
_ONE = re.compile(r"(?<!\d)1(?!\d)")
#: The first day of a month, in languages that count this one day and no other; CLDR has no such form.
_FIRST = {"fr": "1er", "it": "1º", "oc": "1èr", "pt": "1º"}


def _first_of_month(locale: Locale) -> str:
    """Return how the first day of a month is written, if unlike other days. In Portuguese that is so in Brazil alone."""
    elsewhere = locale.language == "pt" and locale.territory not in {None, "BR"}
    return "" if elsewhere else _FIRST.get(locale.language, "")


@lru_cache(maxsize=64)
def language_for(tag: str, theme: Theme, zone: ZoneInfo = _UTC) -> Language:
    """Return the language closest to a tag: the same, else the one without its region, else English.

    Args:
        tag: a BCP 47 tag, such as `de-AT`.
        theme: the folder with message catalogues.
        zone: the time zone in which times are shown: the site's.

    Raises:
        UsageError: the catalogue is invalid.
    """
    folders = {path.split("/")[1] for path in theme.files if path.startswith("locales/")}
    known = best_match(tag, [folder for folder in folders if catalogue_path(folder) in theme.files])
    locale = _locale(tag) or _locale(known)
    if known and locale is not None:
        path = catalogue_path(known)
        return Language(known, locale, _translations(theme.files[path], path), zone)
    english = Locale.parse(_WRITTEN_LIKE[SOURCE], sep="-")
    return Language(SOURCE, english, NullTranslations(), zone)


def redaction_mark(tag: str, theme: Theme, on: date, why: str) -> str:
    """Return what stands in the place of words that were taken out of a text.

    Args:
        tag: the text's language.
        theme: the folder with the catalogues.
        on: the day.
        why: why, as the writer says it.
    """
    language = language_for(tag, theme)
    return language.gettext("[removed on %(day)s: %(why)s]", day=language.day(on).replace(_NO_BREAK, " "), why=why)


def catalogue_path(language: str) -> str:
    """Return the path of a language's catalogue, relative to `themes/`."""
    return f"locales/{language}/LC_MESSAGES/aboveboard.po"


def own_name(tag: str) -> str:
    """Return a language's name in itself: `Deutsch`; its tag when unknown."""
    locale = _locale(tag)
    name = (locale.get_display_name(locale) if locale else None) or tag
    return name[:1].upper() + name[1:]


def english_name(tag: str) -> str:
    """Return a language's English name: `German`; its tag when unknown."""
    locale = _locale(tag)
    return str((locale.get_display_name(SOURCE) if locale else None) or tag)


def page_language(language: Language, tag: str) -> str:
    """Return the declared language of a page or feed.

    Its readers' language if the product has it, otherwise that of the product's own words.

    Args:
        language: the language of the product's own words.
        tag: the language of the readers.
    """
    return tag if same_language(language.tag, tag) else language.tag


def _shifts(zone: ZoneInfo, year: int) -> tuple[timedelta, ...]:
    """Return a zone's offsets from UTC in the four seasons of a year."""
    return tuple(datetime(year, month, 1, 12, tzinfo=zone).utcoffset() or timedelta() for month in (1, 4, 7, 10))


def _is_twice(here: datetime) -> bool:
    """Whether a clock shows this time twice, at the end of summer time."""
    return here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def _translations(data: bytes, path: str) -> GNUTranslations:
    compiled = BytesIO()
    try:
        write_mo(compiled, read_po(BytesIO(data), abort_invalid=True))
    except (PoFileError, ValueError) as error:
        raise UsageError(
            f"themes/{path} is not a catalogue: {error}", "fix it, or take it away to use the one that comes with aboveboard"
        ) from error
    compiled.seek(0)
    return GNUTranslations(compiled)


def _tight(said: str) -> str:
    return said.replace("%(number)s ", f"%(number)s{_NO_BREAK}")
