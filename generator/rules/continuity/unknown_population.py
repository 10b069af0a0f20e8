"""A group is named that does not exist.

## What it checks

That each name under `for` of a kind of data, and under `part_of` of a count, is a group under `affected`, in this update or an earlier one;
that a part is counted in the unit of its whole; and that no group is, directly or indirectly, a part of itself.

## Why it matters

A misspelt name makes a group of nobody: its number is compared with nothing.

## Instead of

    affected:
      customers: {unit: people, exact: 1212}
      children: {unit: people, exact: 95, part_of: costumers}

## Write

    affected:
      customers: {unit: people, exact: 1212}
      children: {unit: people, exact: 95, part_of: customers}
"""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.ledger.populations import circle, same_unit
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names that are no group's, units that differ, and circles."""
    if context.transition is None:
        return
    groups = context.transition.after.affected
    for kind, told in document.update.data.items():
        for index, one in enumerate(told):
            if one.population and one.population not in groups:
                listed = ("data", kind, str(index), "for")
                yield Finding(
                    at=document.span(*(listed if document.wrote(*listed) else ("data", kind, "for"))),
                    message=f"`{kind}` is for `{one.population}`, but there is no such group under `affected`",
                    help=_nearest("for", one.population, groups),
                )
    for name, count in document.update.affected.items():
        if not count.part_of:
            continue
        at = document.span("affected", name, "part_of")
        whole = groups.get(count.part_of)
        if whole is None:
            yield Finding(
                at=at,
                message=f"`{name}` is part of `{count.part_of}`, but there is no such group under `affected`",
                help=_nearest("part_of", count.part_of, [one for one in groups if one != name]),
            )
        elif way := circle(groups, name):
            yield Finding(
                at=at,
                message=f"`{name}` is a part of itself: {' is part of '.join(f'`{one}`' for one in way)}",
                help="delete one `part_of`",
            )
        elif not same_unit(groups[name].count, whole.count):
            yield Finding(
                at=at,
                message=f"`{name}` is part of `{count.part_of}`, but they are counted in different units: {count.unit} and {whole.count.unit}",
                help="count both in the same unit, or delete `part_of`",
            )


def _nearest(key: str, name: str, groups: Collection[str]) -> str:
    near = get_close_matches(name, groups, n=1)
    if near:
        return f"write `{key}: {near[0]}`"
    known = ", ".join(groups)
    return f"write one of these: {known}; or add `{name}` under `affected:`" if known else f"add `{name}` under `affected:` first"


RULE = Rule(code="CON042", name="unknown-population", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
