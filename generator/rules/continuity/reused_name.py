"""A name is reused for something else.

## What it checks

That the name of a step, an action or an unknown that was closed is not used again.

## Why it matters

A name identifies one thing for the whole incident. Used twice, it joins two histories into one that never happened.

## Instead of

    # before: done: {log: Finished on 4 March.}
    next_steps: {log: We are reading the log of the second desk.}

## Write

    next_steps: {second-log: We are reading the log of the second desk.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names of closed things, used again."""
    for violation in violations(context, ViolationKind.NAME_REUSED):
        kind, _, name = violation.subject.rpartition(".")
        if kind:
            texts = [text for path, text in _texts(document) if path == violation.path]
            help = f"give the new {kind} a new name, such as `{line_of(f'{name}-2', texts[0] if texts else '…')}`"
        else:
            help = f"add under `corrections:` the line `{name}: why it can be answered after all`, or use another name"
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{name}` was closed in an earlier update: {violation.before}",
            help=help,
        )


def _texts(document: UpdateDocument) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return the texts under the names of entries, by path."""
    update = document.update
    yield from ((("next_steps", name), step.do) for name, step in update.next_steps.items())
    yield from ((("actions", name), action.do) for name, action in update.actions.items())
    yield from ((("known", name), fact.text) for name, fact in update.known.items())
    yield from ((("unknown", name), fact.text) for name, fact in update.unknown.items())


RULE = Rule(
    code="CON022",
    name="reused-name",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.NAME_REUSED}),
    waivable=False,
    doc=__doc__,
)
