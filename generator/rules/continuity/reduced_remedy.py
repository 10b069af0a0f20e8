"""You offer less than before, or say that fewer people have been told.

## What it checks

That what is offered under `remedies` stays: no fewer months, no cost where there was none, no narrower `for`, no earlier `enrol_by`, no
other sentence; and that `sent` of a direct notice does not go down. Anything that changes nevertheless is corrected under its name
(`remedies.helpline`, `direct_notice.patients`). The offer in incident.md is `remedies.remedy`.

## Why it matters

If two years of protection silently become one, people who were counting on them lose a year.

## Instead of

    remedies:
      watch: {what: We pay for credit monitoring., months: 12}     # it was 24

## Write

    remedies:
      watch: {what: We pay for credit monitoring., months: 12}
    corrections:
      remedies.watch: Our contract with the provider is for one year. We had read the offer for two.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Remedies and notices that are less than before, and no correction."""
    for violation in violations(context, ViolationKind.REMEDY_REDUCED, ViolationKind.NOTICE_REDUCED):
        since = f" on {when_words(violation.since, context.zone)}" if violation.since else ""
        yield Finding(
            at=document.span(*violation.path),
            message=f"`{violation.subject}` is less than you offered{since}, or something different: {violation.before}",
            help=f"add under `corrections:` the line `{violation.subject}: why it is less than we said`, or restore the earlier offer",
        )


RULE = Rule(
    code="CON070",
    name="reduced-remedy",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.REMEDY_REDUCED, ViolationKind.NOTICE_REDUCED}),
    waivable=False,
    doc=__doc__,
)
