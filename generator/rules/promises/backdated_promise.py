"""A time in the past makes a promise look kept.

## What it checks

That no update or review claims to have been published in time for a promise when readers cannot have read it then. The earliest proof
counts: the time when git's full history shows it on the published branch, or the first line in ledger.lock. If that is later than
`published` and the site's grace, pages, promises and feeds count from it, and this finding says so. Texts from the first commit of a
repository may have been published elsewhere before and are not checked; nor are texts older than `public_since`.

## Why it matters

People believe the page of promises because it also lists missed ones. One update with yesterday's time makes it list a missed promise as
kept, for people who waited and know that it was not.

## Instead of

    # written on 5 March at 17:00
    published: 2027-03-05T08:50Z     # promised for 09:00

## Write

    published: 2027-03-05T17:00Z
    late: We promised this for 09:00. Counting took longer than we had thought, and we should have said so then.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.late_publication import backdated
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Updates and reviews that came too late for a promise but claim to be in time."""
    yield from (one.finding for one in backdated(folder, context) if one.held)


RULE = Rule(code="PRO029", name="backdated-promise", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
