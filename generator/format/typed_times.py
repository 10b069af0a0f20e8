"""Times as people type them: `18:38`, `yesterday 22:00`, `in 6h`, `20.11.2026 9:00`, `9pm`. Files always hold them in full.

Nothing is guessed: text that may mean two times has two readings, and text with an unknown word has none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from generator.format.invisible_characters import bare
from generator.format.times import format_in_full, length_of
from generator.model.update import When

#: Whether the time is past or future, for times without a day and days without a year.
PAST: Final = -1
EITHER: Final = 0
FUTURE: Final = 1

_MONTHS: Final = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "jänner feber mrz apr mai jun jul aug sept okt nov dez",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "janv févr mars avr mai juin juil août sept oct nov déc",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sep oct nov dic",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون-الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين-الأول تشرين-الثاني كانون-الأول",
    )
    for number, name in enumerate(names.split(), 1)
}
_WEEKDAYS: Final = {
    name: number
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "mon tue wed thu fri sat sun",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miércoles jueves viernes sábado domingo",
        "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    )
    for number, name in enumerate(names.split())
} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3, "sonnabend": 5, "الإثنين": 0}
_RELATIVE: Final = {
    **dict.fromkeys(("today", "tonight", "heute", "aujourd'hui", "hoy", "اليوم"), 0),
    **dict.fromkeys(("yesterday", "gestern", "hier", "ayer", "أمس"), -1),
    **dict.fromkeys(("tomorrow", "tomorow", "tmrw", "tmr", "morgen", "demain", "mañana", "غدا"), 1),
    **dict.fromkeys(("übermorgen", "après-demain"), 2),
    **dict.fromkeys(("vorgestern", "avant-hier"), -2),
}
_NOW: Final = frozenset({"now", "right now", "just now", "jetzt", "maintenant", "ahora", "الآن"})
_NOON: Final = frozenset({"noon", "midday", "mittag", "mittags", "midi", "mediodía", "ظهرا"})
_MIDNIGHT: Final = frozenset({"midnight", "mitternacht", "minuit", "medianoche"})
#: Words without a meaning of their own.
_FILLING: Final = frozenset(
    "at on um am le la el las los les à a den der dem the of de del du t o'clock uhr hours hrs h local time ortszeit next last"
    " this by sharp nächsten kommenden letzten prochain dernier próximo pasado في يوم الساعة".split()
)

# Abbreviations of time zones: difference from UTC in minutes, and the places that use them. Some have several meanings.
_LETTERS: Final[dict[str, tuple[tuple[int, str], ...]]] = {
    "bst": ((60, "Europe/London"),),
    "ist": ((330, "Asia/Kolkata"), (60, "Europe/Dublin"), (120, "Asia/Jerusalem")),
    "wet": ((0, "Europe/Lisbon"),),
    "west": ((60, "Europe/Lisbon"),),
    **dict.fromkeys(("cet", "mez"), ((60, "Europe/Berlin"),)),
    **dict.fromkeys(("cest", "mesz"), ((120, "Europe/Berlin"),)),
    "eet": ((120, "Europe/Athens"),),
    "eest": ((180, "Europe/Athens"),),
    "msk": ((180, "Europe/Moscow"),),
    "est": ((-300, "America/New_York"),),
    "edt": ((-240, "America/New_York"),),
    "cst": ((-360, "America/Chicago"), (480, "Asia/Shanghai")),
    "cdt": ((-300, "America/Chicago"),),
    "mst": ((-420, "America/Denver"),),
    "mdt": ((-360, "America/Denver"),),
    "pst": ((-480, "America/Los_Angeles"),),
    "pdt": ((-420, "America/Los_Angeles"),),
    "akst": ((-540, "America/Anchorage"),),
    "akdt": ((-480, "America/Anchorage"),),
    "hst": ((-600, "Pacific/Honolulu"),),
    "brt": ((-180, "America/Sao_Paulo"),),
    "art": ((-180, "America/Argentina/Buenos_Aires"),),
    "sast": ((120, "Africa/Johannesburg"),),
    "gst": ((240, "Asia/Dubai"),),
    "pkt": ((300, "Asia/Karachi"),),
    "sgt": ((480, "Asia/Singapore"),),
    "hkt": ((480, "Asia/Hong_Kong"),),
    "jst": ((540, "Asia/Tokyo"),),
    "kst": ((540, "Asia/Seoul"),),
    "awst": ((480, "Australia/Perth"),),
    "acst": ((570, "Australia/Adelaide"),),
    "acdt": ((630, "Australia/Adelaide"),),
    "aest": ((600, "Australia/Sydney"),),
    "aedt": ((660, "Australia/Sydney"),),
    "nzst": ((720, "Pacific/Auckland"),),
    "nzdt": ((780, "Pacific/Auckland"),),
}
#: Names that apply all year.
_PLACES: Final = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}

#: Regions whose time zones are named after cities.
_AREAS: Final = ("Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic")

#: Variants of dashes and colons.
_ALIKE: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2236": ":", "\ua789": ":"})

#: Midnight as an hour: the start of a day or its end.
_START_OR_END: Final = -24

_MONTH: Final = "|".join(sorted((re.escape(name) for name in _MONTHS), key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?=t|\s|$)")
_NUMBERS = re.compile(r"(?<![\d:])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d:])")
_DATE_GROUP = re.compile(r"(\d{2})(\d{4})\s?z\s?([a-z]{3})\s?(?:20)?(\d{2})")
_YEAR_LAST = re.compile(r"(\D*\b\d{1,2})(\s+\d{1,2}:\d{2}\b.*)\s(20\d{2})")
_NO_YEAR = re.compile(r"(?<![\d:.])(\d{1,2})\.\s?(\d{1,2})\.(?=\s|$)")
_NO_YEAR_EITHER = re.compile(r"(?<![\d:./-])(\d{1,2})/(\d{1,2})(?![\d/])")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:of\s|de\s|d')?\s*({_MONTH})\.?(?![^\W\d])(?:[\s-]*(?:de[l]?\s+)?((?:19|2\d)\d{{2}})(?![:\d]))?"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)({_MONTH})\.?\s+(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.])(?:\s+((?:19|2\d)\d{{2}})(?![:\d]))?"
)
_HALF: Final = r"(a\.?m\.?|p\.?m\.?|صباحا|مساء|ص|م)"
_CLOCK = re.compile(rf"(?<![\d:])(\d{{1,2}})\s?[:.h]\s?(\d{{2}})(?:[:.](\d{{2}})(?:[.,]\d+)?)?(?!\d)\s*(?:{_HALF}(?!\w))?")
_HOUR = re.compile(rf"(?<![\d:])(\d{{1,2}})\s*(?:{_HALF}|uhr|h|heures?|horas?|o'?clock)(?!\w)")
_FOUR = re.compile(r"(?<![\d:])(\d{2})(\d{2})(?:(\d{2}))?(?![\d:])")
_OFFSET = re.compile(r"(?:(utc|gmt|z)\s?)?([+-])(\d{1,2})(?::?(\d{2}))?$")
_ONE: Final = r"(\d{1,4}(?:\.\d(?!\d))?|an?|half an?|one|two|three|four|five|six|ten|twelve|ein(?:er|em)?)"
_UNIT: Final = r"(m|mins?|minutes?|minuten?|h|hrs?|hours?|stunden?|d|days?|tag(?:en?)?|w|wks?|weeks?|wochen?)"
_LENGTHS = re.compile(rf"{_ONE}\s*{_UNIT}(?:\s*(?:and|und)?\s*{_ONE}\s*{_UNIT})?")
_NUMERALS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twelve": 12,
    "half a": 0.5,
    "half an": 0.5,
}
_MINUTES: Final = {"m": 1, "h": 60, "s": 60, "d": 1440, "t": 1440, "w": 10080}
#: `1h30`: a time of day in French, a length of time elsewhere.
_LENGTH_OR_CLOCK = re.compile(r"(1?\d)h(\d{2})")
#: Phrases that mean the same as one word.
_SAYINGS: Final = (
    (re.compile(r"\bday after tomorrow\b"), "übermorgen"),
    (re.compile(r"\bday before yesterday\b"), "vorgestern"),
    (re.compile(r"(?<=\d)\s*in the morning\b"), " am"),
    (re.compile(r"(?<=\d)\s*(?:in the (?:afternoon|evening)|at night)\b"), " pm"),
    (re.compile(r"(?<=\d)\s*uhr\s*(?=\d\d\b)"), ":"),
    (re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"), r"\1-\2-\3 "),
    (re.compile(r"(\d{1,2})\s*[時时]\s*(?:(\d{2})\s*分)?"), lambda found: f" {found.group(1)}:{found.group(2) or '00'} "),
    (re.compile(r"(\d{4}-\d\d-\d\d)\s(\d\d)\s?z$"), r"\1 \2:00 z"),
    # The output of the program `date`, with the year at the end.
    (_YEAR_LAST, r"\1 \3\2"),
    (_DATE_GROUP, r"\1 \3 20\4 \2 z"),
)
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})")


@dataclass(frozen=True, slots=True)
class Reading:
    """One possible meaning of a time.

    Attributes:
        when: a day, or a time in the zone that was given, else in the site's.
        only: the condition for this reading when there are several: a clause after "if"; empty for the only one.
    """

    when: When
    only: str = ""


def readings(written: str, now: datetime, zone: tzinfo, tense: int = EITHER) -> tuple[Reading, ...]:
    """Return every possible meaning of a time; empty when it cannot be understood.

    Args:
        written: the time as typed.
        now: the time at which it is read.
        zone: the time zone of the person who typed it.
        tense: whether it is past (`PAST`), future (`FUTURE`), or either.
    """
    text = _normalised(written)
    if not text or len(text) > 80:
        return ()
    if text in _NOW:
        return (Reading(now.astimezone(zone).replace(second=0, microsecond=0)),)
    length = _length(re.sub(r"^(?:in|vor|il y a|hace)\s+|\s+(?:ago|from now)$", "", text))
    if length is not None:
        back = tense == PAST or text.endswith(" ago") or text.startswith(("vor ", "il y a ", "hace "))
        ahead = not back or text.startswith("in ") or text.endswith(" from now")
        return (Reading((now + length if ahead else now - length).astimezone(zone).replace(second=0, microsecond=0)),)
    if found := _LENGTH_OR_CLOCK.fullmatch(text):
        hours, minutes = found.groups()
        clocks, lengths = (readings(f"{one}", now, zone, tense) for one in (f"{hours}:{minutes}", f"{hours}h {minutes}m"))
        return (
            *(Reading(one.when, " and ".join(filter(None, ("it is a time of the day", one.only)))) for one in clocks),
            *(Reading(one.when, "it is how long from now" if tense != PAST else "it is how long ago") for one in lengths),
        )
    if found := _EPOCH.fullmatch(text):
        seconds = int(found.group(1) or int(found.group(2)) // 1000)
        return _possible((Reading(datetime.fromtimestamp(seconds, UTC).astimezone(zone)),))
    rest, days = _days(text, zone)
    rest, clock = _clock(rest)
    rest, place = _time_zone_of(rest)
    if clock is None:
        rest, clock = _four(rest)
    rest, others = _take_days(rest, now.astimezone(zone).date())
    if clock is None and (days or others) and re.fullmatch(r"\d|1\d|2[0-3]", rest.strip()):
        return _of_the_hour(text, rest.strip(), now, zone, tense)
    if rest.strip() or (not days and not others and clock is None):
        return ()
    candidates = [(day, note) for one in days for day, note in _years(one, now, zone, tense)]
    if days and others:
        candidates = _agreeing(candidates, others)
    if days and not candidates:
        return ()  # The day does not exist.
    if not candidates and others:
        candidates = [(_of_week(others, clock, now, zone, tense), "")]
    if clock is None:
        return _possible(tuple(Reading(day, note) for day, note in candidates)) if place is None else ()
    if not candidates:
        # A midnight without a day may be the last one or the next one.
        clock = (0, 0, 0) if clock[0] == _START_OR_END else clock
        candidates = [(_nearest(clock, place, now, zone, tense), "")]
    return _possible(
        tuple(
            Reading(when, " and ".join(one for one in (note, because) if one))
            for day, note in candidates
            for when, because in _moments(day, clock, place, zone)
        )
    )


def _of_the_hour(text: str, hour: str, now: datetime, zone: tzinfo, tense: int) -> tuple[Reading, ...]:
    """Return the readings of a day and an hour without am or pm."""
    start, end = text[: text.rindex(hour)], text[text.rindex(hour) + len(hour) :]
    halves = {"am": "it is in the morning", "pm": "it is in the afternoon"} if 0 < int(hour) <= 12 else {":00": ""}
    return _possible(
        tuple(
            Reading(one.when, " and ".join(filter(None, (note, one.only))))
            for half, note in halves.items()
            for one in readings(f"{start}{hour}{half}{end}", now, zone, tense)
        )
    )


def _length(text: str) -> timedelta | None:
    """Return a length of time as people write it: `30 mins`, `1h 30m`, `half an hour`."""
    if re.fullmatch(r"\d{4}\s*(?:h|hrs|hours)", text):
        return None  # A time of day as soldiers and sailors write it.
    if (exact := length_of(text.replace(" ", ""))) is not None:
        return exact
    found = _LENGTHS.fullmatch(text)
    if not found:
        return None
    minutes = 0.0
    for number, unit in (found.groups()[:2], found.groups()[2:]):
        if number:
            count = _NUMERALS.get(number, 1) if number[0].isalpha() else float(number)
            minutes += count * _MINUTES[unit[0]]
    return timedelta(minutes=minutes)


def _agreeing(days: list[tuple[date, str]], others: list[date | int]) -> list[tuple[date, str]]:
    """Return the numeric days that agree with weekdays.

    "Friday 20 November" may not be a Friday, and only the writer knows which is wrong.
    """
    agreed = [(day, note) for day, note in days if day in others or day.weekday() in others]
    if agreed:
        return agreed
    wanted = [one for one in others if isinstance(one, int)]
    near = [(day + timedelta(days=ahead), "the name of the day is right") for day, _ in days[:1] for ahead in range(-3, 4)]
    return [(day, "the number of the day is right") for day, _ in days] + [one for one in near if one[0].weekday() in wanted]


def _normalised(written: str) -> str:
    text = unicodedata.normalize("NFKC", bare(written)).lower()
    text = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() and unicodedata.digit(sign, None) is not None else sign for sign in text
    )
    text = text.strip("\"'“”„ ").translate(_ALIKE)
    text = text.replace("’", "'").replace("كانون ", "كانون-").replace("تشرين ", "تشرين-")
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    text = re.sub(r"(?<=\d)t(?=\d)", " ", re.sub(r"(?<=\d)z$", " z", text))
    text = " ".join(re.sub(r"[,()،]", " ", text).split())
    for saying, word in _SAYINGS:
        text = " ".join(saying.sub(word, text).split())
    return text if re.search(r"[ap]\.m\.$|\d\.$", text) else text.rstrip(".")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as given; the year is 0 where none was given."""

    year: int
    month: int
    day: int
    only: str = ""

    @property
    def when(self) -> date | None:
        """The day, if its year was given."""
        return _date(self.year, self.month, self.day) if self.year else None


