"""A digest of a value and everything in it: under it the parts of an incident are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import pytest

from generator.model.value_digest import NoValueError, value_digest


@dataclass(frozen=True, slots=True)
class _One:
    name: str
    inside: "_One | None" = None
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({"a": "b"}))


@dataclass(frozen=True, slots=True)
class _More(_One):
    number: int = 1


@dataclass(frozen=True, slots=True)
class _Alone:
    name: str


@dataclass
class _Open:
    name: str


def _made(**more: Any) -> _More:
    return _More("a name", _One("inside"), **more)


def test_equal_values() -> None:
    """Values that are equal in everything have the same digest, though none of their parts is the same object."""
    assert value_digest(_made()) == value_digest(_made())


@pytest.mark.parametrize(
    "other",
    [
        replace(_made(), name="another"),
        replace(_made(), inside=None),
        replace(_made(), inside=_One("outside")),
        _made(number=2),
        _made(words=MappingProxyType({"a": "c"})),
        _One("a name", _One("inside")),
    ],
)
def test_other_values(other: _One) -> None:
    """A value that differs in anything, however deep, has another digest."""
    assert value_digest(other) != value_digest(_made())


def test_kinds_of_values() -> None:
    """Values of different types differ, and so do those of one field, and of a dataclass without slots."""
    told = [value_digest(one) for one in (_Alone("a"), _Alone("b"), _Open("a"), _Open("b"), _One("a"))]
    assert len(set(told)) == len(told)


def test_no_value() -> None:
    """What is no value has no digest."""
    with pytest.raises(NoValueError):
        value_digest(_One("a", lambda: None))  # type: ignore[arg-type]
