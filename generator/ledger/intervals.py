"""Counts as intervals of whole numbers: whether a later one is progress or a contradiction."""

from collections.abc import Sequence

from generator.model.update import Count, CountForm


def is_inside(new: Count, old: Count) -> bool:
    """Whether the new interval lies inside the old one: progress, which needs no correction."""
    if new.low < old.low:
        return False
    return old.high is None or (new.high is not None and new.high <= old.high)


def is_same(new: Count, old: Count) -> bool:
    """Whether two counts allow the same numbers of the same total."""
    return (new.low, new.high, new.of) == (old.low, old.high, old.of)


def is_worse(new: Count, old: Count) -> bool:
    """Whether the new interval reaches above the old one."""
    return old.high is not None and (new.high is None or new.high > old.high)


def can_both_be(one: Count, other: Count) -> bool:
    """Whether the intervals overlap."""
    return (one.high is None or other.low <= one.high) and (other.high is None or one.low <= other.high)


def total(counts: Sequence[Count]) -> Count | None:
    """What several counts are together, where they count the same thing; None when they do not, or when there are none."""
    if len(counts) < 2:
        return counts[0] if counts else None
    if len({" ".join(count.unit.lower().split()) for count in counts}) > 1:
        return None
    low = sum(count.low for count in counts)
    highs = [count.high for count in counts]
    high = None if None in highs else sum(high for high in highs if high is not None)
    form = CountForm.EXACT if low == high else CountForm.AT_LEAST if high is None else CountForm.BETWEEN
    return Count(
        population="",
        unit=counts[0].unit,
        form=form,
        low=low,
        high=high,
        stated=(low,) if high is None or low == high else (low, high),
        likely=any(count.likely for count in counts),
    )


def is_figure(number: int, count: Count) -> bool:
    """Whether a number is one of those that a count was given with: its own, or its total."""
    return number in {*count.stated, count.of}
