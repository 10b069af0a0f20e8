"""Many values in one test: to run a test takes longer than most of them, and a failure names each value that it is about."""

import traceback
from collections.abc import Callable, Iterable
from typing import Any

#: How much of what is wrong is said of one value, in characters.
_MOST = 2000


def hold_each(check: Callable[..., object], values: Iterable[Any], name: Callable[[Any], str] = repr) -> None:
    """Call a function with every value, a tuple as its arguments; fail once, with the name of each value for which it failed, and why.

    Raises:
        AssertionError: it failed for some, or there was no value at all.
    """
    wrong: list[tuple[str, Exception]] = []
    tried = 0
    for value in values:
        tried += 1
        try:
            check(*value) if isinstance(value, tuple) else check(value)
        except Exception as error:  # noqa: BLE001  # whatever is wrong with one, the others are tried
            wrong.append((name(value), error))
    assert tried, "there was nothing to try"
    if wrong:
        told = "\n\n".join(f"{of}\n{_said(error)}" for of, error in wrong)
        raise AssertionError(f"{len(wrong)} of {tried}:\n\n{told}") from wrong[0][1]


def _said(error: Exception) -> str:
    """What is wrong, and the line of the test where it was seen."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if one.filename != __file__]
    place = f"{frames[0].filename}:{frames[0].lineno}: " if frames else ""
    what = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
    return f"{place}{what[:_MOST]}"


def each(values: Iterable[Any], name: Callable[[Any], str] = repr) -> Callable[[Callable[..., object]], Callable[[], None]]:
    """Make one test of a function and all values that it is to hold for; tuples are its arguments."""
    held = tuple(values)

    def of(check: Callable[..., object]) -> Callable[[], None]:
        def test() -> None:
            hold_each(check, held, name)

        # Not with functools.wraps: pytest would look for fixtures with the names of the arguments.
        test.__name__, test.__qualname__, test.__module__, test.__doc__ = (
            *(check.__name__, check.__qualname__),
            *(check.__module__, check.__doc__),
        )
        return test

    return of
