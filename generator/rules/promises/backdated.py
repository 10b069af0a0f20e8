"""A text came out later than it says.

## What it checks

That `published` of an update or a review is the time when readers could first read it, as shown by git's full history or the first line in
ledger.lock: more than the site's grace (and more than ten minutes) later is a finding, and that time counts instead. If a promise would
look kept otherwise, it is `backdated-promise`.

## Why it matters

Readers and regulators use this time to count how long you took to tell them. Feed readers skip items older than those they have seen, so
a statement with yesterday's time reaches nobody.

## Instead of

    # committed on 3 March at 11:40
    published: 2027-03-03T03:10Z

## Write

    published: 2027-03-03T11:40Z
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.late_publication import backdated
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Updates and reviews that came later than they say, without an effect on promises."""
    yield from (one.finding for one in backdated(folder, context) if not one.held)


RULE = Rule(code="PRO030", name="backdated", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
