"""The easy-read text leaves out the worst.

## What it checks

That `easy_read` names each kind of data in the worst state: what was taken or, if nothing was, what was read. A kind is recognised by its
name, with hyphens as spaces, and by its words under `names` in incident.md.

## Why it matters

An easy-read text that says "someone got into our computers" but not that they took passwords reassures the people who are least able to check.

## Instead of

    data: {password: taken, email-address: accessed}
    easy_read: Someone got into our help desk. They may have seen your e-mail address.

## Write

    data: {password: taken, email-address: accessed}
    easy_read: Someone got into our help desk. They took passwords. They may have seen your e-mail address.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.easy_read import KEY, easy_form, worst_unsaid
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import DataState
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """The worst kinds of data that the easy form does not name."""
    form = easy_form(document, context)
    left_out = worst_unsaid(form) if form else ()
    if left_out:
        names = ", ".join(f"`{entry.kind}`" for entry in left_out)
        verb = "taken" if left_out[0].state is DataState.TAKEN else "read"
        yield Finding(
            at=document.span(KEY),
            message=f"the easy-read text does not say that this was {verb}: {names}",
            help="say it in a sentence of its own; if the easy-read text calls it something else, add those words under `names:` in incident.md",
        )


RULE = Rule(code="CON094", name="easy-read-omits", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
