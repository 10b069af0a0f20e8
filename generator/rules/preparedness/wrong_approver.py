"""Somebody approved it who does not hold the role.

## What it checks

That each name under `approved_by` is the person or the deputy of that role in the plan, and that the role is one of the plan's.

## Why it matters

An approval counts only if the person holds the role. Most often a role has changed hands since the plan was written; then the plan must
be updated.

## Instead of

    approved_by: {legal: Sam Reed}

## Write

    approved_by: {legal: Priya Shah}
"""

from collections.abc import Iterator

from generator.format.names import nearest
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.person import not_a_name
from generator.rules.rule import Rule, approval_exemption_help


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Names that the plan does not list for the role."""
    update, plan = document.update, context.plan
    if plan is None or not plan.holds(update.published):
        return
    for name, person in update.approved_by.items():
        if not_a_name(person, name):
            continue  # This has a finding of its own.
        role = plan.roles.get(name)
        at = document.span("approved_by", name)
        if role is None:
            near = nearest(name, plan.roles)
            yield Finding(
                at=at,
                message=f"`{name}` is no role of the plan",
                help=f"write `{near}`"
                if near
                else f"use one of: {', '.join(plan.roles)}"
                if plan.roles
                else "add it to the plan",
                if_published=approval_exemption_help("updates", update.published),
            )
        elif role.who and not role.is_held_by(person):
            holders = f"{role.who} or {role.deputy}" if role.deputy else role.who
            yield Finding(
                at=at,
                message=f"{person} does not approve as `{name}` in the plan",
                help=f"ask {holders}; if somebody else holds the role now, fix content/plan.yml and set its `since:`",
                if_published=approval_exemption_help("updates", update.published),
            )


RULE = Rule(code="PLN004", name="wrong-approver", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
