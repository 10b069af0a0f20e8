"""A link hides where it leads.

## What it checks

That no link goes through a service that shortens addresses, leads to a bare number, has a name and an @ before its host, shows an address
other than its target, or runs something (`javascript:`, `data:`).

## Why it matters

Readers are told to recognise frauds by these signs. A genuine page must not have any of them.

## Instead of

    [larkfield.example/help](https://bit.ly/3xyz)

## Write

    https://larkfield.example/help
"""

from collections.abc import Iterator

from generator.inspection.bad_links import Wrong
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Links whose target is not what a reader sees."""
    for link in context.analysis.links(written, Wrong.DISGUISED):
        yield Finding(at=link.at, message=link.message, help=link.help)


RULE = Rule(
    code="SAF031",
    name="disguised-link",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is, and readers see the words without the link; give the right address in a new update",
    doc=__doc__,
)
