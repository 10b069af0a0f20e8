"""A commit's date cannot be right.

## What it checks

That the date of every commit that changed the site is between those of the commits before it and now, if git's full history is available.

## Why it matters

The author of a commit can choose its date. A date far in the future would make everything after it "not yet", and one far in the past would
hide how long a text was public. Such a date proves nothing here, in either direction: a text of that commit counts as public for as long as
possible, and as coming out as late as possible.

## Instead of

    git commit --date="2099-01-01T00:00Z"

## Write

    (nothing: set that computer's clock; the commit itself stays as it is)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Commits that are dated before what they follow, or after now."""
    del content  # Only the history matters.
    for odd in context.analysis.odd:
        yield Finding(
            at=Span(odd.path, 1, 1, 1, 1),
            message=f"the commit {odd.commit[:10]} is dated {when_words(odd.date, context.zone)}, which cannot be right, so its date proves nothing",
            help="set the clock of the computer that made it; the commit itself stays as it is",
        )


RULE = Rule(code="SEA022", name="odd-commit-time", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
