"""The time since when a system has been in its state has changed without a reason.

## What it checks

That a `since` under `services` stays as it was while the state stays, or becomes more exact (a time on the day that was given). Any other change
needs a correction.

## Why it matters

How long something has been down decides whom it has hurt. A day that silently changes looks made up.

## Instead of

    services: {Patient portal: {state: down, since: 2027-03-06}}     # it was since 8 March before

## Write

    services: {Patient portal: {state: down, since: 2027-03-06}}
    corrections: {services.Patient portal: The first calls of 6 March had not reached us.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of, quoted
from generator.inspection.context import Context
from generator.ledger.records import ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule, violations


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Times that moved without a correction."""
    transition = context.transition
    for violation in violations(context, ViolationKind.SERVICE_MOVED):
        name = violation.subject.removeprefix("services.")
        was = transition.before.services[name].service.since if transition else None
        now = document.update.services[name].since
        zone = context.zone
        reason = line_of(quoted(violation.subject), "Why we got it wrong.")
        yield Finding(
            at=document.span(*violation.path),
            message=f"readers were told that this state of {name} began on {when_words(was, zone)}; this update says {when_words(now, zone)}",
            help=f"leave `since:` as it was, or add under `corrections:` the line `{reason}`",
        )


RULE = Rule(
    code="CON067",
    name="moved-since",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.SERVICE_MOVED}),
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update since when it was true, and under `corrections:` what was wrong here",
    doc=__doc__,
)
