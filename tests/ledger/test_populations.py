"""Populations that are parts of others: each is shown once, and honest numbers are never called wrong."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ledger.populations import circle, flat, misfits, populations
from generator.ledger.records import CountEntry
from generator.model.update import Count, CountForm, PartsRelation
from tests.thorough import examples

WHEN = datetime(2027, 3, 3, 3, tzinfo=UTC)
NAMES = ("all", "homes", "shops", "schools", "farms")


def _entry(name: str, low: int, high: int | None, part_of: str = "", parts: PartsRelation | None = None) -> CountEntry:
    form = CountForm.AT_LEAST if high is None else CountForm.EXACT if low == high else CountForm.BETWEEN
    stated = (low,) if high is None or low == high else (low, high)
    count = Count(population=name, unit="people", form=form, low=low, high=high, stated=stated, part_of=part_of, parts=parts)
    return CountEntry(population=name, count=count, stated=WHEN, changed=WHEN)


def _held(*entries: CountEntry) -> dict[str, CountEntry]:
    return {entry.population: entry for entry in entries}


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.sampled_from(("", *NAMES, "nobody")), min_size=5, max_size=5))
def test_each_is_shown_once(part_of: list[str]) -> None:
    """Whatever is said to be part of what, even in a circle: every population is shown, once, and after what it is part of."""
    affected = _held(*(_entry(name, 1, 1, whole) for name, whole in zip(NAMES, part_of, strict=True)))
    shown = [entry.population for entry in flat(populations(affected))]
    assert sorted(shown) == sorted(NAMES)
    for name, whole in zip(NAMES, part_of, strict=True):
        if whole in affected and not circle(affected, name) and not circle(affected, whole):
            assert shown.index(whole) < shown.index(name)


@st.composite
def _true_numbers(draw: st.DrawFn) -> tuple[dict[str, CountEntry], PartsRelation | None]:
    """A whole and its parts as they are, and intervals that hold each of the true numbers."""
    parts = draw(st.lists(st.integers(0, 50), min_size=1, max_size=4))
    said = draw(st.sampled_from([None, *PartsRelation]))
    rest = 0 if said is PartsRelation.COMPLETE else draw(st.integers(0, 50))
    # Somebody may be in several: the whole is no less than the largest of them.
    whole = max(parts) + rest if said is PartsRelation.OVERLAP else sum(parts) + rest

    def round_(name: str, number: int, part_of: str = "", how: PartsRelation | None = None) -> CountEntry:
        low = number - draw(st.integers(0, number))
        high = draw(st.one_of(st.none(), st.integers(0, 20).map(lambda more: number + more)))
        return _entry(name, low, high, part_of, how)

    entries = [round_("all", whole, how=said), *(round_(name, part, "all") for name, part in zip(NAMES[1:], parts, strict=False))]
    return _held(*entries), said


@settings(max_examples=examples(300), deadline=None)
@given(_true_numbers())
def test_what_can_be_true_is_not_called_wrong(made: tuple[dict[str, CountEntry], PartsRelation | None]) -> None:
    """Where some numbers within what was said add up, nothing is found."""
    assert list(misfits(made[0])) == []


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.integers(1, 50), min_size=2, max_size=4), st.integers(1, 50), st.sampled_from([None, *PartsRelation]))
def test_what_cannot_be_true_is_found(parts: list[int], off: int, said: PartsRelation | None) -> None:
    """Counted exactly, parts that are more than their whole are found, and parts that are said to be all of it and are less."""
    below = [_entry(name, part, part, "all") for name, part in zip(NAMES[1:], parts, strict=False)]
    more = max(parts) if said is PartsRelation.OVERLAP else sum(parts)
    (misfit,) = misfits(_held(_entry("all", more - 1, more - 1, parts=said), *below))
    assert misfit.whole.population == "all"
    less = list(misfits(_held(_entry("all", sum(parts) + off, sum(parts) + off, parts=said), *below)))
    assert len(less) == (1 if said is PartsRelation.COMPLETE else 0)


def test_another_unit_is_not_compared() -> None:
    """Letters are no people: a part in another unit is not added up."""
    letters = _entry("letters", 500, 500, "all")
    other = CountEntry(
        population="letters",
        count=Count(population="letters", unit="letters", form=CountForm.EXACT, low=500, high=500, stated=(500,), part_of="all"),
        stated=WHEN,
        changed=WHEN,
    )
    assert len(list(misfits(_held(_entry("all", 40, 40), letters)))) == 1
    assert list(misfits(_held(_entry("all", 40, 40), other))) == []


def test_a_circle_is_named() -> None:
    """The way from a population back to itself; what only leads into a circle is in none."""
    affected = _held(_entry("all", 1, 1, "homes"), _entry("homes", 1, 1, "shops"), _entry("shops", 1, 1, "homes"))
    assert circle(affected, "homes") == ("homes", "shops", "homes")
    assert circle(affected, "all") == ()
