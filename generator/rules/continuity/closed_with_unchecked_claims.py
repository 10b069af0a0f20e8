"""An incident is called resolved while a claim of others has not been checked.

## What it checks

That after an update whose status is `resolved` no claim is `not_checked`: we say that it is true, partly true or false, or why we cannot say.

## Why it matters

As long as someone says in public that they have the data, it is not over for the people whose data it is.

## Instead of

    status: resolved
    claims:
      leak-site: {by: a group on a leak site, says: They have all records., we_say: not_checked}

## Write

    status: resolved
    claims:
      leak-site:
        by: a group on a leak site
        says: They have all records.
        we_say: cannot_say
        because: The server that they name has been wiped, and they have shown no files.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` with claims that are not checked."""
    if document.update.is_open or context.transition is None:
        return
    for entry in context.transition.after.claims.values():
        if entry.is_unchecked:
            written = document.wrote("claims", entry.name)
            said = {"by": entry.claim.by, "says": entry.claim.says, "we_say": "cannot_say", "because": "why we cannot say"}
            yield Finding(
                at=document.span("claims", entry.name) if written else document.span("status"),
                message=f"the incident is called resolved, but nobody has checked the claim `{entry.name}`: {entry.claim.says}",
                help=f"look into it, and say what you found; or write under `claims:` the line `{entry.name}: {flow(said)}`",
            )


RULE = Rule(
    code="CON082",
    name="closed-with-unchecked-claims",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; in a new update say under `claims:` what we say of the claim",
    doc=__doc__,
)
