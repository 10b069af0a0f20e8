"""A report among those that its recipient is told: to whom it goes, which comes next and when, and whether it is late."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.deadlines.clocks import clock_names
from generator.deadlines.model import ClockReading, ClockState
from generator.model.incident import Incident
from generator.model.notice_profile import Clock, Output, Profile
from generator.model.places import is_place
from generator.model.update import When

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
        whom: to whom it goes, in the profile's words; several are told the same in the same time.
        report: what the report is called; empty: it has no name.
        place: the place for whose people the profile asks, as a code; empty: it asks for all.
        clock: the name of the profile's clock that it stops; empty where all have been stopped.
        due: when it is due; None: the law gives no number, or nothing has started it.
        next_report: when the law wants the next one that is to come, as a day where it counts days; None: it gives no number, or nothing has started it.
        next_update: when the public hears again; None: nothing is promised.
        because: why it, or the last one, is late; empty where nothing says so.
        late: whether it is late.
        told: who has been told until now, under any profile, the first told first.
    """

    whom: tuple[str, ...]
    report: str = ""
    place: str = ""
    clock: str = ""
    due: datetime | None = None
    next_report: When | None = None
    next_update: datetime | None = None
    because: str = ""
    late: bool = False
    told: tuple[Telling, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether a day is known on which what is not known yet is told."""
        return self.next_report is not None or self.next_update is not None


def phase_of(
    profile: Profile,
    output: Output,
    readings: Iterable[ClockReading],
    incident: Incident,
    profiles: Mapping[str, Profile],
    promise: datetime | None,
    now: datetime,
) -> Phase:
    """Return where a report stands.

    The recipients are the one whom the first clock that counts names, and those who are told the same in the same time: others are told in another
    way, or by another report.

    Args:
        profile: the profile that the report follows.
        output: the output of the profile that the report is.
        readings: its clocks.
        incident: the content of incident.md.
        profiles: every known profile.
        promise: when the public hears again.
        now: the time of the report.
    """
    by_name = {one.clock.name: one for one in readings if profile.output_of(one.clock) is output}
    written = [by_name[name] for name in profile.clocks if name in by_name]
    # Somebody whom the law does not oblige to tell may tell all the same, and tells the same people.
    ordered = [one for one in written if one.state is not ClockState.NOT_ASKED] or written[:1]
    whom = _recipients([one.clock for one in ordered]) or (profile.tells,)
    theirs = [one for one in ordered if one.clock.tell in whom]
    pending = [one for one in theirs if one.state in _PENDING]
    this = pending[0] if pending else None
    later = [(one.due, one.due_on or one.due) for one in pending[1:] if one.due is not None and one.due > now]
    # What was told late once is late in every report after it.
    told_late = [one for one in theirs if one.state is ClockState.TOLD_LATE and one.told is not None]
    because = next((one.told.because for one in reversed(told_late) if one.told is not None and one.told.because), "")
    passed = this is not None and this.state is ClockState.PASSED
    asked = profile.only_if.residents if profile.only_if else ""
    return Phase(
        whom=whom,
        report=this.clock.report if this else "",
        place=asked if is_place(asked) else "",
        clock=this.clock.name if this else "",
        due=this.due if this else None,
        next_report=min(later, key=lambda one: one[0])[1] if later else None,
        next_update=promise if promise is not None and promise > now else None,
        because="" if passed else because,
        late=passed or bool(told_late),
        told=_told(incident, profiles, now),
    )


def _recipients(clocks: list[Clock]) -> tuple[str, ...]:
    """Return whom the first of the clocks names, and those who are told the same in the same time."""
    if not clocks:
        return ()
    first = clocks[0]
    asked = (first.limit, first.soon, first.cap)
    return tuple(dict.fromkeys(one.tell for one in clocks if (one.limit, one.soon, one.cap) == asked))


def _told(incident: Incident, profiles: Mapping[str, Profile], now: datetime) -> tuple[Telling, ...]:
    names = clock_names(profiles.values())
    found = (
        Telling(whom=names[name][1].tell, at=notice.at, because=notice.because)
        for name, notice in incident.told.items()
        if name in names and notice.at <= now
    )
    return tuple(sorted(found, key=lambda one: (one.at, one.whom)))
