"""A required approval is missing.

## What it checks

That every update names, under `approved_by`, the roles that the plan (`approvals` in content/plan.yml) or else the site
(`policy.approvals` in site_config.yml) requires. A first statement that was made from an approved template, and still says what the
template says, needs none. Texts published before the plan's `since` are exempt.

## Why it matters

One person alone at three in the morning publishes what nobody else has read. A second pair of eyes has to be agreed on in advance, and a
template that was approved in advance lets the first statement go out in minutes.

## Instead of

    title: 1,212 customers, and two things we got wrong

## Write

    title: 1,212 customers, and two things we got wrong
    approved_by: {lead: Sam Reed, legal: Priya Shah}

or, in a first statement,

    template: stolen-password
"""

from collections.abc import Iterator

from generator.content.plan import difference_from_template
from generator.inspection.context import Context
from generator.model.config import Policy
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.plan import needed
from generator.model.source import Span
from generator.rules.rule import Rule, approval_exemption_help, approval_help


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An update that a role must still approve."""
    update, plan = document.update, context.plan
    if plan and not plan.holds(update.published):
        return
    policy = context.config.policy if context.config else Policy()
    lacking = [approval for approval in needed(policy, plan, update, context.impact) if approval.missing(update.approved_by)]
    if not lacking:
        return
    at, why, otherwise = document.span("approved_by"), "this has not been approved: ", ""
    if update.template and update.number == 1:
        if context.templates.get(update.template) is None:
            return  # A missing or unreadable template has a finding of its own.
        fault = _template_fault(document, context)
        if fault is None:
            return
        at, why, otherwise = fault
    for approval in lacking:
        yield Finding(
            at=at,
            message=f"{why}{approval.words(update.approved_by)} must approve it",
            help=f"{approval_help(approval, plan, update.approved_by)}{otherwise}",
            if_published=approval_exemption_help("updates", update.published),
        )


def _template_fault(document: UpdateDocument, context: Context) -> tuple[Span, str, str] | None:
    """Return why the template's approval does not cover a first statement; None when it does."""
    update, plan = document.update, context.plan
    template = context.templates[update.template]
    policy = context.config.policy if context.config else Policy()
    path = difference_from_template(plan, policy, template, update, context.now.date())
    if path == ("template",):
        return (
            document.span("template"),
            f"the template `{update.template}` is not approved itself, so ",
            "; or have the template approved, and say so in content/plan.yml",
        )
    if path is not None:
        return (
            document.span(*path),
            f"this is not what the template `{update.template}` says, so ",
            "; or say it as the template does",
        )
    return None


RULE = Rule(code="PLN003", name="missing-approval", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
