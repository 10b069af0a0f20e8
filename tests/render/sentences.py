"""Every message that readers get, said with values of every shape that can stand in it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po  # noqa: TID251  # reads the catalogues as they are written

from generator.adapters.theme_files import read_theme
from generator.render import dates
from generator.render.language import Language, language_for

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en", "de", "fr", "es", "ar")
#: One, two, few, many, and numbers that are grouped; nothing at all.
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100, 1212)

#: What authors write: one and several things, feminine and masculine, with an article that a preposition would change.
NOUNS = {
    "en": ("customers", "the school", "an employee", "people with an account"),
    "de": ("Kundinnen und Kunden", "die Schule", "der Landkreis", "ein Kind", "das Amt"),
    "fr": ("les clients", "la mairie", "le lycée", "une employée", "les habitantes", "usagers"),
    "es": ("los clientes", "la escuela", "el ayuntamiento", "una empleada", "personas con cuenta"),
    "ar": ("العملاء", "المدرسة", "البلدية", "الموظفون", "مكتب الدعم"),
}
_SENTENCES = {
    "en": "We searched the logs.",
    "de": "Wir haben die Protokolle durchsucht.",
    "fr": "Nous avons fouillé les journaux.",
    "es": "Hemos revisado los registros.",
    "ar": "فتشنا السجلات.",
}
_NAMES = {"organisation": "Larkfield", "language": "English", "email": "help@larkfield.example", "phone": "+44 800 555 0199"}
_MACHINE = {
    "address": "https://larkfield.example/",
    "anchor": "h-known",
    "file": "01.md",
    "line": "7",
    "digest": "9f86d0",
    "link": "9f86d0",
}
_MOMENTS = (datetime(2026, 11, 27, 17, tzinfo=UTC), date(2026, 11, 1), datetime(2026, 3, 2, 1, 5, tzinfo=UTC))
_WAITED = ("when", "due", "day", "first", "last", "start", "end", "done", "told", "dated", "asked", "answered", "moment", "utc")
_SAID = ("why", "because", "reason", "outcome", "looked", "unknown", "becomes", "was", "now", "fact", "words")
_PLACE = re.compile(r"%\((\w+)\)s")


@cache
def language(tag: str) -> Language:
    """A language with the product's catalogue."""
    return language_for(tag, read_theme("material", ROOT), ZoneInfo("Europe/London"))


def messages() -> Iterator[str | tuple[str, str]]:
    """Every message that is collected, in the order of the catalogue."""
    with (ROOT / "themes/locales/aboveboard.pot").open("rb") as file:
        for entry in read_po(file):
            if entry.id:
                yield entry.id if isinstance(entry.id, str) else (entry.id[0], entry.id[1])


def said(tag: str) -> Iterator[tuple[str, str]]:
    """Yield each message with what it says in a language: each with every number where it counts, and with nouns in turn."""
    speech = language(tag)
    nouns, moments, numbers = cycle(NOUNS[tag]), cycle(_MOMENTS), cycle(NUMBERS)
    for message in messages():
        if isinstance(message, tuple):
            for number in NUMBERS:
                values = {name: _value(tag, name, message[1], nouns, moments, numbers) for name in _PLACE.findall(message[1])}
                values.pop("number", None)
                yield message[0], speech.ngettext(message[0], message[1], number, **values)
        else:
            values = {name: _value(tag, name, message, nouns, moments, numbers) for name in _PLACE.findall(message)}
            yield message, speech.gettext(message, **values)


def _value(
    tag: str, name: str, message: str, nouns: Iterator[str], moments: Iterator[datetime | date], numbers: Iterator[int]
) -> str:
    speech = language(tag)
    # How many are done, of how many, or the day on which one was.
    if name in _WAITED and f"%({name})s of " not in message:
        return dates.due_words(speech, next(moments))
    if name in _SAID:
        return _SENTENCES[tag]
    if name in {"number", "total", "low", "high", "kept", "held", "done", "told"}:
        return speech.number(next(numbers))
    if name in {"length", "longest", "longer", "shorter"}:
        return speech.counted("%(number)s day", "%(number)s days", next(numbers))
    return _NAMES.get(name) or _MACHINE.get(name) or next(nouns)
