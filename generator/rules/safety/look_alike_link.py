"""A link leads to an address that looks like the organisation's.

## What it checks

That no link leads to a host that contains the organisation's name or domain, differs from it in one or two letters, or uses letters of
other alphabets that look the same, unless it is declared under `organisation.domains`.

## Why it matters

Thieves register such addresses first. One typing error in a genuine notice sends every reader to them.

## Instead of

    Change your password at https://larkfleld.example/password.

## Write

    Change your password at https://larkfield.example/password.
"""

from collections.abc import Iterator

from generator.inspection.bad_links import Wrong
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Links to hosts that could be taken for the organisation's."""
    for link in context.analysis.links(written, Wrong.LOOK_ALIKE):
        yield Finding(at=link.at, message=link.message, help=link.help)


RULE = Rule(
    code="SAF030",
    name="look-alike-link",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is, and readers see the words without the link; if the domain is yours, add it to `organisation.domains` in site_config.yml; otherwise give the right address in a new update",
    doc=__doc__,
)
