"""Advice has changed or disappeared without explanation.

## What it checks

That an action keeps its text, unless `corrections` names it (`action.password`); that an action that is gone is listed under `withdrawn`
with the reason; and that new advice, after a sentence that told readers they need do nothing, comes with a correction named `actions`. Such
sentences are recognised only in English.

## Why it matters

Some readers have followed the old advice, and some did nothing because it said so. Both must be told.

## Instead of

    # before: actions: You do not need to do anything.
    actions:
      log: Search your log for our address.

## Write

    actions:
      log: Search your log for our address.
    corrections:
      actions: On Monday we believed that the supplier's screen was all they saw.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Actions that changed or went away, and neither corrected nor withdrawn."""
    for violation in violations(context, ViolationKind.ACTION_CHANGED, ViolationKind.ACTION_DROPPED):
        name = violation.subject.removeprefix("action.")
        if violation.subject == "actions":
            yield Finding(
                at=document.span(*violation.path),
                message=f"readers were told that they need do nothing: {violation.before}",
                help="add under `corrections:` the line `actions: why we said that nothing was needed`",
            )
        elif violation.kind is ViolationKind.ACTION_CHANGED:
            yield Finding(
                at=document.span(*violation.path),
                message=f"the advice `{name}` has changed; it said: {violation.before}",
                help=f"add under `corrections:` the line `{violation.subject}: why the advice has changed`, or use the old text again",
            )
        else:
            yield Finding(
                at=document.span(*violation.path),
                message=f"readers were told to do this, but this update does not mention it: {violation.before}",
                help=f"list `{name}` again under `actions:`, or add under `withdrawn:` the line `{name}: why it is no longer needed`",
            )


RULE = Rule(
    code="CON007",
    name="reversed-advice",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.ACTION_CHANGED, ViolationKind.ACTION_DROPPED}),
    waivable=False,
    doc=__doc__,
)
