"""Clocks of the shipped profiles that count in a way of their own, with dates worked out by hand from calendars and the laws' own rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.content.known_profiles import shipped
from generator.deadlines.clocks import Setting, read_clocks
from generator.deadlines.model import ClockReading, ClockState
from generator.model.incident import Delay, Incident, RecordedNotice
from generator.model.incident_facts import Risk, Role

DUBLIN, NEW_YORK, SAO_PAULO, SINGAPORE = map(
    ZoneInfo, ("Europe/Dublin", "America/New_York", "America/Sao_Paulo", "Asia/Singapore")
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _incident(
    aware: str, told: Mapping[str, str] | None = None, moments: Mapping[str, str] | None = None, **more: object
) -> Incident:
    tellings = {name: RecordedNotice(at=_at(at)) for name, at in (told or {}).items()}
    return Incident(
        title="Someone read customer support tickets",
        aware=_at(aware),
        told=MappingProxyType(tellings),
        moments=MappingProxyType({name: _at(at) for name, at in (moments or {}).items()}),
        **more,  # type: ignore[arg-type]
    )


def _read(name: str, now: str, incident: Incident, zone: ZoneInfo = DUBLIN, country: str = "IE") -> ClockReading:
    key, _, clock = name.partition(".")
    setting = Setting(zone=zone, now=_at(now), country=country)
    return next(one for one in read_clocks(incident, (shipped()[key],), setting) if one.clock.name == clock)


@pytest.mark.parametrize(
    ("aware", "classified", "due"),
    [
        # Classified 3 hours after awareness: 4 hours more.
        ("2027-03-03T08:00Z", "2027-03-03T11:00Z", "2027-03-03T15:00Z"),
        # Classified 22 hours after: the 24 hours from awareness come first.
        ("2027-03-03T08:00Z", "2027-03-04T06:00Z", "2027-03-04T08:00Z"),
        # Classified exactly when the 24 hours run out: they still bind.
        ("2027-03-03T08:00Z", "2027-03-04T08:00Z", "2027-03-04T08:00Z"),
        # Classified 58 hours after awareness: 4 hours from then (article 5(2)), and not 34 hours late.
        ("2027-03-03T08:00Z", "2027-03-05T18:00Z", "2027-03-05T22:00Z"),
    ],
)
def test_dora_begins_with_the_classification(aware: str, classified: str, due: str) -> None:
    """The initial report is due 4 hours after classification and at most 24 after awareness; a later classification counts alone."""
    incident = _incident(aware, moments={"classified": classified})
    reading = _read("dora.initial", classified, incident)
    assert reading.due == _at(due)
    assert reading.state in {ClockState.RUNNING, ClockState.NEAR}


@pytest.mark.parametrize(
    ("roles", "classified", "due"),
    [
        # Saturday 6 March 2027, 21:00: an insurer may report by Monday noon, Dublin time.
        ((Role.CONTROLLER,), "2027-03-06T17:00Z", "2027-03-08T12:00Z"),
        # So may it on Wednesday 17 March, Saint Patrick's Day: by Thursday noon.
        ((Role.CONTROLLER,), "2027-03-17T09:00Z", "2027-03-18T12:00Z"),
        # A bank may not (article 5(5)), nor may one of which we do not know what it is.
        ((Role.CREDIT_INSTITUTION,), "2027-03-06T17:00Z", "2027-03-06T21:00Z"),
        ((), "2027-03-06T17:00Z", "2027-03-06T21:00Z"),
        # On a Friday nothing is moved.
        ((Role.CONTROLLER,), "2027-03-05T17:00Z", "2027-03-05T21:00Z"),
    ],
)
def test_dora_on_weekends(roles: tuple[Role, ...], classified: str, due: str) -> None:
    """A report that falls due on a weekend or a public holiday may come by noon of the next working day, not from every kind of entity."""
    incident = _incident("2027-03-05T16:00Z", moments={"classified": classified}, roles=roles)
    incident = replace(incident, aware=_at(classified) - timedelta(hours=1))
    assert _read("dora.initial", classified, incident).due == _at(due)


@pytest.mark.parametrize(
    ("again", "now", "due"),
    [
        # One intermediate report on Tuesday 9 March: Friday 9 April.
        ((), "2027-03-10T00:00Z", date(2027, 4, 9)),
        # Updated on Tuesday 30 March: the month runs from that, to Friday 30 April.
        (("2027-03-30T10:00Z",), "2027-03-31T00:00Z", date(2027, 4, 30)),
        # An update that has not been given yet does not count.
        (("2027-03-30T10:00Z",), "2027-03-29T00:00Z", date(2027, 4, 9)),
        # Of several the latest counts, in whatever order: 14 April to Friday 14 May.
        (("2027-04-14T10:00Z", "2027-03-30T10:00Z"), "2027-04-15T00:00Z", date(2027, 5, 14)),
    ],
)
def test_dora_ends_a_month_after_the_latest_intermediate_report(again: tuple[str, ...], now: str, due: date) -> None:
    """The month of the final report is counted from the latest intermediate report."""
    notice = RecordedNotice(at=_at("2027-03-09T10:00Z"), again=tuple(map(_at, again)))
    incident = replace(_incident("2027-03-05T08:00Z"), told=MappingProxyType({"dora.intermediate": notice}))
    assert _read("dora.final", now, incident).due_on == due


def test_dora_final_report_on_a_weekend() -> None:
    """A month from Friday 9 July ends on Monday 9 August; from Tuesday 10 August on Friday 10 September; from Friday 12 March on Monday 12 April."""
    for told, due in (("2027-04-08T10:00Z", "2027-05-10T11:00Z"), ("2027-07-09T10:00Z", None), ("2027-03-12T10:00Z", None)):
        reading = _read("dora.final", told, _incident("2027-03-01T08:00Z", told={"dora.intermediate": told}))
        if due is None:
            assert isinstance(reading.due_on, date)
            assert not isinstance(reading.due_on, datetime)
        else:
            # 8 May 2027 is a Saturday: noon on Monday 10 May in Dublin, an hour ahead of UTC.
            assert reading.due == _at(due)


@pytest.mark.parametrize(
    ("told", "country", "due"),
    [
        # A month from Thursday 8 April ends on Saturday 8 May: moved to Monday 10 May.
        ("2027-04-08T09:00Z", "", date(2027, 5, 10)),
        # From Friday 26 February, Good Friday in Germany is a month later, on 26 March, and Easter Monday follows: Tuesday 30 March.
        ("2027-02-26T09:00Z", "DE", date(2027, 3, 30)),
        # Good Friday is no public holiday in Ireland.
        ("2027-02-26T09:00Z", "IE", date(2027, 3, 26)),
        # Without a country only weekends are moved.
        ("2027-02-26T09:00Z", "", date(2027, 3, 26)),
        # 17 March is Saint Patrick's Day.
        ("2027-02-17T09:00Z", "IE", date(2027, 3, 18)),
    ],
)
def test_a_month_in_a_law_of_the_union(told: str, country: str, due: date) -> None:
    """Regulation 1182/71, article 3(4): a period of months that ends on a weekend or a public holiday ends with the next working day."""
    incident = _incident("2027-02-01T09:00Z", told={"nis2.notification": told})
    assert _read("nis2.final-report", told, incident, country=country).due_on == due


def test_hours_in_a_law_of_the_union_are_not_moved() -> None:
    """The same rule leaves periods in hours alone: 72 hours from Friday night end on Monday night, and 24 on Saturday night."""
    incident = _incident("2027-03-05T22:00Z")
    assert _read("nis2.notification", "2027-03-05T22:00Z", incident).due == _at("2027-03-08T22:00Z")
    assert _read("nis2.early-warning", "2027-03-05T22:00Z", incident).due == _at("2027-03-06T22:00Z")


def test_nis2_progress_report() -> None:
    """While the incident goes on, a progress report takes the final report's place, which then is due a month after handling."""
    told = {"nis2.notification": "2027-03-08T09:00Z"}
    before = _incident("2027-03-05T22:00Z", told=told)
    states = {
        name: _read(f"nis2.{name}", "2027-03-09T09:00Z", before)
        for name in ("progress-report", "final-report", "final-report-after-handling")
    }
    assert [one.due_on for one in states.values()] == [date(2027, 4, 8), date(2027, 4, 8), None]
    assert states["final-report-after-handling"].state is ClockState.NOT_ASKED
    after = _incident(
        "2027-03-05T22:00Z", told={**told, "nis2.progress-report": "2027-04-08T09:00Z"}, moments={"handled": "2027-04-20T09:00Z"}
    )
    assert _read("nis2.final-report", "2027-04-21T09:00Z", after).state is ClockState.NOT_ASKED
    # A month from Tuesday 20 April is Thursday 20 May.
    assert _read("nis2.final-report-after-handling", "2027-04-21T09:00Z", after).due_on == date(2027, 5, 20)
    whole = _incident("2027-03-05T22:00Z", told={**told, "nis2.final-report": "2027-04-01T09:00Z"})
    assert _read("nis2.progress-report", "2027-04-21T09:00Z", whole).state is ClockState.NOT_ASKED


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ("2026-12-21T12:00-05:00", date(2027, 1, 12)),  # Christmas and New Year's Day are on Fridays
        ("2027-01-04T12:00-05:00", date(2027, 1, 25)),  # Martin Luther King's day is on Monday the 18th
        ("2027-06-01T12:00-04:00", date(2027, 6, 22)),  # Juneteenth falls on a Saturday and is kept on Friday the 18th
        ("2027-08-23T12:00-04:00", date(2027, 9, 13)),  # Labor Day is on Monday 6 September
    ],
)
def test_vermont_business_days(aware: str, due: date) -> None:
    """The Attorney General of Vermont is told within 14 business days, over weekends and federal holidays."""
    assert _read("us-vt.attorney-general", aware, _incident(aware), NEW_YORK).due_on == due


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2027-03-03T09:00-05:00", date(2027, 3, 3)),  # consumers on the third day: the Attorney General on the same
        ("2027-03-18T09:00-04:00", date(2027, 3, 18)),
        ("2027-03-19T09:00-04:00", date(2027, 3, 19)),  # the fourteenth business day after Monday 1 March
        ("2027-04-10T09:00-04:00", date(2027, 3, 19)),  # consumers later than that: it is not put off
    ],
)
def test_vermont_when_consumers_are_told_first(told: str, due: date) -> None:
    """Where consumers are told sooner, the Attorney General is told on that day."""
    incident = _incident("2027-03-01T09:00-05:00", told={"us-vt.consumers": told})
    assert _read("us-vt.attorney-general", told, incident, NEW_YORK).due_on == due


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ({"hipaa.hhs": "2027-05-24T10:00-04:00"}, date(2027, 6, 1)),  # Monday; Memorial Day is on the 31st
        ({"hipaa.hhs": "2027-07-01T10:00-04:00"}, date(2027, 7, 9)),  # 4 July falls on a Sunday and is kept on Monday
        ({"hipaa.hhs": "2027-11-23T10:00-05:00"}, date(2027, 12, 1)),  # Tuesday; Thanksgiving on the 25th
        ({"hipaa.hhs-yearly": "2027-02-26T10:00-05:00"}, date(2027, 3, 5)),
        ({"us-ny.residents": "2027-05-24T10:00-04:00"}, None),
    ],
)
def test_new_york_after_hhs(told: Mapping[str, str], due: date | None) -> None:
    """Whoever tells HHS under HIPAA tells the Attorney General of New York within 5 business days of that, and not before."""
    reading = _read(
        "us-ny.attorney-general-after-hhs", "2027-12-30T10:00Z", _incident("2027-02-01T09:00-05:00", told=told), NEW_YORK
    )
    assert reading.due_on == due


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ("2027-02-05T12:00-03:00", date(2027, 2, 10)),  # Friday; Carnival is no national holiday
        ("2027-04-19T12:00-03:00", date(2027, 4, 23)),  # Monday; Tiradentes is on Wednesday the 21st
        ("2027-09-03T12:00-03:00", date(2027, 9, 9)),  # Friday; Independence Day is on Tuesday the 7th
        ("2027-12-23T12:00-03:00", date(2027, 12, 28)),  # Thursday; Christmas falls on a Saturday
    ],
)
def test_brazilian_business_days(aware: str, due: date) -> None:
    """The ANPD and the people are told within 3 business days of knowing that personal data was affected."""
    for name in ("br-lgpd.anpd", "br-lgpd.people"):
        assert _read(name, aware, _incident(aware), SAO_PAULO).due_on == due


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ("2027-03-01T10:00-03:00", date(2027, 3, 9)),  # Monday: 2, 3, 4, 5, 8 and 9 March
        ("2027-04-20T15:00-03:00", date(2027, 4, 29)),  # over Tiradentes, 21 April
        ("2027-03-05T23:00-03:00", date(2027, 3, 15)),  # Friday night
        ("2027-12-22T10:00-03:00", date(2027, 12, 30)),  # Wednesday, over Christmas: 23, 24 and 27 to 30 December
    ],
)
def test_brazilian_declaration(aware: str, due: date) -> None:
    """That people were told is declared within 3 business days of the end of the time for telling them: 6 in all."""
    assert _read("br-lgpd.declaration", aware, _incident(aware), SAO_PAULO).due_on == due


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        # Whoever processes data for others does not assess it.
        ("sg-pdpa.assessment", {"roles": (Role.PROCESSOR,)}),
        # Where harm is unlikely nobody has to be told, and so nobody has to be told more.
        ("gdpr-33.further", {"risk": Risk.UNLIKELY}),
        ("br-lgpd.supplement", {"risk": Risk.UNLIKELY}),
        ("br-lgpd.declaration", {"risk": Risk.UNLIKELY}),
    ],
)
def test_what_nobody_asks_of_whom_it_does_not_concern(name: str, changes: dict[str, Any]) -> None:
    """A clock that follows another counts for those alone for whom that one counts."""
    incident = replace(_incident("2027-03-01T10:00Z"), **changes)
    assert _read(name, "2027-03-02T10:00Z", incident, SAO_PAULO).state is ClockState.NOT_ASKED


