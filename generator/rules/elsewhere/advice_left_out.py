"""A text elsewhere says that there is nothing to do, but the ledger has advice.

## What it checks

That no text tells people that they need do nothing while the incident's updates say what they should do.

## Why it matters

People who hear it do nothing, although there was advice.

## Instead of

    You do not need to take any action.     # the newest update says: Change your password …

## Write

    Change your password if you ever sent it to us in a ticket.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement
from generator.model.diagnostic import Finding, Severity
from generator.rules.rule import Rule

#: The rule whose frames find a sentence that says so.
_NO_ACTION = "WRD018"


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Sentences by which nothing is to be done, while something is."""
    standing = said.state.standing_actions
    if not standing:
        return
    for stretch, words in said.read.hits.get(_NO_ACTION, ()):
        yield Finding(
            at=stretch.span(words.start, words.end),
            message=f"it says “{stretch.text[words.start : words.end].strip()}”; the ledger has advice: {standing[0].action.do}",
            help="say what to do, as the newest update does",
        )


RULE = Rule(code="ELS008", name="advice-left-out", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
