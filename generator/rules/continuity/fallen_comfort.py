"""A sentence that readers were told for their comfort may no longer hold, and this update does not say so.

## What it checks

What was known before this update, and the story so far (`what_happened`), against what this update says. It has to say whether a fact still
holds that says under `about` what it is about, where that was corrected or got worse; that denies ("No account numbers were in it") something
that this update no longer calls harmless; that gives a figure which this update corrects; and, where the incident is reopened, every fact that
denies and the one that said what had contained it.

It answers by a correction; by saying it was repeated, or `still_true`, where it was looked at and holds; by `ended`, where something new has
ended it; or, on `reopened`, under `unknown`, where nobody knows any more. Only a correction will do where this update says that just what the
fact denies was accessed or taken, unless the fact is about other people, another system or another day.

## Why it matters

A false all-clear that stands under “What we know” beside the bad news is what readers remember: they were told that they were safe, and nobody
ever told them that this was wrong.

## Instead of

    data: {bank-accounts: taken}     # it was not_affected, and `bank` said: No bank account numbers were in it.
    corrections: {data.bank-accounts: We had overlooked a column.}

## Write

    known: {bank: The bank account numbers of 40 customers were in it.}
    data: {bank-accounts: taken}
    corrections:
      data.bank-accounts: We had overlooked a column.
      bank: {because: We had overlooked a column., kind: our_error}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.questioned import finding
from generator.ledger.comforts import STORY
from generator.ledger.records import Asked, AskedBecause
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Facts of which the update has to say whether they hold."""
    transition = context.transition
    for asked in transition.asked_about if transition else ():
        if asked.because is not AskedBecause.WORSE and not _has_line(asked, document, context):
            yield finding(asked, document, context)


def _has_line(asked: Asked, document: UpdateDocument, context: Context) -> bool:
    """Whether the story so far gives a figure that wrong-figure (CON056) finds, with the line to write."""
    if asked.name != STORY or asked.because is not AskedBecause.FIGURE or context.transition is None or context.ledger is None:
        return False
    found = context.analysis.prose_figures(document, context.transition, context.ledger)
    return any(said.key == (STORY,) and said.severity is Severity.ERROR for said in found.said)


RULE = Rule(
    code="CON050",
    name="fallen-comfort",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, under `corrections:`, why the sentence was wrong, or under `still_true:` that it is still true",
    doc=__doc__,
)