@pytest.mark.parametrize(
    ("assessed", "due"),
    [
        ("2027-03-03T10:00+08:00", date(2027, 3, 6)),  # Wednesday to Saturday
        ("2027-03-05T23:59+08:00", date(2027, 3, 8)),
        ("2027-02-05T10:00+08:00", date(2027, 2, 8)),  # over the new year's holidays: calendar days
        ("2027-12-30T10:00+08:00", date(2028, 1, 2)),
    ],
)
def test_singapore_calendar_days(assessed: str, due: date) -> None:
    """The Commission is told within 3 calendar days after the day of the assessment."""
    incident = _incident("2027-01-20T10:00+08:00", moments={"assessed": assessed}, risk=Risk.HIGH)
    assert _read("sg-pdpa.commission-for-harm", assessed, incident, SINGAPORE).due_on == due


def test_australian_assessment() -> None:
    """A suspicion is assessed within 30 days; that is a clock of its own, which ends with the assessment and not with a notice."""
    suspected = _incident("2027-03-10T00:00Z", moments={"suspected": "2027-03-01T00:00Z"}, risk=Risk.HIGH)
    reading = _read("au-ndb.assessment", "2027-03-11T00:00Z", suspected, ZoneInfo("Australia/Sydney"))
    assert (reading.due_on, reading.clock.task[:16]) == (date(2027, 3, 31), "finish assessing")
    assert _read("au-ndb.assessment", "2027-04-01T00:00Z", suspected, ZoneInfo("Australia/Sydney")).state is ClockState.PASSED
    done = _incident("2027-03-10T00:00Z", {"au-ndb.assessment": "2027-03-20T00:00Z"}, {"suspected": "2027-03-01T00:00Z"})
    assert _read("au-ndb.assessment", "2027-04-01T00:00Z", done, ZoneInfo("Australia/Sydney")).state is ClockState.TOLD
    never = _incident("2027-03-10T00:00Z")
    assert _read("au-ndb.assessment", "2027-04-01T00:00Z", never, ZoneInfo("Australia/Sydney")).state is ClockState.NOT_STARTED


