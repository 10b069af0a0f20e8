"""Days and times as people say them: with weekday and zone where they date a text, without what the text has said already."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from generator.render import dates
from generator.render.language import Language, catalogue_path, language_for
from tests.render.sites import theme

_PLAIN = str.maketrans({"\N{NO-BREAK SPACE}": " "})
_FRIDAY = datetime(2026, 11, 27, 17, tzinfo=UTC)


def _spoken(tag: str, zone: str = "UTC") -> Language:
    return language_for(tag, theme(), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("tag", "dated", "awaited"),
    [
        ("en", "Friday 27 November 2026, 5 pm UTC", "Friday 27 November, 5 pm"),
        ("de", "Freitag, 27. November 2026 um 17 Uhr UTC", "Freitag, 27. November um 17 Uhr"),
        ("fr", "vendredi 27 novembre 2026 à 17 h UTC", "vendredi 27 novembre à 17 h"),
        ("es", "viernes 27 de noviembre de 2026 a las 17:00 UTC", "viernes 27 de noviembre a las 17:00"),
        ("ar", "الجمعة 27 نوفمبر 2026، الساعة 5 بعد الظهر بتوقيت UTC", "الجمعة 27 نوفمبر، الساعة 5 بعد الظهر"),
    ],
)
def test_in_the_words_people_use(tag: str, dated: str, awaited: str) -> None:
    """What dates a text has weekday, year and zone; what readers wait for in it has the weekday, and the year only if it is another."""
    spoken = _spoken(tag)
    assert spoken.stamp(_FRIDAY).translate(_PLAIN) == dated
    assert spoken.in_year(2026).due(_FRIDAY).translate(_PLAIN) == awaited
    assert "2026" in spoken.due(_FRIDAY)
    assert "2026" in spoken.in_year(2027).due(_FRIDAY)
    assert "2026" in spoken.in_year(2026).stamp(_FRIDAY)


@pytest.mark.parametrize(
    ("tag", "zone", "said"),
    [
        ("en", "Europe/London", "Friday 27 November 2026, 5 pm UK time"),
        ("en", "Asia/Tokyo", "Saturday 28 November 2026, 2 am Japan time (27 November 2026, 5 pm UTC)"),
        ("en", "Europe/Berlin", "Friday 27 November 2026, 6 pm Central European time (5 pm UTC)"),
        ("de", "Europe/Berlin", "Freitag, 27. November 2026 um 18 Uhr (Mitteleuropäische Zeit, 17 Uhr UTC)"),
        ("fr", "Europe/Paris", "vendredi 27 novembre 2026 à 18 h (heure d’Europe centrale, 17 h UTC)"),
        ("es", "Europe/London", "viernes 27 de noviembre de 2026 a las 17:00 (hora británica)"),
        ("ar", "Europe/London", "الجمعة 27 نوفمبر 2026، الساعة 5 بعد الظهر بتوقيت بريطانيا"),
    ],
)
def test_the_zone_first_and_utc_beside_it(tag: str, zone: str, said: str) -> None:
    """The site's own zone, as people call it; UTC in brackets where its clock shows another time."""
    made = dates.stamp(_spoken(tag, zone), _FRIDAY)
    assert made.translate(_PLAIN) == f'<time datetime="2026-11-27T17:00Z">{said}</time>'


