"""A digest of a value and everything in it: what has the same digest is the same."""

import copyreg
import io
import pickle
from hashlib import sha256
from types import MappingProxyType
from typing import Any


class NoValueError(Exception):
    """Something in it is no value, but a function or the like."""


class _Pickler(pickle.Pickler):
    """Writes values so that the same ones have the same bytes. Nothing is ever read back."""

    dispatch_table = copyreg.dispatch_table | {MappingProxyType: lambda one: (dict, (dict(one),))}


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