@pytest.mark.parametrize(
    ("delay", "now", "state", "due"),
    [
        # Oral, from 20 April: holds until 20 May, and the 60 days from 1 March had ended on 30 April.
        (Delay(by="the police", start=date(2027, 4, 20), oral=True), "2027-05-10T00:00Z", ClockState.STOPPED, date(2027, 5, 20)),
        (Delay(by="the police", start=date(2027, 4, 20), oral=True), "2027-05-22T00:00Z", ClockState.PASSED, date(2027, 5, 20)),
        # In writing, without an end: as long as it lasts.
        (Delay(by="the police", start=date(2027, 4, 20)), "2027-05-22T00:00Z", ClockState.STOPPED, None),
        # Oral, and for a shorter time than 30 days.
        (
            Delay(by="the police", start=date(2027, 4, 20), end=date(2027, 5, 4), oral=True),
            "2027-05-10T00:00Z",
            ClockState.PASSED,
            date(2027, 5, 4),
        ),
        # Oral, and said to hold for longer than 30 days.
        (
            Delay(by="the police", start=date(2027, 4, 20), end=date(2027, 7, 1), oral=True),
            "2027-05-10T00:00Z",
            ClockState.STOPPED,
            date(2027, 5, 20),
        ),
        # Oral, and over before the 60 days are: they end when they would have.
        (Delay(by="the police", start=date(2027, 3, 5), oral=True), "2027-04-20T00:00Z", ClockState.NEAR, date(2027, 4, 30)),
    ],
)
def test_an_oral_request_of_the_police(delay: Delay, now: str, state: ClockState, due: date | None) -> None:
    """HIPAA: a request by word of mouth holds for 30 days, unless it is put in writing."""
    reading = _read("hipaa.individuals", now, _incident("2027-03-01T12:00-05:00", delayed=delay), NEW_YORK)
    assert (reading.state, reading.due_on) == (state, due)


