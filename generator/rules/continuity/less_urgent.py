"""An advice has become less urgent, and readers are not told.

## What it checks

Whether an action that readers were told to take now, today or this week has a later `urgency` in this update, under the same name and in the same words.

## Why it matters

Whoever read “now” and acted is not told that it is different, and whoever reads “if you like” does not know that it was urgent. Nothing on the page
shows that anything was changed.

## Instead of

    # before: bank: {do: Ask your bank for a new card., urgency: now}
    actions:
      bank: {do: Ask your bank for a new card., urgency: if_you_want}

## Write

    withdrawn:
      bank: Your bank has sent everyone a new card, so this is not urgent any more.
    actions:
      old-card: {do: Cut up your old card., urgency: if_you_want}
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from generator.format.update import ACTION
from generator.inspection.context import Context
from generator.ledger.records import ActionState
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Urgency
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line

#: How soon each is; what holds from now on has no hurry of its own, and is compared with nothing.
_RANK: Final = MappingProxyType({Urgency.NOW: 0, Urgency.TODAY: 1, Urgency.THIS_WEEK: 2, Urgency.IF_YOU_WANT: 3})


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Advice that stands as it was, and is said to be less urgent."""
    transition = context.transition
    if transition is None:
        return
    for name, action in document.update.actions.items():
        before = transition.before.actions.get(name)
        if before is None or before.state is not ActionState.STANDING or f"action.{name}" in document.update.corrections:
            continue
        was, now = before.action.urgency, action.urgency
        if was is None or now is None or not _RANK.get(was, len(_RANK)) < _RANK.get(now, 0):
            continue
        line = in_one_line(ACTION, action, {"urgency": was.value})
        yield Finding(
            at=document.span("actions", name),
            message=f"readers were told to do `{name}` {_WORDS[was]}, and nothing tells them that it is less urgent now",
            help=f"repeat it as it was, `{name}: {line}`; or give this one another name, and say under `withdrawn:` why `{name}` is less urgent",
        )


_WORDS: Final = MappingProxyType({Urgency.NOW: "now", Urgency.TODAY: "today", Urgency.THIS_WEEK: "this week"})

RULE = Rule(
    code="CON087",
    name="less-urgent",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; say in a new update how urgent it is, and why that has changed",
    doc=__doc__,
)
