"""How people write a day and a time of day, by language: data for `language.py`, where CLDR's own patterns read like a form.

A language that is not here is written by CLDR alone: its full date and its short time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockWords:
    """Patterns in CLDR's letters; of the last three, `{day}` and `{clock}` are already in words.

    Attributes:
        day: a day of the year that is meant, without its year.
        year: what follows it where the year is another one.
        weekday: a day with its weekday: `{weekday}` and `{day}`.
        hour: a time of day on the hour.
        minute: any other.
        noon: twelve o'clock, where it has a word of its own.
        midnight: the first minute of a day. Words for it are taken for either end of the day, so it is always in figures.
        small: the rest of the hour after midnight, where CLDR's word for it is that of another time of day.
        better: words of CLDR's, each with the one that people use.
        both: a day and a time of day.
        at_one: the same from one o'clock to two, where that is a singular.
    """

    day: str
    year: str
    weekday: str
    hour: str
    minute: str
    midnight: str
    both: str
    noon: str = ""
    small: str = ""
    better: tuple[tuple[str, str], ...] = ()
    at_one: str = ""


#: By primary language.
CLOCK_WORDS: Mapping[str, ClockWords] = MappingProxyType(
    {
        "en": ClockWords(
            day="d MMMM",
            year="y",
            weekday="{weekday} {day}",
            hour="h a",
            minute="h:mm a",
            noon="noon",
            midnight="00:00",
            both="{day}, {clock}",
        ),
        "de": ClockWords(
            day="d. MMMM",
            year="y",
            weekday="{weekday}, {day}",
            hour="H 'Uhr'",
            minute="H:mm 'Uhr'",
            midnight="0 Uhr",
            both="{day} um {clock}",
        ),
        "fr": ClockWords(
            day="d MMMM",
            year="y",
            weekday="{weekday} {day}",
            hour="H 'h'",
            minute="H 'h' mm",
            midnight="0 h",
            both="{day} à {clock}",
        ),
        "es": ClockWords(
            day="d 'de' MMMM",
            year="'de' y",
            weekday="{weekday} {day}",
            hour="H:mm",
            minute="H:mm",
            midnight="0:00",
            both="{day} a las {clock}",
            at_one="{day} a la {clock}",
        ),
        "ar": ClockWords(
            day="d MMMM",
            year="y",
            weekday="{weekday} {day}",
            hour="h BBBB",
            minute="h:mm BBBB",
            noon="12 ظهرًا",
            midnight="00:00",
            small="h:mm 'بعد منتصف الليل'",
            # CLDR has a word for the hours before sunrise that means the whole morning, and spells that of the night otherwise than the rest.
            better=(("في الصباح", "فجرًا"), ("ليلاً", "ليلًا")),
            both="{day}، الساعة {clock}",
        ),
    }
)

#: Zones that people call otherwise than CLDR does, by language.
ZONE_WORDS: Mapping[tuple[str, str], str] = MappingProxyType({("Europe/London", "en"): "UK time"})
