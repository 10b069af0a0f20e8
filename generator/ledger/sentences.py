"""What the sentences of an incident say, against what the ledger counts: whether they deny or count, and what they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.ledger.counted import Figures
from generator.ledger.intervals import is_inside
from generator.model.update import Count, CountForm, Fact
from generator.prose.figures import Amount, CountedPopulation, counts, gives
from generator.prose.numbers import Number, numbers, skeleton
from generator.prose.subjects import SubjectNames

#: A count before and after an update.
Move = tuple[Count, Count]


def fact_counts(fact: Fact, language: str, figures: Figures) -> bool:
    """Whether a fact says how many were reached."""
    return counts(fact.text, language, figures.counted)


@dataclass(frozen=True, slots=True)
class Naming:
    """How sentences call what the ledger holds.

    Attributes:
        language: the language of the sentences.
        zone: the site's time zone, in which they name days.
        called: the words under `names`, by name.
        systems: the names of systems.
    """

    language: str
    zone: ZoneInfo
    called: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    systems: tuple[str, ...] = ()

    def words(self, name: str) -> tuple[str, ...]:
        """A name, and the words by which readers know it."""
        return (name, self.called[name]) if name in self.called else (name,)


def subject_names(naming: Naming, affected: Iterable[str], kinds: Iterable[str]) -> SubjectNames[str]:
    """The names of populations, kinds of data and systems, by subjects as `corrections` calls them, to be looked for in texts."""
    names = {
        **{f"affected.{name}": naming.words(name) for name in affected},
        **{f"data.{kind}": naming.words(kind) for kind in kinds},
        **{f"services.{system}": naming.words(system) for system in naming.systems},
    }
    return SubjectNames(names, naming.language)


def about(text: str, naming: Naming, affected: Iterable[str], kinds: Iterable[str]) -> frozenset[str]:
    """What a text is about, as `corrections` calls it: what of populations, kinds of data and systems has its whole name, or words for it, in it."""
    return subject_names(naming, affected, kinds).subjects(text)


def count_population(count: Count, subject: str, naming: Naming) -> CountedPopulation:
    """What a count counts, by the names that stand beside its figures: its population, its unit, or the kind of data that it is of."""
    kind = subject.split(".")[1] if subject.startswith("data.") else ""
    words = (*(naming.words(kind) if kind else ()), *naming.words(count.population)[1:])
    amount = None if count.form is CountForm.UNKNOWN else Amount.of(count)
    return CountedPopulation(name=count.population, unit=count.unit, count=amount, of=count.of, words=words)


def moved_figures(old: str, new: str, language: str, before: Figures, after: Figures) -> tuple[Move, ...]:
    """The counts whose figure a sentence gave and gives now, where nothing but figures has changed in it; none otherwise."""
    if skeleton(old, language) != skeleton(new, language):
        return ()
    moves: list[Move] = []
    populations = {one.subject: one for one in after.counted.populations}
    for was in before.counted.populations:
        count, now = before.counts[was.subject], after.counts.get(was.subject)
        if now is None or not count.stated or not now.stated:
            continue
        if gives(old, language, was, Amount.of(count)) and gives(new, language, populations[was.subject], Amount.of(now)):
            moves.append((count, now))
    return tuple(moves)


def moved_inside(old: str, new: str, language: str, moves: tuple[Move, ...]) -> bool:
    """Whether a sentence changed in figures alone, each of which moved inside what was said of it, as its count did."""
    if not moves or not all(is_inside(now, was) for was, now in moves):
        return False
    were, are = numbers(old, language), numbers(new, language)
    figures = {figure for was, now in moves for figure in (*was.stated, *now.stated)}
    changed = [(was, now) for was, now in zip(were, are, strict=False) if _interval(was) != _interval(now)]
    if len(were) != len(are) or not changed:
        return False
    return all(
        not figures.isdisjoint(was.values) and not figures.isdisjoint(now.values) and _is_inside(_interval(now), _interval(was))
        for was, now in changed
    )


def _interval(number: Number) -> tuple[int, int | None]:
    return number.low, number.high


def _is_inside(new: tuple[int, int | None], old: tuple[int, int | None]) -> bool:
    return new[0] >= old[0] and (old[1] is None or (new[1] is not None and new[1] <= old[1]))
