"""A sentence may give a different number from the ledger.

## What it checks

The same as wrong-figure (CON056) in the rest of an update: unknowns, steps, actions, consequences, reasons and the text below the keys. In
all sentences, also an earlier number in a sentence that does not say what was reached ("We have written to 231 patients"), or a current
number with its digits in a different order; and a title, summary or fact that gives only the old number of something that its update
corrects.

## Why it matters

An old number survives longest where nobody looks for it. It is not always wrong, so this is for you to judge.

## Instead of

    next_steps: {letters: We write to all 231 patients.}      # the count was corrected to 318

## Write

    next_steps: {letters: We write to all 318 patients.}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.prose_figures import finding_of
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Numbers that contradict the ledger elsewhere, or may be old or mistyped."""
    if context.transition is None or context.ledger is None:
        return
    found = context.analysis.prose_figures(document, context.transition, context.ledger)
    for said in found.said:
        if said.severity is Severity.WARNING:
            yield finding_of(said, found.figures, context.analysis.language(document), context.transition)


RULE = Rule(code="CON057", name="doubtful-figure", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
