"""Some HTML is left out.

## What it checks

That the HTML in a text is of a kind that pages keep: plain elements such as `<strong>`, `<table>` or `<details>`, without `id`, `class`
or `style`.

## Why it matters

HTML that is left out has no effect, and the page may not look as you intended.

## Instead of

    <span class="red">Change your password today.</span>

## Write

    **Change your password today.**
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Tags and attributes that pages do not keep."""
    for lost in context.analysis.lost_html(written):
        if not lost.harmful:
            yield Finding(at=lost.at, message=lost.message, help=lost.help)


RULE = Rule(
    code="SAF041",
    name="lost-html",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; say in a new update, in words, what is left out of the page",
    doc=__doc__,
)
