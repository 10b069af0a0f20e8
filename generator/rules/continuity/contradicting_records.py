"""Incident.md records a time that contradicts another one.

## What it checks

That nobody was told (`told`, `also_told`) before you found out, and that it did not happen (`occurred`) after all access had ended.

## Why it matters

Readers see these times beside each other, and authorities compare them with their own records. One that cannot be true makes all doubtful.

## Instead of

    aware: 2027-03-03T02:40Z
    also_told: {newspaper: {when: 2027-02-04}}

## Write

    aware: 2027-03-03T02:40Z
    also_told: {newspaper: {when: 2027-03-04}}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.moments import is_before
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.update import When
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """What incident.md records and cannot be true beside the rest."""
    ledger = context.ledger
    if ledger is None:
        return
    incident, zone = folder.incident, ledger.zone
    told: dict[tuple[str, str], When] = {("told", name): notice.at for name, notice in incident.told.items()}
    told |= {("also_told", name): statement.when for name, statement in incident.also_told.items()}
    for path, when in told.items():
        if is_before(when, incident.aware, zone):
            yield Finding(
                at=folder.document.span(*path),
                message=f"`{path[1]}` was told on {when_words(when, zone)}, before you found out ({when_words(incident.aware, zone)})",
                help="check both; `aware` is when you first had good reason to believe it",
            )
    if not ledger.transitions:
        return
    ends = [entry.window.end for entry in ledger.transitions[-1].after.windows.values()]
    if incident.occurred and ends and all(end is not None and is_before(end, incident.occurred, zone) for end in ends):
        yield Finding(
            at=folder.document.span("occurred"),
            message=f"`occurred` is {when_words(incident.occurred, zone)}, after all access had ended",
            help="write when it happened, or correct `window:` in a new update",
        )


RULE = Rule(
    code="CON096",
    name="contradicting-records",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    # The times of incident.md can be corrected at any time.
    if_published="",
    doc=__doc__,
)