def test_an_oral_request_holds_where_no_law_limits_it() -> None:
    """California sets no limit to a request by word of mouth."""
    held = _incident("2027-03-01T12:00-05:00", delayed=Delay(by="the police", start=date(2027, 3, 5), oral=True))
    assert _read("us-ca.residents", "2027-08-01T00:00Z", held, NEW_YORK).state is ClockState.STOPPED


@pytest.mark.parametrize(
    ("name", "aware", "due"),
    [
        ("in-certin.cert-in", "2027-03-06T22:00Z", "2027-03-07T04:00Z"),  # six hours, over midnight, on a weekend
        ("in-certin.cert-in", "2027-02-28T20:30Z", "2027-03-01T02:30Z"),
        ("nydfs-500.superintendent", "2027-03-05T22:00Z", "2027-03-08T22:00Z"),
        ("nydfs-500.superintendent", "2027-03-12T12:00Z", "2027-03-15T12:00Z"),  # over the change of the clocks
    ],
)
def test_hours(name: str, aware: str, due: str) -> None:
    """Hours are exact, at night, on weekends and when the clocks change."""
    assert _read(name, aware, _incident(aware), NEW_YORK).due == _at(due)


def test_a_law_that_is_not_in_force_asks_for_nothing() -> None:
    """A clock counts only if its law was in force on the day on which the organisation became aware."""
    before, after = _incident("2024-05-12T12:00Z"), _incident("2024-05-13T12:00Z")
    assert _read("glba.ftc", "2024-06-01T12:00Z", before, NEW_YORK).state is ClockState.NOT_ASKED
    assert "in force from 2024-05-13" in _read("glba.ftc", "2024-06-01T12:00Z", before, NEW_YORK).condition.because[0]
    assert _read("glba.ftc", "2024-06-01T12:00Z", after, NEW_YORK).due_on == date(2024, 6, 12)


