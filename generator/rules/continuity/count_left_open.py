"""A number is not known, and what asks for it has been answered.

## What it checks

That a count under `affected` or `data` that names the unknown which asks for its number (`unknown: how-many`) is given when that unknown is answered,
or that `unanswerable` says why it will never be known.

## Why it matters

Readers see the answer, and beside it that nobody knows how many people are affected. It happens when the number is given under a new name, and
the old one is left as it was.

## Instead of

    affected: {staff: {unit: people, exact: 412}}      # and `customers: {unit: people, unknown: how-many}` before
    known: {how-many: They read the letters of 412 people.}

## Write

    affected: {customers: {unit: people, exact: 412}}
    known: {how-many: They read the letters of 412 people.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import line_of
from generator.inspection.context import Context
from generator.ledger.endings import asked_counts, reason_for
from generator.ledger.records import FactState
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Counts that wait for an unknown that this update answers, or that was answered before."""
    transition = context.transition
    if transition is None:
        return
    for one in asked_counts(transition.after):
        asked = transition.after.facts.get(one.asked_by)
        if asked is None or asked.state is not FactState.KNOWN or reason_for(transition.after, one.subject):
            continue
        earlier = transition.before.facts.get(one.asked_by)
        answered = earlier is None or earlier.state is not FactState.KNOWN
        written = document.wrote(*one.path)
        if not answered and not written:
            continue
        why = line_of(one.subject, "Why we will never know.")
        correction = line_of(one.subject, "Why we should not have named it.")
        renamed = (
            f"; if it is under another name now, write under `affected:` the line `{one.of}: none` and under `corrections:` the line"
            f" `{correction}`"
        )
        yield Finding(
            at=document.span(*one.path) if written else document.span("known", one.asked_by),
            message=f"`{one.asked_by}` is answered, but readers still see that the number of `{one.of}` is not known",
            help=f"give the number under `{one.path[0]}:`{renamed if one.path[0] == 'affected' else ''}; or add under `unanswerable:` the line `{why}`",
        )


RULE = Rule(
    code="CON085",
    name="count-left-open",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; give the number in a new update, or say under `unanswerable:` why it will never be known",
    doc=__doc__,
)
