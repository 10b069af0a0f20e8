"""The product's own words in the reader's language: gettext catalogues, and numbers and dates by CLDR. The only home of Babel.

A message is a whole sentence in English; its translation stands in `themes/locales/<language>/LC_MESSAGES/aboveboard.po`, which comes in as
bytes with the theme. What is missing there is said in English. Digits are Western in every language, as in the texts that authors write
and in the moments that machines read.
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
from babel.dates import format_date, format_time, get_timezone_location, get_timezone_name  # noqa: TID251  # as above
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

#: The language that the messages themselves are in.
SOURCE = "en"

# The English that we write puts the day first: 3 March 2027.
_WRITTEN_LIKE = {SOURCE: "en-GB"}

_NO_BREAK = "\N{NO-BREAK SPACE}"

_FORMULA = re.compile("[:(]")
_DIGIT = re.compile(r"\d")

# The zones after which those names of CLDR are called that are also given to zones with other clocks (CLDR's mapZone of territory 001).
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

#: What stands in a message's place for `%(name)s`: text, or a whole number, which is written as the language writes it.
Value: TypeAlias = str | int


def message(text: str) -> str:
    """Marks a message for the catalogues where it stands; whoever shows it has it translated."""
    return text


class Language:
    """A language that the product speaks.

    Attributes:
        tag: what `lang` says of the product's own words, such as `de`.
        direction: `ltr` or `rtl`.
        zone: the time zone of the site, in which every moment is said.
        times: elements that were made already (dates.py), for the same moments stand on many pages.
    """

    def __init__(self, tag: str, locale: Locale, translations: NullTranslations, zone: ZoneInfo) -> None:
        self.tag = tag
        self.direction = direction(tag)
        self.zone = zone
        self.times: dict[When, Html] = {}
        self._locale = locale
        self._translations = translations
        # The same few moments and sentences stand on every page.
        self._days: dict[date, str] = {}
        self._moments: dict[datetime, str] = {}
        self._html: dict[str, Html] = {}

    def name_of(self, tag: str) -> str:
        """What this language calls a language: `Englisch`; its tag when it has no name for it."""
        locale = _locale(tag)
        return str((locale.get_display_name(self._locale) if locale else None) or tag)

    def gettext(self, message: str, **values: Value) -> str:
        """A message as plain text."""
        return self._filled(self._translations.gettext(message), values)

    def ngettext(self, one: str, several: str, number: int, **values: Value) -> str:
        """A message that counts, as plain text; `%(number)s` is the number."""
        return self._filled(self._translations.ngettext(one, several, number), {"number": number, **values})

    def html(self, message: str, **values: Value) -> Html:
        """A message as HTML. It may hold elements; values are escaped unless they are HTML."""
        said = self._html.get(message)
        if said is None:
            said = self._html[message] = Html(self._translations.gettext(message))
        return self._html_filled(said, values) if values else said

    def html_several(self, one: str, several: str, number: int, **values: Value) -> Html:
        """A message that counts, as HTML. The number stays on the line of the word that it counts."""
        said = _tight(self._translations.ngettext(one, several, number))
        return self._html_filled(said, {"number": number, **values})

    def number(self, number: int) -> str:
        """`18,400`."""
        return str(number) if 0 <= number < 1000 else str(format_decimal(number, locale=self._locale))

    def counted(self, one: str, several: str, number: int) -> str:
        """A number and what it counts on one line, as plain text: `2 days`."""
        return self._filled(_tight(self._translations.ngettext(one, several, number)), {"number": number})

    def day(self, on: date) -> str:
        """`3 March 2027`, on one line."""
        said = self._days.get(on)
        if said is None:
            said = self._days[on] = str(format_date(on, "long", self._locale)).replace(" ", _NO_BREAK)
        return said

    def moment(self, when: datetime) -> str:
        """`3 March 2027, 02:40 UTC`, or `3 March 2027, 11:40 Japan Time`; it breaks after the comma, or in the zone's name.

        In the hour that comes twice when summer time ends, the time of UTC stands beside it.
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
        """What people call the zone, whether it is summer or winter: `Japan Time`, `Mitteleuropäische Zeit`."""
        zone = self.zone
        if is_universal(zone):
            return "UTC"
        name = str(get_timezone_name(zone, width="long", zone_variant="generic", locale=self._locale))
        location = str(get_timezone_location(zone, locale=self._locale))
        key = get_global("zone_aliases").get(zone.key, zone.key)
        model = _MODELS.get(get_global("meta_zones").get(key, ""))
        shifts, usual = _shifts(zone, here.year), _shifts(ZoneInfo(model), here.year) if model else ()
        if usual and shifts != usual:
            # Such as Morocco, whose clock is not that of Western Europe, though it is listed with it.
            name = location
        if name != location or not _FORMULA.search(name):
            return name
        # A formula with the country in it, as in "heure : Inde". Where the clock is never changed, the zone's proper name reads better.
        standard = str(get_timezone_name(here, width="long", locale=self._locale))
        if len(set(shifts)) == 1 and not _DIGIT.search(standard) and (not usual or min(usual) == shifts[0]):
            return standard
        return location if get_global("zone_territories").get(key, "ZZ") not in {"ZZ", "001"} else offset_words(here)

    def listed(self, parts: Iterable[str]) -> str:
        """Parts in a row: `1 corrected, 2 answered`. HTML if a part is, and then every part must be."""
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
    """The language nearest to a tag: the very one, else the same without its region, else English.

    Args:
        tag: a BCP 47 tag, such as `de-AT`.
        theme: where the catalogues are.
        zone: the time zone in which moments are said: that of the site.

    Raises:
        UsageError: the catalogue is not one.
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
    """Where a language's catalogue is, relative to `themes/`."""
    return f"locales/{language}/LC_MESSAGES/aboveboard.po"


def own_name(tag: str) -> str:
    """What a language calls itself: `Deutsch`; its tag when nobody knows."""
    locale = _locale(tag)
    name = (locale.get_display_name(locale) if locale else None) or tag
    return name[:1].upper() + name[1:]


def english_name(tag: str) -> str:
    """What English calls a language: `German`; its tag when nobody knows."""
    locale = _locale(tag)
    return str((locale.get_display_name(SOURCE) if locale else None) or tag)


def page_language(language: Language, tag: str) -> str:
    """What a page or a feed is in, as machines are told: its language, if its own words are in that; else what they are in.

    Args:
        language: the one in which the product's own words are said.
        tag: the one for whose readers it is made.
    """
    return tag if same_language(language.tag, tag) else language.tag


def _shifts(zone: ZoneInfo, year: int) -> tuple[timedelta, ...]:
    """How far a zone is from UTC in the four seasons of a year."""
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
            f"themes/{path} is not a catalogue: {error}", "mend it, or take it away to use the one that comes with aboveboard"
        ) from error
    compiled.seek(0)
    return GNUTranslations(compiled)


def _tight(said: str) -> str:
    return said.replace("%(number)s ", f"%(number)s{_NO_BREAK}")