def _days(text: str, zone: tzinfo) -> tuple[str, list[_Day]]:
    """Return the text without its day, and each reading of a day given in numbers or with a month."""
    for pattern in (_ISO, _COMPACT):
        if found := pattern.search(text):
            numbers = [int(one) for one in found.groups() if one and one.isdecimal()]
            return _without(text, found), [_Day(numbers[0], numbers[1], numbers[2])]
    if found := _NUMBERS.search(text):
        first, sign, second, year = found.groups()
        whole = int(year) + (2000 if len(year) == 2 else 0)
        day_first, month_first = _Day(whole, int(second), int(first)), _Day(whole, int(first), int(second))
        both = [day_first] if sign == "." else [day_first, month_first]
        if str(zone).startswith("America/"):
            both.reverse()
        real = [one for one in both if one.when]
        if len({one.when for one in real}) > 1:
            real = [_Day(one.year, one.month, one.day, f"it is {one.day} {one.when:%B}") for one in real]
        return _without(text, found), real[: len({one.when for one in real})] or [_Day(whole, 13, 40)]
    if found := _DAY_MONTH.search(text):
        return _without(text, found), [_Day(int(found.group(3) or 0), _MONTHS[found.group(2)], int(found.group(1)))]
    if found := _MONTH_DAY.search(text):
        return _without(text, found), [_Day(int(found.group(3) or 0), _MONTHS[found.group(1)], int(found.group(2)))]
    if found := _NO_YEAR_EITHER.search(text):
        first, second = (int(one) for one in found.groups())
        both = [_Day(0, second, first), _Day(0, first, second)]
        real = [one for one in both if _date(2000, one.month, one.day)]
        if len(real) == 2 and first != second:
            real = [_Day(0, one.month, one.day, f"it is {one.day} {date(2000, one.month, one.day):%B}") for one in real]
        return _without(text, found), real[: 1 if first == second else 2] or [_Day(0, 13, 40)]
    if found := _NO_YEAR.search(text):
        return _without(text, found), [_Day(0, int(found.group(2)), int(found.group(1)))]
    return text, []


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}".strip()