@pytest.mark.parametrize(
    ("tag", "utc", "said"),
    [
        ("en", "00:00", "27 November 2026, 00:00"),
        ("en", "00:05", "27 November 2026, 12:05 am"),
        ("en", "11:59", "27 November 2026, 11:59 am"),
        ("en", "12:00", "27 November 2026, noon"),
        ("en", "12:30", "27 November 2026, 12:30 pm"),
        ("de", "00:00", "27. November 2026 um 0 Uhr"),
        ("de", "09:05", "27. November 2026 um 9:05 Uhr"),
        ("fr", "00:30", "27 novembre 2026 à 0 h 30"),
        ("es", "01:30", "27 de noviembre de 2026 a la 1:30"),
        ("es", "13:30", "27 de noviembre de 2026 a las 13:30"),
        ("ar", "00:30", "27 نوفمبر 2026، الساعة 12:30 بعد منتصف الليل"),
        ("ar", "06:30", "27 نوفمبر 2026، الساعة 6:30 صباحًا"),
        ("ar", "12:00", "27 نوفمبر 2026، الساعة 12 ظهرًا"),
        ("ar", "20:15", "27 نوفمبر 2026، الساعة 8:15 مساءً"),
    ],
)
def test_no_time_of_day_can_be_taken_for_another(tag: str, utc: str, said: str) -> None:
    """Midnight is in figures, so that nobody takes it for the end of the day; noon is neither am nor pm; one o'clock is a singular."""
    assert _spoken(tag).moment(datetime.fromisoformat(f"2026-11-27T{utc}Z")).translate(_PLAIN) == said


def test_every_minute_of_a_day_is_said_differently() -> None:
    """No two minutes of a day are said alike, in any language."""
    for tag in ("en", "de", "fr", "es", "ar"):
        spoken = _spoken(tag)
        said = {spoken.moment(datetime(2026, 11, 27, minute // 60, minute % 60, tzinfo=UTC)) for minute in range(24 * 60)}
        assert len(said) == 24 * 60, tag


def test_the_year_of_a_text_is_said_once() -> None:
    """In a text of 2026, days and months of that year are said without it, and all others with theirs; `full` says it anyway."""
    spoken = _spoken("fr")
    own = spoken.in_year(2026)
    assert own.day(date(2026, 3, 1)).translate(_PLAIN) == "1er mars"
    assert own.day(date(2027, 3, 1)).translate(_PLAIN) == "1er mars 2027"
    assert own.day(date(2026, 3, 11), full=True).translate(_PLAIN) == "11 mars 2026"
    assert (own.month(2026, 8), own.month(2025, 8).translate(_PLAIN)) == ("août", "août 2025")
    english = _spoken("en").in_year(2026)
    assert (english.month(2026, 8), english.month(2025, 8).translate(_PLAIN)) == ("August", "August 2025")
    assert own.in_year(2027) is spoken.in_year(2027)
    assert spoken.day(date(2026, 3, 1)).translate(_PLAIN) == "1er mars 2026"


def test_a_year_is_that_of_the_site_and_not_of_utc() -> None:
    """On New Year's Eve in UTC it is the new year in Japan, and days are said in that year."""
    spoken = _spoken("en", "Asia/Tokyo")
    eve = datetime(2026, 12, 31, 20, tzinfo=UTC)
    assert dates.year(spoken, eve) == 2027
    assert spoken.in_year(2027).moment(eve).translate(_PLAIN) == "1 January, 5 am"


def test_a_language_of_a_site_is_written_by_cldr() -> None:
    """A language whose catalogue a site brings along has CLDR's full date and short time, and never an English word."""
    own = replace(theme(), files={**theme().files, catalogue_path("pl"): theme().files[catalogue_path("de")]})
    polish = language_for("pl", own)
    assert polish.due(_FRIDAY).translate(_PLAIN) == "piątek, 27 listopada 2026, 17:00"
    assert polish.in_year(2026).moment(_FRIDAY).translate(_PLAIN) == "27 listopada, 17:00"


@pytest.mark.parametrize("hour", range(24))
def test_arabic_hours_are_told_apart(hour: int) -> None:
    """Before sunrise is not the whole morning, and every hour of the day has a word that people use for it."""
    said = _spoken("ar").moment(datetime(2026, 11, 27, hour, 30, tzinfo=UTC)).translate(_PLAIN)
    assert "في الصباح" not in said
    assert "لاً" not in said
    assert ("فجرًا" in said) == (hour in {3, 4, 5})
