"""A step has disappeared.

## What it checks

That every open step is listed again, or is under `done` or `dropped`. An update with `no_change: true` repeats them all automatically.

## Why it matters

If readers never hear of an announced step again, they assume that it was never done.

## Instead of

    # before: next_steps: {log: We are reading the access log.}
    next_steps: {letters: We are writing to everyone affected.}

## Write

    next_steps: {letters: We are writing to everyone affected.}
    done: {log: Finished on 4 March; the result is above.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Steps that are neither listed, nor done, nor dropped."""
    for violation in violations(context, ViolationKind.STEP_DROPPED):
        name = violation.subject.removeprefix("step.")
        yield Finding(
            at=document.span(*violation.path),
            message=f"the step `{name}` is not done, but this update does not mention it: {violation.before}",
            help=f"list it again under `next_steps:`, `{line_of(name, violation.before)}`; or add under `done:` the line `{name}: the result`, or under `dropped:` the line `{name}: why it was dropped`",
        )


RULE = Rule(
    code="PRO021",
    name="dropped-step",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.STEP_DROPPED}),
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update what happened to the step, under `next_steps:`, `done:` or `dropped:`",
    doc=__doc__,
)
