"""A role has no person, or no deputy.

## What it checks

That every role of the plan has a person and a deputy, two different ones, and that every role that must approve something is in the plan.

## Why it matters

People sleep, fall ill and sit on aeroplanes. A statement that needs one person waits for as long as that person is away.

## Instead of

    roles:
      legal: {who: Priya Shah}

## Write

    roles:
      legal: {who: Priya Shah, deputy: Tom Ash}
"""

from collections.abc import Iterator

from generator.format.names import nearest
from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.person import person_of
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Roles without a person or a deputy, and required roles that do not exist."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    for name, role in plan.roles.items():
        at = document.span("roles", name)
        for key, written, number in (("who", role.who, "phone"), ("deputy", role.deputy, "deputy_phone")):
            person = person_of(written)
            if person.phone or person.email:
                said = (
                    f"{number}: {quoted(person.phone, flow=True)}"
                    if person.phone
                    else f"email: {quoted(person.email, flow=True)}"
                )
                yield Finding(
                    at=document.span("roles", name, key),
                    message=f"`{key}` of the role `{name}` also says how to reach them, but names are published with approvals",
                    help=f"write them separately: `{key}: {quoted(person.name or 'Sam Reed', flow=True)}` and `{said}`",
                )
        if not role.who:
            yield Finding(
                at=at,
                message=f"nobody is named for the role `{name}`",
                help=f"write who it is, such as `{name}: {{who: Sam Reed, deputy: Ines Okafor}}`",
            )
        elif not role.deputy:
            yield Finding(
                at=at,
                message=f"{role.who} has no deputy as `{name}`",
                help="name someone who can be reached when they cannot: `deputy: Ines Okafor`",
            )
        elif role.deputy.casefold() == role.who.casefold():
            yield Finding(
                at=at,
                message=f"{role.who} cannot be their own deputy as `{name}`",
                help="name someone else, such as `deputy: Ines Okafor`",
            )
    required: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("approvals", occasion.value), approval.roles) for occasion, approval in plan.approvals.items()
    ]
    required += [
        (("approvals", "by_impact", impact.value), approval.roles) for impact, approval in plan.approvals_by_impact.items()
    ]
    for path, roles in required:
        for name in roles:
            if name not in plan.roles:
                near = nearest(name, plan.roles)
                yield Finding(
                    at=document.span(*path),
                    message=f"`{name}` must approve, but is not a role in the plan",
                    help=f"write `{near}`"
                    if near
                    else f"add it under `roles:`, such as `{name}: {{who: Sam Reed, deputy: Ines Okafor}}`",
                )


RULE = Rule(code="PLN002", name="unfilled-role", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
