"""A template would not pass the checks.

## What it checks

That a first statement made from each file under content/templates/ would have no error and no warning: every rule for updates checks it
with a word in each blank, as if it were published now.

## Why it matters

A template is for the one night when nobody has time to fix it. What would stop it then can be fixed today.

## Instead of

    actions: There is no action you need to take.

## Write

    actions: There is nothing you can do yet. We will say so here when there is.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """The findings of other rules in the templates."""
    for document in content.templates:
        for diagnostic in context.rehearsed.get(document.name, ()):
            if diagnostic.severity is not Severity.ADVICE:
                yield Finding(
                    at=diagnostic.span,
                    message=f"a statement made from this template would not pass ({diagnostic.code} {diagnostic.name}): {diagnostic.message}",
                    help=diagnostic.help,
                )


RULE = Rule(code="PLN008", name="failing-template", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
