"""Conditions of laws: what counts of people, kinds of data, roles and risk decide, and what they leave open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.content.known_profiles import shipped
from generator.deadlines.clocks import Setting, read_clocks
from generator.deadlines.condition_words import condition_words, place_name
from generator.deadlines.conditions import Circumstances, judge
from generator.deadlines.model import Answer, ClockState
from generator.ledger.records import CountEntry, DataEntry, State
from generator.model.condition import Condition
from generator.model.incident import Impact, Incident
from generator.model.incident_facts import Category, Risk, Role
from generator.model.places import DIVISIONS
from generator.model.update import Count, CountForm, Data, DataState, PartsRelation

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2027, 3, 3, tzinfo=UTC)
INCIDENT = Incident(title="Someone read customer support tickets", aware=NOW)


def _group(name: str, low: int, high: int | None = -1, unit: str = "people", **more: object) -> CountEntry:
    most = low if high == -1 else high
    form = CountForm.EXACT if most == low else CountForm.BETWEEN
    residents = tuple(more.pop("residents", {}).items())  # type: ignore[attr-defined]
    count = Count(population=name, unit=unit, form=form, low=low, high=most, residents=residents, **more)  # type: ignore[arg-type]
    return CountEntry(population=name, count=count, stated=NOW, changed=NOW)


def _state(*groups: CountEntry, **kinds: DataState) -> State:
    data = {
        kind.replace("_", "-"): DataEntry(kind=kind, told=(Data(kind=kind, state=state),), stated=NOW, changed=NOW)
        for kind, state in kinds.items()
    }
    return State(affected=MappingProxyType({one.population: one for one in groups}), data=MappingProxyType(data))


def _answer(condition: Condition, state: State | None = None, incident: Incident = INCIDENT) -> Answer:
    return judge((condition,), Circumstances(incident=incident, state=state)).answer


@pytest.mark.parametrize(
    ("number", "at_least", "more_than", "fewer_than"),
    [
        (499, Answer.NOT_MET, Answer.NOT_MET, Answer.MET),
        (500, Answer.MET, Answer.NOT_MET, Answer.NOT_MET),
        (501, Answer.MET, Answer.MET, Answer.NOT_MET),
    ],
)
def test_a_number_at_its_border(number: int, at_least: Answer, more_than: Answer, fewer_than: Answer) -> None:
    """500 or more, more than 500 and fewer than 500 differ at 500 itself."""
    state = _state(_group("customers", number, residents={"US-CA": number}))
    for place in ("", "US-CA", "US-*", "US"):
        assert _answer(Condition(residents=place, at_least=500), state) is at_least
        assert _answer(Condition(residents=place, more_than=500), state) is more_than
        if place != "US-*":
            assert _answer(Condition(residents=place, fewer_than=500), state) is fewer_than


def test_what_nobody_has_counted_stays_open() -> None:
    """Without counts, or without residence, a condition is neither met nor excluded; those who are not placed may live anywhere."""
    anybody = Condition(residents="US-NY")
    assert _answer(anybody) is Answer.OPEN
    assert _answer(anybody, _state()) is Answer.OPEN
    assert _answer(anybody, _state(_group("customers", 900))) is Answer.OPEN
    assert _answer(anybody, _state(_group("customers", 900, residents={"US-CA": 800}))) is Answer.OPEN
    assert _answer(anybody, _state(_group("customers", 900, residents={"US-CA": 900}))) is Answer.NOT_MET
    assert _answer(anybody, _state(_group("customers", 900, None, residents={"US-CA": 900}))) is Answer.OPEN
    # All who are not placed are fewer than would be needed.
    assert (
        _answer(Condition(residents="US-NY", more_than=500), _state(_group("customers", 900, residents={"US-CA": 800})))
        is Answer.NOT_MET
    )
    # A country's residents may live in any of its states.
    assert _answer(anybody, _state(_group("customers", 900, residents={"US": 900}))) is Answer.OPEN
    assert _answer(Condition(residents="US", at_least=900), _state(_group("customers", 900, residents={"US": 900}))) is Answer.MET


def test_one_state_and_several() -> None:
    """More than 500 in one state are not more than 500 in several together; those who are not placed may all live in one."""
    one = Condition(residents="US-*", more_than=500)
    assert _answer(one, _state(_group("customers", 600, residents={"US-NY": 300, "US-CA": 300}))) is Answer.NOT_MET
    assert _answer(one, _state(_group("customers", 600, residents={"US-NY": 90, "US-CA": 510}))) is Answer.MET
    assert _answer(one, _state(_group("customers", 600, residents={"GB": 600}))) is Answer.NOT_MET
    assert _answer(one, _state(_group("customers", 900, residents={"US-NY": 300}))) is Answer.OPEN
    assert (
        _answer(Condition(residents="EEA", at_least=2), _state(_group("customers", 3, residents={"DE": 1, "NO": 1, "GB": 1})))
        is Answer.MET
    )


def test_groups_and_their_parts() -> None:
    """Groups add up; parts are not counted again; their places count where the whole names none, and the larger where they overlap."""
    condition = Condition(residents="US-TX", at_least=250)
    two = (_group("patients", 200, residents={"US-TX": 200}), _group("staff", 60, residents={"US-TX": 60}))
    assert _answer(condition, _state(*two)) is Answer.MET
    whole, part = (
        _group("patients", 200, residents={"US-TX": 200}),
        _group("children", 90, part_of="patients", residents={"US-TX": 90}),
    )
    assert _answer(condition, _state(whole, part)) is Answer.NOT_MET
    bare = _group("patients", 250)
    parts = (
        _group("dental", 150, part_of="patients", residents={"US-TX": 150}),
        _group("optics", 100, part_of="patients", residents={"US-TX": 100}),
    )
    assert _answer(condition, _state(bare, *parts)) is Answer.MET
    assert _answer(condition, _state(_group("patients", 250, parts=PartsRelation.OVERLAP), *parts)) is Answer.OPEN
    # An account may stand for a person each, and a business does not.
    assert _answer(Condition(at_least=500), _state(_group("logins", 600, unit="accounts"))) is Answer.OPEN
    assert _answer(Condition(at_least=500), _state(_group("logins", 38, unit="accounts"))) is Answer.NOT_MET
    assert _answer(Condition(at_least=500), _state(_group("suppliers", 600, unit="businesses"))) is Answer.NOT_MET


@pytest.mark.parametrize(
    ("state", "categories", "answer"),
    [
        (DataState.TAKEN, {"payslips": (Category.SOCIAL_SECURITY_NUMBER,)}, Answer.MET),
        (DataState.ACCESSED, {"payslips": (Category.EMPLOYMENT, Category.SOCIAL_SECURITY_NUMBER)}, Answer.MET),
        (DataState.POSSIBLE, {"payslips": (Category.SOCIAL_SECURITY_NUMBER,)}, Answer.OPEN),
        (DataState.UNKNOWN, {"payslips": (Category.SOCIAL_SECURITY_NUMBER,)}, Answer.OPEN),
        (DataState.NOT_AFFECTED, {"payslips": (Category.SOCIAL_SECURITY_NUMBER,)}, Answer.NOT_MET),
        (DataState.TAKEN, {"payslips": (Category.EMPLOYMENT,)}, Answer.NOT_MET),
        (DataState.TAKEN, {}, Answer.OPEN),
    ],
)
def test_kinds_of_data(state: DataState, categories: Mapping[str, tuple[Category, ...]], answer: Answer) -> None:
    """A kind that was reached decides by its category; one that may have been, or has no category, leaves it open."""
    incident = replace(INCIDENT, categories=MappingProxyType(dict(categories)))
    assert _answer(Condition(data=(Category.SOCIAL_SECURITY_NUMBER,)), _state(payslips=state), incident) is answer


def test_roles_and_risk() -> None:
    """We decide about the data unless we say that we hold it for others; silence on the risk spares nobody, and says nothing of a high one."""
    for own, other in ((Role.CONTROLLER, Role.PROCESSOR), (Role.COVERED_ENTITY, Role.BUSINESS_ASSOCIATE)):
        held = replace(INCIDENT, roles=(other,))
        assert [_answer(Condition(role=(own,)), None, one) for one in (INCIDENT, held)] == [Answer.MET, Answer.NOT_MET]
        assert [_answer(Condition(role=(other,)), None, one) for one in (INCIDENT, held)] == [Answer.NOT_MET, Answer.MET]
        assert _answer(Condition(role=(own,)), None, replace(INCIDENT, roles=(own, other))) is Answer.MET
    found = {
        risk: [_answer(Condition(risk=least), None, replace(INCIDENT, risk=risk)) for least in (Risk.LIKELY, Risk.HIGH)]
        for risk in (None, *Risk)
    }
    assert found == {
        None: [Answer.MET, Answer.OPEN],
        Risk.UNLIKELY: [Answer.NOT_MET, Answer.NOT_MET],
        Risk.LIKELY: [Answer.MET, Answer.NOT_MET],
        Risk.HIGH: [Answer.MET, Answer.MET],
    }
    critical = Condition(impact=(Impact.MAJOR, Impact.CRITICAL))
    assert _answer(critical) is Answer.OPEN
    assert _answer(critical, None, replace(INCIDENT, impact=Impact.MINOR)) is Answer.NOT_MET
    assert _answer(critical, None, replace(INCIDENT, impact=Impact.MAJOR)) is Answer.MET


def test_all_circumstances_must_hold() -> None:
    """One that fails decides, whatever is open; words alone are always open, and say so."""
    words = Condition(words="you have paid", role=(Role.PROCESSOR,))
    assert _answer(words) is Answer.NOT_MET
    verdict = judge((None, Condition(words="you have paid")), Circumstances(incident=INCIDENT))
    assert (verdict.answer, verdict.because) == (Answer.OPEN, ("nothing in the files can answer it",))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Condition(residents="US-CA", more_than=500), "more than 500 residents of California are affected"),
        (Condition(residents="US-*", more_than=500), "more than 500 residents of one state of the United States are affected"),
        (Condition(residents="US-NY"), "residents of New York are affected"),
        (Condition(at_least=500), "500 people or more are affected"),
        (Condition(fewer_than=500), "fewer than 500 people are affected"),
        (Condition(residents="EEA", at_least=1000), "1,000 residents of the European Economic Area or more are affected"),
        (
            Condition(role=(Role.PROCESSOR,), risk=Risk.HIGH),
            "you hold the data for someone else (processor) and serious harm to people is likely",
        ),
        (
            Condition(data=(Category.SOCIAL_SECURITY_NUMBER, Category.HEALTH), words="you were the source"),
            "social security numbers or data on health were reached and you were the source",
        ),
    ],
)
def test_words(condition: Condition, words: str) -> None:
    """A condition reads as a clause after "if"."""
    assert condition_words(condition) == words


def test_places_have_names() -> None:
    """Each place that a shipped profile names reads as a name and not as a code."""
    conditions = [
        one for profile in shipped().values() for one in (profile.only_if, *(clock.only_if for clock in profile.clocks.values()))
    ]
    places = {one.residents.removesuffix("-*") for one in conditions if one is not None and one.residents}
    assert {"US-CA", "US-NY", "US"} <= places
    assert all(place_name(place) != place for place in places)


_PLACES = st.sampled_from(["US-NY", "US-CA", "US-FL", "US-VT", "GB", "DE"])
_RESIDENTS = st.dictionaries(_PLACES, st.integers(0, 2000), max_size=6)


def _named(residents: Mapping[str, int], total: int | None) -> set[str]:
    group = _group("customers", sum(residents.values()), total, residents=dict(residents))
    setting = Setting(zone=NEW_YORK, now=NOW, state=_state(group))
    profiles = [shipped()[key] for key in ("us-ny", "us-ca", "us-fl", "us-vt", "us-wa", "hipaa", "glba", "gdpr-33")]
    readings = read_clocks(INCIDENT, profiles, setting)
    # Whoever has fewer than 500 people tells HHS once a year, and with more of them within 60 days.
    return {one.name for one in readings if one.condition.answer is Answer.MET} - {"hipaa.hhs-yearly"}


@settings(deadline=None)  # the first use reads the profiles
@given(_RESIDENTS, _PLACES, st.integers(1, 2000))
def test_more_residents_never_remove_an_authority(residents: Mapping[str, int], place: str, more: int) -> None:
    """Whoever must be told by the counts must still be told when more people turn out to live somewhere."""
    before = sum(residents.values())
    after = {**residents, place: residents.get(place, 0) + more}
    assert _named(residents, before) <= _named(after, before + more)
    # Nor does it when they were counted before and are placed now.
    assert _named(residents, before + more) <= _named(after, before + more)


@settings(deadline=None)  # the first use reads the profiles
@given(_RESIDENTS, st.integers(0, 3000), st.datetimes(datetime(2027, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # hypothesis adds the zone
def test_no_deadline_before_awareness(residents: Mapping[str, int], more: int, aware: datetime) -> None:
    """Of every shipped profile, no clock runs out before the organisation became aware, whoever is affected."""
    group = _group("customers", sum(residents.values()), sum(residents.values()) + more, residents=dict(residents))
    setting = Setting(zone=NEW_YORK, now=aware, state=_state(group), country="IE")
    readings = read_clocks(replace(INCIDENT, aware=aware), shipped().values(), setting)
    assert readings
    for reading in readings:
        assert reading.due is None or reading.due > aware
        assert reading.warn_at is None or reading.warn_at >= aware
        assert (reading.state is ClockState.NOT_ASKED) is (reading.condition.answer is Answer.NOT_MET)


def test_divisions_are_codes() -> None:
    """Every state and province has a code of its country."""
    assert all(code[:3] in {"US-", "CA-"} and len(code) == 5 for code in DIVISIONS)
