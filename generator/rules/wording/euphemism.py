"""A security event.

## What it checks

That, once the ledger says that data was seen or taken, an update that speaks of an incident, an issue or unusual activity also says it in a plain verb: read, copied, deleted, locked.

## Why it matters

People who do not understand that their data was taken will not act.

## Instead of

    We are dealing with a security event.

## Write

    Someone copied 1,212 customers' tickets.
"""

from generator.inspection.context import Context
from generator.inspection.wording import PLAIN_VERB, happened, wording
from generator.model.diagnostic import Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def is_hidden(document: UpdateDocument, context: Context) -> bool:
    """Whether data was reached according to the ledger, and no sentence of the update says so plainly."""
    return happened(document, context) and not any(
        PLAIN_VERB.search(stretch.text) for stretch in context.analysis.author_text(document).stretches
    )


RULE = Rule(
    code="WRD016",
    name="euphemism",
    severity=Severity.WARNING,
    check=wording("WRD016", "hides what happened", "say it with a plain verb: read, copied, deleted, locked", when=is_hidden),
    waivable=True,
    translations=True,
    doc=__doc__,
)
