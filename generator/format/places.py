"""Codes of places where people live."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, ClassVar

from generator.format.kinds import Kind, Leaf, Map, Part, Path, Sentence, Whole
from generator.format.language_tags import country_name
from generator.format.reader import Reader
from generator.format.strict_yaml import Node, Text
from generator.model.places import DIVISIONS, EEA

_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
#: Countries of which the states or provinces have laws of their own.
_DIVIDED = frozenset(code.partition("-")[0] for code in DIVISIONS)
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMBER = re.compile(r"[0-9]{1,12}")


def is_place(code: str) -> bool:
    """Whether a code names a country (ISO 3166-1), or a state or province (ISO 3166-2). Those of the United States and Canada are known one by one."""
    country, _, division = code.partition("-")
    if not _CODE.fullmatch(code) or not country_name(country):
        return False
    return not division or code in DIVISIONS or country not in _DIVIDED


class Country(Sentence):
    """A country's two-letter code."""

    FORM = "a country's two letters"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        if written and not _COUNTRY.fullmatch(written):
            reader.problem(
                "wrong-type", node.at, f"`{written[:40]}` is not a country's two letters", "write them like US, GB or DE"
            )
        return written


class PlaceOrAny(Sentence):
    """A place's code, `EEA`, or a country's code with `-*`: any one of its states."""

    FORM = "a place's code"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        if written and written != EEA and not is_place(written.removesuffix("-*")):
            _no_place(reader, node, written)
            return ""
        return written


class Residents(Map):
    """How many people live where."""

    ABSENT: ClassVar[Any] = ()

    FORM = "a place's code → a number"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[tuple[str, int], ...]:
        table = reader.table(node, f"`{what}`", "write each place's code and how many of them live there, such as `US-NY: 312`")
        found: dict[str, int] = {}
        for entry in table.entries.values() if table else ():
            if not is_place(entry.key):
                reader.problem("bad-name", entry.key_at, f"`{entry.key[:60]}` is not the code of a place", _meant(entry.key))
            elif isinstance(entry.value, Text) and _NUMBER.fullmatch(entry.value.value.strip()):
                found[entry.key] = int(entry.value.value)
            else:
                reader.problem(
                    "bad-count",
                    entry.value.at,
                    f"how many of them live in {entry.key} needs a whole number",
                    f"write the digits alone, such as `{entry.key}: 312`",
                )
        twice = next((code for code in found if code.partition("-")[0] in found and "-" in code), "")
        if twice and table:
            country = twice.partition("-")[0]
            reader.problem(
                "bad-count",
                table.entries[country].key_at,
                f"people in {twice} would be counted twice, since {country} is given too",
                f"give {country} by its parts, or as a whole",
            )
        return tuple(found.items())

    def part(self) -> Part:
        return {
            "type": "object",
            "propertyNames": {
                "pattern": f"^{_CODE.pattern}$",
                "patternErrorMessage": "Write a country's two letters, or with a state or province: GB, US-NY.",
            },
            "additionalProperties": {"type": "integer", "minimum": 0},
        }

    def form(self) -> str:
        return self.FORM

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for place, number in value:
            yield Leaf((*leaf.path, place), (number,), leaf.language, leaf.at_use)


def _no_place(reader: Reader, node: Node, written: str) -> None:
    reader.problem("wrong-type", node.at, f"`{written[:60]}` is not the code of a place", _meant(written))


def _meant(written: str) -> str:
    """Return what to write for a code that names no place."""
    plain = written.strip().upper()
    if is_place(plain):
        return f"write `{plain}`"
    called = next(
        (code for code, name in DIVISIONS.items() if name.upper().removeprefix("THE ") == plain.removeprefix("THE ")), ""
    )
    near = called or (plain if plain in DIVISIONS else next((code for code in DIVISIONS if code.endswith(f"-{plain}")), ""))
    if not near:
        found = get_close_matches(plain, DIVISIONS, n=1, cutoff=0.9)
        near = found[0] if found else ""
    return (
        f"write `{near}`" if near else "write a country's two letters, such as `GB`, or with a state or province, such as `US-NY`"
    )


#: What `residents` holds.
RESIDENTS: Kind = Residents(of=Whole())
