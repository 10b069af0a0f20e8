"""An update names a template that does not exist.

## What it checks

That `template` names a file under content/templates/, and is used only in a first statement.

## Why it matters

A first statement made from an approved template may go out without another approval. So it must be certain which one is meant.

## Instead of

    template: stolen password

## Write

    template: stolen-password
"""

from collections.abc import Iterator

from generator.format.names import nearest
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A template that does not exist, or is named in the wrong update."""
    update = document.update
    if not update.template:
        return
    if update.number != 1:
        yield Finding(
            at=document.span("template"),
            message="only a first statement is made from a template",
            help="delete this line; name who approved the update under `approved_by:`",
        )
    elif update.template not in context.templates and (context.plan is None or context.plan.holds(update.published)):
        near = nearest(update.template.replace(" ", "-"), context.templates)
        yield Finding(
            at=document.span("template"),
            message=f"there is no template called `{update.template}`",
            help=f"write `template: {near}`" if near else "name a file in content/templates/, without `.md`, or delete this line",
        )


RULE = Rule(
    code="PLN015",
    name="unknown-template",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; restore the template if others still use it",
    doc=__doc__,
)
