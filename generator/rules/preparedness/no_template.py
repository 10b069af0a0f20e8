"""There is no template.

## What it checks

That a site with a plan has a file under content/templates/.

## Why it matters

The first hour is for finding out what happened. A first statement whose sentences were written, read and approved in advance goes out in
minutes, and says nothing that has to be taken back.

## Instead of

An empty page at three in the morning.

## Write

    ---
    title: Someone got into [[which system]]
    status: investigating
    known:
      entry: Someone got into [[which system]].
      noticed: We noticed it [[on which day]].
    unknown:
      read: {text: "Whether they read or copied data of [[whose data]].", by: 3d}
    next_steps:
      log: We are reading the access log.
    actions: There is nothing you can do yet. We will say so here when there is.
    next_update: 6h
    ---
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A plan without a template."""
    if content.plan is not None and context.plan is not None and not content.templates:
        yield Finding(
            at=content.plan.span("templates"),
            message="there is no template for a first statement",
            help="write one, such as content/templates/stolen-password.md, with [[blanks]] for what you cannot know yet",
        )


RULE = Rule(code="PLN011", name="no-template", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
