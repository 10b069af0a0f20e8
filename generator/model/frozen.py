"""`dataclass` as in `dataclasses`, for the classes of which every command loads hundreds and a large site makes hundreds of thousands.

What it makes behaves as the standard one does. That one writes and compiles six functions for each class when it is imported, which is a third of
the start of a command; here each is written when it is first called. And it sets the fields of a
frozen object in a third of the time.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, fields
from dataclasses import dataclass as _standard
from functools import partial
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  # type checkers know what the standard one makes
else:

    def dataclass(
        made: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        order: bool = False,
        eq: bool = True,
        **more: bool,
    ) -> Any:
        """Make a dataclass of a class, as `dataclasses.dataclass` does.

        Args:
            made: the class.
            frozen: whether its objects cannot change.
            slots: whether they have no other attributes.
            order: whether they compare as the tuples of their fields do.
            eq: whether they are equal where their fields are.
            more: passed on.
        """

        def decorate(of: type) -> type:
            return _dataclass(of, frozen=frozen, slots=slots, order=order, eq=eq, more=more)

        return decorate if made is None else decorate(made)


def _dataclass(of: type, *, frozen: bool, slots: bool, order: bool, eq: bool, more: dict[str, bool]) -> type:
    own = dict(of.__dict__)
    cls: Any = _standard(of, init=False, repr=False, eq=False, slots=slots, **more)
    told = fields(cls)
    if "__init__" not in own:
        _put(cls, "__init__", lambda: _init(cls, told, frozen=frozen, slots=slots))
    if "__repr__" not in own:
        cls.__repr__ = _repr(tuple(field.name for field in told if field.repr))
    compared = [field.name for field in told if field.compare]
    if eq and "__eq__" not in own:
        _put(cls, "__eq__", lambda: _comparison("__eq__", "==", compared))
    for name, sign in _ORDER if order else ():
        _put(cls, name, partial(_comparison, name, sign, compared))
    if eq and own.get("__hash__") is None and not ("__hash__" in own and "__eq__" not in own):
        if frozen:
            hashed = [field.name for field in told if (field.compare if field.hash is None else field.hash)]
            _put(cls, "__hash__", lambda: _written("__hash__(self)", [f"return hash({_tuple('self', hashed)})"], {}))
        else:
            cls.__hash__ = None
    if frozen:
        cls.__setattr__, cls.__delattr__ = _refusals(cls, frozenset(field.name for field in told))
    if frozen and slots:
        cls.__getstate__, cls.__setstate__ = _states(tuple(field.name for field in told))
    return cls  # type: ignore[no-any-return]  # the class itself


_ORDER: Final = (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">="))


def _put(cls: Any, name: str, write: Callable[[], Any]) -> None:
    """Give a class a method that is written when it is first called, and stands in its own place from then on."""

    def first(self: Any, *args: Any, **values: Any) -> Any:
        if cls.__dict__[name] is first:
            setattr(cls, name, write())
        return cls.__dict__[name](self, *args, **values)

    first.__name__ = name
    setattr(cls, name, first)


def _written(head: str, lines: list[str], known: dict[str, Any]) -> Any:
    """Return a function that consists of these lines."""
    exec(f"def {head}:\n " + "\n ".join(lines or ["pass"]), known)  # noqa: S102  # names of fields of our own classes, as the standard one does
    return known[head.partition("(")[0]]


def _tuple(of: str, names: list[str]) -> str:
    return f"({''.join(f'{of}.{name}, ' for name in names)})"


def _comparison(name: str, sign: str, names: list[str]) -> Any:
    line = (
        f"return {_tuple('self', names)} {sign} {_tuple('other', names)} if other.__class__ is self.__class__ else NotImplemented"
    )
    return _written(f"{name}(self, other)", [line], {})


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807  # it becomes that
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _refusals(cls: Any, names: frozenset[str]) -> tuple[Callable[[Any, str, Any], None], Callable[[Any, str], None]]:
    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807  # it becomes that
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807  # it becomes that
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return __setattr__, __delattr__


def _states(names: tuple[str, ...]) -> tuple[Callable[[Any], list[Any]], Callable[[Any, list[Any]], None]]:
    def __getstate__(self: Any) -> list[Any]:  # noqa: N807  # it becomes that
        return [getattr(self, name) for name in names]

    def __setstate__(self: Any, state: list[Any]) -> None:  # noqa: N807  # it becomes that
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return __getstate__, __setstate__


def _init(cls: Any, told: tuple[Field[Any], ...], *, frozen: bool, slots: bool) -> Any:
    """Return an `__init__` that takes the fields in their order, and those for keywords alone behind them."""
    known: dict[str, Any] = {"missing": MISSING, "set_field": object.__setattr__}
    usual: list[str] = []
    named: list[str] = []
    lines: list[str] = []
    for at, field in enumerate(told):
        value = field.name
        if field.default_factory is not MISSING:
            known[f"factory_{at}"] = field.default_factory
            value = f"factory_{at}() if {field.name} is missing else {field.name}" if field.init else f"factory_{at}()"
        if field.default is not MISSING:
            known[f"default_{at}"] = field.default
        if field.init:
            given = f"default_{at}" if field.default is not MISSING else "missing"
            optional = field.default is not MISSING or field.default_factory is not MISSING
            (named if field.kw_only else usual).append(f"{field.name}={given}" if optional else field.name)
        elif slots and field.default is not MISSING:
            value = f"default_{at}"  # The class has none: its place is the slot's.
        elif field.default_factory is MISSING:
            continue
        slot: Any = getattr(cls, field.name, None)
        if not frozen:
            lines.append(f"self.{field.name} = {value}")
        elif hasattr(slot, "__set__") and hasattr(slot, "__objclass__"):
            known[f"set_{at}"] = slot.__set__
            lines.append(f"set_{at}(self, {value})")
        else:
            lines.append(f"set_field(self, {field.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    taken = ", ".join(("self", *usual, *(("*", *named) if named else ())))
    return _written(f"__init__({taken})", lines, known)
