"""Values as text, and back again: what was read of a file, for the next run.

Only values go through: numbers, texts, times, lists, tables, and the nouns of this package, each field as it was. Nothing that is read back is called
or imported; a name that is no noun of this package makes the whole text worthless.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from itertools import chain
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from generator.model.source import Place, Span
from generator.model.value_digest import NoValueError

_PACKAGE: Final = "generator.model."
#: What stands at the beginning of a list for what the list is. From `_FIRST` on it is the number of a noun.
_TUPLE, _SET, _TABLE, _MOMENT, _DAY, _SPAN, _PLACES, _BYTES, _FIRST = range(9)
#: The types of values that JSON gives back as they are.
_AS_THEY_ARE: Final = frozenset({str, int, bool, type(None)})


class KeptPlaces(Mapping[tuple[str, ...], Place]):
    """The places of the keys of a file, which are many, and are asked for only where something is found: read when they are.

    Args:
        path: of the file.
        text: the places, in JSON: of each its keys, and the lines and columns of the key and the value.
    """

    __slots__ = ("_held", "_path", "_text")

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self._held: dict[tuple[str, ...], list[Any]] | None = None

    @property
    def _all(self) -> dict[tuple[str, ...], list[Any]]:
        # Most are asked which keys there are, and where few of them stand.
        if self._held is None:
            self._held = {tuple(map(str, keys)): at for keys, at in json.loads(self._text)}
        return self._held

    def __getitem__(self, path: tuple[str, ...]) -> Place:
        """Return the place of a key."""
        at = self._all[path]
        return Place(Span(self._path, *map(int, at[:4])), Span(self._path, *map(int, at[4:])))

    def __contains__(self, path: object) -> bool:
        """Whether there is a key."""
        return path in self._all

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Yield the paths of all keys."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    @property
    def as_kept(self) -> list[Any]:
        """It as it is written."""
        return [_PLACES, self._path, self._text]

    def __reduce__(self) -> Any:
        """Store it as any other table of places."""
        return dict, (dict(self),)


def written(value: Any) -> bytes:
    """Return a value as text.

    Raises:
        NoValueError: something in it cannot be read back as it is.
    """
    kinds: dict[type, int] = {}
    try:
        made = _as_list(value, kinds)
    except (TypeError, LookupError, RecursionError) as error:
        raise NoValueError from error
    names = [f"{kind.__module__.removeprefix(_PACKAGE)}.{kind.__qualname__}" for kind in kinds]
    return json.dumps([names, made], separators=(",", ":")).encode()


def read(text: bytes) -> Any:
    """Return the value that was written.

    Raises:
        NoValueError: it is no value that this program wrote.
    """
    try:
        names, made = json.loads(text)
        return _value(made, [_kind(name) for name in names])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoValueError from error


def _as_list(value: Any, kinds: dict[type, int]) -> Any:
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple:
        return [_TUPLE, *_as_lists(value, kinds)]
    if kind is MappingProxyType:
        if places := _as_places(value):
            return places
        return [_TABLE, *_as_lists(chain.from_iterable(value.items()), kinds)]
    if kind is KeptPlaces:
        return list(value.as_kept)
    if kind is datetime:
        return [_MOMENT, _moment(value)]
    if kind is date:
        return [_DAY, value.isoformat()]
    if kind is timedelta:
        return [_SPAN, value.days, value.seconds, value.microseconds]
    if kind is bytes:
        return [_BYTES, value.decode("latin-1")]
    if kind is frozenset:
        return [_SET, *_as_lists(sorted(value), kinds)]
    held = _values(kind)(value)
    return [kinds.setdefault(kind, len(kinds)) + _FIRST, *_as_lists(held, kinds)]


def _as_lists(values: Iterable[Any], kinds: dict[type, int]) -> list[Any]:
    # Most values are texts and numbers: a call for each of them would take as long as the rest.
    return [one if type(one) in _AS_THEY_ARE else _as_list(one, kinds) for one in values]


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of which a noun is made.

    Raises:
        LookupError: it is no noun.
    """
    if _named(f"{kind.__module__}.{kind.__qualname__}") != kind:
        raise LookupError(kind)
    if issubclass(kind, Enum):
        return lambda one: (one.value,)
    names = _fields(kind)
    return attrgetter(*names) if len(names) > 1 else lambda one: tuple(getattr(one, name) for name in names)


