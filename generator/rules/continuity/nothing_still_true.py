"""Something is called still true that was not known, or that this update contradicts.

## What it checks

That what is under `still_true` was a known fact before this update, and that the same update does not correct it, end it, reword it, or list
it as unknown.

## Why it matters

Readers see beside such a fact that someone checked it again on that day.

## Instead of

    still_true: [held]
    corrections: {held: We had searched the newer half of the archive.}

## Write

    known: {held: The archive held test results of 40 patients.}
    corrections: {held: We had searched the newer half of the archive.}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import FactState, ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names under `still_true` that cannot be."""
    facts = context.transition.before.facts if context.transition else {}
    for violation in violations(context, ViolationKind.NOT_STILL_TRUE):
        name = violation.subject
        was_known = name in facts and facts[name].state is FactState.KNOWN
        message = f"`{name}` is under `still_true`, but this update contradicts that"
        if not was_known:
            message = f"`{name}` was not known before this update, so nobody can have checked it again"
        yield Finding(
            at=document.span(*violation.path),
            message=message,
            help=f"delete `{name}` under `still_true:`" + ("" if was_known else ", or write the name of a fact that was known"),
        )


RULE = Rule(
    code="CON052",
    name="nothing-still-true",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NOT_STILL_TRUE}),
    waivable=False,
    doc=__doc__,
)
