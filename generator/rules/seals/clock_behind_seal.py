"""The clock is behind the newest seal.

## What it checks

That no text was sealed later than now, as far as the clock of this computer (or `--now`) says.

## Why it matters

What is sealed is public. With an earlier clock, an update that readers have seen would count as held back, and a build would silently remove
it.

## Instead of

    aboveboard build --now 2027-03-01T09:00Z     # the newest text was sealed on 3 March

## Write

    aboveboard build

To show a site as it was on an earlier day, use `build --as-of`, which says so on every page.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.commit_times import TOLERANCE
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, LockDocument
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Seals that are later than now: the newest of each lock."""
    for lock in (*(folder.lock for folder in content.incidents if folder.may_be_sealed), content.page_lock):
        if lock is not None and not context.analysis.former_state:
            yield from _ahead(lock, context)


def _ahead(lock: LockDocument, context: Context) -> Iterator[Finding]:
    newest = max(((line.seen, index) for index, line in enumerate(lock.lines) if line.seen), default=None)
    if newest is None or newest[0] <= context.now + TOLERANCE:
        return
    yield Finding(
        at=lock.span(str(newest[1])),
        message=f"this was sealed on {when_words(newest[0], context.zone)}, but the clock here says {when_words(context.now, context.zone)}: what is sealed is public",
        help="set this computer's clock; to show the site as it was on an earlier day, use `aboveboard build --as-of`",
    )


RULE = Rule(code="SEA013", name="clock-behind-seal", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
