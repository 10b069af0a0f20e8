"""Counts are read as intervals."""

import pytest

from generator.format.counts import read_count
from generator.format.reader import Reader
from generator.format.yaml_files import read
from generator.model.diagnostic import Finding
from generator.model.update import Count


def _count(text: str) -> tuple[Count | None, list[Finding]]:
    node, problems = read(text, "x.md")
    assert not problems
    assert node is not None
    reader = Reader("x.md")
    return read_count(reader, "people", node), reader.problems


@pytest.mark.parametrize(
    ("written", "interval"),
    [
        ("{unit: people, exact: 1212}", (1212, 1212)),
        ("{unit: people, exact: 0}", (0, 0)),
        ("{unit: people, at_least: 163}", (163, None)),
        ("{unit: people, at_least: 163, of: 270000}", (163, 270000)),
        ("{unit: people, at_most: 1300}", (0, 1300)),
        ("{unit: people, between: [90, 140]}", (90, 140)),
        ("{unit: people, about: 143000000}", (142_500_000, 143_500_000)),
        ("{unit: people, about: 1300}", (1250, 1350)),
        ("{unit: people, about: 7}", (7, 7)),
        ("{unit: people, about: 10}", (5, 15)),
        ("{unit: people, about: 1%, of: 18400}", (92, 276)),
        ("{unit: people, at_most: 2.5%, of: 15000}", (0, 375)),
        ("{unit: people, unknown: true}", (0, None)),
        ("{unit: people, unknown: how-many, of: 18400}", (0, 18400)),
        ("{unit: people, about: 18400, of: 18400}", (18350, 18400)),
    ],
)
def test_interval(written: str, interval: tuple[int, int | None]) -> None:
    """Each form of a count is read as its interval."""
    count, problems = _count(written)
    assert problems == []
    assert count is not None
    assert (count.low, count.high) == interval


@pytest.mark.parametrize(
    "written",
    [
        "{unit: people, exact: '1,212'}",
        "{unit: people, exact: 1.212}",
        "{unit: people, exact: many}",
        "{unit: people, exact: -3}",
        "{unit: people, exact: 2%, of: 100}",
        "{unit: people, about: 2%}",
        "{unit: people, between: [140, 90]}",
        "{unit: people, between: 90}",
        "{unit: people}",
        "{exact: 12}",
        "{unit: people, exact: 12, about: 12}",
        "{unit: people, exact: 13, of: 12}",
        "{unit: people, exact: 12, of: none}",
        "{unit: people, exact: 1212121212121212121212}",
        "just text",
        "[1, 2]",
    ],
)
def test_refused(written: str) -> None:
    """A count that can be read in several ways or in none is refused with a reason."""
    _, problems = _count(written)
    assert problems
    assert all(problem.message and problem.help for problem in problems)
