"""The product's own words in the reader's language: gettext catalogues, with numbers and dates by CLDR. Only this module formats with Babel.

A message is a whole English sentence; its translation is in `themes/locales/<language>/LC_MESSAGES/aboveboard.po`, which arrives as bytes
with the theme. Missing translations fall back to English. Digits are Western in every language, as in authors' texts and in machine-readable
times.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from html import escape
from io import BytesIO
from typing import TypeAlias
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
from generator.model.update import When
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
        times: a cache of `<time>` elements (dates.py), since the same times appear on many pages.
    """

    def __init__(self, tag: str, locale: Locale, translations: NullTranslations, zone: ZoneInfo) -> None:
        self.tag = tag
        self.direction = direction(tag)
        self.zone = zone
        self.times: dict[When, Html] = {}
        self._locale = locale
        self._translations = translations
        # The same few times and sentences appear on every page.
        self._days: dict[date, str] = {}
        self._moments: dict[datetime, str] = {}
        self._html: dict[str, Html] = {}

    def name_of(self, tag: str) -> str:
        """Return this language's name for another language: `Englisch`; its tag when there is no name."""
        locale = _locale(tag)
        return str((locale.get_display_name(self._locale) if locale else None) or tag)

    def gettext(self, message: str, **values: Value) -> str:
        """Return a message as plain text."""
        return self._filled(self._translations.gettext(message), values)

    def ngettext(self, one: str, several: str, number: int, **values: Value) -> str:
        """Return a message with a plural, as plain text; `%(number)s` is the number."""
        return self._filled(self._translations.ngettext(one, several, number), {"number": number, **values})

    def html(self, message: str, **values: Value) -> Html:
        """Return a message as HTML. It may contain elements; values are escaped unless they are HTML."""
        said = self._html.get(message)
        if said is None:
            said = self._html[message] = Html(self._translations.gettext(message))
        return self._html_filled(said, values) if values else said

    def html_several(self, one: str, several: str, number: int, **values: Value) -> Html:
        """Return a message with a plural, as HTML. The number does not break from the word that it counts."""
        said = _tight(self._translations.ngettext(one, several, number))
        return self._html_filled(said, {"number": number, **values})

    def number(self, number: int) -> str:
        """Format a number: `18,400`."""
        return str(number) if 0 <= number < 1000 else str(format_decimal(number, locale=self._locale))

    def counted(self, one: str, several: str, number: int) -> str:
        """Return a number and what it counts, as plain text without a line break: `2 days`."""
        return self._filled(_tight(self._translations.ngettext(one, several, number)), {"number": number})

    def day(self, on: date) -> str:
        """Format a day without a line break: `3 March 2027`."""
        said = self._days.get(on)
        if said is None:
            said = self._days[on] = str(format_date(on, "long", self._locale)).replace(" ", _NO_BREAK)
        return said

    def month(self, year: int, month: int) -> str:
        """`March 2027`, on one line."""
        return str(format_skeleton("yMMMM", date(year, month, 1), locale=self._locale)).replace(" ", _NO_BREAK)

    def moment(self, when: datetime) -> str:
        """Format a moment: `3 March 2027, 02:40 UTC` or `3 March 2027, 11:40 Japan Time`.

        Lines may break after the comma or in the zone's name. In the hour that occurs twice at the end of summer time, the time in UTC is
        added.
        """
        said = self._moments.get(when)
        if said is None:
            here = local(when, self.zone)
            clock = f"{self._clock(here)}{_NO_BREAK}{self._zone_name(here)}"
            if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset():
                clock = f"{clock} ({self._clock(when.astimezone(UTC))}{_NO_BREAK}UTC)"
            pattern: str = self._locale.datetime_formats["medium"]
            said = self._moments[when] = pattern.replace("{1}", self.day(here.date())).replace("{0}", clock)
        return said

    def _clock(self, when: datetime) -> str:
        return str(format_time(when.replace(tzinfo=None), str(self._locale.datetime_skeletons["Hm"]), locale=self._locale))

    def _zone_name(self, here: datetime) -> str:
        """Return the zone's common name, the same in summer and winter: `Japan Time`, `Mitteleuropäische Zeit`."""
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

    def listed(self, parts: Iterable[str]) -> str:
        """Join parts into a list: `1 corrected, 2 answered`. The result is HTML if a part is, and then every part must be."""
        items = list(parts)
        # Translators: two parts of a row that may be longer, such as "1 corrected" and "2 answered".
        row = self.gettext("%(one)s, %(other)s", one="", other="").join(items)
        return Html(row) if any(isinstance(item, Html) for item in items) else row

    def _filled(self, said: str, values: Mapping[str, Value]) -> str:
        if not values:
            return said
        return said % {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}

    def _html_filled(self, said: str, values: dict[str, Value]) -> Html:
        for name, value in values.items():
            if isinstance(value, int):
                values[name] = self.number(value)
            elif not hasattr(value, "__html__"):
                values[name] = escape(value)
        return Html(said % values)


_UTC = ZoneInfo("UTC")


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
