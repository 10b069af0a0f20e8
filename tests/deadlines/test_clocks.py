"""Clocks of notice profiles: when they start, when they run out, and their states."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.known_profiles import shipped
from generator.deadlines.clocks import Setting, read_clocks
from generator.deadlines.model import ClockReading, ClockState
from generator.deadlines.working_days import add_business_days, is_known
from generator.model.incident import Delay, Incident, RecordedNotice
from generator.model.notice_profile import Clock, Length, Limit, Profile, Unit

LONDON = ZoneInfo("Europe/London")
AWARE = datetime(2027, 3, 5, 22, 0, tzinfo=UTC)  # a Friday
INCIDENT = Incident(title="Someone read customer support tickets", aware=AWARE)


def _read(name: str, now: datetime, incident: Incident = INCIDENT, zone: ZoneInfo = LONDON) -> ClockReading:
    """One clock of a shipped profile."""
    key, _, clock = name.partition(".")
    return next(
        one for one in read_clocks(incident, (shipped()[key],), Setting(zone=zone, now=now)) if clock in {"", one.clock.name}
    )


def _profile(**clock: object) -> Profile:
    made = {"name": "first", "tell": "each partner", "limit": Limit(starts=("aware",)), **clock}
    return Profile(
        key="partners",
        title="Notice",
        tells="partners",
        source="a contract",
        text_checked="2026-11",
        clocks=MappingProxyType({"first": Clock(**made)}),  # type: ignore[arg-type]
        country="US",
    )


def test_hours_run_over_a_weekend() -> None:
    """The GDPR's 72 hours count on Saturday and Sunday; a quarter before their end they are near."""
    assert _read("gdpr-33", AWARE).due == datetime(2027, 3, 8, 22, 0, tzinfo=UTC)
    assert _read("gdpr-33", AWARE + timedelta(hours=53)).state is ClockState.RUNNING
    assert _read("gdpr-33", AWARE + timedelta(hours=54)).state is ClockState.NEAR
    assert _read("gdpr-33", AWARE + timedelta(hours=72)).state is ClockState.NEAR
    assert _read("gdpr-33", AWARE + timedelta(hours=72, seconds=1)).state is ClockState.PASSED


def test_hours_are_exact_when_the_clocks_change() -> None:
    """72 hours over the last Sunday in March are 72 hours, not three days of wall clock."""
    friday = replace(INCIDENT, aware=datetime(2027, 3, 26, 12, 0, tzinfo=UTC))
    assert _read("gdpr-33", friday.aware, friday).due == datetime(2027, 3, 29, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("material", "due"),
    [
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), date(2026, 12, 1)),  # Tuesday; Thanksgiving on the 26th, then a weekend
        (datetime(2026, 11, 21, 15, 0, tzinfo=UTC), date(2026, 11, 27)),  # Saturday: Monday is the first
        (datetime(2026, 7, 1, 15, 0, tzinfo=UTC), date(2026, 7, 8)),  # 4 July falls on a Saturday and is kept on Friday
        (datetime(2026, 11, 25, 3, 0, tzinfo=UTC), date(2026, 12, 1)),  # still the 24th in New York
    ],
)
def test_business_days(material: datetime, due: date) -> None:
    """Four business days pass over weekends and the holidays of the United States, and end with the last day in the site's zone."""
    incident = replace(INCIDENT, moments=MappingProxyType({"material": material}))
    reading = _read("sec-8k", material, incident, ZoneInfo("America/New_York"))
    assert reading.due_on == due
    assert reading.due == datetime(due.year, due.month, due.day, 5, tzinfo=UTC) + timedelta(days=1, hours=-(due.month == 7))


@pytest.mark.parametrize(
    ("told", "due"),
    [
        # 28 February 2027 is a Sunday, and the period ends with the next working day (Regulation 1182/71, article 3(4)).
        (datetime(2027, 1, 31, 9, 0, tzinfo=UTC), date(2027, 3, 1)),
        (datetime(2028, 1, 31, 9, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2027, 12, 31, 9, 0, tzinfo=UTC), date(2028, 1, 31)),
        (datetime(2027, 3, 8, 9, 0, tzinfo=UTC), date(2027, 4, 8)),
    ],
)
def test_months_end_with_their_last_day(told: datetime, due: date) -> None:
    """NIS2's month is counted from the notification; where there is no such day, the month's last one counts, unless it is on a weekend."""
    incident = replace(INCIDENT, aware=told, told=MappingProxyType({"nis2.notification": RecordedNotice(at=told)}))
    assert _read("nis2.final-report", told, incident).due_on == due


def test_days_end_with_the_last_day() -> None:
    """Sixty days end with the end of the sixtieth in the site's zone; HIPAA's warn from the thirtieth on."""
    reading = _read("hipaa.individuals", AWARE)
    assert reading.due_on == date(2027, 5, 4)
    assert reading.due == datetime(2027, 5, 4, 23, 0, tzinfo=UTC)
    assert reading.warn_at == datetime(2027, 4, 4, 23, 0, tzinfo=UTC)