@pytest.mark.parametrize(
    ("determined", "due"),
    [
        ("2027-03-05T17:00-05:00", date(2027, 3, 11)),  # Friday: 8, 9, 10 and 11 March
        ("2027-07-01T10:00-04:00", date(2027, 7, 8)),  # Thursday; 4 July falls on a Sunday and is kept on Monday
        ("2027-11-22T10:00-05:00", date(2027, 11, 29)),  # Monday; Thanksgiving is on Thursday the 25th
        ("2027-12-22T10:00-05:00", date(2027, 12, 29)),  # Wednesday; Christmas falls on a Saturday and is kept on Friday
    ],
)
def test_four_business_days_of_the_sec(determined: str, due: date) -> None:
    """Form 8-K is filed within four business days of determining that the incident is material."""
    incident = _incident("2027-03-01T09:00-05:00", moments={"material": determined})
    assert _read("sec-8k.filing", determined, incident, NEW_YORK).due_on == due


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2027-03-10T09:00-08:00", date(2027, 3, 25)),
        ("2027-02-20T09:00-08:00", date(2027, 3, 7)),  # a Sunday, and calendar days
        ("2027-12-20T09:00-08:00", date(2028, 1, 4)),
        ("2028-02-20T09:00-08:00", date(2028, 3, 6)),  # over 29 February
    ],
)
def test_california_after_its_residents(told: str, due: date) -> None:
    """The Attorney General of California is sent a copy within 15 calendar days of telling residents, and not before."""
    incident = _incident("2027-02-01T09:00-08:00", told={"us-ca.residents": told})
    zone = ZoneInfo("America/Los_Angeles")
    assert _read("us-ca.attorney-general", told, incident, zone).due_on == due
    untold = _incident("2027-02-01T09:00-08:00")
    assert _read("us-ca.attorney-general", told, untold, zone).due_on is None


