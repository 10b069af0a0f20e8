"""A reassuring sentence may no longer be true, and this update does not say so.

## What it checks

Compares what was known before this update, and the story so far (`what_happened`), with what this update says. The update has to say
whether these facts are still true: a fact whose subject under `about` was corrected or got worse; one that denies ("No account numbers were
in it") something that this update no longer calls harmless; one that gives a number which this update corrects; and, if the incident is
reopened, every denial and the fact that said what had contained it.

The update does so with a correction; by repeating the sentence, or with `still_true`, if it was checked and is still true; with `ended`, if
something new has ended it; or, on `reopened`, under `unknown`, if nobody knows any more. If this update says that exactly what the fact
denies was accessed or taken, only a correction will do, unless the fact is about other people, another system or another day.

## Why it matters

Readers remember a false all-clear that stays under “What we know” beside the bad news: they were told that they were safe, and nobody ever told
them that this was wrong.

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
