"""The clocks of an incident's notice profiles: when each starts, when it runs out, and its state at a given time."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.deadlines.conditions import Circumstances, judge
from generator.deadlines.model import Answer, ClockReading, ClockState, Verdict
from generator.deadlines.working_days import add_business_days, is_business_day
from generator.ledger.moments import end_of
from generator.ledger.records import State
from generator.model.condition import Condition
from generator.model.incident import Delay, Incident, RecordedNotice
from generator.model.notice_profile import AWARE, LAST_TOLD, TOLD, YEAR_END, Clock, Length, Limit, Profile, Unit, Weekends
from generator.model.update import When


def clock_names(profiles: Iterable[Profile]) -> Mapping[str, tuple[Profile, Clock]]:
    """Return every name that `told` and `not_needed` may use, with its clock."""
    return MappingProxyType(
        {name: (profile, clock) for profile in profiles for clock in profile.clocks.values() for name in profile.names(clock)}
    )


def moment_names(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """Return every name that `moments` may use: the starts of clocks that are not known otherwise."""
    limits = [limit for profile in profiles for clock in profile.clocks.values() for limit in (clock.limit, clock.cap) if limit]
    names = [
        name
        for limit in limits
        for name in limit.starts
        if name not in {AWARE, YEAR_END} and not name.startswith((TOLD, LAST_TOLD))
    ]
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and when clocks are read, and what is known of who is affected.

    Attributes:
        zone: the site's time zone, in which days end.
        now: the time to evaluate at; notifications and moments after it have not happened.
        state: the state after the newest update, by which conditions are judged; None: there is none.
        country: the country where the organisation is established (ISO 3166-1), whose public holidays count where a profile names no country;
            empty: only weekends do, so that the result is never too late.
    """

    zone: ZoneInfo
    now: datetime
    state: State | None = None
    country: str = ""


def read_clocks(incident: Incident, profiles: Iterable[Profile], setting: Setting) -> tuple[ClockReading, ...]:
    """Return every clock of the profiles, ordered by when it runs out; those without an end come last.

    Args:
        incident: the content of incident.md.
        profiles: the profiles in force for it.
        setting: where and when.
    """
    found = [_read_clock(incident, profile, clock, setting) for profile in profiles for clock in profile.clocks.values()]
    return tuple(sorted(found, key=lambda reading: (reading.due is None, reading.due or setting.now)))


def judge_profile(incident: Incident, profile: Profile, setting: Setting, *more: Condition | None) -> Verdict:
    """Return whether a profile counts for an incident, and further conditions of it are met.

    Args:
        incident: the content of incident.md.
        profile: the profile.
        setting: where and when.
        more: conditions of a part of the profile.
    """
    day = incident.aware.astimezone(setting.zone).date()
    if not profile.in_force.covers(day):
        first = profile.in_force.start
        said = (
            f"its law is in force from {first}"
            if first is not None and day < first
            else f"its law was in force until {profile.in_force.end}"
        )
        return Verdict(answer=Answer.NOT_MET, because=(f"{said}, and the organisation became aware on {day}",))
    return judge((profile.only_if, *more), _circumstances(incident, profile, setting))


def judge_part(incident: Incident, profile: Profile, setting: Setting, condition: Condition) -> Verdict:
    """Return whether a condition of a part of a profile is met, whether or not the whole of it counts.

    A letter is written to those whom the profile is for, so what it says to them does not wait until somebody has counted them.

    Args:
        incident: the content of incident.md.
        profile: the profile.
        setting: where and when.
        condition: the condition.
    """
    return judge((condition,), _circumstances(incident, profile, setting))


def _circumstances(incident: Incident, profile: Profile, setting: Setting) -> Circumstances:
    told = frozenset(
        clock.name for clock in profile.clocks.values() if _recorded_notice(incident, profile, clock, setting.now) is not None
    )
    return Circumstances(incident=incident, state=setting.state, told=told)