def _clock(text: str) -> tuple[str, tuple[int, int, int] | None]:
    """Return the text without its time of day, and the time; hour 24 is the end of the day."""
    for pattern in (_CLOCK, _HOUR):
        found = pattern.search(text)
        if not found:
            continue
        parts = found.groups()
        hour = int(parts[0])
        minute, second = (int(parts[1]), int(parts[2] or 0)) if pattern is _CLOCK else (0, 0)
        half = (parts[-1] or "").replace(".", "")
        if half and hour > 12 and half in {"am", "ص", "صباحا"}:
            return text, None
        if half in {"pm", "م", "مساء"} and hour < 12:
            hour += 12
        elif half in {"am", "ص", "صباحا"} and hour == 12:
            hour = 0
        if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
            return text, None
        return _without(text, found), (hour, minute, second)
    for word in re.findall(r"[^\s\d]+", text):
        if word in _NOON | _MIDNIGHT:
            left = re.sub(rf"(?<!\S){re.escape(word)}(?!\S)", " ", re.sub(rf"(?<!\S)12\s+{re.escape(word)}(?!\S)", " ", text))
            return left.strip(), (12, 0, 0) if word in _NOON else (_START_OR_END, 0, 0)
    return text, None


def _four(text: str) -> tuple[str, tuple[int, int, int] | None]:
    """Return the time in `0900`, written where am or pm is not in doubt."""
    found = _FOUR.search(text)
    if not found:
        return text, None
    hour, minute, second = (int(one or 0) for one in found.groups())
    return (_without(text, found), (hour, minute, second)) if hour < 24 and minute < 60 and second < 60 else (text, None)