def test_year_end() -> None:
    """HIPAA's yearly report is due sixty days after the end of the year in which the breach was found."""
    assert _read("hipaa.hhs-yearly", AWARE).due_on == date(2028, 2, 29)
    late = replace(INCIDENT, aware=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert _read("hipaa.hhs-yearly", AWARE, late, ZoneInfo("Europe/Berlin")).due_on == date(2028, 2, 29)


def test_the_earlier_of_two_limits_counts() -> None:
    """DORA: four hours after classification, and at most 24 after awareness, while those have not run out."""
    assert _read("dora.initial", AWARE).due == AWARE + timedelta(hours=24)
    assert _read("dora.initial", AWARE + timedelta(hours=24)).state is ClockState.NEAR
    assert _read("dora.initial", AWARE + timedelta(hours=25)).state is ClockState.NOT_STARTED
    early = replace(INCIDENT, moments=MappingProxyType({"classified": AWARE + timedelta(hours=5)}))
    assert _read("dora.initial", AWARE + timedelta(hours=6), early).due == AWARE + timedelta(hours=9)
    late = replace(INCIDENT, moments=MappingProxyType({"classified": AWARE + timedelta(hours=23)}))
    assert _read("dora.initial", AWARE + timedelta(hours=23), late).due == AWARE + timedelta(hours=24)


def test_a_clock_waits_for_its_moment() -> None:
    """A clock whose moment is not recorded, or is in the future, has not started and has no other values."""
    assert _read("sec-8k.filing", AWARE).state is ClockState.NOT_STARTED
    ahead = replace(INCIDENT, moments=MappingProxyType({"material": AWARE + timedelta(days=1)}))
    assert _read("sec-8k.filing", AWARE, ahead).state is ClockState.NOT_STARTED
    assert _read("sec-8k.filing", AWARE + timedelta(days=1), ahead).state is ClockState.RUNNING
    assert _read("us-ca.attorney-general", AWARE).state is ClockState.NOT_STARTED


def test_the_first_recorded_moment_counts() -> None:
    """Texas counts from the determination once that is recorded, and from awareness until then."""
    assert _read("us-tx.people", AWARE).due_on == date(2027, 5, 4)
    later = replace(INCIDENT, moments=MappingProxyType({"determined": AWARE + timedelta(days=3)}))
    assert _read("us-tx.people", AWARE + timedelta(days=4), later).due_on == date(2027, 5, 7)


def test_told() -> None:
    """A telling stops its clock: in time or late. One that lies ahead does not."""
    due = AWARE + timedelta(hours=72)
    for at, state in ((due, ClockState.TOLD), (due + timedelta(seconds=1), ClockState.TOLD_LATE)):
        for name in ("gdpr-33", "gdpr-33.authority"):
            incident = replace(INCIDENT, told=MappingProxyType({name: RecordedNotice(at=at)}))
            assert _read("gdpr-33", at, incident).state is state
            assert _read("gdpr-33", at - timedelta(minutes=1), incident).told is None
    starts_another = replace(INCIDENT, told=MappingProxyType({"us-ca.residents": RecordedNotice(at=due)}))
    assert _read("us-ca.attorney-general", due, starts_another).due_on == date(2027, 3, 23)


def test_not_needed() -> None:
    """A reason why no notice is needed ends a clock; a recorded notice takes precedence."""
    spared = replace(INCIDENT, not_needed=MappingProxyType({"gdpr-33": "No personal data."}))
    assert _read("gdpr-33", AWARE + timedelta(days=9), spared).state is ClockState.NOT_NEEDED
    both = replace(spared, told=MappingProxyType({"gdpr-33": RecordedNotice(at=AWARE)}))
    assert _read("gdpr-33", AWARE + timedelta(days=9), both).state is ClockState.TOLD


def test_without_a_number() -> None:
    """A clock without a number never passes; it is near once the profile's time of warning has come, and stays so."""
    for hours, state in ((71, ClockState.RUNNING), (72, ClockState.NEAR), (9999, ClockState.NEAR)):
        reading = _read("gdpr-34", AWARE + timedelta(hours=hours))
        assert (reading.state, reading.due) == (state, None)
    told = replace(INCIDENT, told=MappingProxyType({"gdpr-34": RecordedNotice(at=AWARE + timedelta(hours=9000))}))
    assert _read("gdpr-34", AWARE + timedelta(hours=9999), told).state is ClockState.TOLD


@pytest.mark.parametrize(
    ("delay", "day", "state", "due"),
    [
        (Delay(by="the police"), 40, ClockState.STOPPED, None),
        (Delay(by="the police", start=date(2027, 3, 10)), 40, ClockState.STOPPED, None),
        (Delay(by="the police", start=date(2027, 3, 10)), 2, ClockState.RUNNING, date(2027, 4, 4)),
        (Delay(by="the police", start=date(2027, 3, 10), end=date(2027, 4, 20)), 40, ClockState.STOPPED, date(2027, 4, 20)),
        (Delay(by="the police", start=date(2027, 3, 10), end=date(2027, 4, 20)), 47, ClockState.PASSED, date(2027, 4, 20)),
        (Delay(by="the police", start=date(2027, 3, 10), end=date(2027, 3, 12)), 8, ClockState.RUNNING, date(2027, 4, 4)),
        (Delay(by="the police", start=date(2027, 4, 10)), 40, ClockState.PASSED, date(2027, 4, 4)),
    ],
)
def test_the_police(delay: Delay, day: int, state: ClockState, due: date | None) -> None:
    """The police stop a clock while they ask us to wait, from before it ran out; what ran out meanwhile is due when they let us speak."""
    reading = _read("us-ca.residents", AWARE + timedelta(days=day), replace(INCIDENT, delayed=delay))
    assert (reading.state, reading.due_on) == (state, due)


def test_the_police_do_not_stop_every_clock() -> None:
    """Only a profile that says so lets the police stop its clock."""
    held = replace(INCIDENT, delayed=Delay(by="the police"))
    assert _read("gdpr-33", AWARE + timedelta(days=9), held).state is ClockState.PASSED


def test_order() -> None:
    """What runs out first comes first, and what never does comes last."""
    readings = read_clocks(INCIDENT, shipped().values(), Setting(zone=LONDON, now=AWARE))
    dues = [reading.due for reading in readings]
    dated = [due for due in dues if due is not None]
    assert dues == [*sorted(dated), *[None] * (len(dues) - len(dated))]


def test_unknown_country() -> None:
    """Where no holidays are known only weekends are passed over: never too late."""
    assert not is_known("EN")
    assert add_business_days(date(2026, 12, 24), 1, "EN") == date(2026, 12, 25)
    assert add_business_days(date(2026, 12, 24), 1, "GB") == date(2026, 12, 29)  # Boxing Day falls on a Saturday: Monday is off


_MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
_LENGTHS = st.builds(Length, st.integers(1, 60), st.sampled_from(Unit))
_ZONES = st.sampled_from(["UTC", "Europe/London", "America/New_York", "Pacific/Auckland"]).map(ZoneInfo)
_RANK = {ClockState.RUNNING: 0, ClockState.NEAR: 1, ClockState.PASSED: 2}


@settings(deadline=None)  # the first use of the public holidays loads them
@given(_MOMENTS, _MOMENTS, _LENGTHS, _ZONES)
def test_a_later_start_is_never_due_earlier(one: datetime, other: datetime, length: Length, zone: ZoneInfo) -> None:
    """A clock that starts later never runs out earlier."""
    profile = _profile(limit=Limit(starts=("aware",), length=length))
    first, second = sorted((one, other))
    dues = [
        read_clocks(replace(INCIDENT, aware=aware), (profile,), Setting(zone=zone, now=first))[0].due for aware in (first, second)
    ]
    assert dues[0] is not None
    assert dues[1] is not None
    assert first < dues[0] <= dues[1]


@settings(deadline=None)  # the first use of the public holidays loads them
@given(_MOMENTS, st.integers(1, 60), st.sampled_from(Unit), _ZONES)
def test_longer_is_never_due_earlier(aware: datetime, number: int, unit: Unit, zone: ZoneInfo) -> None:
    """A longer time of the same kind always runs out later."""
    dues = [
        read_clocks(
            replace(INCIDENT, aware=aware),
            (_profile(limit=Limit(starts=("aware",), length=Length(n, unit))),),
            Setting(zone=zone, now=aware),
        )[0].due
        for n in (number, number + 1)
    ]
    assert dues[0] is not None
    assert dues[1] is not None
    assert dues[0] < dues[1]


@settings(deadline=None)  # the first use of the public holidays loads them
@given(_MOMENTS, _LENGTHS, _ZONES, st.lists(st.timedeltas(timedelta(), timedelta(days=3000)), min_size=2, max_size=5))
def test_time_only_makes_it_later(aware: datetime, length: Length, zone: ZoneInfo, waits: list[timedelta]) -> None:
    """As time goes by an untouched clock runs, is near and has passed, and never goes back; warning comes before its end."""
    profile = _profile(limit=Limit(starts=("aware",), length=length))
    incident = replace(INCIDENT, aware=aware)
    readings = [read_clocks(incident, (profile,), Setting(zone=zone, now=aware + wait))[0] for wait in sorted(waits)]
    ranks = [_RANK[reading.state] for reading in readings]
    assert ranks == sorted(ranks)
    assert all(r.warn_at is not None and r.due is not None and aware <= r.warn_at <= r.due for r in readings)


@settings(deadline=None)  # the first use of the public holidays loads them
@given(_MOMENTS, st.integers(-14, 14))
def test_the_writers_zone_changes_nothing(aware: datetime, hours: int) -> None:
    """The same moment written in another zone gives the same clocks."""
    elsewhere = replace(INCIDENT, aware=aware.astimezone(timezone(timedelta(hours=hours))))
    profiles = [shipped()[key] for key in ("hipaa", "nis2", "gdpr-33")]
    there = read_clocks(elsewhere, profiles, Setting(zone=LONDON, now=aware))
    assert there == read_clocks(replace(INCIDENT, aware=aware), profiles, Setting(zone=LONDON, now=aware))
