"""A clock has not started, because its moment is not recorded.

## What it checks

That the moment from which a clock of a profile in force is counted is recorded under `moments` in incident.md (such as when the incident
was found to be material), or that `not_needed` says why the clock does not count. Clocks that count only in some circumstances are not
checked.

## Why it matters

Some clocks do not start when you became aware but when you decide something: that the incident is major, or material. If the moment is
not recorded, the time still runs, but nobody sees it.

## Instead of

    profiles: [sec-8k]

## Write

    profiles: [sec-8k]
    moments: {material: 2027-03-04T16:30Z}
"""

from collections.abc import Iterator

from generator.deadlines.model import Answer, ClockState
from generator.deadlines.requested_profiles import clocks_of, in_public, unrecorded
from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Clocks that wait for a moment to be recorded."""
    state, requested = in_public(folder, context)
    if state is None or context.ledger is None:
        return
    for one in requested:
        for reading in clocks_of(folder, context, (one,)):
            moments = unrecorded(reading, folder.incident)
            if reading.state is ClockState.NOT_STARTED and moments and reading.condition.answer is Answer.MET:
                now = format_in_full(context.now.astimezone(context.ledger.zone).replace(second=0, microsecond=0))
                yield Finding(
                    at=one.at,
                    message=f"the clock `{reading.name}` has not started: `{moments[0]}` is not recorded for {folder.slug}",
                    help=f"once it has happened, add its time in incident.md under `moments:`, such as `{moments[0]}: {now}`; if it will not happen, say why in incident.md under"
                    f" `not_needed:`, `{reading.name}: why it does not apply`",
                )


RULE = Rule(code="NOT008", name="unstarted-clock", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
