"""A claim of others is judged, but readers cannot see why.

## What it checks

That a claim that we call `false` says under `looked` where we looked; one that we call `partly` true says under `in_fact` what is true; and one
that we call `cannot_say` says why under `because`.

## Why it matters

"These claims are false" costs a company nothing until the thieves publish the files. Only a company that has looked can say where.

## Instead of

    claims:
      leak-site: {by: a group on a leak site, says: They have all records., we_say: false}

## Write

    claims:
      leak-site:
        by: a group on a leak site
        says: They have all records.
        we_say: false
        looked: The logs of both file servers, from 1 February to 12 March.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Claim, ClaimView
from generator.rules.rule import Rule

#: The key that each view needs, why, and an example of it.
_NEEDED: Final[Mapping[ClaimView, tuple[str, str, str]]] = {
    ClaimView.FALSE: (
        "looked",
        "is called false, but readers cannot see where you looked",
        "which logs and folders you searched",
    ),
    ClaimView.PARTLY: ("in_fact", "is called partly true, but readers cannot see which part", "what is true"),
    ClaimView.CANNOT_SAY: (
        "because",
        "is one that we cannot judge, but readers cannot see why",
        "why we cannot say",
    ),
}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Claims that are judged without grounds."""
    for name, given in document.update.claims.items():
        entry = context.transition.after.claims.get(name) if context.transition else None
        claim = given if entry is None or given.we_say is not entry.claim.we_say else entry.claim
        if given.we_say is None or given.we_say not in _NEEDED:
            continue
        key, message, example = _NEEDED[given.we_say]
        if not _grounds(claim, key):
            yield Finding(
                at=document.span("claims", name, "we_say"),
                message=f"`{name}` {message}",
                help=f"add below `{name}:` the line `{key}: {example}`; if you have not looked into it, write `we_say: not_checked`",
            )


def _grounds(claim: Claim, key: str) -> str:
    return {"looked": claim.looked, "in_fact": claim.in_fact, "because": claim.because}[key]


RULE = Rule(code="CON080", name="claim-without-grounds", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
