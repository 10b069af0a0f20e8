"""Whether the circumstances in which a law asks for something are given, as far as the files of an incident say so.

A number of people is an interval. Groups under `affected` that are no part of another are taken as different people. Those of whom `residents` does
not say where they live may live anywhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.deadlines.condition_words import ANY_STATE, CATEGORIES, PEOPLE, ROLES, either, place_name
from generator.deadlines.model import Answer, Verdict
from generator.ledger.populations import Population, populations
from generator.ledger.records import State
from generator.model.condition import Condition
from generator.model.incident import Incident
from generator.model.incident_facts import Category, Risk, Role
from generator.model.places import is_within
from generator.model.update import DataState, PartsRelation

_REACHED = frozenset({DataState.ACCESSED, DataState.TAKEN})
#: Units that are certainly not people; whatever is counted in anything else may stand for a person each.
_THINGS = frozenset(
    {
        *("business", "businesses", "company", "companies", "device", "devices", "document", "documents", "file", "files"),
        *("organisation", "organisations", "organization", "organizations", "record", "records", "server", "servers"),
        *("system", "systems"),
    }
)
#: What we are unless `roles` says that we act for somebody else.
_OWN: Mapping[Role, Role] = MappingProxyType({Role.CONTROLLER: Role.PROCESSOR, Role.COVERED_ENTITY: Role.BUSINESS_ASSOCIATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a condition is judged by.

    Attributes:
        incident: the content of incident.md.
        state: the state after the newest update; None: there is none.
        told: the clocks of the profile whose recipients were told.
    """

    incident: Incident
    state: State | None = None
    told: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class _People:
    """How many people: the least and the most; None: no upper bound."""

    low: int
    high: int | None

    def plus(self, other: "_People") -> "_People":
        return _People(self.low + other.low, None if self.high is None or other.high is None else self.high + other.high)

    def answer(self, condition: Condition) -> Answer:
        if condition.fewer_than is not None:
            if self.high is not None and self.high < condition.fewer_than:
                return Answer.MET
            return Answer.NOT_MET if self.low >= condition.fewer_than else Answer.OPEN
        if self.low >= condition.least:
            return Answer.MET
        return Answer.NOT_MET if self.high is not None and self.high < condition.least else Answer.OPEN


def judge(conditions: Iterable[Condition | None], given: Circumstances) -> Verdict:
    """Return whether all conditions are met; None among them is one that always is.

    Args:
        conditions: the conditions, such as those of a profile and of its clock.
        given: what they are judged by.
    """
    found = [verdict for condition in conditions if condition is not None for verdict in _parts(condition, given)]
    for answer in (Answer.NOT_MET, Answer.OPEN):
        if those := [one for one in found if one.answer is answer]:
            return Verdict(answer=answer, because=tuple(dict.fromkeys(because for one in those for because in one.because)))
    return Verdict(because=tuple(dict.fromkeys(because for one in found for because in one.because)))


