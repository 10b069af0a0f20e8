"""A drill is due.

## What it checks

That there is a record under content/drills/, and that the newest is no older than the plan's `drills_every` (a year by default). Time
alone can cause this finding, so it never stops a build.

## Why it matters

A plan that was never practised is a guess. Drills find the telephone number that has changed and the two people who each think that the
other publishes.

## Instead of

    drills_every: 180d     # and no record

## Write

    ---
    held: 2027-02-01
    template: stolen-password
    minutes: 14
    lessons:
      numbers: Two of the telephone numbers in the plan were wrong.
    ---
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.plan import FRESH, last_drill
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import length


def check(content: Content, context: Context) -> Iterator[Finding]:
    """No drill, or the last one too long ago."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    every = plan.drills_every or FRESH
    last = last_drill((drill.record for drill in content.drills), context.now.date())
    due = plan.drill_due(last)
    if due is not None and context.now.date() <= due:
        return
    yield Finding(
        at=document.span("drills_every"),
        message=f"the last drill was on {when_words(last, context.zone)}, and there should be one every {length(every)}"
        if last
        else "there has been no drill yet",
        help="hold one, and record the results in content/drills/",
    )


RULE = Rule(code="PLN014", name="overdue-drill", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
