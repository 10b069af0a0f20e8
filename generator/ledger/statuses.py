"""How an incident's status may move, and what stands in the way of a move."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.ledger.endings import REAL
from generator.ledger.moments import end_of
from generator.ledger.records import State, Transition
from generator.ledger.words import when_words
from generator.model.update import Outcome, Status

#: What each status may become, besides itself. `investigating` and `confirmed` may also be resolved, as a false alarm; without an
#: intruder, `confirmed` and `contained` may be too.
MOVES = {
    Status.INVESTIGATING: (Status.CONFIRMED, Status.CONTAINED),
    Status.CONFIRMED: (Status.CONTAINED,),
    Status.CONTAINED: (Status.MONITORING, Status.REOPENED),
    Status.MONITORING: (Status.RESOLVED, Status.REOPENED),
    Status.RESOLVED: (Status.REOPENED,),
    Status.REOPENED: (Status.CONFIRMED, Status.CONTAINED),
}
#: What a first update may say.
FIRST = (Status.INVESTIGATING, Status.CONFIRMED, Status.CONTAINED)


def can_be_false_alarm(statuses: Iterable[Status]) -> bool:
    """Whether an incident that has had these statuses may be resolved as a false alarm: it was never more than confirmed."""
    return not REAL & set(statuses)


def is_false_alarm(transitions: tuple[Transition, ...]) -> bool:
    """Whether an incident ended as a false alarm: where that is said, or is certain of one that was never more than confirmed."""
    return bool(transitions) and transitions[-1].after.outcome is Outcome.FALSE_ALARM


def refusal(state: State, to: Status, *, false_alarm: bool, without_intruder: bool = False) -> tuple[str, str] | None:
    """Why a status may not follow, in the writer's words, and what to write instead; None when it may.

    Args:
        state: what stood before.
        to: the status that would follow.
        false_alarm: whether the incident may still be called one.
        without_intruder: whether nobody broke in, so that it need be neither contained nor watched.
    """
    before = state.status
    if before is None:
        if to in FIRST:
            return None
        return (
            f"a first update cannot be {to}",
            "write `status: investigating`, or `confirmed` or `contained` if that is true already",
        )
    if to is before or to in MOVES[before]:
        return None
    if to is Status.RESOLVED and before in {Status.INVESTIGATING, Status.CONFIRMED} and false_alarm:
        return None
    if to is Status.RESOLVED and before in {Status.CONFIRMED, Status.CONTAINED} and without_intruder:
        return None
    if to is Status.RESOLVED and before is Status.CONFIRMED and not false_alarm:
        return (
            "this incident was contained or reopened before, so it can no longer be a false alarm",
            "continue with `contained`",
        )
    if to is Status.RESOLVED:
        # Whatever an end lacks takes another update.
        on = " or ".join(f"`{status}`" for status in MOVES[before] if status is not Status.REOPENED)
        return f"an incident that is {before} cannot become {to}", f"continue with {on}"
    allowed = ", ".join(sorted(MOVES[before]))
    return f"an incident that is {before} cannot become {to}", f"write `status: {before}`, or one of: {allowed}"


def still_watched(state: State, published: datetime, zone: ZoneInfo) -> str:
    """The end of the promised monitoring, in words, if it is still to come; else empty."""
    until = state.monitor_until
    return when_words(until, zone) if until is not None and end_of(until, zone) > published else ""
