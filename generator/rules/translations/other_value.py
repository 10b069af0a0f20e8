"""A translation gives a date, number or state that differs from its original.

## What it checks

That every date and time, the status, counts, states of data, urgencies, and the words that end something (`none_left`, `none_planned`,
`no_change`, `draft`) are the same in both. A time may be written in another zone if it is the same moment.

## Why it matters

These are the promises. If two languages promise different times, one of them is wrong.

## Instead of

    # 02-scope.md                                 # 02-scope.de.md
    next_update: 2027-03-05T17:00Z                next_update: 2027-03-06T17:00Z

## Write

    next_update: 2027-03-05T17:00Z
"""

from collections.abc import Iterator

from generator.format.kinds import Path
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """Values that differ, are missing, or are not in the original."""
    found = context.analysis.compared(pair)
    for path, value in found.ours.values.items():
        if not found.is_shared(path) or found.theirs.values.get(path) == value:
            continue
        lacks = path not in found.theirs.values
        yield Finding(
            at=found.span(path),
            message=f"{_name(path)} is missing; {found.original_name} has it"
            if lacks
            else f"{_name(path)} differs from {found.original_name}",
            help=f"write `{found.as_written(path)}`, as the original does",
        )
    for path in found.theirs.values:
        if path not in found.ours.values and found.is_shared(path):
            yield Finding(
                at=found.span(path),
                message=f"{found.original_name} has no {_name(path)}",
                help="delete it here; a translation cannot say what its original does not",
            )


def _name(path: Path) -> str:
    return f"`{path[-1]}`{f' of `{path[-2]}`' if len(path) > 1 else ''}"


RULE = Rule(
    code="TRA003",
    name="other-value",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
