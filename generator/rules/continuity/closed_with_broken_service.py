"""An incident is called resolved, but something still does not work.

## What it checks

That in an update whose status is `resolved`, every system under `services` works or is retired, or says under its own `because` why it does not.

## Why it matters

For people who cannot book a visit, nothing is resolved.

## Instead of

    status: resolved
    services: {Patient portal: limited}

## Write

    status: resolved
    services: {Patient portal: {state: limited, because: Booking by group stays off; we are rebuilding it until May.}}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of, quoted
from generator.format.update import SERVICE
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Service, ServiceState, Status
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line

_STATE = {
    ServiceState.LIMITED: "works only in part",
    ServiceState.DOWN: "does not work",
}


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Systems that do not work in a resolved incident, without a reason."""
    if context.transition is None or document.update.status is not Status.RESOLVED:
        return
    for entry in context.transition.after.broken_services:
        if entry.service.because:
            continue
        at = document.span("services", entry.name) if document.wrote("services", entry.name) else document.span("status")
        yield Finding(
            at=at,
            message=f"the incident is called resolved, but {entry.name} {_what_is_missing(entry.service)}",
            help=f"under `services:`, write the line `{line_of(quoted(entry.name), 'working')}` if it works again, or"
            f" the line `{_because(entry.service)}`",
        )


def _what_is_missing(service: Service) -> str:
    if service.state is ServiceState.UNKNOWN:
        return "is in an unknown state"
    return f"{_STATE[service.state]}, and no reason is given"


def _because(service: Service) -> str:
    value = in_one_line(SERVICE, service, {"because": "Why it does not work yet."})
    return f"{quoted(service.name)}: {value}"


RULE = Rule(
    code="CON068",
    name="closed-with-broken-service",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update whether it works now, or why it does not",
    doc=__doc__,
)