@dataclass(frozen=True, slots=True)
class _Place:
    """The clocks by which a time was read: differences from UTC, or those of a place."""

    word: str
    zones: tuple[tuple[timezone | None, str], ...]


def _time_zone_of(text: str) -> tuple[str, _Place | None]:
    text = text.strip()
    if (found := _OFFSET.search(text)) and (found.group(1) or found.group(4) or not text[: found.start()].strip()):
        hours, minutes = int(found.group(3)), int(found.group(4) or 0)
        if hours <= 14 and minutes < 60:
            length = timedelta(hours=hours, minutes=minutes)
            zone = timezone(-length if found.group(2) == "-" else length)
            return text[: found.start()].strip(), _Place(found.group(), ((zone, ""),))
    words = text.split()
    for at, word in enumerate(words):
        rest = " ".join((*words[:at], *words[at + 1 :]))
        if word in {"z", "utc", "gmt"}:
            return rest, _Place(word, ((UTC, ""),))
        if word in _LETTERS:
            return rest, _Place(
                word.upper(), tuple((timezone(timedelta(minutes=length)), name) for length, name in _LETTERS[word])
            )
        if word in _PLACES:
            return rest, _Place(word.upper(), ((None, _PLACES[word]),))
        if "/" in word and (name := _zone_named(word)):
            return rest, _Place(name, ((None, name),))
    # "London time", "17:00 New York": a city after which a zone is named.
    for count in (2, 1):
        end = words[:-1] if words and words[-1] == "time" else words
        city = "_".join(end[-count:])
        if len(end) >= count and re.fullmatch(r"[a-z_-]{3,}", city) and city not in _FILLING and (name := _zone_of_city(city)):
            return " ".join(end[:-count]), _Place(name, ((None, name),))
    return text, None


