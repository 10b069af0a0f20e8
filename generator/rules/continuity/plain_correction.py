"""A correction admits more than it has to.

## What it checks

Whether a correction in one plain sentence, which says that we were wrong, corrects something that had been left open: then
`kind: found_more` may be right. If both are true, it is a mistake, and the sentence stays.

## Why it matters

Readers who are told of a mistake where there was none trust the next number less, and overlook the real corrections.

## Instead of

    affected: {patients: {unit: people, exact: 1140}}     # about 860 before
    corrections:
      affected.patients: An older log begins three days earlier.

## Write

    corrections:
      affected.patients: {because: An older log begins three days earlier., kind: found_more}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.words import Comfort, value_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Action, CorrectionKind
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Plain corrections of what was left open."""
    lock = context.ledger.folder.lock if context.ledger else None
    sealed = {line.name for line in lock.lines} if lock else set()
    if context.transition is None or document.source.path.rpartition("/")[2] in sealed:
        # What was sealed stays as it is, so that there is nothing to be done.
        return
    for event in context.transition.events:
        given = document.update.corrections.get(event.corrected_as)
        if event.kind is not CorrectionKind.OUR_ERROR or given is None or given.kind is not None:
            continue
        # A comfort that fell is never offered a milder word, and of advice only its writer knows.
        if isinstance(event.was, Comfort | Action | tuple):
            continue
        if event.left_open:
            line = f"{event.corrected_as}: {flow({'because': given.because, 'kind': 'found_more'})}"
            yield Finding(
                at=document.span("corrections", event.corrected_as),
                message=f"this says that we were wrong, but the earlier statement left it open: {value_words(event.was, context.zone)}",
                help=f"if it was not a mistake, write `{line}`",
            )


RULE = Rule(code="CON032", name="plain-correction", severity=Severity.ADVICE, check=check, waivable=False, doc=__doc__)
