"""A report among those that its recipient is told: to whom it goes, which comes next and when, and whether it is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.deadlines.clocks import clock_names
from generator.deadlines.model import ClockReading, ClockState
from generator.model.incident import Incident
from generator.model.notice_profile import Profile

_PENDING = frozenset({ClockState.RUNNING, ClockState.NEAR, ClockState.PASSED, ClockState.STOPPED, ClockState.NOT_STARTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Somebody who was told as a law asks: who, when, and why it was late (empty where it was not)."""

    whom: str
    at: datetime
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A report among those that its recipient is told.

    Attributes:
        whom: to whom it goes, in the profile's words.
        clock: the name of the profile's clock that it stops; empty where all have been stopped.
        due: when it is due; None: the law gives no number, or nothing has started it.
        next_report: when the next one is due that is to come; None: nothing says.
        because: why it, or the last one, is late; empty where nothing says so.
        late: whether it is late.
        told: who has been told until now, under any profile, the first told first.
    """

    whom: str
    clock: str = ""
    due: datetime | None = None
    next_report: datetime | None = None
    because: str = ""
    late: bool = False
    told: tuple[Telling, ...] = ()


def phase_of(
    profile: Profile,
    readings: Iterable[ClockReading],
    incident: Incident,
    profiles: Mapping[str, Profile],
    promise: datetime | None,
    now: datetime,
) -> Phase:
    """Return where a report stands.

    The recipient is the one whom the first clock of the profile that counts names: others are told in another way, or by another report.

    Args:
        profile: the profile that the report follows.
        readings: its clocks.
        incident: the content of incident.md.
        profiles: every known profile.
        promise: when the public hears again; counts where the law names no next report.
        now: the time of the report.
    """
    by_name = {one.clock.name: one for one in readings if one.state is not ClockState.NOT_ASKED}
    ordered = [by_name[name] for name in profile.clocks if name in by_name]
    whom = ordered[0].clock.tell if ordered else profile.tells
    theirs = [one for one in ordered if one.clock.tell == whom]
    pending = [one for one in theirs if one.state in _PENDING]
    this = pending[0] if pending else None
    later = [one.due for one in pending[1:] if one.due is not None and one.due > now]
    last_told = [one.told for one in theirs if one.told is not None]
    because = last_told[-1].because if last_told and this is None else ""
    return Phase(
        whom=whom,
        clock=this.clock.name if this else "",
        due=this.due if this else None,
        next_report=min(later) if later else promise if promise is not None and promise > now else None,
        because=because,
        late=this.state is ClockState.PASSED if this else bool(theirs) and theirs[-1].state is ClockState.TOLD_LATE,
        told=_told(incident, profiles, now),
    )


def _told(incident: Incident, profiles: Mapping[str, Profile], now: datetime) -> tuple[Telling, ...]:
    names = clock_names(profiles.values())
    found = (
        Telling(whom=names[name][1].tell, at=notice.at, because=notice.because)
        for name, notice in incident.told.items()
        if name in names and notice.at <= now
    )
    return tuple(sorted(found, key=lambda one: (one.at, one.whom)))
