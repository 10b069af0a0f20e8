"""A template is not approved.

## What it checks

That the plan says for every template who approved it and when (`templates` in content/plan.yml): `approved_on`, and under `approved_by`
the roles that a first statement needs, by people who hold them. Also that every template listed there exists.

## Why it matters

An approved template lets the first statement go out without waking anyone. A template that nobody has approved only saves a few minutes
of typing.

## Instead of

    content/templates/stolen-password.md, and no entry for it in the plan

## Write

    templates:
      stolen-password:
        for: Someone used a stolen password.
        approved_by: {lead: Sam Reed, legal: Priya Shah}
        approved_on: 2027-02-01
"""

from collections.abc import Iterator

from generator.format.names import nearest
from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.model.config import Policy
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.person import not_a_name, person_of
from generator.model.plan import Plan
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import approvals_line


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Templates without an approval, and approvals without a template."""
    document, plan = content.plan, context.plan
    if document is None or plan is None:
        return
    needs = plan.first_statement(context.config.policy if context.config else Policy())
    names = [template.name for template in content.templates]
    for name in names:
        said = plan.templates.get(name)
        given = said.approved_by if said else {}
        line = approvals_line(needs, plan, given) if needs and needs.roles else f"approved_by: {{lead: {_lead(plan)}}}"
        purpose = f"for: {quoted(said.purpose, flow=True)}, " if said and said.purpose else ""
        if said is None or said.approved_on is None or not said.approved_by:
            yield Finding(
                at=document.span("templates", name),
                message=f"the template `{name}` has not been approved",
                help=f"have it approved, then write under `templates:` `{name}: {{{purpose}{line}, approved_on: {context.now:%Y-%m-%d}}}`",
            )
        elif said.approved_on > context.now.date():
            yield Finding(
                at=document.span("templates", name, "approved_on"),
                message=f"the approval of the template `{name}` is dated in the future",
                help="write the day on which it was approved",
            )
        elif strangers := plan.strangers(said):
            role = strangers[0]
            yield Finding(
                at=document.span("templates", name, "approved_by", role),
                message=f"{given[role]} does not hold the role `{role}` in the plan, so the template `{name}` is not approved",
                help=f"have it approved, then write `{line}`; if it was approved before the role changed hands, give the day of the change under `since:` in the plan",
            )
        elif needs and needs.missing(given):
            yield Finding(
                at=document.span("templates", name, "approved_by"),
                message=f"{needs.words(given)} must also approve the template `{name}`, as for every first statement",
                help=f"have it approved, then write `{line}`",
            )
    for name in plan.templates:
        if name not in names:
            near = nearest(name, names)
            yield Finding(
                at=document.span("templates", name),
                message=f"there is no template called `{name}`",
                help=f"write `{near}`" if near else f"write content/templates/{name}.md, or delete this",
            )


def _lead(plan: Plan) -> str:
    name = person_of(plan.roles["lead"].who).name if "lead" in plan.roles else ""
    return quoted(name, flow=True) if name and not not_a_name(name, "lead") else "Sam Reed"


RULE = Rule(code="PLN009", name="unapproved-template", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
