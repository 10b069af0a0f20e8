"""How many findings of one file a report shows: nobody reads more at once, and one mistake can make thousands, in any format.

Programs do read more, and count by rule: they get so many of each rule.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from generator.model.diagnostic import Diagnostic, Severity

#: The most findings of one file that are shown.
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class ShownFindings:
    """What a report shows.

    Attributes:
        shown: the findings, in the order given.
        more: how many others each file has, by path; only files that have some.
    """

    shown: tuple[Diagnostic, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)


def worst(diagnostics: Sequence[Diagnostic], *, of_each_rule: bool = False) -> ShownFindings:
    """Return the worst findings of each file: errors before warnings, and these before advice; each in its place.

    Args:
        diagnostics: in order of file.
        of_each_rule: whether as many of each rule are shown, and not of all together.
    """
    shown: list[Diagnostic] = []
    more: dict[str, int] = {}
    for path, found in groupby(diagnostics, key=lambda one: one.span.path):
        group = tuple(found)
        chosen = _worst_of_each_rule(group) if of_each_rule else _worst_of(group)
        shown += chosen
        if len(chosen) < len(group):
            more[path] = more.get(path, 0) + len(group) - len(chosen)
    return ShownFindings(tuple(shown), more)


def said(number: int, path: str) -> str:
    """Say that a file has more findings than are shown."""
    return f"{number:,} more finding{'s' if number != 1 else ''} in {path}"


def _worst_of(group: tuple[Diagnostic, ...]) -> Sequence[Diagnostic]:
    if len(group) <= MOST:
        return group
    order = list(Severity)
    by_severity = sorted(range(len(group)), key=lambda index: (not group[index].blocks, order.index(group[index].severity)))
    return [group[index] for index in sorted(by_severity[:MOST])]


def _worst_of_each_rule(group: tuple[Diagnostic, ...]) -> Sequence[Diagnostic]:
    by_rule: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in group:
        by_rule[one.code].append(one)
    chosen = {id(one) for those in by_rule.values() for one in _worst_of(tuple(those))}
    return [one for one in group if id(one) in chosen]
