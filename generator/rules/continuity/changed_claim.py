"""Our view of a claim, or a fake, has changed.

## What it checks

That our view of a claim, once it is more than `not_checked`, stays until `corrections` names the claim (`claims.leak-site`) and says why it
has changed; that the words of a judged claim stay, and so does the text of `in_fact`. That a fake (`fakes.sms`) keeps its sentence and
everything that people see of it. A fake that is over goes under `ended`.

## Why it matters

Readers believed us, not the thieves. If the thieves were right, readers have to hear that from us, as clearly as we denied it.

## Instead of

    claims:
      leak-site: {by: a group on a leak site, says: They have all records., we_say: true}     # we called it false

## Write

    claims:
      leak-site: {by: a group on a leak site, says: They have all records., we_say: true}
    corrections:
      claims.leak-site: {because: We had searched only one of two servers., kind: our_error}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Claims and fakes that are told otherwise, and no correction."""
    for violation in violations(context, ViolationKind.CLAIM_CHANGED, ViolationKind.FAKE_CHANGED):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` has changed; we said{since}: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why this has changed`, or use the old text again",
        )


RULE = Rule(
    code="CON081",
    name="changed-claim",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.CLAIM_CHANGED, ViolationKind.FAKE_CHANGED}),
    waivable=False,
    doc=__doc__,
)