@pytest.mark.parametrize(
    ("aware", "due"),
    [
        ("2027-03-01T12:00-05:00", date(2027, 4, 30)),
        ("2027-01-01T12:00-05:00", date(2027, 3, 2)),
        ("2027-12-15T12:00-05:00", date(2028, 2, 13)),  # over the new year; a Sunday
        ("2028-01-01T12:00-05:00", date(2028, 3, 1)),  # over 29 February
    ],
)
def test_sixty_days_for_the_media(aware: str, due: date) -> None:
    """45 CFR 164.406(b): prominent media of the state are told within 60 calendar days of discovery."""
    assert _read("hipaa.media", aware, _incident(aware), NEW_YORK).due_on == due


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("2027-03-01T10:00-03:00", date(2027, 3, 30)),  # over Good Friday, 26 March
        ("2027-04-05T10:00-03:00", date(2027, 5, 4)),  # over Tiradentes, Wednesday 21 April
        ("2027-06-01T10:00-03:00", date(2027, 6, 29)),
        ("2027-10-01T10:00-03:00", date(2027, 11, 1)),  # over 12 October, a Tuesday
    ],
)
def test_brazilian_supplement(told: str, due: date) -> None:
    """The communication to the ANPD is completed within 20 business days of it."""
    incident = _incident("2027-02-26T10:00-03:00", told={"br-lgpd.anpd": told})
    assert _read("br-lgpd.supplement", told, incident, SAO_PAULO).due_on == due