def _parts(condition: Condition, given: Circumstances) -> Iterator[Verdict]:
    incident = given.incident
    if condition.counts_people:
        yield _people(condition, given.state)
    if condition.data:
        yield _data(condition.data, given)
    if condition.role:
        roles = frozenset(incident.roles) | {own for own, other in _OWN.items() if other not in incident.roles}
        met = not roles.isdisjoint(condition.role)
        yield Verdict(
            answer=Answer.MET if met else Answer.NOT_MET,
            because=() if met else (f"`roles` does not say that {' or '.join(ROLES[role] for role in condition.role)}",),
        )
    if condition.risk is not None:
        if incident.risk is None and condition.risk is not Risk.HIGH:
            # Laws ask for a notice unless harm is unlikely, so silence does not spare anybody.
            yield Verdict(because=("`risk` in incident.md does not say that harm is unlikely",))
        elif incident.risk is None:
            yield Verdict(answer=Answer.OPEN, because=("`risk` in incident.md does not say how likely harm is",))
        else:
            order = list(Risk)
            met = order.index(incident.risk) >= order.index(condition.risk)
            yield Verdict(
                answer=Answer.MET if met else Answer.NOT_MET, because=(f"the risk to people is given as {incident.risk.value}",)
            )
    if condition.impact:
        if incident.impact is None:
            yield Verdict(answer=Answer.OPEN, because=("`impact` in incident.md is not given",))
        else:
            yield Verdict(
                answer=Answer.MET if incident.impact in condition.impact else Answer.NOT_MET,
                because=(f"the impact is given as {incident.impact.value}",),
            )
    if condition.open:
        if given.state is None:
            yield Verdict(answer=Answer.OPEN, because=("no update says what is unknown",))
        else:
            unknown = len(given.state.open_unknowns)
            said = f"{unknown} {'thing is' if unknown == 1 else 'things are'} listed under `unknown`"
            yield Verdict(
                answer=Answer.MET if unknown else Answer.NOT_MET,
                because=(said if unknown else "nothing is listed under `unknown`",),
            )
    if condition.told:
        met = condition.told in given.told
        yield Verdict(
            answer=Answer.MET if met else Answer.NOT_MET,
            because=(f"`{condition.told}` is {'' if met else 'not '}recorded as told",),
        )
    if condition.not_told:
        met = condition.not_told not in given.told
        yield Verdict(
            answer=Answer.MET if met else Answer.NOT_MET,
            because=(f"`{condition.not_told}` is {'not ' if met else ''}recorded as told",),
        )
    if condition.words:
        yield Verdict(answer=Answer.OPEN, because=("nothing in the files can answer it",))


# How many people.


def _people(condition: Condition, state: State | None) -> Verdict:
    if state is None or not state.affected:
        return Verdict(answer=Answer.OPEN, because=("no update counts under `affected` how many people are",))
    groups = populations(state.affected)
    if not condition.residents:
        people = _sum(_everywhere(group) for group in groups)
        answer = people.answer(condition)
        said = f"{_number(people)} people are affected"
        if answer is Answer.OPEN:
            counted = people.low > 0 or any(group.entry.count.unit.strip().lower() == PEOPLE for group in groups)
            if people == _People(0, None):
                said = "nobody has counted how many people are affected"
            else:
                said = (
                    f"{said}, as far as they have been counted"
                    if counted
                    else "no group under `affected` with the unit `people` settles it"
                )
        return Verdict(answer=answer, because=(said,))
    if condition.residents.endswith(ANY_STATE):
        answers = _by_state(condition, groups)
    else:
        answers = {condition.residents: _sum(_living(group, condition.residents) for group in groups)}
    for answer in (Answer.MET, Answer.OPEN):
        for place, people in answers.items():
            if people.answer(condition) is answer:
                return Verdict(answer=answer, because=(_lives(place, people, groups),))
    place, people = max(answers.items(), key=lambda pair: (pair[1].low, len(pair[0])))
    return Verdict(answer=Answer.NOT_MET, because=(_lives(place, people, groups),))


def places_met(condition: Condition | None, state: State | None) -> tuple[str, ...]:
    """Return the places that meet a condition on the people of any one state (`US-*`), by how many live there; none for other conditions.

    Args:
        condition: the condition; None: none.
        state: the state after the newest update; None: there is none.
    """
    if condition is None or state is None or not condition.residents.endswith(ANY_STATE):
        return ()
    groups = populations(state.affected)
    found = {place: people for place, people in _by_state(condition, groups).items() if people.answer(condition) is Answer.MET}
    country = condition.residents.removesuffix(ANY_STATE)
    return tuple(sorted((place for place in found if place != country), key=lambda place: (-found[place].low, place)))


def _by_state(condition: Condition, groups: Sequence[Population]) -> dict[str, _People]:
    """Return how many people live in each state that is named, and at most in one that is not, which goes by the country's code."""
    country = condition.residents.removesuffix(ANY_STATE)
    places = sorted({place for group in groups for place in _places(group) if is_within(place, country) and place != country})
    # Those of whom nobody says where they live may all live in one place that is not named.
    return {place or country: _sum(_living(group, place) for group in groups) for place in (*places, "")}


