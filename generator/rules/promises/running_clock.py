"""A legal deadline for telling someone is near, or has passed.

## What it checks

That no clock of a notice profile in force is near its end (a quarter of the time left, or the profile's own warning time) or past it while
`told` in incident.md does not record the notice. Time alone can cause this finding, so it never stops a build. There is no finding while
law enforcement delays the notice (`delayed`), after a false alarm, with `impact: none`, or once both the incident and the clock have been
over for 90 days.

## Why it matters

Most clocks start when you become aware, and run at night and on Sundays too. Profiles are reminders, not legal advice: ask a lawyer
early.

## Instead of

    profiles: [gdpr-33]       # and two days later nobody has been told

## Write

    profiles: [gdpr-33]
    told: {gdpr-33: 2027-03-05T10:00Z}
"""

from collections.abc import Iterator

from generator.deadlines.model import ClockReading, ClockState
from generator.deadlines.requested_profiles import TEXT_SOURCES, clocks_that_count, open_condition
from generator.format.times import format_in_full
from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Clocks that are near or passed."""
    if context.ledger is None:
        return
    for asked, reading in clocks_that_count(folder, context):
        if reading.state in {ClockState.NEAR, ClockState.PASSED}:
            now = format_in_full(context.now.astimezone(context.ledger.zone).replace(second=0, microsecond=0))
            yield Finding(
                at=asked.at,
                message=_message(reading, folder.slug, context),
                help=f"tell them and add the time in incident.md under `told:`, such as `{reading.name}: {now}`; or say why not in incident.md under"
                f" `not_needed:`, `{reading.name}: why they need not be told`"
                f" (a reminder, not legal advice{TEXT_SOURCES[reading.clock.learnt]})",
            )


def _message(reading: ClockReading, slug: str, context: Context) -> str:
    clock = reading.clock
    condition = open_condition(reading)
    task = f"{clock.task}, if {condition}," if condition else clock.task
    subject = f"{slug}, `{reading.name}`:"
    if reading.due_on is None:
        return f"{subject} you have not recorded that this was done: {task.removesuffix(',')}, {clock.soon}, since {when_words(reading.start, context.zone)}"
    runs = "ran" if reading.state is ClockState.PASSED else "runs"
    return f"{subject} the time to {task} {runs} out on {when_words(reading.due_on, context.zone)}"


RULE = Rule(code="PRO016", name="running-clock", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
