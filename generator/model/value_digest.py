"""A digest of a value and everything in it: what has the same digest is the same."""

import copyreg
import io
import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final


class NoValueError(Exception):
    """Something in it is no value, but a function or the like."""


class _Pickler(pickle.Pickler):
    """Writes values so that the same ones have the same bytes. Nothing is ever read back."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda one: (dict, (dict(one),))}

    def reducer_override(self, one: Any) -> Any:
        """Write the fields of a dataclass with slots, which it would list anew for each of its instances."""
        kind: Any = type(one)
        fields_of = _fields_of(kind)
        return NotImplemented if fields_of is None else (copyreg.__newobj__, (kind,), fields_of(one))  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class _Any:
    """A dataclass with slots like any other."""


_USUAL: Final = vars(_Any).get("__getstate__")


@cache
def _fields_of(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the values of a dataclass with slots and nothing of its own to say how it is written; None for any other type."""
    own = vars(kind)
    if _USUAL is None or not is_dataclass(kind) or "__slots__" not in own or own.get("__getstate__") is not _USUAL:
        return None
    if "__reduce__" in own or "__reduce_ex__" in own:
        return None
    names = [field.name for field in fields(kind)]
    if len(names) < 2:
        return lambda one: tuple(getattr(one, name) for name in names)
    return attrgetter(*names)


def value_digest(value: Any) -> bytes:
    """Return the SHA-256 digest of a value.

    Two values with the same digest are equal. Two equal ones may have different digests: where one has the same object at two places in it and the
    other two equal ones, or where there is a set in them, whose order each process chooses.

    Raises:
        NoValueError: something in it is no value.
    """
    held = io.BytesIO()
    try:
        _Pickler(held, pickle.HIGHEST_PROTOCOL).dump(value)
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise NoValueError from error
    return sha256(held.getbuffer()).digest()
