"""An open incident has no next step.

## What it checks

That every update of an open incident lists at least one step that is not yet done. An update with `no_change: true` repeats them
automatically.

## Why it matters

Readers judge an organisation by what it does next. "We are looking into it" is not a step; reading the access log by Friday is.

## Instead of

    next_steps:

## Write

    next_steps:
      log: {do: We are reading the access log., by: 2027-03-05}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An open incident without a step."""
    del context
    update = document.update
    if update.is_open and not update.next_steps and not update.no_change:
        yield Finding(
            at=document.span("next_steps"),
            message="an open incident has no next step",
            help="write what you will do next under `next_steps:`, such as `log: We are reading the access log.`",
        )


RULE = Rule(code="HON003", name="missing-next-steps", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
