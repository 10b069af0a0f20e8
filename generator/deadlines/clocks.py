"""The clocks of an incident's notice profiles: when each starts, when it runs out, and its state at a given time."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.deadlines.working_days import add_business_days
from generator.ledger.moments import end_of
from generator.model.incident import Delay, Incident, RecordedNotice
from generator.model.notice_profile import AWARE, TOLD, YEAR_END, Clock, Length, Limit, Profile, Unit
from generator.model.update import When


class ClockState(StrEnum):
    """The state of a clock. `near`: at most a quarter of the time is left, or the clock's own warning time has come."""

    RUNNING = "running"
    NEAR = "near"
    PASSED = "passed"
    TOLD = "told"
    TOLD_LATE = "told-late"
    STOPPED = "stopped"  # law enforcement asked for a delay
    NOT_STARTED = "not-started"  # the moment that starts it is not recorded
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """A profile's clock for one incident.

    Attributes:
        profile: the profile.
        clock: its clock.
        name: the name under which `told` stops it.
        state: its state.
        start: when it started (for a day: the end of that day); None while not recorded.
        started_by: the name of the moment that started it; empty while not recorded.
        due: when it runs out; None when the law gives no number, when it has not started, and while it is stopped without an end.
        due_on: the same in legal terms: the day at whose end it runs out, or the moment.
        warn_at: when it becomes near; None when it has not started.
        told: when the recipient was notified; None if not yet.
        because: why no notification is needed.
    """

    profile: Profile
    clock: Clock
    name: str
    state: ClockState
    start: datetime | None = None
    started_by: str = ""
    due: datetime | None = None
    due_on: When | None = None
    warn_at: datetime | None = None
    told: RecordedNotice | None = None
    because: str = ""


def clock_names(profiles: Iterable[Profile]) -> Mapping[str, tuple[Profile, Clock]]:
    """Return every name that `told` and `not_needed` may use, with its clock."""
    return MappingProxyType(
        {name: (profile, clock) for profile in profiles for clock in profile.clocks.values() for name in profile.names(clock)}
    )


