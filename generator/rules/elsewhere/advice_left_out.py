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
from generator.prose.clauses import clauses
from generator.rules.rule import Rule

#: The rule whose frames find a sentence that says so.
_NO_ACTION = "WRD018"


def check(said: OutsideStatement, _context: Context) -> Iterator[Finding]:
    """Sentences by which nothing is to be done, while something is."""
    standing = said.state.standing_actions
    if not standing:
        return
    for stretch, words in said.read.hits.get(_NO_ACTION, ()):
        end = _end_of_clause(stretch.text, words.end, said.language)
        yield Finding(
            at=stretch.span(words.start, end),
            message=f"it says “{stretch.text[words.start : end].strip()}”; the ledger has advice: {standing[0].action.do}",
            help="say what to do, as the newest update does",
        )


def _end_of_clause(text: str, place: int, language: str) -> int:
    """Return where the clause of a place ends, without its mark: "no tiene que hacer" alone is no quotation."""
    clause = next((one for one in clauses(text, language) if one.start < place <= one.end), None)
    return max(place, clause.start + len(clause.text.rstrip(" .,;:!?…—–\n"))) if clause else place


RULE = Rule(code="ELS008", name="advice-left-out", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__)
