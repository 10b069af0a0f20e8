"""Our dataclasses behave as the standard ones."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from itertools import product
from typing import Any

import pytest

from generator.model import frozen

OURS: Any = frozen.dataclass
STANDARD: Any = dataclasses.dataclass


def _shapes(dataclass: Any, **options: bool) -> tuple[Any, Any]:
    @dataclass(**options)
    class Base:
        path: str
        at: int = 3
        held: list[int] = field(default_factory=list)
        unseen: int = field(default=0, repr=False, compare=False)
        named: str = field(default="", kw_only=True)
        made: int = field(default=7, init=False)

    @dataclass(**options)
    class Derived(Base):
        at: int = 4
        more: tuple[int, ...] = ()

    return Base, Derived


class _Empty:
    pass


def _more(dataclass: Any) -> tuple[Any, Any]:
    @dataclass
    class Bare:
        at: int

    @dataclass(frozen=True)
    class Checked:
        path: str

        def __post_init__(self) -> None:
            object.__setattr__(self, "path", self.path.upper())

    return Bare, Checked


ALL = [
    dict(zip(("frozen", "slots", "order", "eq", "kw_only"), said, strict=True))
    for said in product((False, True), repeat=5)
    if not (said[2] and not said[3])
]


def _said(call: Any) -> Any:
    try:
        return call()
    except (TypeError, FrozenInstanceError, AttributeError) as error:
        return type(error)


def _is_refused(call: Any) -> bool:
    # How the standard one refuses an attribute that is no field differs with the release of Python.
    return isinstance(_said(call), type)


@pytest.mark.parametrize("options", ALL, ids=lambda one: "-".join(key for key, is_on in one.items() if is_on) or "none")
def test_a_class_does_what_the_standard_one_does(options: dict[str, bool]) -> None:
    """Making, comparing, ordering, hashing, showing, replacing, copying and refusing to change: all as `dataclasses` does it."""
    told = []
    for dataclass in (OURS, STANDARD):
        base, derived = _shapes(dataclass, **options)
        said: list[Any] = []
        for cls in (base, derived):
            one, same, other = (cls(path=path, named="n") for path in ("a", "a", "b"))
            said += [
                [(f.name, f.init, f.repr, f.compare, f.kw_only) for f in fields(cls)],
                repr(one),
                one == same if options["eq"] else None,
                one == other,
                one != same if options["eq"] else None,
                _said(lambda one=one, same=same: (hash(one) == hash(same)) if options["eq"] else hash(one) == hash(one)),
                _said(lambda one=one, other=other: (one < other, one <= other, one > other, one >= other)),
                repr(replace(one, path="c")),
                repr(copy.copy(one)),
                _said(lambda one=one: setattr(one, "path", "z")),
                _said(lambda one=one: delattr(one, "path")),
                _is_refused(lambda one=one: setattr(one, "nothing", 1)),
                _said(lambda cls=cls: repr(cls("a"))),
                _said(lambda cls=cls: cls()),
                _said(lambda cls=cls: cls(path="a", what=1)),
                one.held is not other.held,
                getattr(cls, "__match_args__", None),
                _said(lambda cls=cls: repr(cls("a", 1, [2], 3, named="x"))),
            ]
        bare, checked = _more(dataclass)
        said += [
            repr(bare(1)),
            bare(1) == bare(1),
            _said(lambda bare=bare: hash(bare(1))),
            repr(checked("a").path),
            repr(dataclass(_Empty)()),
        ]
        said += [base("a", 3) == derived("a", 3) if not options["kw_only"] else None]
        told.append(said)
    assert told[0] == told[1]


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """An object that is sent to another process."""

    path: str
    at: int = 0


@frozen.dataclass(frozen=True)
class Own:
    """A class that says itself when it is equal, how it looks, and what its hash is."""

    path: str

    def __eq__(self, other: object) -> bool:
        """Equal to all others."""
        return isinstance(other, Own)

    def __hash__(self) -> int:
        """One for all."""
        return 5

    def __repr__(self) -> str:
        """No field."""
        return "own"


def test_an_object_comes_through_a_pipe_and_stays_frozen() -> None:
    """What is pickled is the same object again, and cannot be changed."""
    again = pickle.loads(pickle.dumps(Kept("a", 2)))  # our own
    assert again == Kept("a", 2)
    assert hash(again) == hash(Kept("a", 2))
    with pytest.raises(FrozenInstanceError):
        again.path = "b"


def test_what_a_class_says_itself_stands() -> None:
    """Methods that a class has are not replaced."""
    assert (Own("a") == Own("b"), hash(Own("a")), repr(Own("a"))) == (True, 5, "own")
