"""A review is silent about how badly people were told.

## What it checks

That a review names under `communication_badly` at least one thing that went badly in informing people, when the incident's own updates
show missed promises or corrected statements.

## Why it matters

Readers saw the late update and the corrected number. A review that leaves them out looks as if it hides more.

## Instead of

    communication_well:
      daily: We told you something new every day.

## Write

    communication_well:
      daily: We told you something new every day.
    communication_badly:
      late: Update 3 came five hours late, because nobody was on duty that evening.
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.retrospective import retrospective
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A review that omits problems that the ledger shows."""
    document, ledger = folder.review, context.ledger
    if document is None or document.review is None or ledger is None or document.review.communication_badly:
        return
    review = document.review
    grace = context.config.policy.grace if context.config else timedelta()
    # A review cannot contain what happened after its publication.
    when = context.now if review.draft else min(context.now, review.published)
    language = context.config.site.language if context.config else "en"
    past = retrospective(ledger, when, grace, timedelta(), language)
    missed = f"missed {past.missed} promise{'s' if past.missed != 1 else ''}" if past.missed else ""
    corrected = f"corrected {past.corrected} statement{'s' if past.corrected != 1 else ''}" if past.corrected else ""
    told = " and ".join(part for part in (missed, corrected) if part)
    if not told:
        return
    example = next((name for name in past.badly if name.startswith(("late-", "missing-", "wrong-", "comfort-", "given-up-"))), "")
    yield Finding(
        at=document.span("communication_badly"),
        message=f"you {told}, but the review names nothing that went badly in telling people",
        help=f"say so under `communication_badly:`, such as `{line_of(example, past.badly.get(example, '…'))}`",
    )


RULE = Rule(
    code="HON018",
    name="silent-review",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; what went badly can still be said in a new update",
    doc=__doc__,
)