@cache
def _zone_of_city(city: str) -> str:
    return next((name for area in _AREAS if (name := _zone_named(f"{area}/{city}"))), "")


def _zone_named(word: str) -> str:
    name = "/".join("_".join(part.capitalize() for part in one.split("_")) for one in word.split("/"))
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return ""
    return name


def _take_days(text: str, today: date) -> tuple[str, list[date | int]]:
    """Return the remaining text and the days given as words: a day, or the number of a weekday."""
    found: list[date | int] = []
    left: list[str] = []
    for word in (one.rstrip(".") for one in text.split()):
        if word in _RELATIVE:
            found.append(today + timedelta(days=_RELATIVE[word]))
        elif word in _WEEKDAYS:
            found.append(_WEEKDAYS[word])
        elif word and word not in _FILLING:
            left.append(word)
    return " ".join(left), found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _years(said: _Day, now: datetime, zone: tzinfo, tense: int) -> Iterator[tuple[date, str]]:
    """Yield the day with its year; if none was given, the last, next or nearest such day."""
    if said.year:
        if said.when:
            yield said.when, said.only
        return
    today = now.astimezone(zone).date()
    days = [day for year in range(today.year - 4, today.year + 5) if (day := _date(year, said.month, said.day))]
    if days:
        yield _of_tense(days, today, tense), said.only


