"""Readers could first read it later than it says.

## What it checks

That `published` of an update or a review is when readers could first read it, as far as git tells where its whole history is there: a commit
that came more than the site's grace (and more than ten minutes) later, or none yet, is a finding. If a promise would look kept by it, that is an
error (`backdated-promise`).

## Why it matters

From this time readers and regulators count how long you took to tell them. Feed readers pass over what is older than what they have seen, so
that a statement with yesterday's time reaches nobody.

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
    """Updates and reviews that came later than they say, with no promise that it concerns."""
    yield from (one.finding for one in backdated(folder, context) if not one.held)


RULE = Rule(code="PRO030", name="backdated", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
