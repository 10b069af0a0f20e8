"""What an incident counts after an update, as its sentences are held against it: every figure, its names, its parts, and what it was before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from generator.ledger.records import Change, CountEntry, DataEntry, Event, State, Transition, WindowEntry
from generator.ledger.words import Value
from generator.model.incident import Incident
from generator.model.update import Count, CountForm, Data, DirectNotice
from generator.prose.figures import Amount, CountedFigures, CountedPopulation

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted, and each count by what `corrections` calls it."""

    counted: CountedFigures
    counts: Mapping[str, Count]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """One thing that is counted.

    Attributes:
        subject: what `corrections` calls it.
        name: the population, or the kind of data.
        part_of: the population that it is a part of, or whose data it is.
        count: as the ledger has it.
        past: every count that was said of it, oldest first.
    """

    subject: str
    name: str
    part_of: str
    count: Count
    past: tuple[Count, ...] = ()


def figures_of(affected: Mapping[str, CountEntry], data: Mapping[str, DataEntry], incident: Incident | None) -> Figures:
    """Return what is counted, whatever led to it."""
    called = incident.names if incident else _NOTHING
    found = list(_all(affected, data))
    return Figures(
        counted=CountedFigures(tuple(_population(one, one.count, called, _NOTHING, ()) for one in found), _year(incident, ())),
        counts=MappingProxyType({one.subject: one.count for one in found}),
    )


def figures_after(
    transition: Transition,
    incident: Incident | None,
    *,
    names: Mapping[str, str] = _NOTHING,
    units: Mapping[str, str] = _NOTHING,
) -> Figures:
    """Return what is counted after an update, with the old figures that it corrects.

    Args:
        transition: what the update did.
        incident: what incident.md says: the names in words, and when it happened.
        names: the names in words of the text's language, where they are others.
        units: what populations are counted in, in that language, by the ledger's words for it.
    """
    called = {**(incident.names if incident else _NOTHING), **names}
    meant = _refused(transition)
    populations: list[CountedPopulation] = []
    counts: dict[str, Count] = {}
    after = transition.after
    for one in (*_all(after.affected, after.data), *_sent(after)):
        # A number that was refused is reported by itself: what stands beside it speaks of what the writer means.
        now = meant.get(one.subject, one.count)
        corrected = [*_corrected(transition.events, one), *([one.count] if now is not one.count else [])]
        populations.append(_population(one, now, called, units, corrected))
        counts[one.subject] = now
    counted = CountedFigures(tuple(populations), _year(incident, after.windows.values()))
    return Figures(counted=counted, counts=MappingProxyType(counts))


def _population(
    one: _Figure, now: Count, called: Mapping[str, str], units: Mapping[str, str], corrected: Iterable[Count]
) -> CountedPopulation:
    unit = now.unit or "people"
    return CountedPopulation(
        name=one.name,
        words=(called[one.name],) if one.name in called else (),
        unit=units.get(unit, unit),
        count=None if now.form is CountForm.UNKNOWN else Amount.of(now),
        of=now.of,
        part_of=one.part_of,
        former=_amounts((*one.past, one.count), now),
        corrected=_amounts(corrected, now),
        subject=one.subject,
    )


def _all(affected: Mapping[str, CountEntry], data: Mapping[str, DataEntry]) -> Iterator[_Figure]:
    for name, entry in affected.items():
        past = tuple(count for event in entry.history for value in (event.was, event.becomes) for count in _in(value, None))
        yield _Figure(subject=f"affected.{name}", name=name, part_of=entry.count.part_of, count=entry.count, past=past)
    for kind, told in data.items():
        for one in told.told:
            if one.count is not None:
                yield _Figure(
                    subject=_subject(told, one), name=kind, part_of=one.population, count=one.count, past=tuple(_past(told, one))
                )


def _sent(state: State) -> Iterator[_Figure]:
    """Yield how many notices have been sent: a figure of the population that they are for, too."""
    for entry in state.standing_notices:
        notice = entry.notice
        if notice.sent is not None and entry.name in state.affected:
            past = tuple(
                value.sent
                for event in entry.history
                for value in (event.was, event.becomes)
                if isinstance(value, DirectNotice) and value.sent is not None
            )
            yield _Figure(
                subject=f"direct_notice.{entry.name}", name=entry.name, part_of=entry.name, count=notice.sent, past=past
            )


def _subject(entry: DataEntry, one: Data) -> str:
    return f"data.{entry.kind}.{one.population}" if len(entry.told) > 1 and one.population else f"data.{entry.kind}"


def _past(entry: DataEntry, one: Data) -> Iterator[Count]:
    for event in entry.history:
        for value in (event.was, event.becomes):
            yield from _in(value, one.population)


def _in(value: Value, population: str | None) -> Iterator[Count]:
    """Yield the counts in a value: of a kind of data, those of one population, or said of nobody in particular."""
    match value:
        case Count():
            yield value
        case Data(count=Count() as count, population=whose) if whose in {population, ""}:
            yield count
        case tuple():
            for one in value:
                if isinstance(one, Data):
                    yield from _in(one, population)


def _corrected(events: Iterable[Event], one: _Figure) -> Iterator[Count]:
    kind = one.subject if one.subject.startswith("affected.") else ".".join(one.subject.split(".")[:2])
    for event in events:
        if event.change is Change.CORRECTED and event.subject in {one.subject, kind}:
            yield from _in(event.was, one.part_of)


def _refused(transition: Transition) -> Mapping[str, Count]:
    """The counts that an update gives and the ledger did not take, by subject."""
    refused = {violation.subject for violation in transition.violations if violation.path[0] in {"affected", "data"}}
    if not refused:
        return {}
    update = transition.document.update
    given = {f"affected.{name}": count for name, count in update.affected.items()}
    for kind, told in update.data.items():
        for one in told:
            if one.count is not None:
                given |= {f"data.{kind}": one.count, f"data.{kind}.{one.population}": one.count}
    return {subject: count for subject, count in given.items() if subject in refused}


def _amounts(counts: Iterable[Count], now: Count) -> tuple[Amount, ...]:
    """The figures of counts, and their totals, that are not those of now."""
    found: dict[Amount, None] = {}
    for count in counts:
        if count.stated and count.stated != now.stated:
            found[Amount.of(count)] = None
        if count.of is not None and count.of != now.of:
            found[Amount.exactly(count.of)] = None
    return tuple(found)


def _year(incident: Incident | None, windows: Iterable[WindowEntry]) -> int | None:
    """The year in which it happened: what incident.md says, else that in which the first access began."""
    if incident is not None and incident.occurred is not None:
        return incident.occurred.year
    return min((entry.window.start.year for entry in windows if entry.window.start is not None), default=None)
