"""The declared keys in ledger.json: their values, and their JSON Schema (draft 2020-12).

Every key is always present; null means that nothing was said. A new key of the format appears automatically.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from generator.format.counts import POPULATION
from generator.format.kinds import (
    Choice,
    Choices,
    Day,
    DayOrMoment,
    Duration,
    Kind,
    Map,
    Moment,
    MonthDayOrMoment,
    NameOf,
    NamesOf,
    Sentence,
    Sentences,
    Whole,
)
from generator.format.record import Key, Record
from generator.format.update import DATA
from generator.model.update import Count, CountForm, Data, DataState, Month, PartsRelation, When
from generator.render.dates import exact
from generator.render.markup import flat

Part: TypeAlias = dict[str, Any]
Thing: TypeAlias = dict[str, Any]

TEXT: Part = {"type": "string"}
MAYBE: Part = {"type": ["string", "null"], "minLength": 1}
NAME: Part = {"type": "string", "minLength": 1}
FLAG: Part = {"type": "boolean"}
SENTENCES: Part = {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
MONTH: Part = {"description": "a month of a year", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}
WHOLE: Part = {"type": "integer", "minimum": 0}


def thing(description: str, **keys: Part) -> Part:
    """Return the schema of an object with exactly these keys. A Python keyword is given with an underscore after it."""
    properties = {key.rstrip("_"): part for key, part in keys.items()}
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def one(of: str) -> Part:
    """Return a reference to a definition."""
    return {"$ref": f"#/$defs/{of}"}


def many(of: Part) -> Part:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def or_null(part: Part) -> Part:
    """Return the schema of a value or null."""
    return {"anyOf": [part, {"type": "null"}]}


def described(part: Part, description: str) -> Part:
    """Add a description to a schema."""
    return {**part, "description": description} if description else part


def words(of: Iterable[StrEnum]) -> Part:
    """Return the schema of one word of a fixed set."""
    return {"enum": [word.value for word in of]}


#: A count is given as its interval, whatever key it was written with.
_COUNT_PARTS: dict[str, Part] = {
    "unit": TEXT,
    "form": words(CountForm),
    "given": described({**many(WHOLE), "maxItems": 2}, "the numbers as they were given: two for `between`, none for `unknown`"),
    "low": described(WHOLE, "the least it can be"),
    "high": described({"type": ["integer", "null"], "minimum": 0}, "the most it can be; null: no upper bound"),
    "of": described({"type": ["integer", "null"], "minimum": 0}, POPULATION.by_name["of"].ledger),
    "part_of": described(MAYBE, POPULATION.by_name["part_of"].ledger),
    "audience": described(MAYBE, POPULATION.by_name["audience"].ledger),
    "parts": described(or_null(words(PartsRelation)), POPULATION.by_name["parts"].ledger),
    "residents": described(
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}, POPULATION.by_name["residents"].ledger
    ),
    "likely": described(FLAG, POPULATION.by_name["sure"].ledger),
    "through": described(or_null(one("when")), POPULATION.by_name["through"].ledger),
    "cannot_see": described(MAYBE, POPULATION.by_name["cannot_see"].ledger),
}
#: What happened to a kind of data, and for how many: its count is a count of its own.
_DATA_PARTS: dict[str, Part] = {
    "state": words(DataState),
    "for": described(MAYBE, DATA.by_name["for"].ledger),
    "count": described(or_null(thing("A count.", **_COUNT_PARTS)), "for how many; null: not said"),
    "likely": described(FLAG, DATA.by_name["sure"].ledger),
    "through": described(or_null(one("when")), DATA.by_name["through"].ledger),
    "cannot_see": described(MAYBE, DATA.by_name["cannot_see"].ledger),
}


@cache
def _selected_keys(record: Record, only: tuple[str, ...]) -> tuple[Key, ...]:
    wanted = frozenset(only)
    return tuple(key for key in record.keys if (key.name in wanted if wanted else "ledger.json" not in key.apart))


def parts(record: Record, *only: str) -> dict[str, Part]:
    """Return the schemas of a record's keys in ledger.json, by key.

    Args:
        record: the record.
        only: the keys to include; by default all.
    """
    if record is POPULATION:
        return _COUNT_PARTS
    if record is DATA:
        return _DATA_PARTS
    found: dict[str, Part] = {}
    for key in _selected_keys(record, only):
        if key.inline and isinstance(key.kind, Record):
            found |= parts(key.kind)
        else:
            found[key.ledger_name or key.name] = _part(key)
    return found


def json_values(record: Record, holder: Any, *only: str) -> Thing:
    """Return the values of a record in ledger.json; `only` as in `parts`."""
    if isinstance(holder, Count):
        return _count(holder)
    if isinstance(holder, Data):
        return _data(holder)
    found: Thing = {}
    for key in _selected_keys(record, only):
        value = getattr(holder, key.attribute)
        if key.inline and isinstance(key.kind, Record):
            found |= json_values(key.kind, value) if value else dict.fromkeys(parts(key.kind))
        else:
            found[key.ledger_name or key.name] = _json_value(key, value)
    return found


def _part(key: Key) -> Part:
    kind = key.kind.inner
    if isinstance(kind, Record):
        return or_null(thing(key.ledger, **parts(kind)))
    if isinstance(kind, Map) and isinstance(kind.of, Record):
        return many(thing(key.ledger, name=NAME, **parts(kind.of)))
    return described(_plain_part(kind, needed=key.required is not None), key.ledger)


def _plain_part(kind: Kind, *, needed: bool) -> Part:
    match kind:
        case Map():
            return SENTENCES
        case NamesOf():
            return many(NAME)
        case Sentences():
            return many(TEXT)
        case Sentence():
            return TEXT if needed else MAYBE
        case Choice():
            part = words(kind.choices)
        case Choices():
            return many(words(kind.choices))
        case Whole():
            part = WHOLE
        case Duration():
            part = described(WHOLE, "in seconds")
        case Moment():
            part = one("moment")
        case MonthDayOrMoment():
            return or_null({"anyOf": [one("when"), MONTH]})
        case Day() | DayOrMoment():
            # A required date is always present, except in an optional object.
            return or_null(one("when"))
        case _:
            return FLAG
    return part if needed else or_null(part)


def _json_value(key: Key, value: Any) -> Any:
    kind = key.kind.inner
    match value:
        case None:
            return None
        case bool() | int():
            return value
        case timedelta():
            return int(value.total_seconds())
        # A word of a fixed set is also a string, so it comes first.
        case StrEnum():
            return value
        case str():
            text = value if isinstance(kind, NameOf) else flat(value)
            return text if key.required else text or None
        case tuple():
            return (
                [flat(text) for text in value] if isinstance(kind, Sentences) and not isinstance(kind, NamesOf) else list(value)
            )
        case Month():
            return str(value)
        case date():
            return exact(value)
        case Mapping() if isinstance(kind, Map) and isinstance(kind.of, Record):
            return [{"name": name, **json_values(kind.of, held)} for name, held in value.items()]
        case Mapping():
            return texts(value.items())
        case _:
            return json_values(kind, value) if isinstance(kind, Record) else str(value)


def _count(count: Count) -> Thing:
    return {
        "unit": flat(count.unit),
        "form": count.form,
        "given": list(count.stated),
        "low": count.low,
        "high": count.high,
        "of": count.of,
        "part_of": count.part_of or None,
        "audience": count.audience or None,
        "parts": count.parts,
        "residents": dict(count.residents),
        "likely": count.likely,
        "through": when(count.through),
        "cannot_see": text(count.cannot_see),
    }


def _data(told: Data) -> Thing:
    return {
        "state": told.state,
        "for": told.population or None,
        "count": _count(told.count) if told.count else None,
        "likely": told.likely,
        "through": when(told.through),
        "cannot_see": text(told.cannot_see),
    }


def when(given: When | None) -> str | None:
    """Format a day or a moment; None for none."""
    return None if given is None else exact(given)


def text(given: str) -> str | None:
    """Return a sentence; None for none."""
    return flat(given) or None


def texts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return sentences by name."""
    return {flat(name): flat(sentence) for name, sentence in pairs}
