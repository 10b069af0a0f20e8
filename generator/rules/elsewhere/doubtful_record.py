"""The file beside a text that is kept says what cannot be.

## What it checks

That `righted` in a file under content/elsewhere/ is not before `told`, nor still to come, and that each rule under
`waivers` exists and may be waived.

## Why it matters

Whoever is noted as told again is not told again. A slip in one day hides that a newspaper still has the wrong number.

## Instead of

    told: 2027-03-04
    righted: 2026-03-09     # last year

## Write

    told: 2027-03-04
    righted: 2027-03-09
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.ledger.moments import end_of
from generator.ledger.records import Ledger
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, OutsideDocument
from generator.model.outside_text import OutsideRecord
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Days that cannot be, and waivers of what is no rule."""
    for document in content.elsewhere:
        ledger = context.analysis.ledgers.get(document.slug)
        if document.record is not None and ledger is not None:
            yield from _days(document, document.record, ledger, context)
            yield from _waivers(document, document.record, context)


def _days(document: OutsideDocument, record: OutsideRecord, ledger: Ledger, context: Context) -> Iterator[Finding]:
    told = end_of(record.told, ledger.zone)
    if record.righted is not None:
        righted = end_of(record.righted, ledger.zone)
        today = context.now.astimezone(ledger.zone).date()
        if righted < told:
            yield Finding(
                at=document.span("righted"),
                message=f"`righted` is {record.righted}, and this was told after that",
                help=f"tell {record.to} what is right, and put the day on which you did in its place; until then, delete the line",
            )
        elif record.righted > today:
            yield Finding(
                at=document.span("righted"),
                message=f"`righted` is {record.righted}, which is in the future",
                help=f"tell {record.to} what is right, and put the day on which you did in its place; until then, delete the line",
            )


def _waivers(document: OutsideDocument, record: OutsideRecord, context: Context) -> Iterator[Finding]:
    for name in record.waivers:
        if not context.waivable.get(name, context.waivable.get(name.upper(), False)):
            near = get_close_matches(name, [one for one, may in context.waivable.items() if may], n=1)
            yield Finding(
                at=document.span("waivers", name),
                message=f"there is no rule called `{name}` that may be waived",
                help=f"write `{near[0]}`" if near else "use a rule's name as the finding gives it, such as `other-figure`",
            )


RULE = Rule(code="ELS011", name="doubtful-record", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
