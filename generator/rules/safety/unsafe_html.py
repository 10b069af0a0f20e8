"""HTML would run, request or hide something.

## What it checks

That no text contains scripts, styles, forms, frames, pictures drawn by code, handlers such as `onclick`, tags for programs such as
`<meta>`, or a comment that is not closed; and that the settings passed on to mkdocs.yml contain none either.

## Why it matters

None of it reaches the page, and some of it removes text with it: readers would not see what you wrote.

## Instead of

    <!-- not yet
    Change your password today.

## Write

    Change your password today.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """HTML that must not reach a page, or takes text with it."""
    for lost in context.analysis.lost_html(written):
        if lost.harmful:
            yield Finding(at=lost.at, message=lost.message, help=lost.help)


RULE = Rule(
    code="SAF038",
    name="unsafe-html",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, in words, what is left out of the page",
    doc=__doc__,
)
