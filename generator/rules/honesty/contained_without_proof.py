"""An incident is called contained, but nothing shows it.

## What it checks

That an incident whose status is `contained` names, in `contained_by`, a known fact that says what was done and how it was tested. If nobody
broke in (a mistake, a lost device, a malfunction), there is nobody to keep out, and it is not required.

## Why it matters

"Contained" is the word that most often has to be withdrawn. It is worth only as much as the test behind it.

## Instead of

    status: contained

## Write

    status: contained
    contained_by: second-step
    known:
      second-step: All staff accounts now need a second step. We tried the old password and it failed.
"""

from collections.abc import Iterator

from generator.format.names import invented
from generator.inspection.context import Context
from generator.ledger.endings import is_without_intruder
from generator.ledger.records import FactState
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`contained` without a known fact behind it."""
    update = document.update
    if context.transition is None or not (update.contained_by or update.status is Status.CONTAINED):
        return
    name = invented("closed", {*update.known, *update.unknown, *context.transition.after.facts})
    named = update.contained_by or context.transition.after.contained_by
    if not named and is_without_intruder(context.transition.after):
        return
    if not named:
        yield Finding(
            at=document.span("status"),
            message="the incident is called contained, but nothing says what was done and how it was tested",
            help=f"add under `known:` the line `{name}: What was done, and how it was tested.` and add `contained_by: {name}`; if a fact already says it, give that fact's name instead",
        )
        return
    entry = context.transition.after.facts.get(named)
    if entry is None or entry.state is not FactState.KNOWN:
        yield Finding(
            at=document.span("contained_by"),
            message=f"`{named}` is not the name of a known fact",
            help=f"say it under `known:`, such as `{name}: What was done, and how it was tested.` and add `contained_by: {name}`",
        )


RULE = Rule(code="HON011", name="contained-without-proof", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
