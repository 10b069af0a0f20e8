"""What one audience is told: an incident's ledger with what is for everyone and for them, and nothing else.

Whatever has no `for` of its own is for everyone. What they were told and is for others now stays as it was corrected, without what the others are
told in its place; what comes to be for them is new to them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, Final, TypeVar

from generator.ledger.audiences import Audiences
from generator.ledger.records import Change, CountEntry, DataEntry, Event, Ledger, ServiceEntry, State, Transition, worst
from generator.ledger.words import Comfort, Value
from generator.model.document import UpdateDocument
from generator.model.update import Action, Data, Fact, Remedy, Service, Update

_E = TypeVar("_E")

#: What stands for itself, and is for everyone: nobody is told less of when, how and by whom.
_OF_ALL: Final = frozenset({"window", "nature", "step", "claims", "fakes", "incident"})
#: Keys of an update whose names are facts.
_FACTS: Final = ("known", "unknown", "ended", "still_true", "unanswerable")


def audiences_in(state: State, names: Iterable[str]) -> Audiences:
    """The audiences of a site, with the populations of an incident after one of its updates."""
    return Audiences.among(names, {name: entry.count for name, entry in state.affected.items()})


def told_to(ledger: Ledger, names: Iterable[str], audience: str) -> Ledger:
    """The ledger of an incident as one audience reads it.

    Args:
        ledger: the whole of it.
        names: every audience of the site.
        audience: the one that reads.
    """
    everyone = frozenset(names)
    transitions: list[Transition] = []
    history: dict[int, Event] = {}
    state = _state(_Reading(ledger.transitions[0].before, everyone, audience), {}) if ledger.transitions else State()
    for transition in ledger.transitions:
        before, after = (_Reading(one, everyone, audience) for one in (transition.before, transition.after))
        events = []
        for event in transition.events:
            told = _event_as_told(event, before, after)
            if told is not None:
                history[id(event)] = told
                events.append(told)
        then, state = state, _state(after, history)
        transitions.append(
            replace(
                transition,
                document=_document(transition.document, before, after),
                before=then,
                after=state,
                events=tuple(events),
                asked_about=(),
            )
        )
    return replace(ledger, transitions=tuple(transitions), drafts=())


class _Reading:
    """What one audience reads of an incident after one of its updates."""

    def __init__(self, state: State, everyone: frozenset[str], audience: str) -> None:
        self.state = state
        self.audience = audience
        self.audiences = audiences_in(state, everyone)

    def is_for(self, for_whom: Iterable[str]) -> bool:
        return self.audience in self.audiences.readers(for_whom)

    def counts(self, population: str) -> bool:
        """Whether they are told of a population: it is theirs, or nobody's."""
        return population == "everyone" or self.audience in self.audiences.of(population)

    def is_told(self, data: Data) -> bool:
        """Whether they are told what happened to a kind of data.

        What is said of a population is said of its parts, too. Of a kind that was reached, the readers of what it is a part of are told as well.
        """
        if not data.population or self.counts(data.population):
            return True
        return self.audience in self.audiences.meant(data.population) | self.audiences.concerned((data,))

    def sees(self, subject: str) -> bool:
        """Whether they are told of a subject of the ledger, as it stands."""
        kind, _, name = subject.partition(".")
        state = self.state
        if kind in _OF_ALL or subject == "actions":
            return True
        if not name:
            return subject in state.facts and self.is_for(state.facts[subject].fact.for_whom)
        match kind:
            case "affected":
                return name in state.affected and self.counts(name)
            case "data":
                of, _, whose = name.partition(".")
                told = state.data[of].told if of in state.data else ()
                return any(self.is_told(one) for one in told if not whose or one.population == whose)
            case "services":
                return name in state.services and self.is_for(state.services[name].service.for_whom)
            case "remedies":
                return name in state.remedies and self.is_for(state.remedies[name].remedy.for_whom)
            case "direct_notice":
                return name in state.direct_notice and self.counts(name)
            case "action":
                return name in state.actions and self.is_for(state.actions[name].action.for_whom)
            case "consequence":
                return name in state.consequences and self.is_for(state.consequences[name].for_whom)
        return subject in state.facts and self.is_for(state.facts[subject].fact.for_whom)

    def value(self, value: Value) -> Value:
        """What they are told of an old or a new value; empty where it is for others."""
        match value:
            case Fact() | Remedy() | Service() | Action():
                return value if self.is_for(value.for_whom) else ""
            case Comfort(fact):
                return value if self.is_for(fact.for_whom) else ""
            case Data():
                return value if self.is_told(value) else ""
            case tuple():
                kept: Any = tuple(one for one in value if self.value(one) != "")
                return kept or ""
        return value