def _lives(place: str, people: _People, groups: Iterable[Population]) -> str:
    silent = [group.entry.population for group in groups if _unplaced(group) != _People(0, 0)]
    if people.low == people.high:
        return f"{people.low:,} of them {'lives' if people.low == 1 else 'live'} in {place_name(place)}"
    least = (
        f"at least {people.low:,} of them {'lives' if people.low == 1 else 'live'}"
        if people.low
        else "nobody has counted how many of them live"
    )
    return f"{least} in {place_name(place)}: `residents` of {', '.join(f'`{name}`' for name in silent)} does not say where all of them live"


def _everywhere(group: Population) -> _People:
    """How many people a group is. What is not counted as people, such as accounts, may each stand for one."""
    count = group.entry.count
    if count.unit.strip().lower() in _THINGS:
        return _People(0, 0)
    if count.unit.strip().lower() == PEOPLE or _placed(group):
        return _People(max(count.low, sum(_placed(group).values())), count.high)
    return _People(0, count.high)


def _placed(group: Population) -> Mapping[str, int]:
    """How many people of a group live where: as it says itself, or else its parts."""
    if group.entry.count.unit.strip().lower() in _THINGS:
        return {}
    if group.entry.count.residents:
        return dict(group.entry.count.residents)
    found: dict[str, int] = {}
    for part in group.parts:
        for place, number in _placed(part).items():
            before = found.get(place, 0)
            # Somebody may be in several parts.
            found[place] = max(before, number) if group.entry.count.parts is PartsRelation.OVERLAP else before + number
    return found


def _places(group: Population) -> Iterable[str]:
    return _placed(group)


def _unplaced(group: Population) -> _People:
    """How many people of a group may live anywhere, since nothing says where."""
    everybody, placed = _everywhere(group), sum(_placed(group).values())
    # An interval's least is not known to live anywhere else either.
    return _People(0, None if everybody.high is None else max(0, everybody.high - placed))


def _living(group: Population, place: str) -> _People:
    """How many people of a group live in a place; of none: those who may live in one that is not named."""
    there = sum(number for code, number in _placed(group).items() if place and is_within(code, place))
    # Of people in a country as a whole nobody knows in which of its states they live.
    vague = sum(number for code, number in _placed(group).items() if place.startswith(f"{code}-"))
    return _People(there, there + vague).plus(_unplaced(group))


def _sum(found: Iterable[_People]) -> _People:
    together = _People(0, 0)
    for one in found:
        together = together.plus(one)
    return together


def _number(people: _People) -> str:
    if people.low == people.high:
        return f"{people.low:,}"
    return f"at least {people.low:,}" if people.high is None else f"{people.low:,} to {people.high:,}"


# Kinds of data.


def _data(wanted: tuple[Category, ...], given: Circumstances) -> Verdict:
    words = either(CATEGORIES[category] for category in wanted)
    if given.state is None or not given.state.data:
        return Verdict(answer=Answer.OPEN, because=("no update says under `data` which kinds are affected",))
    unsorted, unsure = [], []
    for kind, entry in given.state.data.items():
        if entry.state is DataState.NOT_AFFECTED:
            continue
        categories = given.incident.categories.get(kind, ())
        if not frozenset(categories).isdisjoint(wanted):
            if entry.state in _REACHED:
                return Verdict(because=(f"`{kind}` was {entry.state.value}",))
            unsure.append(kind)
        elif not categories:
            unsorted.append(kind)
    if unsure:
        return Verdict(
            answer=Answer.OPEN, because=(f"whether {', '.join(f'`{kind}`' for kind in unsure)} was reached is not known",)
        )
    if unsorted:
        said = f"`categories` in incident.md does not say what {', '.join(f'`{kind}`' for kind in unsorted)} is"
        return Verdict(answer=Answer.OPEN, because=(said,))
    return Verdict(answer=Answer.NOT_MET, because=(f"no {words} were reached",))
