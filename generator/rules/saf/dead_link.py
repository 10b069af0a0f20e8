"""A link or picture leads nowhere.

## What it checks

That every link and picture in the text has an address that a page can have: a whole one, one of this site, or a file under the
incident's `files/` that is there and is of a type that is published.

## Why it matters

It is left out of the page, and readers see words that promise something they cannot reach.

## Instead of

    [The letter](files/leter.pdf)

## Write

    [The letter](files/letter.pdf)
"""

from collections.abc import Iterator

from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.links import Wrong, bad_links
from generator.rules.rule import Context, Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Links that no page would have."""
    for link in bad_links(written, context, Wrong.DEAD):
        yield Finding(at=link.at, message=link.message, help=link.help)


RULE = Rule(
    code="SAF032",
    name="dead-link",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; put the file back if it is missing, or give the right address in a new update",
    doc=__doc__,
)
