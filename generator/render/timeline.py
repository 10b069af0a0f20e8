"""The times of an incident in order: access, discovery, disclosure and containment."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from generator.ledger.moments import end_of
from generator.ledger.words import WITHOUT_INTRUDER
from generator.model.moment import local
from generator.model.update import Status, When
from generator.render import dates
from generator.render.language import message
from generator.render.views import IncidentView


class MomentKind(StrEnum):
    """The kinds of moments."""

    OCCURRED = "occurred"
    ACCESS_BEGAN = "access-began"
    ACCESS_ENDED = "access-ended"
    AWARE = "aware"
    TOLD = "told"
    CONTAINED = "contained"
    REOPENED = "reopened"
    RESOLVED = "resolved"


#: The kinds of moments, in words for readers.
LABEL = {
    MomentKind.OCCURRED: message("It happened"),
    MomentKind.ACCESS_BEGAN: message("Unauthorised access began"),
    MomentKind.ACCESS_ENDED: message("Unauthorised access ended"),
    MomentKind.AWARE: message("We found out"),
    MomentKind.TOLD: message("We first told you"),
    MomentKind.CONTAINED: message("Declared contained"),
    MomentKind.REOPENED: message("Reopened"),
    MomentKind.RESOLVED: message("Declared resolved"),
}
#: Labels for incidents without an intruder: data lay open.
_LAY_OPEN = {
    MomentKind.ACCESS_BEGAN: message("The exposure began"),
    MomentKind.ACCESS_ENDED: message("The exposure ended"),
}


#: The same of a false alarm: what seemed to happen.
_SEEMED = {
    MomentKind.OCCURRED: message("It seemed to happen"),
    MomentKind.ACCESS_BEGAN: message("We thought that unauthorised access began"),
    MomentKind.ACCESS_ENDED: message("We thought that unauthorised access ended"),
    MomentKind.RESOLVED: message("Declared a false alarm"),
}
_SEEMED_OPEN = {
    MomentKind.ACCESS_BEGAN: message("We thought that an exposure began"),
    MomentKind.ACCESS_ENDED: message("We thought that the exposure ended"),
}


#: The end of an incident that goes on as part of another one.
_JOINED = message("Found to be part of another incident")


def label(view: IncidentView, kind: MomentKind) -> str:
    """What a moment is, to a reader of this incident, as a message."""
    nature = view.state.nature.nature if view.state.nature else None
    without_intruder = nature in WITHOUT_INTRUDER
    if view.is_false_alarm and kind in _SEEMED:
        return _SEEMED_OPEN[kind] if without_intruder and kind in _SEEMED_OPEN else _SEEMED[kind]
    if without_intruder and kind in _LAY_OPEN:
        return _LAY_OPEN[kind]
    if view.goes_on_elsewhere and kind is MomentKind.RESOLVED:
        return _JOINED
    return LABEL[kind]


#: What an incident comes to with a status.
_TURNS = {
    Status.CONTAINED: MomentKind.CONTAINED,
    Status.REOPENED: MomentKind.REOPENED,
    Status.RESOLVED: MomentKind.RESOLVED,
}
# For simultaneous moments: what happened comes before what was known, and that before what was said.
_ORDER = {kind: index for index, kind in enumerate(MomentKind)}


@dataclass(frozen=True, slots=True)
class TimelineMoment:
    """One mark on the line.

    Attributes:
        number: counts from 1 in order of time.
        kind: what happened.
        when: its time.
        window: the name of the window that begins or ends then.
        likely: whether the time is only likely.
    """

    number: int
    kind: MomentKind
    when: When
    window: str = ""
    likely: bool = False


def moments(view: IncidentView) -> tuple[TimelineMoment, ...]:
    """Return every dated moment of an incident's present state, oldest first. An unknown end of a window has no mark."""
    incident = view.incident.folder.incident
    windows = {name: entry.window for name, entry in view.state.windows.items()}
    found: list[tuple[MomentKind, When, str]] = [
        (MomentKind.AWARE, incident.aware, ""),
        (MomentKind.TOLD, view.transitions[0].document.update.published, ""),
    ]
    found += [(MomentKind.ACCESS_BEGAN, one.start, name) for name, one in windows.items() if one.start is not None]
    # Only the present statement of each window counts; an older one may have been different.
    occurred = incident.occurred if view.is_newest else None
    starts = {_day(one.start, view) for one in windows.values() if one.start is not None}
    if occurred is not None and _day(occurred, view) not in starts:
        found.append((MomentKind.OCCURRED, occurred, ""))
    found += [(MomentKind.ACCESS_ENDED, one.end, name) for name, one in windows.items() if one.end is not None]
    before: Status | None = None
    for transition in view.transitions:
        status = transition.after.status
        if status is not None and status is not before:
            before = status
            if kind := _TURNS.get(status):
                found.append((kind, transition.document.update.published, ""))
    found.sort(key=lambda one: (_position(view, one), _ORDER[one[0]]))
    return tuple(
        TimelineMoment(number, kind, when, name, likely=name in windows and windows[name].likely)
        for number, (kind, when, name) in enumerate(found, 1)
    )


def _position(view: IncidentView, one: tuple[MomentKind, When, str]) -> datetime:
    """Return the position of a mark: access that ended on a day lasted until the end of that day."""
    kind, when, _ = one
    return (
        end_of(when, view.incident.ledger.zone)
        if kind is MomentKind.ACCESS_ENDED
        else dates.start(when, view.incident.ledger.zone)
    )


def _day(when: When, view: IncidentView) -> date:
    return local(when, view.incident.ledger.zone).date() if isinstance(when, datetime) else when
