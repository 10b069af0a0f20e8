"""A time in the past makes a promise look kept.

## What it checks

That no update and no review says that it was published in time for a promise when readers cannot have read it then: git, where its whole
history is there, has it only from a later time on (by more than the site's grace), or does not have it yet. What the first commit of a
repository brought may have been published elsewhere before, and is left alone; so is what is older than `public_since`.

## Why it matters

The page of promises is believed because it also lists those that were missed. One update with the time of yesterday, and the page says of a
promise that was missed that it was kept, to people who waited and saw that it was not.

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
    """Updates and reviews that came too late for a promise, and say that they did not."""
    yield from (one.finding for one in backdated(folder, context) if one.held)


RULE = Rule(code="PRO029", name="backdated-promise", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