def _moment(value: datetime) -> str:
    """Return a time as it is written, if it is the same when it is read: one with a fixed distance from UTC, or none.

    Raises:
        NoValueError: it is not.
    """
    said = value.isoformat()
    back = datetime.fromisoformat(said)
    if value.fold or type(value.tzinfo) not in {timezone, type(None)} or repr(back) != repr(value):
        raise NoValueError(value)
    return said


def _as_places(table: Mapping[Any, Any]) -> list[Any] | None:
    """Return a table of places as it is written; None where it is another table, or they are not in one file."""
    path = next((one.key.path for one in table.values() if type(one) is Place), None)
    if path is None:
        return None
    rows = []
    for keys, one in table.items():
        if type(one) is not Place or one.key.path != path or one.value.path != path or type(keys) is not tuple:
            return None
        rows.append([keys, [*one.key[1:], *one.value[1:]]])
    return [_PLACES, path, json.dumps(rows, separators=(",", ":"))]


def _value(made: Any, kinds: list[Callable[[list[Any]], Any]]) -> Any:
    if type(made) is not list:
        return made
    number = made[0]
    if number >= _FIRST:
        return kinds[number - _FIRST]([one if type(one) is not list else _value(one, kinds) for one in made[1:]])
    if number == _PLACES:
        _, path, text = made
        return KeptPlaces(path, text)
    if number == _MOMENT:
        return datetime.fromisoformat(made[1])
    if number == _BYTES:
        return bytes(made[1], "latin-1")
    if number == _DAY:
        return date.fromisoformat(made[1])
    held = [one if type(one) is not list else _value(one, kinds) for one in made[1:]]
    if number == _TUPLE:
        return tuple(held)
    if number == _TABLE:
        return MappingProxyType(dict(zip(held[::2], held[1::2], strict=True)))
    if number == _SET:
        return frozenset(held)
    if number == _SPAN:
        return timedelta(*held)
    raise ValueError(number)


@cache
def _kind(name: str) -> Callable[[list[Any]], Any]:
    """Return what makes a noun of its fields.

    Raises:
        LookupError: there is no such noun.
    """
    kind: Any = _named(_PACKAGE + name)
    if issubclass(kind, Enum):
        return lambda held: kind(held[0])
    names = _fields(kind)
    if issubclass(kind, tuple):
        return lambda held: kind(*held)
    setters = [getattr(kind, each).__set__ for each in names] if hasattr(kind, "__slots__") else None

    def make(held: list[Any]) -> Any:
        if len(held) != len(names):
            raise ValueError(kind)
        made: Any = object.__new__(kind)
        if setters is None:
            for each, one in zip(names, held, strict=True):
                object.__setattr__(made, each, one)
        else:
            for put, one in zip(setters, held, strict=True):
                put(made, one)
        return made

    return make


@cache
def _named(name: str) -> type[Any]:
    """Return the noun of a name: a dataclass, a tuple with names or an enumeration of this package.

    Raises:
        LookupError: there is none.
    """
    module, _, own = name.rpartition(".")
    found = vars(sys.modules[module]).get(own) if module.startswith(_PACKAGE) and module in sys.modules else None
    if not isinstance(found, type) or found.__module__ != module or not (is_dataclass(found) or issubclass(found, Enum | tuple)):
        raise LookupError(name)
    return found


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return getattr(kind, "_fields", None) or tuple(field.name for field in fields(kind))
