"""Something in the future is recorded as done.

## What it checks

That no time under `told` or `moments` in incident.md is in the future.

## Why it matters

A planned notice is not a notice. Recorded in advance, it would stop its clock automatically when the time comes, whether anyone was told
or not.

## Instead of

    told: {gdpr-33: 2027-03-05T10:00Z}     # written on 4 March

## Write

Nothing yet. When they have been told:

    told: {gdpr-33: 2027-03-05T10:20Z}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Notices and moments in the future."""
    for folder in content.incidents:
        incident = folder.document.incident if folder.may_say("told", "moments") else None
        if incident is None:
            continue
        tellings = [
            ("told", name, max(telling.at, *telling.again)) if telling.again else ("told", name, telling.at)
            for name, telling in incident.told.items()
        ]
        moments = [("moments", name, moment) for name, moment in incident.moments.items()]
        for section, name, at in (*tellings, *moments):
            if at > context.now:
                yield Finding(
                    at=folder.document.span(section, name),
                    message=f"`{name}` is recorded for {when_words(at, context.zone)}, which is in the future",
                    help="delete the line until it has happened; list what you plan under `next_steps:`",
                )


RULE = Rule(code="NOT010", name="not-yet-told", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
