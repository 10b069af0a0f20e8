"""Who is told what: which readers a text is for, and which readers a kind of data concerns.

An audience is a group of readers; a population belongs to it by its key `audience`, or by having its name. A population without an audience is for
everyone, and so is a text that names one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, Self

from generator.ledger.records import ConsequenceEntry, State
from generator.ledger.sentences import Naming, about
from generator.model.update import Action, Count, Data, DataState


class ForSome(Protocol):
    """Whatever has the key `for`."""

    @property
    def for_whom(self) -> tuple[str, ...]:
        """Names of audiences and populations; none: everyone."""


@dataclass(frozen=True, slots=True)
class Audiences:
    """The audiences of a site, and the populations of one incident.

    Attributes:
        names: the audiences.
        belongs: the audience that a population names for itself.
        part_of: the population that a population is a part of.
    """

    names: frozenset[str] = frozenset()
    belongs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    part_of: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def among(cls, names: Iterable[str], counts: Mapping[str, Count]) -> Self:
        """The audiences of a site, and the populations that an incident has counted."""
        return cls(
            names=frozenset(names),
            belongs={population: count.audience for population, count in counts.items() if count.audience},
            part_of={population: count.part_of for population, count in counts.items() if count.part_of},
        )

    def of(self, name: str) -> frozenset[str]:
        """The audiences of an audience or a population; all of them, where a population belongs to none."""
        if name in self.belongs:
            return frozenset({self.belongs[name]}) & self.names or self.names
        return frozenset({name}) if name in self.names else self.names

    def readers(self, for_whom: Iterable[str]) -> frozenset[str]:
        """The audiences that something is for."""
        named = tuple(for_whom)
        return frozenset().union(*map(self.of, named)) if named else self.names

    def shows(self, entry: ForSome, audience: str) -> bool:
        """Whether an audience is told something."""
        return audience in self.readers(entry.for_whom)

    def is_narrower(self, before: Iterable[str], after: Iterable[str]) -> bool:
        """Whether someone whom a text was for is left out now.

        Naming every audience leaves out those who are in none. Whoever reads that a text is for one group of their audience, and is in
        another, is left out too, although their page still shows it.
        """
        before, after = tuple(before), frozenset(after)
        if not after:
            return False
        return not before or not all(self._is_named(name, after) for name in before)

    def _is_named(self, name: str, named: frozenset[str]) -> bool:
        """Whether a name, its audience, or something that it is a part of is among those named."""
        return bool({name, self.belongs.get(name, name), *self._wholes(name)} & named)

    def concerned(self, told: Iterable[Data]) -> frozenset[str]:
        """The audiences that must hear of a kind that was accessed or taken: those of its populations, their parts, and what they are parts of."""
        found: set[str] = set()
        for data in told:
            if data.state in {DataState.ACCESSED, DataState.TAKEN}:
                family = self._family(data.population) if data.population else ()
                found |= self.readers(family)
        return frozenset(found)

    def meant(self, population: str) -> frozenset[str]:
        """The audiences of whom it is said what is said of a population: its own, and those of all its parts, who are in it."""
        return self.readers(self._with_parts({population}, population))

    def _family(self, population: str) -> frozenset[str]:
        """A population, all that it is a part of, and all of its parts."""
        return self._with_parts({population, *self._wholes(population)}, population)

    def _with_parts(self, family: set[str], population: str) -> frozenset[str]:
        """Some populations, and all parts of one of them; a circle ends where it began."""
        below = {population}
        while below:
            below = {part for part, of in self.part_of.items() if of in below} - family
            family |= below
        return frozenset(family)

    def _wholes(self, population: str) -> frozenset[str]:
        """All that a population is a part of."""
        found: set[str] = set()
        whole = self.part_of.get(population)
        while whole and whole not in found:
            found.add(whole)
            whole = self.part_of.get(whole)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Untold:
    """A danger that some readers are told what to do about, and others whom it concerns as much are not.

    Attributes:
        told: the audiences that have a consequence or an action about it.
        lacking: those that it concerns, and that have none.
        advice: one of the actions; None where there are only consequences.
        consequence: one of the consequences; None where there are none.
    """

    told: tuple[str, ...]
    lacking: tuple[str, ...]
    advice: Action | None = None
    consequence: ConsequenceEntry | None = None


def untold(kind: str, state: State, audiences: Audiences, naming: Naming) -> Untold | None:
    """Who is told less than others of a kind of data that was accessed or taken; None when nobody is."""
    concerned = audiences.concerned(state.data[kind].told)
    advice = [
        entry.action
        for entry in state.standing_actions
        if _is_about(kind, entry.action.about, f"{entry.action.do} {entry.action.why}", state, naming)
    ]
    consequences = [entry for entry in state.standing_consequences if _is_about(kind, entry.about, entry.text, state, naming)]
    told = frozenset().union(
        *(audiences.readers(one.for_whom) for one in advice), *(audiences.readers(one.for_whom) for one in consequences)
    )
    lacking = concerned - told
    if not told or not lacking:
        return None
    return Untold(
        told=tuple(sorted(told)),
        lacking=tuple(sorted(lacking)),
        advice=next(iter(advice), None),
        consequence=next(iter(consequences), None),
    )


def _is_about(kind: str, subjects: tuple[str, ...], text: str, state: State, naming: Naming) -> bool:
    """Whether a text is about a kind of data, of whichever population."""
    named = (*subjects, *about(text, naming, state.affected, state.data))
    return any(subject == f"data.{kind}" or subject.startswith(f"data.{kind}.") for subject in named)
