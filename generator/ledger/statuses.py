"""How an incident's status may move, and what stands in the way of a move."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.ledger.moments import end_of
from generator.ledger.records import State, Transition
from generator.ledger.words import when_words
from generator.model.update import DataState, Status

#: What each status may become, besides itself. `investigating` and `confirmed` may also be resolved, as a false alarm.
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

#: After one of these an incident cannot be a false alarm.
_REAL = frozenset({Status.CONTAINED, Status.MONITORING, Status.REOPENED})


def can_be_false_alarm(statuses: Iterable[Status]) -> bool:
    """Whether an incident that has had these statuses may be resolved as a false alarm: it was never more than confirmed."""
    return not _REAL & set(statuses)


def is_false_alarm(transitions: tuple[Transition, ...]) -> bool:
    """Whether an incident ended as a false alarm: with a reason, straight from being investigated or confirmed."""
    if not transitions or transitions[-1].document.update.status is not Status.RESOLVED:
        return False
    statuses = [transition.document.update.status for transition in transitions]
    first = statuses.index(Status.RESOLVED)
    return bool(transitions[first].document.update.because) and can_be_false_alarm(statuses)


def reached(state: State) -> tuple[str, ...]:
    """What the attackers reached as far as readers were told, as `corrections` names it: data opened or taken, and people affected."""
    kinds = [f"data.{kind}" for kind, entry in state.data.items() if entry.state in {DataState.ACCESSED, DataState.TAKEN}]
    return (*kinds, *(f"affected.{name}" for name, entry in state.affected.items() if entry.count.low > 0))


def refusal(state: State, to: Status, *, false_alarm: bool) -> tuple[str, str] | None:
    """Why a status may not follow, in the writer's words, and what to write instead; None when it may.

    Args:
        state: what stood before.
        to: the status that would follow.
        false_alarm: whether the incident may still be called one.
    """
    before = state.status
    if before is None:
        if to in FIRST:
            return None
        return (
            f"a first update cannot be {to}",
            "write `status: investigating`, or `confirmed` or `contained` if that is so already",
        )
    if to is before or to in MOVES[before]:
        return None
    if to is Status.RESOLVED and before in {Status.INVESTIGATING, Status.CONFIRMED} and false_alarm:
        return None
    if to is Status.RESOLVED and before is Status.CONFIRMED:
        return (
            "this incident was contained or reopened before, so it can no longer be a false alarm",
            "go on with `status: contained`",
        )
    allowed = ", ".join(sorted(MOVES[before]))
    return f"an incident that is {before} cannot become {to}", f"write `status: {before}`, or one of: {allowed}"


def still_watched(state: State, published: datetime, zone: ZoneInfo) -> str:
    """The end of the promised monitoring, in words, if it is still to come; else empty."""
    until = state.monitor_until
    return when_words(until, zone) if until is not None and end_of(until, zone) > published else ""
