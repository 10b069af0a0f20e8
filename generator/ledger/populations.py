"""Populations that are parts of others: which stand under which, and whether their numbers can be true together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.ledger.intervals import total
from generator.ledger.records import CountEntry
from generator.model.update import Count, PartsRelation


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A population and its parts, in the order in which they were first named."""

    entry: CountEntry
    parts: tuple["Population", ...] = ()

    @property
    def all(self) -> Iterator[CountEntry]:
        """It and everything under it, each after what it is a part of."""
        yield self.entry
        for part in self.parts:
            yield from part.all


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Numbers that cannot be true together.

    Attributes:
        whole: the population that the parts are of.
        parts: the parts that do not fit: one that is too large by itself, or several that are it together.
        together: what the parts are together; None where one is too large by itself.
    """

    whole: CountEntry
    parts: tuple[CountEntry, ...]
    together: Count | None = None


def populations(affected: Mapping[str, CountEntry]) -> tuple[Population, ...]:
    """Every population once, those that are parts under their wholes; what is part of itself stands by itself."""
    standing: set[str] = set()
    found = [_below(entry, affected, standing) for entry in affected.values() if entry.count.part_of not in affected]
    # What is left leads into a circle, which begins with whichever was named first.
    found += [
        _below(entry, affected, standing)
        for entry in affected.values()
        if entry.population not in standing and circle(affected, entry.population)
    ]
    return tuple(found)


def _below(entry: CountEntry, affected: Mapping[str, CountEntry], standing: set[str]) -> Population:
    """Return a population with its parts, and note which are under a whole already."""
    standing.add(entry.population)
    parts = [one for one in affected.values() if one.count.part_of == entry.population and one.population not in standing]
    return Population(
        entry=entry, parts=tuple(_below(one, affected, standing) for one in parts if one.population not in standing)
    )


def circle(affected: Mapping[str, CountEntry], name: str) -> tuple[str, ...]:
    """The way from a population through what it is a part of back to itself; empty when there is none."""
    way = [name]
    while (entry := affected.get(way[-1])) is not None and entry.count.part_of:
        if entry.count.part_of == name:
            return (*way, name)
        if entry.count.part_of in way:
            return ()
        way.append(entry.count.part_of)
    return ()


def misfits(affected: Mapping[str, CountEntry]) -> Iterator[Misfit]:
    """Wholes whose parts do not fit into them, each once."""
    for whole in affected.values():
        parts = [one for one in affected.values() if one.count.part_of == whole.population and one is not whole]
        parts = [one for one in parts if same_unit(one.count, whole.count)]
        if not parts:
            continue
        most = whole.count.high
        too_large = [one for one in parts if most is not None and one.count.low > most]
        together = total([one.count for one in parts])
        if too_large:
            yield Misfit(whole=whole, parts=tuple(too_large))
        elif together is not None and whole.count.parts is not PartsRelation.OVERLAP and not _fits_within(whole.count, together):
            yield Misfit(whole=whole, parts=tuple(parts), together=together)


def _fits_within(whole: Count, together: Count) -> bool:
    if whole.high is not None and together.low > whole.high:
        return False
    return whole.parts is not PartsRelation.COMPLETE or together.high is None or together.high >= whole.low


def same_unit(one: Count, other: Count) -> bool:
    """Whether two counts count the same thing."""
    return _normalised(one.unit) == _normalised(other.unit)


def _normalised(text: str) -> str:
    return " ".join(text.lower().split())


def flat(found: Iterable[Population]) -> tuple[CountEntry, ...]:
    """Populations in the order in which they are shown."""
    return tuple(entry for one in found for entry in one.all)
