"""Many values in one test are each tried, and each that fails is named."""

import pytest

from tests.each import each, hold_each


def _is_even(number: int, step: int = 2) -> None:
    assert number % step == 0, f"{number} is odd"


def test_every_failure_is_named() -> None:
    """What fails for one value does not keep the others from being tried; a value that breaks the check is a failure too."""
    tried: list[object] = []

    def check(value: int) -> None:
        tried.append(value)
        _is_even(value)

    with pytest.raises(AssertionError, match=r"(?ms)^3 of 5:.*^1\n.*1 is odd.*^3\n.*3 is odd.*^'x'\n.*TypeError") as found:
        hold_each(check, [1, 2, 3, 4, "x"])
    assert tried == [1, 2, 3, 4, "x"]
    assert "test_each.py:" in str(found.value)


def test_values_of_several_parts() -> None:
    """A tuple is the arguments."""
    hold_each(_is_even, [(4, 2), (9, 3)])
    with pytest.raises(AssertionError, match=r"1 of 2:\n\n\(9, 2\)"):
        hold_each(_is_even, [(4, 2), (9, 2)])


def test_nothing_to_try_is_a_failure() -> None:
    """A list that has become empty proves nothing."""
    with pytest.raises(AssertionError, match="nothing to try"):
        hold_each(_is_even, [])


def test_it_is_a_test_like_any_other() -> None:
    """It has the name, the place and the words of the function, and asks for no fixtures."""
    made = each([2, 4])(_is_even)
    assert (made.__name__, made.__module__, made.__doc__) == ("_is_even", __name__, None)
    made()
    with pytest.raises(AssertionError, match="1 of 1"):
        each([1])(_is_even)()
