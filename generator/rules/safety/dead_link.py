"""A link or picture leads nowhere.

## What it checks

That every link and picture in the text leads somewhere: to a page of this site that readers can open by then, given as its file, its
address or the complete URL; to an existing file under an incident's `files/` of a type that is published; to an e-mail address or a
telephone number; or to a complete URL elsewhere.

## Why it matters

Such a link is left out of the page, and readers see words that promise something they cannot reach.

## Instead of

    [The letter](files/leter.pdf)

## Write

    [The letter](files/letter.pdf)
"""

from collections.abc import Iterator

from generator.inspection.bad_links import Wrong
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Links that are left out of pages."""
    for link in context.analysis.links(written, Wrong.DEAD):
        yield Finding(at=link.at, message=link.message, help=link.help)


RULE = Rule(
    code="SAF032",
    name="dead-link",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; restore the file if it is missing, or give the right address in a new update",
    doc=__doc__,
)
