"""How a drill goes on: its events, its clock, what goes out, and where its record will be."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.drills.assessment import after, assess, attempts
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content, IncidentFolder
from generator.model.drill import Attempt, Drill, DrillReport, Inject, InjectArrival, Scenario
from generator.model.plan import Plan

#: How much the time in an update may differ from the drill's before it is pointed out.
_MISDATED = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing what was ready.

    Attributes:
        drill: the drill afterwards.
        out: the updates that went out.
        held_back: the updates that could not.
    """

    drill: Drill
    out: tuple[Attempt, ...]
    held_back: tuple[Attempt, ...]


def next_at(drill: Drill, scenario: Scenario) -> datetime | None:
    """Return when the next event happens, on the drill's clock; None when there are no more."""
    waiting = drill.waiting(scenario)
    return drill.when(waiting[0]) if waiting else None


def due(drill: Drill, scenario: Scenario, time: datetime) -> tuple[Inject, ...]:
    """Return the events whose time has come and that nobody has seen."""
    return tuple(inject for inject in drill.waiting(scenario) if drill.when(inject) <= time)


def with_arrivals(drill: Drill, injects: Iterable[Inject], time: datetime) -> Drill:
    """Return the drill after events were shown; one seen late happened when it was shown, since nobody could respond before."""
    return replace(drill, arrivals=(*drill.arrivals, *(InjectArrival(name=inject.name, at=time) for inject in injects)))


def skipped(drill: Drill, scenario: Scenario, time: datetime, by: timedelta | None) -> Drill:
    """Return the drill with its clock advanced by some time, or, for None, to the next event."""
    if by is None:
        upcoming = next_at(drill, scenario)
        by = max((upcoming - time) if upcoming else timedelta(), timedelta())
    return replace(drill, skipped=drill.skipped + by)


def publish(
    drill: Drill, folder: IncidentFolder, diagnostics: Iterable[Diagnostic], time: datetime, *, tried: bool
) -> Publication:
    """Publish what is ready.

    Args:
        drill: the drill.
        folder: the practice incident.
        diagnostics: all findings in the site.
        time: the drill's time.
        tried: whether someone asked to publish: then what could not go out is recorded as an attempt, once for each set of findings.
    """
    every = attempts(drill, folder, diagnostics, time)
    made = tuple(one for one in every if not one.blocked or (tried and _is_new(drill, one)))
    return Publication(
        drill=after(drill, folder, made, time),
        out=tuple(one for one in every if not one.blocked),
        held_back=tuple(one for one in every if one.blocked),
    )


def _is_new(drill: Drill, attempt: Attempt) -> bool:
    before = [one for one in drill.attempts if one.path == attempt.path]
    return not before or before[-1].findings != attempt.findings


def is_misdated(attempt: Attempt, time: datetime) -> bool:
    """Whether the time in an update is well before the one at which it went out."""
    return attempt.written is not None and time - attempt.written > _MISDATED


def elapsed_words(drill: Drill, time: datetime) -> str:
    """Format the time since the drill's start: `0:45`, or `1 day 0:45`."""
    minutes = int((time - drill.began).total_seconds() // 60)
    days = minutes // 1440
    clock = f"{minutes // 60 % 24}:{minutes % 60:02}"
    return f"{days} day{'' if days == 1 else 's'} {clock}" if days else clock


def named_source(plan: Plan | None, source: str) -> str:
    """Return the source of an event; a role of the plan is named with its people."""
    role = plan.roles.get(source) if plan else None
    people = [name for name in (role.who, role.deputy) if name] if role else []
    return f"{source} ({' or '.join(people)})" if people else source


def results(
    drill: Drill, scenario: Scenario, content: Content, folder: IncidentFolder, time: datetime, zone: ZoneInfo
) -> DrillReport:
    """Return the results so far, compared with the last drill of the same template that was measured.

    Args:
        drill: the drill.
        scenario: its scenario.
        content: the scratch copy's content.
        folder: the practice incident.
        time: the drill's time.
        zone: the site's time zone.
    """
    config = content.config.config
    same = [one.record for one in content.drills if one.record and one.record.template == drill.template]
    last = max((one for one in same if one.minutes is not None), key=lambda one: one.held, default=None)
    grace = config.policy.grace if config else timedelta()
    return assess(drill, scenario, folder, time, zone=zone, grace=grace, before=last.minutes if last else None)


def record_path(held: date, template: str, taken: Collection[str]) -> str:
    """Return the path of a new record.

    Args:
        held: the day of the drill.
        template: its template.
        taken: the paths of the records that exist.
    """
    base = f"content/drills/{held.isoformat()}-{template}"
    number = 1
    while (path := f"{base}{f'-{number}' if number > 1 else ''}.md") in taken:
        number += 1
    return path
