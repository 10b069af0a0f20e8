"""A corrective action has no owner, or no day by which it is due.

## What it checks

That each corrective action of a review that is neither done nor dropped has an `owner` and a day (`by`).

## Why it matters

What everyone should do some day is done by nobody. Readers can see what is done; without a day, they cannot see what is late.

## Instead of

    corrective_actions:
      desk: We will move to a desk that records copying.

## Write

    corrective_actions:
      desk:
        do: We move to a desk that records copying.
        owner: Sam Reed
        by: 2027-07-01
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Actions without an owner, or without a day."""
    del context  # Only the review matters.
    document = folder.review
    if document is None or document.review is None:
        return
    for name, action in document.review.corrective_actions.items():
        if action.done or action.dropped:
            continue
        lacking = [key for key, value in (("owner", action.owner), ("by", action.by)) if not value]
        if lacking:
            who = "it has no owner" if "owner" in lacking else ""
            day = "it has no day" if "by" in lacking else ""
            yield Finding(
                at=document.span("corrective_actions", name),
                message=f"the corrective action `{name}` is incomplete: {' and '.join(part for part in (who, day) if part)}",
                help=" and ".join(f"add `{_EXAMPLES[key]}`" for key in lacking),
            )


_EXAMPLES = {"owner": "owner: Sam Reed", "by": "by: 2027-07-01"}

RULE = Rule(
    code="HON019",
    name="unowned-action",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update who answers for it and by when",
    doc=__doc__,
)
