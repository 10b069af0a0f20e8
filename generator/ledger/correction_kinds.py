"""Decides whether a correction may have the kind `found_more`.

`found_more` claims that the old statement was not untrue, because it left open what was found. It is accepted only if the old value was uncertain
in the respect that changed.
"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from generator.ledger.advice import denies_need
from generator.ledger.intervals import is_inside
from generator.ledger.moments import is_within
from generator.ledger.words import Comfort, Value
from generator.model.update import (
    Action,
    Claim,
    ClaimView,
    Count,
    CountForm,
    Data,
    DataState,
    DirectNotice,
    Fact,
    Nature,
    Service,
    ServiceState,
    Window,
)

#: Forms of a count with stated bounds. A value beyond a bound is always an error.
_BOUNDED = frozenset({CountForm.AT_LEAST, CountForm.AT_MOST, CountForm.BETWEEN})


def left_open(old: Value, new: Value, zone: ZoneInfo, limits: Iterable[tuple[Count, Count]] = ()) -> bool:
    """Whether an old value left open what is said now.

    Args:
        old: what stood before.
        new: what stands now.
        zone: the site's time zone.
        limits: of a fact: the counts whose figure it gives and which is all that changed in it, each before and now.
    """
    match old:
        case Count():
            return isinstance(new, Count) and _count_left_open(old, new)
        case Data():
            return isinstance(new, Data) and _data_left_open(old, new)
        case Nature():
            return old is Nature.UNKNOWN
        case Window():
            return isinstance(new, Window) and _ends_left_open(old, new, zone)
        case Service():
            return old.state is ServiceState.UNKNOWN
        case Comfort(fact):
            return _fact_left_open(fact, limits)
        case Fact():
            return _fact_left_open(old, limits)
        case Claim():
            return old.we_say in {None, ClaimView.NOT_CHECKED, ClaimView.CANNOT_SAY}
        case DirectNotice():
            # A number that was sent was certain; that all had been told was so of those who were known then.
            return isinstance(new, DirectNotice) and new.sent == old.sent and new.how == old.how
        case Action():
            return not denies_need(old.do)
        case tuple():
            return not any(isinstance(one, Action) and denies_need(one.do) for one in old)
        case _:
            return False


def _count_left_open(old: Count, new: Count) -> bool:
    if old.unit.casefold() != new.unit.casefold() or (old.of is not None and new.of != old.of):
        return False
    if old.audience and new.audience != old.audience:
        return False
    if is_inside(new, old):
        if old.likely or not new.likely:
            return True
    elif old.form in _BOUNDED:
        # A bound left nothing open beyond it, whatever stands beside it.
        return False
    return old.form in {CountForm.UNKNOWN, CountForm.ABOUT} or old.likely or old.through is not None or bool(old.cannot_see)


def _data_left_open(old: Data, new: Data) -> bool:
    counted = old.count is None or new.count is None or is_inside(new.count, old.count)
    if not counted and old.count is not None and old.count.form in _BOUNDED:
        return False
    if old.likely or old.through is not None or old.cannot_see:
        return True
    # `accessed` left open only whether it was taken. What was certain and is now only likely was not left open.
    read = old.state is DataState.ACCESSED and new.state is DataState.TAKEN
    restated = new.state is old.state and not new.likely
    state = read or restated or old.state in {DataState.UNKNOWN, DataState.POSSIBLE}
    return state and (counted or (old.count is not None and new.count is not None and _count_left_open(old.count, new.count)))


def _ends_left_open(old: Window, new: Window, zone: ZoneInfo) -> bool:
    """Whether every end that moved was not known, or has become more exact; or the whole was not certain."""
    if old.likely or old.through is not None or old.cannot_see:
        return True
    if new.likely and (old.start is not None or old.end is not None):
        return False
    return all(
        was is None or (now is not None and is_within(now, was, zone))
        for was, now in ((old.start, new.start), (old.end, new.end))
    )


def _fact_left_open(fact: Fact, limits: Iterable[tuple[Count, Count]]) -> bool:
    pairs = tuple(limits)
    if any(old.form in _BOUNDED and not is_inside(new, old) for old, new in pairs):
        return False
    if fact.likely or fact.through is not None or fact.cannot_see:
        return True
    return bool(pairs) and all(_count_left_open(old, new) for old, new in pairs)
