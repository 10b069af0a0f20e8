"""What the sentences of an incident say, against what the ledger counts: whether they deny or count, and what they are about."""

from collections.abc import Iterable, Mapping

from generator.ledger.intervals import is_inside
from generator.model.update import Count, CountForm, Fact
from generator.prose.denial import denies
from generator.prose.figures import Amount, Counted, CountedPopulation, counts, gives
from generator.prose.numbers import Number, numbers, skeleton
from generator.prose.subjects import subjects

#: A count before and after an update.
Move = tuple[Count, Count]


def fact_denies(fact: Fact, language: str) -> bool:
    """Whether a fact says that something did not happen to data, or is not there."""
    return denies(fact.text, language)


def fact_counts(fact: Fact, language: str, affected: Mapping[str, Count]) -> bool:
    """Whether a fact says how many were reached."""
    return counts(fact.text, language, Counted(tuple(_population(count) for count in affected.values())))


def about(text: str, language: str, affected: Iterable[str], kinds: Iterable[str], called: Mapping[str, str]) -> frozenset[str]:
    """What a text is about, as `corrections` calls it: populations and kinds of data whose whole names, or words for them, stand in it."""
    names = {f"affected.{name}": _names_for(name, called) for name in affected} | {
        f"data.{kind}": _names_for(kind, called) for kind in kinds
    }
    return subjects(text, names, language)


def _names_for(name: str, called: Mapping[str, str]) -> tuple[str, ...]:
    return (name, called[name]) if name in called else (name,)


def moved_figures(old: str, new: str, language: str, before: Mapping[str, Count], after: Mapping[str, Count]) -> tuple[Move, ...]:
    """The counts whose figure a sentence gave and gives now, where nothing but figures has changed in it; none otherwise."""
    if skeleton(old, language) != skeleton(new, language):
        return ()
    moves: list[Move] = []
    for name, count in before.items():
        now = after.get(name)
        if now is None or not count.stated or not now.stated:
            continue
        was, becomes = Amount(count.low, count.high, count.stated), Amount(now.low, now.high, now.stated)
        if gives(old, language, _population(count), was) and gives(new, language, _population(now), becomes):
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


def _population(count: Count) -> CountedPopulation:
    amount = Amount(count.low, count.high, count.stated) if count.form is not CountForm.UNKNOWN else None
    return CountedPopulation(name=count.population, unit=count.unit, count=amount, of=count.of)


def _interval(number: Number) -> tuple[int, int | None]:
    return number.low, number.high


def _is_inside(new: tuple[int, int | None], old: tuple[int, int | None]) -> bool:
    return new[0] >= old[0] and (old[1] is None or (new[1] is not None and new[1] <= old[1]))
