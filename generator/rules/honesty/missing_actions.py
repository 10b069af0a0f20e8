"""Readers are not told what to do.

## What it checks

That every update has `actions`: what readers should do now, or an honest sentence that there is nothing they can do yet. An update with
`no_change: true` repeats them automatically.

## Why it matters

"What should I do?" is the first question of a frightened person. No answer is the worst answer.

## Instead of

    actions:

## Write

    actions:
      password: {do: Change your password today., why: They could read it., urgency: today}

or

    actions: There is nothing you can do yet. We will say so here as soon as there is.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Outcome, Update
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Neither an action nor a sentence in its place."""
    del context
    update = document.update
    if not update.actions and not update.no_action and not update.no_change:
        yield Finding(
            at=document.span("actions"),
            message="readers are not told what to do now",
            help=f"list it under `actions:`, or write a sentence such as `actions: {_instead(update)}`",
        )


def _instead(update: Update) -> str:
    """Return an honest sentence in place of advice: where the incident goes on elsewhere, or is over, there may be something that people can do."""
    if update.outcome is Outcome.PART_OF_ANOTHER:
        return "We say in the other incident what you can do."
    return "There is nothing you can do yet." if update.is_open else "We know of nothing more that you can do."


RULE = Rule(code="HON004", name="missing-actions", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
