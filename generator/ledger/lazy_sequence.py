"""A sequence that is worked out when somebody looks at it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

_T_co = TypeVar("_T_co", covariant=True)


class LazySequence(Sequence[_T_co]):
    """A sequence that follows from what is known, and takes long to work out for the few who ask. It equals what it is worked out to.

    Args:
        work_out: works it out, always to the same.
    """

    __slots__ = ("_held", "_work_out")

    def __init__(self, work_out: Callable[[], tuple[_T_co, ...]]) -> None:
        self._work_out: Callable[[], tuple[_T_co, ...]] | None = work_out
        self._held: tuple[_T_co, ...] = ()

    @property
    def _all(self) -> tuple[_T_co, ...]:
        if self._work_out is not None:
            self._held, self._work_out = self._work_out(), None
        return self._held

    @overload
    def __getitem__(self, at: int) -> _T_co: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[_T_co, ...]: ...
    def __getitem__(self, at: int | slice) -> Any:
        """Return an item, or some of them."""
        return self._all[at]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        """Whether another sequence has the same items."""
        return self._all == (other._all if isinstance(other, LazySequence) else other)

    def __hash__(self) -> int:
        """Return the hash of the items."""
        return hash(self._all)

    def __repr__(self) -> str:
        """Return the items as a tuple is shown."""
        return repr(self._all)

    def __reduce__(self) -> Any:
        """Store the items."""
        return tuple, (self._all,)
