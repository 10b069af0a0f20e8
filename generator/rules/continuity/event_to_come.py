"""A fact happened after the update was published.

## What it checks

That the `when` of a fact under `known` or `unknown` is not later than the update is published. The month or the day of publication is fine.

## Why it matters

Everyone but the writer notices a mistyped year or month, and something that is still to come is not a fact.

## Instead of

    published: 2027-03-03T08:55Z
    known: {entry: {text: Someone used a stolen password., when: 2028-03-02}}

## Write

    published: 2027-03-03T08:55Z
    known: {entry: {text: Someone used a stolen password., when: 2027-03-02}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.moments import is_to_come
from generator.ledger.words import occasion_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Month
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Facts that happen after the update."""
    update = document.update
    for section in ("known", "unknown"):
        for name, fact in getattr(update, section).items():
            if fact.when is not None and is_to_come(fact.when, update.published, context.zone):
                yield Finding(
                    at=document.span(section, name, "when"),
                    message=f"`{name}` happened {'in' if isinstance(fact.when, Month) else 'on'}"
                    f" {occasion_words(fact.when, context.zone)}, after this update was published",
                    help="write when it happened, or delete the line `when:`; list what is still to come under `next_steps:`",
                )


RULE = Rule(code="CON031", name="event-to-come", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