def moment_names(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """Return every name that `moments` may use: the starts of clocks that are not known otherwise."""
    limits = [limit for profile in profiles for clock in profile.clocks.values() for limit in (clock.limit, clock.cap) if limit]
    names = [name for limit in limits for name in limit.starts if name not in {AWARE, YEAR_END} and not name.startswith(TOLD)]
    return tuple(dict.fromkeys(names))


def read_clocks(incident: Incident, profiles: Iterable[Profile], zone: ZoneInfo, now: datetime) -> tuple[ClockReading, ...]:
    """Return every clock of the profiles, ordered by when it runs out; those without an end come last.

    Args:
        incident: the content of incident.md.
        profiles: the profiles in force for it.
        zone: the site's time zone, in which days end.
        now: the time to evaluate at; notifications and moments after it have not happened.
    """
    found = [_read_clock(incident, profile, clock, zone, now) for profile in profiles for clock in profile.clocks.values()]
    return tuple(sorted(found, key=lambda reading: (reading.due is None, reading.due or now)))


def _read_clock(incident: Incident, profile: Profile, clock: Clock, zone: ZoneInfo, now: datetime) -> ClockReading:
    limits = [
        (*moment, limit)
        for limit in (clock.limit, clock.cap)
        if limit is not None and (moment := _start(incident, profile, limit, zone, now)) is not None
    ]
    told = _recorded_notice(incident, profile, clock, now)
    because = next((incident.not_needed[name] for name in profile.names(clock) if name in incident.not_needed), "")
    start: datetime | None = None
    started_by = ""
    due: datetime | None = None
    due_on: When | None = None
    warn_at: datetime | None = None
    for by, begun, limit in limits:
        ends_on = _add(begun, limit.length, zone, profile.country) if limit.length else None
        ends = _instant(ends_on, zone) if ends_on is not None else None
        if start is None or (ends is not None and due is not None and ends < due):
            start, started_by, due, due_on = _instant(begun, zone), by, ends, ends_on
            warn_at = _warn_at(clock, begun, ends, zone, profile.country)
    delay = _delay(incident, clock, due, zone, now)
    stopped = delay is not None
    if delay is not None:
        # Remaining time is not carried over: a clock that would run out during the delay runs out at its end, which is never too late.
        until = _instant(delay.end, zone) if delay.end is not None else None
        if until is None:
            due, due_on = None, None
        elif due is not None and until > due:
            due, due_on = until, delay.end
        stopped = until is None or now < until
    return ClockReading(
        profile=profile,
        clock=clock,
        name=profile.names(clock)[0],
        state=_clock_state(now, start, due, warn_at, told, because, stopped=stopped),
        start=start,
        started_by=started_by,
        due=due,
        due_on=due_on,
        warn_at=warn_at,
        told=told,
        because=because,
    )


def _clock_state(
    now: datetime,
    start: datetime | None,
    due: datetime | None,
    warn_at: datetime | None,
    told: RecordedNotice | None,
    because: str,
    *,
    stopped: bool,
) -> ClockState:
    if told is not None:
        return ClockState.TOLD_LATE if due is not None and told.at > due else ClockState.TOLD
    if because:
        return ClockState.NOT_NEEDED
    if start is None:
        return ClockState.NOT_STARTED
    if stopped:
        return ClockState.STOPPED
    if due is not None and now > due:
        return ClockState.PASSED
    return ClockState.NEAR if warn_at is not None and now >= warn_at else ClockState.RUNNING


def _start(incident: Incident, profile: Profile, limit: Limit, zone: ZoneInfo, now: datetime) -> tuple[str, When] | None:
    """Return the first recorded and past moment that a limit may count from: its name and time."""
    for name in limit.starts:
        moment: When | None
        if name == AWARE:
            moment = incident.aware
        elif name == YEAR_END:
            moment = date(incident.aware.astimezone(zone).year, 12, 31)
        elif name.startswith(TOLD):
            notice = _recorded_notice(incident, profile, profile.clocks[name.removeprefix(TOLD)], now)
            moment = notice.at if notice else None
        else:
            moment = incident.moments.get(name)
            moment = moment if moment is not None and moment <= now else None
        if moment is not None:
            return name, moment
    return None


def _recorded_notice(incident: Incident, profile: Profile, clock: Clock, now: datetime) -> RecordedNotice | None:
    """Return when the recipient was notified; a time in the future is a plan and does not count."""
    tellings = [incident.told[name] for name in profile.names(clock) if name in incident.told]
    return min((notice for notice in tellings if notice.at <= now), key=lambda notice: notice.at, default=None)


def _delay(incident: Incident, clock: Clock, due: datetime | None, zone: ZoneInfo, now: datetime) -> Delay | None:
    """Return the delay that applies to a clock.

    None when there is none, when it has not begun, or when it began after the clock ran out.
    """
    delay = incident.delayed
    if delay is None or not clock.police_stops:
        return None
    if delay.start is None:
        return delay
    day = delay.start
    begun = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day, tzinfo=zone)
    return delay if begun <= now and (due is None or begun <= due) else None


def _warn_at(clock: Clock, start: When, due: datetime | None, zone: ZoneInfo, country: str) -> datetime:
    begun = _instant(start, zone)
    if clock.warn is not None:
        at = _instant(_add(start, clock.warn, zone, country), zone)
        return min(at, due) if due is not None else at
    return begun if due is None else begun + (due - begun) * 3 / 4


def _add(start: When, length: Length, zone: ZoneInfo, country: str) -> When:
    """Return the end of a length of time.

    Hours end at a moment; days, business days and months at the end of their last day, the first not counted.
    """
    if length.unit is Unit.HOURS:
        return _instant(start, zone) + timedelta(hours=length.number)
    day = start.astimezone(zone).date() if isinstance(start, datetime) else start
    if length.unit is Unit.DAYS:
        return day + timedelta(days=length.number)
    if length.unit is Unit.MONTHS:
        return _add_months(day, length.number)
    return add_business_days(day, length.number, country)


def _add_months(day: date, number: int) -> date:
    """Return the same day some months later; the last day of the month where that day does not exist."""
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _instant(when: When, zone: ZoneInfo) -> datetime:
    return end_of(when, zone).astimezone(UTC)
