"""Counts as intervals of whole numbers: whether a later one is progress or a contradiction."""

from generator.model.update import Count


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
