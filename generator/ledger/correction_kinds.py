"""Whether a correction that says `found_more` is true of what stood before.

It says that nothing untrue was said: what stood before left open what was found. So it is held against the old value, and where that was certain,
it is refused and what was certain is quoted.
"""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from generator.ledger.advice import denies_need
from generator.ledger.intervals import is_inside
from generator.ledger.moments import is_within
from generator.ledger.words import Comfort, Value
from generator.model.update import Action, Count, CountForm, Data, DataState, Fact, Nature, Window

#: Forms of a count whose ends left nothing open beyond them.
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
        case Comfort(fact):
            return _fact_left_open(fact, limits)
        case Fact():
            return _fact_left_open(old, limits)
        case Action():
            return not denies_need(old.do)
        case tuple():
            return not any(isinstance(one, Action) and denies_need(one.do) for one in old)
        case _:
            return False


def _count_left_open(old: Count, new: Count) -> bool:
    if old.unit.casefold() != new.unit.casefold() or (old.of is not None and new.of != old.of):
        return False
    if is_inside(new, old):
        return True
    if old.form in _BOUNDED:
        # A bound left nothing open beyond it, whatever stands beside it.
        return False
    return old.form in {CountForm.UNKNOWN, CountForm.ABOUT} or old.likely or old.through is not None or bool(old.cannot_see)


def _data_left_open(old: Data, new: Data) -> bool:
    counted = old.count is None or new.count is None or is_inside(new.count, old.count)
    if not counted and old.count is not None and old.count.form in _BOUNDED:
        return False
    if old.likely or old.through is not None or old.cannot_see:
        return True
    # That it was read left open whether it was taken, and nothing else. That it was certain left open nothing that is less certain.
    read = old.state is DataState.ACCESSED and new.state is DataState.TAKEN
    same = new.state is old.state and not new.likely
    state = read or same or old.state in {DataState.UNKNOWN, DataState.POSSIBLE}
    return state and (counted or (old.count is not None and new.count is not None and _count_left_open(old.count, new.count)))


def _ends_left_open(old: Window, new: Window, zone: ZoneInfo) -> bool:
    """Whether every end that moved was not known, or has become more exact; or the whole was not certain."""
    if old.likely or old.through is not None or old.cannot_see:
        return True
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
