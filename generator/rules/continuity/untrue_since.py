"""A system cannot have been in its state since this day.

## What it checks

That the `since` of a system under `services` is not later than the update, and not before the last update that gave another state. An update
with `no_change: true` repeats the state. If one of the two is a day without a time, days are compared.

## Why it matters

If the portal worked again on Tuesday, Wednesday's update that called it down was untrue. Readers should hear that, and why.

## Instead of

    services: {Patient portal: {state: working, since: 2027-03-09}}     # on 10 March an update called it down

## Write

    services: {Patient portal: {state: working, since: 2027-03-09}}
    corrections: {services.Patient portal: We still called it down on 10 March.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of, quoted
from generator.inspection.context import Context
from generator.ledger.moments import day_of
from generator.ledger.records import ServiceRefusal, Violation, ViolationKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import ServiceState
from generator.rules.rule import Rule, violations

_NOW = {
    ServiceState.WORKING: "works",
    ServiceState.LIMITED: "works in part",
    ServiceState.DOWN: "has been down",
    ServiceState.UNKNOWN: "has been in an unknown state",
    ServiceState.RETIRED: "has been shut down for good",
}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Days of systems that the ledger refused."""
    for violation in violations(context, ViolationKind.SERVICE_DAY):
        message, help = _message_and_help(violation, document, context)
        yield Finding(at=document.span(*violation.path), message=message, help=help)


def _message_and_help(violation: Violation, document: UpdateDocument, context: Context) -> tuple[str, str]:
    name, zone = violation.subject.removeprefix("services."), context.zone
    service = document.update.services[name]
    begins = f"this update says that {name} {_NOW[service.state]} since {when_words(service.since, zone)}"
    if violation.reason is ServiceRefusal.TO_COME:
        today = day_of(document.update.published, zone)
        return (
            f"{begins}, which is later than the update",
            f"write when that began, such as `since: {today}`; list what is planned under `next_steps:`",
        )
    day = day_of(violation.since, zone) if violation.since else None
    on = when_words(day, zone) if day else "an earlier day"
    reason = line_of(quoted(violation.subject), f"we said something else on {on}")
    return (
        f"{begins}; on {on} you said: {violation.before}",
        f"write `since: {day}` or later, or add under `corrections:` the line `{reason}`",
    )


RULE = Rule(
    code="CON066",
    name="untrue-since",
    severity=Severity.ERROR,
    check=check,
    violations=frozenset({ViolationKind.SERVICE_DAY}),
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update since when it was true, and under `corrections:` what was wrong here",
    doc=__doc__,
)