def _event_as_told(event: Event, before: _Reading, after: _Reading) -> Event | None:
    """An event as an audience is told of it; None where it is not."""
    was, becomes = before.value(event.was), after.value(event.becomes)
    # What never stood, or stands no longer, is nobody's; what it says itself decides then.
    saw = before.sees(event.subject) and (was != "" or event.was == "")
    sees = after.sees(event.subject) and (becomes != "" or event.becomes == "")
    if saw and sees:
        return replace(event, was=was, becomes=becomes)
    if saw:
        return replace(event, becomes="") if event.change is Change.CORRECTED else None
    if not sees:
        return None
    if event.change in {Change.STATED, Change.UNANSWERABLE} and event.was == "":
        return replace(event, becomes=becomes)
    # They read it for the first time, whatever others had read before.
    return replace(
        event, change=Change.STATED, was="", becomes=becomes, because="", kind=None, window="", corrected_as="", comfort=False
    )


def _state(reading: _Reading, history: Mapping[int, Event]) -> State:
    state = reading.state

    def kept(section: str, entries: Mapping[str, _E]) -> Mapping[str, _E]:
        prefix = f"{section}." if section else ""
        return MappingProxyType(
            {name: _past(entry, history) for name, entry in entries.items() if reading.sees(f"{prefix}{name}")}
        )

    facts = kept("", state.facts)
    affected = kept("affected", state.affected)
    data = {name: _data(entry, reading) for name, entry in kept("data", state.data).items()}
    services = kept("services", state.services)
    return replace(
        state,
        facts=facts,
        actions=kept("action", state.actions),
        consequences=kept("consequence", state.consequences),
        affected=MappingProxyType({name: _without_hidden_whole(entry, affected) for name, entry in affected.items()}),
        data=MappingProxyType(data),
        services=services,
        remedies=kept("remedies", state.remedies),
        direct_notice=kept("direct_notice", state.direct_notice),
        steps=MappingProxyType({name: _past(entry, history) for name, entry in state.steps.items()}),
        claims=MappingProxyType({name: _past(entry, history) for name, entry in state.claims.items()}),
        fakes=MappingProxyType({name: _past(entry, history) for name, entry in state.fakes.items()}),
        windows=MappingProxyType({name: _past(entry, history) for name, entry in state.windows.items()}),
        nature=_past(state.nature, history) if state.nature else None,
        contained_by=state.contained_by if state.contained_by in facts else "",
        taken_back=MappingProxyType({name: entry for name, entry in state.taken_back.items() if _was_told(entry, reading)}),
        never_known=MappingProxyType({name: one for name, one in state.never_known.items() if reading.sees(one.subject)}),
        new_events=(),
        worsened=MappingProxyType({name: one for name, one in state.worsened.items() if reading.sees(name)}),
    )


def _past(entry: _E, history: Mapping[int, Event]) -> _E:
    """An entry with those events of its history of which they were told."""
    events: tuple[Event, ...] = getattr(entry, "history", ())
    changed: _E = replace(entry, history=tuple(history[id(one)] for one in events if id(one) in history))  # type: ignore[type-var]  # entries are dataclasses
    return changed


def _data(entry: DataEntry, reading: _Reading) -> DataEntry:
    told = tuple(one for one in entry.told if reading.is_told(one))
    return replace(entry, told=told, comfort=entry.comfort if worst(told) is entry.state else None)


def _without_hidden_whole(entry: CountEntry, affected: Mapping[str, CountEntry]) -> CountEntry:
    """A population without a whole that is for others."""
    return entry if entry.count.part_of in affected else replace(entry, count=replace(entry.count, part_of=""))


def _was_told(entry: object, reading: _Reading) -> bool:
    match entry:
        case CountEntry():
            return reading.counts(entry.population)
        case DataEntry():
            return any(reading.is_told(one) for one in entry.told)
        case ServiceEntry():
            return reading.is_for(entry.service.for_whom)
    return True


def _document(document: UpdateDocument, before: _Reading, after: _Reading) -> UpdateDocument:
    """An update without what it says to others."""
    update = document.update
    prefixes = {
        "actions": "action",
        "withdrawn": "action",
        "consequences": "consequence",
        "affected": "affected",
        "data": "data",
        "services": "services",
        "remedies": "remedies",
        "direct_notice": "direct_notice",
    }
    sees: Callable[[str], bool] = after.sees
    changes: dict[str, Any] = {
        section: _only(getattr(update, section), sees, f"{prefix}.") for section, prefix in prefixes.items()
    }
    changes |= {section: _only(getattr(update, section), sees) for section in _FACTS}
    changes["corrections"] = _only(update.corrections, lambda name: sees(name) or before.sees(name))
    changes["data"] = MappingProxyType(
        {kind: told for kind, given in changes["data"].items() if (told := tuple(one for one in given if after.is_told(one)))}
    )
    if update.contained_by and not sees(update.contained_by):
        changes["contained_by"] = ""
    known = {field.name for field in fields(Update)}
    return replace(document, parsed=replace(update, **{name: value for name, value in changes.items() if name in known}))


def _only(entries: Mapping[str, _E], is_told: Callable[[str], bool], prefix: str = "") -> Mapping[str, _E]:
    return MappingProxyType({name: entry for name, entry in entries.items() if is_told(f"{prefix}{name}")})