def _of_tense(days: list[date], today: date, tense: int) -> date:
    fitting = [day for day in days if tense == EITHER or (day <= today if tense == PAST else day >= today)] or days
    return min(fitting, key=lambda day: (abs((day - today).days), day))


def _of_week(others: list[date | int], clock: tuple[int, int, int] | None, now: datetime, zone: tzinfo, tense: int) -> date:
    """Return the day given in words."""
    for one in others:
        if isinstance(one, date):
            return one
    today = now.astimezone(zone).date()
    days = [day for ahead in range(-7, 8) if (day := today + timedelta(days=ahead)).weekday() in others]
    if clock is not None:
        days = [
            day for day in days if day != today or tense == EITHER or _agrees_with_tense(_local(day, clock, zone), now, tense)
        ]
    return _of_tense(days, today, tense)


def _agrees_with_tense(when: datetime, now: datetime, tense: int) -> bool:
    return when <= now if tense == PAST else when > now


def _local(day: date, clock: tuple[int, int, int], zone: tzinfo) -> datetime:
    return datetime.combine(day + timedelta(days=clock[0] == 24), time(clock[0] % 24, clock[1], clock[2]), zone)


def _nearest(clock: tuple[int, int, int], place: _Place | None, now: datetime, zone: tzinfo, tense: int) -> date:
    """Return the day for a time of day without one: the last, the next, or the nearest."""
    if place is not None:
        fixed, name = place.zones[0]
        zone = fixed or ZoneInfo(name)
    today = now.astimezone(zone).date()
    if tense == EITHER:
        return today
    days = [today + timedelta(days=ahead) for ahead in ((0, -1) if tense == PAST else (0, 1))]
    return next((day for day in days if _agrees_with_tense(_local(day, clock, zone), now, tense)), today)


def _moments(day: date, clock: tuple[int, int, int], place: _Place | None, zone: tzinfo) -> Iterator[tuple[datetime, str]]:
    """Yield every moment at which clocks show this time on a day, with the condition for each."""
    if clock[0] == _START_OR_END:
        for ahead, note in ((0, "it is the night before that day"), (1, "it is the night after that day")):
            for when, because in _moments(day + timedelta(days=ahead), (0, 0, 0), place, zone):
                yield when, " and ".join(one for one in (note, because) if one)
        return
    naive = datetime.combine(day + timedelta(days=clock[0] == 24), time(clock[0] % 24, clock[1], clock[2]))
    if place is None:
        yield from _on_clocks(naive, zone)
        return
    several: list[tuple[datetime, str]] = []
    # The times that clocks of one of several places show.
    shown_there: list[datetime] = []
    for fixed, name in place.zones:
        city = name.rpartition("/")[2].replace("_", " ")
        if fixed is None or not name:
            yield from _on_clocks(naive, fixed or ZoneInfo(name))
            return
        literal = naive.replace(tzinfo=fixed)
        where = f"you mean the time in {city}" if len(place.zones) > 1 else ""
        shown = [one for one, _ in _on_clocks(naive, ZoneInfo(name))]
        if literal.astimezone(UTC) in [one.astimezone(UTC) for one in shown]:
            several.append((literal, where))
            if where:
                shown_there.append(literal)
        else:
            # In winter no clock shows summer time: most people who write the summer abbreviation mean the local time.
            several += [(one, f"you mean the time in {city} on that day") for one in shown]
            several.append((literal, f"you mean {place.word} literally"))
    own = [one for one in shown_there if one.utcoffset() == naive.replace(tzinfo=zone).utcoffset()]
    yield from [(own[0], "")] if own else several