def _read_clock(incident: Incident, profile: Profile, clock: Clock, setting: Setting) -> ClockReading:
    zone, now = setting.zone, setting.now
    told = _recorded_notice(incident, profile, clock, now)
    because = next((incident.not_needed[name] for name in profile.names(clock) if name in incident.not_needed), "")
    condition = judge_profile(incident, profile, setting, clock.only_if)
    if condition.answer is Answer.NOT_MET and told is None and not because:
        return ClockReading(
            profile=profile, clock=clock, name=profile.names(clock)[0], state=ClockState.NOT_ASKED, condition=condition
        )
    start: datetime | None = None
    started_by = ""
    due: datetime | None = None
    due_on: When | None = None
    warn_at: datetime | None = None
    country = profile.country or setting.country
    for by, begun, limit in _limits(incident, profile, clock, setting):
        ends_on = _add(begun, limit.length, zone, profile.country) if limit.length else None
        ends = _instant(ends_on, zone) if ends_on is not None else None
        if start is None or (ends is not None and due is not None and ends < due):
            start, started_by, due, due_on = _instant(begun, zone), by, ends, ends_on
            warn_at = _warn_at(clock, begun, ends, zone, profile.country)
    if due_on is not None:
        # What falls on a weekend is the time that the law asks for, so the earlier of two limits is found first.
        due_on = _rolled(due_on, clock, incident, zone, country)
        due = _instant(due_on, zone)
    delay = _delay(incident, clock, due, zone, now)
    stopped = delay is not None
    if delay is not None:
        # Remaining time is not carried over: a clock that would run out during the delay runs out at its end, which is never too late.
        end = _delay_end(delay, clock, zone)
        until = _instant(end, zone) if end is not None else None
        if until is None:
            due, due_on = None, None
        elif due is not None and until > due:
            due, due_on = until, end
        stopped = until is None or now < until
    return ClockReading(
        profile=profile,
        clock=clock,
        name=profile.names(clock)[0],
        state=_clock_state(now, start, due, warn_at, told, because, stopped=stopped),
        condition=condition,
        start=start,
        started_by=started_by,
        due=due,
        due_on=due_on,
        warn_at=warn_at,
        told=told,
        because=because,
    )


def _limits(incident: Incident, profile: Profile, clock: Clock, setting: Setting) -> list[tuple[str, When, Limit]]:
    """Return the limits of a clock that have started, each with the name and time of the moment that started it."""
    zone, now = setting.zone, setting.now
    first, cap = (
        None if limit is None or (moment := _start(incident, profile, limit, zone, now)) is None else (*moment, limit)
        for limit in (clock.limit, clock.cap)
    )
    if cap is not None and clock.cap is not None and clock.cap.lapses and clock.cap.length:
        # A cap that ran out before the clock began binds nobody: the law then counts from the later beginning alone.
        capped = _instant(_add(cap[1], clock.cap.length, zone, profile.country), zone)
        begun = _instant(first[1], zone) if first is not None else None
        if (begun is None and now > capped) or (begun is not None and begun > capped):
            cap = None
    return [one for one in (first, cap) if one is not None]


def _rolled(end: When, clock: Clock, incident: Incident, zone: ZoneInfo, country: str) -> When:
    """Return the end of a time as the law moves it when it falls on a Saturday, a Sunday or a public holiday."""
    if clock.weekends is Weekends.COUNT:
        return end
    if clock.weekends_count_for and (not incident.roles or not frozenset(incident.roles).isdisjoint(clock.weekends_count_for)):
        # While nothing says that we are none of them, we may be one: never too late.
        return end
    day = end.astimezone(zone).date() if isinstance(end, datetime) else end
    if is_business_day(day, country):
        return end
    following = add_business_days(day, 1, country)
    if clock.weekends is Weekends.NEXT_WORKING_DAY:
        return following
    return datetime(following.year, following.month, following.day, 12, tzinfo=zone).astimezone(UTC)


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
        moment: When | None = None
        if name == AWARE:
            moment = incident.aware
        elif name == YEAR_END:
            moment = date(incident.aware.astimezone(zone).year, 12, 31)
        elif name.startswith((TOLD, LAST_TOLD)):
            notice = _notice_of(incident, profile, name.partition(".")[2], now)
            if notice is not None:
                later = notice.again if name.startswith(LAST_TOLD) else ()
                moment = max((notice.at, *(one for one in later if one <= now)))
        else:
            moment = incident.moments.get(name)
            moment = moment if moment is not None and moment <= now else None
        if moment is not None:
            return name, moment
    return None


def _notice_of(incident: Incident, profile: Profile, name: str, now: datetime) -> RecordedNotice | None:
    """Return when the recipient of a clock was notified: one of the same profile, or `<profile>.<clock>` of another."""
    if name in profile.clocks:
        return _recorded_notice(incident, profile, profile.clocks[name], now)
    found = [incident.told[key] for key in (name, name.partition(".")[0]) if key in incident.told]
    return min((notice for notice in found if notice.at <= now), key=lambda notice: notice.at, default=None)


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


def _delay_end(delay: Delay, clock: Clock, zone: ZoneInfo) -> When | None:
    """Return until when a request to wait holds; None while nothing says so."""
    if not delay.oral or clock.police_oral is None or delay.start is None:
        return delay.end
    most = _add(delay.start, clock.police_oral, zone, "")
    return most if delay.end is None or _instant(most, zone) < _instant(delay.end, zone) else delay.end


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
