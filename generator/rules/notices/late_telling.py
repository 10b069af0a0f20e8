"""Someone was notified late, but nothing says why.

## What it checks

That a notice recorded after its clock had run out has `because`: one sentence that says why.

## Why it matters

Authorities ask for the reasons of a delay (GDPR, article 33). Write them down on the day you know them; a year later you will not. This
is a reminder, not legal advice.

## Instead of

    told: {gdpr-33: 2027-03-09T10:00Z}

## Write

    told:
      gdpr-33:
        at: 2027-03-09T10:00Z
        because: The first search found no personal data; the second, on 8 March, did.
"""

from collections.abc import Iterator

from generator.deadlines.model import ClockState
from generator.deadlines.requested_profiles import clocks_of, in_public
from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Late notices without a reason."""
    state, requested = in_public(folder, context)
    if state is None or context.ledger is None:
        return
    for reading in clocks_of(folder, context, requested):
        if reading.state is ClockState.TOLD_LATE and reading.told is not None and not reading.told.because:
            name = next(name for name in reading.profile.names(reading.clock) if name in folder.incident.told)
            yield Finding(
                at=folder.document.span("told", name),
                message=f"the time to {reading.clock.task} ran out on {when_words(reading.due_on, context.zone)}, but you do not say why they were told later",
                help=f"say why in one sentence: `{name}: {{at: {format_in_full(reading.told.at)}, because: why they were told later}}`",
            )


RULE = Rule(code="NOT009", name="late-telling", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
