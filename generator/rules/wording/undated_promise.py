"""Updates as they become available.

## What it checks

That, when an update has no `next_update`, no sentence promises further news without a time.

## Why it matters

Nobody can hold you to it.

## Instead of

    We will provide updates as more information becomes available.

## Write

    next_update: 2027-03-05T17:00Z
"""

from generator.inspection.context import Context
from generator.inspection.wording import is_step, wording
from generator.model.diagnostic import Severity
from generator.model.document import ReadersDocument, TextKind, UpdateDocument
from generator.rules.rule import Rule


def is_undated(document: ReadersDocument, _context: Context) -> bool:
    """Whether the update gives no time for the next one."""
    return isinstance(document, UpdateDocument) and document.update.next_update is None


RULE = Rule(
    code="WRD024",
    name="undated-promise",
    severity=Severity.ERROR,
    check=wording(
        "WRD024",
        "promises news without a time",
        "give the time in `next_update:`",
        words_of="WRD038",
        when=is_undated,
        spared=is_step,
    ),
    waivable=False,
    translations=True,
    unfit=dict.fromkeys(set(TextKind) - {TextKind.UPDATE}, "these have no `next_update:`; vague-promise (WRD038) is asked there"),
    doc=__doc__,
)
