"""A link leads away from the organisation.

## What it checks

That every link in an update, a translation, a review, a page, incident.md and the settings leads to a host under `organisation.domains`,
to a subdomain of one, or to this site.

## Why it matters

In the days after a breach, thieves send letters with links of their own. Readers are safe as long as they can rely on one thing: a
genuine page links only to addresses that the organisation has declared. At one company, even the staff thought that its help page on a
new domain was a fake.

## Instead of

    Look at https://breach-help.example/claims.

## Write

    Look at https://larkfield.example/claims.

A regulator's or a police site to which you take responsibility for sending readers:

    organisation: {name: Larkfield Energy, domains: [larkfield.example, police.example]}
"""

from collections.abc import Iterator

from generator.inspection.bad_links import Wrong
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Links to hosts that are not declared."""
    for link in context.analysis.links(written, Wrong.FOREIGN):
        yield Finding(at=link.at, message=link.message, help=link.help)


RULE = Rule(
    code="SAF029",
    name="foreign-link",
    severity=Severity.ERROR,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is, and readers see the words without the link; if you take responsibility for sending readers there, add the domain to `organisation.domains` in site_config.yml; otherwise give the right address in a new update",
    doc=__doc__,
)
