"""Objects that stand for others of which only some fields are known: the rest is asked for when it is needed."""

from collections.abc import Callable
from dataclasses import fields, replace
from types import MemberDescriptorType
from typing import Any, ClassVar, Self, SupportsIndex


class StandIn:
    """An object of which some fields are known. A subclass names, as its last base, the dataclass for which it stands, and says how to ask for the rest.

    It is taken for an object of that class by everything that compares, copies or stores such objects.
    """

    __slots__ = ()
    _stands_for: ClassVar[type]
    _names: ClassVar[frozenset[str]]

    def __init_subclass__(cls) -> None:
        """Note for what it stands, unless it is a base of others itself.

        Raises:
            TypeError: a field has a default that its class would give in the place of what is to be asked for.
        """
        of: Any = cls.__bases__[-1]
        if issubclass(of, StandIn):
            return
        cls._stands_for, cls._names = of, frozenset(field.name for field in fields(of))
        for name in cls._names:
            if not isinstance(getattr(cls, name, None), property | MemberDescriptorType) and hasattr(cls, name):
                raise TypeError(f"{cls.__name__}.{name} has a default")

    @classmethod
    def knowing(cls, **known: Any) -> Self:
        """Return one.

        Args:
            known: the fields that are known, and whatever the rest is asked with.
        """
        made = cls.__new__(cls)
        for name, value in known.items():
            object.__setattr__(made, name, value)
        return made

    def _asked(self, name: str) -> Any:
        """Return the value of a field that is not known yet."""
        raise NotImplementedError

    def _fill(self, whole: object) -> None:
        """Set the fields that are not set yet; the others stay the same objects."""
        for name in self._names:
            try:
                object.__getattribute__(self, name)
            except AttributeError:
                object.__setattr__(self, name, getattr(whole, name))

    def __getattr__(self, name: str) -> Any:
        """Ask for a field, once."""
        if name not in self._names:
            raise AttributeError(name)
        value = self._asked(name)
        object.__setattr__(self, name, value)
        return value

    @property  # type: ignore[misc]  # as for any object that stands for another
    def __class__(self) -> type:
        """Tell copies and comparisons that it is an object like any other."""
        return type(self)._stands_for  # noqa: SLF001  # of its own class

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        """Store it as it is when everything was asked for."""
        return replace(self).__reduce_ex__(protocol)  # type: ignore[type-var]  # it stands for a dataclass


class Unread(StandIn):
    """An object that is read as a whole when any field is asked for that is not known."""

    __slots__ = ()
    _read: Callable[[], Any]

    def _asked(self, name: str) -> Any:
        self._fill(self._read())
        return object.__getattribute__(self, name)
