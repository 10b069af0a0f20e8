"""Someone who does not hold the role approved it.

## What it checks

That each name under `approved_by` of an update or a review is the person or the deputy of that role in the plan, and that the role is one of
the plan's. What was published while the plan named someone else stays as it is.

## Why it matters

An approval counts only if the person holds the role: readers are shown the name. Most often a role has changed hands since the plan was
written; then the plan must be updated.

## Instead of

    approved_by: {legal: Sam Reed}

## Write

    approved_by: {legal: Priya Shah}
"""

from collections.abc import Iterator

from generator.format.names import nearest
from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import ReviewDocument, UpdateDocument, Written
from generator.model.incident import Review
from generator.model.person import not_a_name, person_of
from generator.model.update import Update
from generator.rules.rule import Rule, approval_exemption_help


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Names that the plan does not list for the role."""
    document, plan, what = written.document, context.plan, "updates"
    said: Update | Review | None = None
    if isinstance(document, UpdateDocument) and not document.language:
        said = document.parsed
    elif isinstance(document, ReviewDocument) and not document.language:
        said, what = document.review, "reviews"
    if plan is None or said is None or not plan.holds(said.published):
        return
    for name, person in said.approved_by.items():
        if not_a_name(person, name):
            continue  # This has a finding of its own.
        role = plan.roles.get(name)
        at = document.span("approved_by", name)
        if role is None:
            near = nearest(name, plan.roles)
            yield Finding(
                at=at,
                message=f"`{name}` is not a role in the plan",
                help=f"write `{near}`"
                if near
                else f"use one of: {', '.join(plan.roles)}"
                if plan.roles
                else "add it to the plan",
                if_published=approval_exemption_help(what, said.published),
            )
        elif not role.who and not role.deputy:
            yield Finding(
                at=at,
                message=f"the plan names nobody as `{name}`, so nobody can have approved this in that role",
                help=f"write in content/plan.yml under `roles:` who it is, such as `{name}: {{who: {quoted(person, flow=True)}}}`",
                if_published=approval_exemption_help(what, said.published),
            )
        elif not role.is_held_by(person):
            holders = " or ".join(person_of(known).name or known for known in (role.who, role.deputy) if known)
            yield Finding(
                at=at,
                message=f"the plan does not name {person} as `{name}`",
                help=f"ask {holders}; if someone else holds the role now, update content/plan.yml and its `since:`",
                if_published=approval_exemption_help(what, said.published),
            )


RULE = Rule(code="PLN004", name="wrong-approver", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
