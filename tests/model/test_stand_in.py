"""Objects that stand for others are what they stand for, and ask for no more than is needed."""

import copy
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, replace
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import generator.model
import generator.render
from generator.model.stand_in import StandIn, Unread


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of which a name is known."""

    name: str
    words: tuple[str, ...]
    about: "Thing | None" = None
    note: str = field(default="", compare=False)

    @property
    def first(self) -> str:
        """Its first word."""
        return self.words[0]


@dataclass(frozen=True)
class Open:
    """Something with a dictionary."""

    name: str
    words: tuple[str, ...]


WHOLE = Thing("one", ("a", "b"), Thing("two", ()), "noted")
ASKED: list[str] = []


class UnreadThing(Unread, Thing):
    """A thing that is read as a whole."""

    __slots__ = ("_read",)


class OpenOf(StandIn, Open):
    """Something open that is asked for field by field."""

    def _asked(self, name: str) -> object:
        ASKED.append(name)
        return getattr(WHOLE, name)


def _read() -> Thing:
    ASKED.append("all")
    return WHOLE


def _unread() -> UnreadThing:
    ASKED.clear()
    return UnreadThing.knowing(_read=_read, name="one")


def _of() -> OpenOf:
    ASKED.clear()
    return OpenOf.knowing(name="one")


def test_nothing_more_is_asked_than_is_needed() -> None:
    """A field that is known is not asked for; the others are asked for once, and what is no field never."""
    unread, of = _unread(), _of()
    assert (unread.name, of.name) == ("one", "one")
    for name in ("other", "_other", "__deepcopy__", "__len__"):
        assert not hasattr(unread, name)
        assert not hasattr(of, name)
    assert not ASKED
    assert (unread.first, unread.note, unread.words) == ("a", "noted", ("a", "b"))
    assert ASKED == ["all"]
    assert (of.words, of.words) == (("a", "b"), ("a", "b"))
    assert ASKED == ["all", "words"]


def test_what_is_known_stays() -> None:
    """A field that was known is the same object when the rest is read, whatever was read."""
    about = Thing("three", ())
    unread = UnreadThing.knowing(_read=_read, about=about)
    assert unread.words == ("a", "b")
    assert unread.about is about


def test_it_is_what_it_stands_for() -> None:
    """It equals what it stands for, from both sides, and is hashed, copied, changed, stored and shown as that."""
    opened = Open("one", ("a", "b"))
    assert isinstance(_unread(), Thing)
    assert not isinstance(_unread(), Open)
    for make, whole in ((_unread, WHOLE), (_of, opened)):
        assert make() == whole
        assert whole == make()
        assert make() == make()
        assert hash(make()) == hash(whole)
        assert make() != replace(whole, name="two")
        assert replace(make(), name="two") == replace(whole, name="two")
        assert repr(make()).replace("OpenOf", "Open").replace("UnreadThing", "Thing") == repr(whole)
        for copied in (copy.copy(make()), copy.deepcopy(make()), pickle.loads(pickle.dumps(make())), replace(make())):
            assert type(copied) is type(whole)
            assert copied == whole
        with pytest.raises(FrozenInstanceError):
            setattr(make(), "name", "other")  # noqa: B010  # a type checker would not let us


def test_an_error_is_no_answer() -> None:
    """Where what is asked for cannot be had, that is raised, and nothing is set: it is asked for again the next time."""

    def fail() -> Thing:
        raise EOFError

    unread = UnreadThing.knowing(_read=fail, name="one")
    for _ in range(2):
        with pytest.raises(EOFError):
            unread.words  # noqa: B018  # asked for
    with pytest.raises(NotImplementedError):
        StandIn()._asked("name")


def test_a_default_is_no_answer() -> None:
    """A class whose objects would have a default where something is to be asked for cannot be made."""

    @dataclass(frozen=True)
    class Noted:
        name: str
        note: str = ""

    with pytest.raises(TypeError, match="note has a default"):
        type("NotedOf", (StandIn, Noted), {})
    told: Any = type("NotedOf", (StandIn, Noted), {"note": property(lambda _self: "asked")})
    assert told.knowing(name="one") == Noted("one", "asked")


def _stand_ins() -> Iterator[type[StandIn]]:
    """Yield the classes of this program that stand for others."""
    for room in (generator.model, generator.render):
        for one in walk_packages(room.__path__, f"{room.__name__}."):
            import_module(one.name)
    left = [StandIn]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        if kind.__module__.startswith("generator.") and "_stands_for" in vars(kind):
            yield kind


def test_every_stand_in() -> None:
    """Each class of this program that says of itself that it is another is made so, and adds no field."""
    found = set(_stand_ins())
    assert {
        "UnreadArtifact",
        "UnreadFolder",
        "ShownFolder",
        "NewestView",
        "ActionOf",
        "ReviewedOf",
    } <= {kind.__name__ for kind in found}
    for kind in found:
        assert is_dataclass(kind._stands_for)
        assert kind._names == {one.name for one in fields(kind._stands_for)}
        assert kind.__eq__ is kind._stands_for.__eq__
