"""Counts as intervals of whole things: whether a later one is progress or a contradiction (research, section 5.3)."""

from generator.model.update import Count


def is_inside(new: Count, old: Count) -> bool:
    """Whether everything the new count allows was allowed by the old one: progress, which needs no correction."""
    if new.low < old.low:
        return False
    return old.high is None or (new.high is not None and new.high <= old.high)


def is_same(new: Count, old: Count) -> bool:
    """Whether two counts allow the same numbers of the same total."""
    return (new.low, new.high, new.of) == (old.low, old.high, old.of)


def is_worse(new: Count, old: Count) -> bool:
    """Whether the new count allows more than readers had been told could be."""
    return old.high is not None and (new.high is None or new.high > old.high)


def can_both_be(one: Count, other: Count) -> bool:
    """Whether some number lies inside both counts."""
    return (one.high is None or other.low <= one.high) and (other.high is None or one.low <= other.high)
