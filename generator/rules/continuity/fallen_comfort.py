"""A sentence that readers were told for their comfort may no longer hold, and this update does not say so.

## What it checks

What was known before this update, and the story so far (`what_happened`), against what this update says. It has to say whether a fact still
holds that says under `about` what it is about, where that was corrected or got worse; that denies ("No account numbers were in it") something
that this update no longer calls harmless; that gives a figure which this update corrects; and, where the incident is reopened, every fact that
denies and the one that said what had contained it.

It answers by a correction; by saying the same again, or `still_true`, where it was looked at and holds; by `ended`, where something new has
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
    for asked in context.transition.asked_about if context.transition else ():
        if asked.because is not AskedBecause.WORSE and not (_is_old_story(asked) and _has_wrong_figure(document, context)):
            yield finding(asked, document, context)


def _is_old_story(asked: Asked) -> bool:
    return asked.name == STORY and asked.because is AskedBecause.FIGURE


def _has_wrong_figure(document: UpdateDocument, context: Context) -> bool:
    """Whether the story so far has a finding already that gives its right number."""
    if context.transition is None or context.ledger is None:
        return False
    said = context.analysis.prose_figures(document, context.transition, context.ledger).said
    return any(one.is_carried and one.key == (STORY,) and one.severity is Severity.ERROR for one in said)


RULE = Rule(
    code="CON050",
    name="fallen-comfort",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, under `corrections:`, that the earlier sentence was wrong, or under `still_true:` that it holds",
    doc=__doc__,
)
