"""A drawing of the incident's times: access, discovery, disclosure and containment on one line, numbered as in the list below it.

The drawing contains no words, so that it is legible at any width: the list explains each number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from generator.ledger.moments import end_of
from generator.model.moment import local
from generator.model.update import Status, When
from generator.render import dates, words
from generator.render.language import message
from generator.render.markup import Html
from generator.render.views import IncidentView

#: The drawing's measures in its own units, which are about pixels on a narrow phone.
WIDTH, HEIGHT, MARGIN, RADIUS = 340, 44, 16, 11

# Closer marks would cover each other's numbers.
_APART = 2 * RADIUS + 3


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
    MomentKind.ACCESS_BEGAN: message("Somebody first had access"),
    MomentKind.ACCESS_ENDED: message("That access ended"),
    MomentKind.AWARE: message("We first had good reason to believe it"),
    MomentKind.TOLD: message("We first told you"),
    MomentKind.CONTAINED: message("We called it contained"),
    MomentKind.REOPENED: message("We said that it was not over"),
    MomentKind.RESOLVED: message("We called it resolved"),
}
#: The same where there were several times: which of them was the first is not always known.
_EACH_TIME = {
    MomentKind.ACCESS_BEGAN: message("Somebody had access from then on"),
    MomentKind.ACCESS_ENDED: message("That access ended"),
}
#: The same where nobody broke in: things lay open.
_LAY_OPEN = {
    MomentKind.ACCESS_BEGAN: message("It lay open from then on"),
    MomentKind.ACCESS_ENDED: message("It was closed again"),
}


def label(view: IncidentView, kind: MomentKind) -> str:
    """What a moment is, to a reader of this incident, as a message."""
    nature = view.state.nature.nature if view.state.nature else None
    if nature in words.WITHOUT_INTRUDER and kind in _LAY_OPEN:
        return _LAY_OPEN[kind]
    return _EACH_TIME[kind] if kind in _EACH_TIME and len(view.state.windows) > 1 else LABEL[kind]


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
        status = transition.document.update.status
        kind = {
            Status.CONTAINED: MomentKind.CONTAINED,
            Status.REOPENED: MomentKind.REOPENED,
            Status.RESOLVED: MomentKind.RESOLVED,
        }.get(status)
        if kind is not None and status is not before:
            found.append((kind, transition.document.update.published, ""))
        before = status
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


def summary(view: IncidentView, marks: Sequence[TimelineMoment]) -> str:
    """Describe the line in words as alternative text: every mark with its number and time."""
    language = view.language
    said = (
        # Translators: a mark on a line of time: its number, what it is, and when.
        language.gettext(
            "%(number)s: %(what)s, %(when)s",
            number=mark.number,
            what=language.gettext(label(view, mark.kind)),
            when=language.gettext(words.THOUGHT, value=dates.words(language, mark.when))
            if mark.likely
            else dates.words(language, mark.when),
        )
        for mark in marks
    )
    # Translators: begins the words that stand for a drawing; what follows are its marks in a row.
    return language.gettext("In order of time. %(marks)s.", marks="; ".join(said))


def drawing(view: IncidentView, summary: str) -> Html:
    """Return the line as SVG; empty where there is only one moment.

    Args:
        view: the incident.
        summary: the alternative text.
    """
    marks = moments(view)
    if len(marks) < 2:  # a single mark makes no line
        return Html("")
    places = spread([_position(view, (mark.kind, mark.when, mark.window)).timestamp() for mark in marks])
    ends = {(mark.kind, mark.window): place for mark, place in zip(marks, places, strict=True)}
    middle = HEIGHT / 2
    parts = [
        f'<svg class="ab-line" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">',
        Html("<title>") + summary + Html("</title>"),
        f'<line x1="{MARGIN}" y1="{middle:g}" x2="{WIDTH - MARGIN}" y2="{middle:g}"/>',
    ]
    for name in view.state.windows:
        began, ended = ends.get((MomentKind.ACCESS_BEGAN, name)), ends.get((MomentKind.ACCESS_ENDED, name))
        if began is None and ended is None:
            continue
        # An unknown end is drawn to the end of the line, dashed.
        unsure = "" if began is not None and ended is not None else " ab-line--unsure"
        start, end = (MARGIN if began is None else began), (WIDTH - MARGIN if ended is None else ended)
        parts.append(f'<line class="ab-line--access{unsure}" x1="{start:.1f}" y1="{middle:g}" x2="{end:.1f}" y2="{middle:g}"/>')
    for mark, place in zip(marks, places, strict=True):
        parts.append(
            f'<g class="ab-at--{mark.kind}"><circle cx="{place:.1f}" cy="{middle:g}" r="{RADIUS}"/>'
            f'<text x="{place:.1f}" y="{middle:g}" dy="0.35em" text-anchor="middle">{mark.number}</text></g>'
        )
    return Html("".join([*parts, "</svg>"]))


def spread(times: Sequence[float]) -> list[float]:
    """Position times on the line to scale, but far enough apart not to overlap.

    Args:
        times: in order, in seconds.
    """
    first, last = MARGIN, WIDTH - MARGIN
    span = times[-1] - times[0] if times else 0
    apart = min(_APART, (last - first) / max(1, len(times) - 1))
    places = [first + ((time - times[0]) / span if span else 0) * (last - first) for time in times]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + apart)
    # Marks pushed beyond the end are pushed back, from the last to the first.
    bound: float = last
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], bound)
        bound = places[index] - apart
    return places
