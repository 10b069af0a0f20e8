"""A template was approved long ago.

## What it checks

That the approval of each template is at most a year old. Time alone can cause this finding, so it never stops a build, and the template
can still be used.

## Why it matters

Telephone numbers, systems and suppliers change, and the people who approved it leave.

## Instead of

    approved_on: 2025-01-10

## Write

    approved_on: 2027-02-01     # read again by those who approve it
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Approvals more than a year old."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    for name, said in plan.templates.items():
        if said.good_until is not None and context.now.date() > said.good_until:
            yield Finding(
                at=document.span("templates", name, "approved_on"),
                message=f"the template `{name}` was last approved more than a year ago, on {when_words(said.approved_on, context.zone)}",
                help=f"have it approved again, and write the day: `approved_on: {context.now.date()}`",
            )


RULE = Rule(code="PLN010", name="old-approval", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
