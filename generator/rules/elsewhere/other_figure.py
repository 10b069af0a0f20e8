"""A text elsewhere gives a different number from the ledger.

## What it checks

That each number in a text about the incident elsewhere (a press release, a filing, a post, a call script) agrees with the ledger's counts
at that time: of people, of notices, of records of a kind. Totals, parts, sums and differences of these are right too, and so is "about" or
"more than" if the count fits.

## Why it matters

Journalists and regulators compare the filing with the status page. Two different numbers make both doubtful.

## Instead of

    An unauthorised party viewed the support tickets of 1,410 customers.     # the ledger says 1,212

## Write

    An unauthorised party viewed the support tickets of 1,212 customers.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.inspection.outside_figures import finding_of, other_figures
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Numbers that contradict what is counted."""
    for one in other_figures(said):
        if one.judged.severity is Severity.ERROR:
            yield finding_of(one, said)


RULE = Rule(code="ELS001", name="other-figure", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
