"""The supplier's fault.

## What it checks

That the blame is not passed on to a supplier, unless the same update says that you chose the supplier or answer for what it does.

## Why it matters

Readers chose you, not the supplier.

## Instead of

    A third-party vendor suffered a breach.

## Write

    Our supplier's desk was broken into. We chose the supplier, and we are responsible.
"""

from generator.inspection.context import Context
from generator.inspection.wording import wording
from generator.inspection.wording_frames import says
from generator.model.diagnostic import Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def is_passed_on(document: UpdateDocument, context: Context) -> bool:
    """Whether no sentence of the update says that the organisation chose the supplier or answers for it."""
    language = context.analysis.language(document)
    return not any(
        says(stretch.text[start:end], language, "answers_for")
        for stretch in context.analysis.author_text(document).stretches
        for start, end in stretch.sentences
    )


RULE = Rule(
    code="WRD014",
    name="blame-supplier",
    severity=Severity.WARNING,
    check=wording("WRD014", "passes the fault on", "add that you chose the supplier and are responsible", when=is_passed_on),
    waivable=True,
    translations=True,
    doc=__doc__,
)
