"""It is not clear which of several is meant.

## What it checks

That a `window` without a name does not change anything if there are several windows, nor a kind of data without `for` if it was given for
several groups; and that `corrections: window` is not used for several windows that moved.

## Why it matters

Readers will pick whichever meaning is worse, or whichever is better.

## Instead of

    window: {to: 2027-03-20T04:00Z}     # there are two: first and second

## Write

    window: {second: {to: 2027-03-20T04:00Z}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Windows, data and corrections that could be of several."""
    for violation in violations(context, ViolationKind.WINDOW_UNCLEAR, ViolationKind.DATA_UNCLEAR):
        names = violation.before.split(", ")
        at = document.span(*violation.path)
        if violation.kind is ViolationKind.DATA_UNCLEAR:
            kind = violation.subject.partition(".")[2]
            yield Finding(
                at=at,
                message=f"`{kind}` was given for {_joined_list(names)}, but this does not say whose it is",
                help=f"say whose with `for:`, such as `{kind}: {{state: {_data_state(document, kind)}, for: {names[0]}}}`",
            )
        elif violation.path == ("corrections", "window"):
            lines = " and ".join(f"`window.{name}: why the time has changed`" for name in names)
            yield Finding(
                at=at,
                message=f"several windows moved, but `window` does not say which one is corrected: {_joined_list(names)}",
                help=f"write in its place {lines}",
            )
        else:
            yield Finding(
                at=at,
                message=f"there are several windows, but this does not say which one it is: {_joined_list(names)}",
                help=f"give its name: under `window:`, `{names[-1]}:` with `from:` and `to:` below it",
            )


def _joined_list(names: list[str]) -> str:
    return " and ".join(part for part in (", ".join(f"`{one}`" for one in names[:-1]), f"`{names[-1]}`") if part)


def _data_state(document: UpdateDocument, kind: str) -> str:
    return document.update.data[kind][0].state.value


RULE = Rule(
    code="CON045",
    name="unclear-which",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.WINDOW_UNCLEAR, ViolationKind.DATA_UNCLEAR}),
    waivable=False,
    doc=__doc__,
)
