"""An incident is reopened, but nothing says why.

## What it checks

That an update whose status becomes `reopened` has `because`.

## Why it matters

Readers had been told that it was contained or over. You owe them a sentence that says why that was wrong.

## Instead of

    status: reopened

## Write

    status: reopened
    because: On 9 March the same password was used again, from another country.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Status
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`reopened` without a reason."""
    before = context.transition.before.status if context.transition else None
    if document.update.status is Status.REOPENED and before is not Status.REOPENED and not document.update.because:
        yield Finding(
            at=document.span("status"),
            message="the incident is reopened, but readers are not told why",
            help="add a sentence, such as `because: On 9 March the same password was used again.`",
        )


RULE = Rule(code="HON014", name="reopened-without-reason", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
