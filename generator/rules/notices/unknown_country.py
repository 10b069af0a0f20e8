"""A profile counts business days in a country whose holidays are not known.

## What it checks

That the `country` of a site's own profile is one whose public holidays are known.

## Why it matters

Without them, only Saturdays and Sundays are skipped. The result is never too late, but it can be too early by as many days as there are
holidays.

## Instead of

    country: EN

## Write

    country: GB
"""

from collections.abc import Iterator

from generator.deadlines.working_days import is_known
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Countries whose public holidays are not known."""
    del context  # The known countries depend on nothing else.
    for document in content.profiles:
        if document.profile is not None and document.profile.country and not is_known(document.profile.country):
            yield Finding(
                at=document.span("country"),
                message=f"the public holidays of `{document.profile.country}` are not known here",
                help="write its two letters, such as US, GB or DE",
            )


RULE = Rule(code="NOT011", name="unknown-country", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
