"""The next update is overdue.

## What it checks

That the time promised by the newest update has not passed without another one. Time alone can cause this finding, so it never stops
a build.

## Why it matters

The page itself shows readers that the update is overdue. Publish one as soon as you can, even if it contains nothing new.

## Instead of

Silence after the promised hour.

## Write

    title: Nothing has changed since yesterday
    no_change: true
    late: We promised this for 17:00 and are two hours late.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.promises import made_in
from generator.ledger.records import PromiseKind
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule, overdue


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A promised update that was not published."""
    for promise in overdue(context, PromiseKind.UPDATE):
        yield Finding(
            at=made_in(folder, promise).span("next_update"),
            message=f"the update promised for {when_words(promise.due, context.zone)} is late",
            help="publish one, even if it only says that nothing has changed (`no_change`), and say why it is late (`late`)",
        )


RULE = Rule(code="PRO022", name="overdue-update", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True)
