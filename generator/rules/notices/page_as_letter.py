"""A letter must not say what this page says.

## What it checks

Whether a profile in force forbids something in its letter (Massachusetts: the nature of the breach, and the number of residents). The
finding stays until `told` records that the letter has gone out. It concerns only the letter, not the page.

## Why it matters

A page says what happened and to how many people. A law can forbid both in the letter to residents, and require both in the letter to its
agencies. No single text can serve as both. This is a reminder, not legal advice.

## Instead of

Printing the page, and sending it as the letter. `aboveboard notice --profile us-ma` writes a letter that leaves both out.

## Write

A letter of its own, and when it has gone out:

    told: {us-ma.residents: 2027-03-06T15:00Z}
"""

from collections.abc import Iterator

from generator.deadlines.model import ClockState
from generator.deadlines.requested_profiles import clocks_of, in_public
from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule

_SETTLED = frozenset({ClockState.TOLD, ClockState.TOLD_LATE, ClockState.NOT_NEEDED, ClockState.NOT_ASKED})


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Letters that are still to be written and must not repeat the page."""
    state, requested = in_public(folder, context)
    if state is None or context.ledger is None:
        return
    for one in requested:
        for reading in clocks_of(folder, context, (one,)):
            never = one.profile.never.get(reading.clock.name, ())
            if never and reading.state not in _SETTLED:
                yield Finding(
                    at=one.at,
                    message=f"`{one.profile.key}` forbids in the letter to {reading.clock.tell}: {'; '.join(never)}",
                    help=f"write that letter separately from this page; when it has gone out, add the time in incident.md under `told:`, `{reading.name}: {format_in_full(context.now.astimezone(context.ledger.zone).replace(second=0, microsecond=0))}` (a reminder, not legal advice)",
                )


RULE = Rule(code="NOT007", name="page-as-letter", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
