"""A claim of others is listed among our known facts.

## What it checks

That no known fact has the name of a claim, or repeats it in similar words, unless it names its source under `from`, or we call the claim
true.

## Why it matters

"They have all records" under “What we know” makes the thieves' claim ours. They count on that.

## Instead of

    known: {leaked: They have all records of our patients.}     # that is what the claim `leak-site` says

## Write

    known: {leaked: {text: They have all records of our patients., from: the group on the leak site}}
"""

from collections.abc import Iterator

from generator.format.update import KNOWN_FACT
from generator.inspection.context import Context
from generator.inspection.repeated_claims import is_said_in
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Claim, ClaimView, Fact
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Known facts that are claims of others."""
    if context.transition is None:
        return
    claims = [entry.claim for entry in context.transition.after.standing_claims if entry.claim.we_say is not ClaimView.TRUE]
    for name, fact in document.update.known.items():
        claim = next((claim for claim in claims if not fact.sources and _is_of(fact, claim)), None)
        if claim is not None:
            line = f"{name}: {in_one_line(KNOWN_FACT, fact, {'from': claim.by})}"
            yield Finding(
                at=document.span("known", name),
                message=f"`{name}` is under `known`, but it repeats the claim `claims.{claim.name}`, which others make: {claim.says}",
                help=f"delete it there, or write under `known:` the line `{line}`",
            )


def _is_of(fact: Fact, claim: Claim) -> bool:
    return fact.name == claim.name or is_said_in(claim.says, fact.text)


RULE = Rule(code="CON083", name="claim-as-fact", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
