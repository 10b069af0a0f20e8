"""A review is not approved.

## What it checks

That review.md names, under `approved_by`, the roles that the plan requires (`review` in its `approvals`). A draft needs none yet, and a
review from before the plan's `since` is exempt.

## Why it matters

The review says why it happened and what will change. The people who must make the changes have to agree.

## Instead of

    cause: One page was not watched by anyone.

## Write

    cause: One page was not watched by anyone.
    approved_by: {lead: Sam Reed}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.config import Policy
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.plan import Occasion, approval_for
from generator.rules.rule import Rule, approval_exemption_help, approval_help


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A review that a role must still approve."""
    document, plan = folder.review, context.plan
    if document is None or document.review is None or document.review.draft or plan is None:
        return
    review = document.review
    approval = approval_for(context.config.policy if context.config else Policy(), plan, Occasion.REVIEW)
    if approval is None or not plan.holds(review.published):
        return
    if approval.missing(review.approved_by):
        yield Finding(
            at=document.span("approved_by"),
            message=f"this review has not been approved: {approval.words(review.approved_by)} must approve it",
            help=approval_help(approval, plan, review.approved_by),
            if_published=approval_exemption_help("reviews", review.published),
        )


RULE = Rule(code="PLN005", name="unapproved-review", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