def _on_clocks(naive: datetime, zone: tzinfo) -> Iterator[tuple[datetime, str]]:
    """Yield the moments at which clocks show a time: one; two where the clocks go back.

    Where they go forward, those by the old and the new offset.
    """
    first, second = (naive.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    if first == second:
        yield naive.replace(tzinfo=timezone(first)), ""
        return
    notes = (
        ("it is before the clocks went back", "it is after the clocks went back")
        if first > second
        else ("the clocks had not gone forward yet", "the clocks had already gone forward")
    )
    for offset, note in zip((first, second), notes, strict=True):
        moment = naive.replace(tzinfo=timezone(offset)).astimezone(zone)
        yield moment.astimezone(timezone(moment.utcoffset() or timedelta())), note


def _possible(found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Return the readings within the years that the format accepts, without duplicates."""
    real = [one for one in found if 1970 <= one.when.year <= 2999]
    seen: set[object] = set()
    once = []
    for one in real:
        key = one.when.astimezone(UTC) if isinstance(one.when, datetime) else one.when
        if key not in seen:
            seen.add(key)
            once.append(one)
    return (Reading(once[0].when),) if len(once) == 1 else tuple(once)


#: Keys whose time is in the future, and keys whose time may be either; all others are in the past.
_AHEAD: Final = frozenset({"next_update", "by", "monitor_until", "review_by", "expires"})
_EITHER: Final = frozenset({"published", "to"})


def tense_of(key: str) -> int:
    """Return whether the time of a key is past, future or either."""
    return FUTURE if key in _AHEAD else EITHER if key in _EITHER else PAST


def offered(key: str, written: str, now: datetime, zone: tzinfo, *, days: bool, moments: bool) -> str:
    """Return what to write instead of a refused time: the one line, or each possible line.

    Args:
        key: the key of the time.
        written: the time as typed.
        now: the time of judgement.
        zone: the site's time zone.
        days: whether a day is allowed.
        moments: whether a time is allowed.
    """
    found = readings(written, now, zone, tense_of(key))
    return in_words(found, lambda when: f"{key}: {format_in_full(when)}", zone, now, days=days, moments=moments) or (
        f"write it like `{key}: {example(key, now, zone, moments=moments and not days)}`"
        + (" (Z is UTC; +01:00 would be an hour ahead of it)" if moments and not days else "")
    )


def example(key: str, now: datetime, zone: tzinfo, *, moments: bool) -> str:
    """Return an example time for a key: about now, or a day later where it must be in the future."""
    local = (now + timedelta(days=tense_of(key) == FUTURE)).astimezone(zone).replace(second=0, microsecond=0)
    return format_in_full(local) if moments else format_in_full(local.date())


def in_words(
    found: tuple[Reading, ...],
    shown: Callable[[When], str],
    zone: tzinfo,
    now: datetime | None = None,
    *,
    days: bool,
    moments: bool,
) -> str:
    """Return readings as lines to write; empty when there are none.

    A day where a time is required gets the time of `now` if it is today, else 17:00.
    """
    local = now.astimezone(zone) if now else None
    added = False
    lines: dict[str, str] = {}
    for one in found:
        when = one.when
        if isinstance(when, datetime) and not moments:
            when = when.date()
        elif not isinstance(when, datetime) and not days:
            # Only the day was given: the line is complete, and the writer corrects the time.
            hour = time(local.hour, local.minute) if local and local.date() == when else time(17)
            when, added = next(iter(_on_clocks(datetime.combine(when, hour), zone)))[0], True
        lines.setdefault(shown(when), one.only)
    if not lines:
        return ""
    start = "add the time and its zone, as in" if added else "write"
    if len(lines) == 1:
        return f"{start} `{next(iter(lines))}`"
    return f"{start} " + ", or ".join(f"`{one}` if {only}" if only else f"`{one}`" for one, only in lines.items())
