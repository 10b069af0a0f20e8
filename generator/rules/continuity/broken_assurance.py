"""Readers were told that no message means they are safe, and then the count grew.

## What it checks

That, after a published sentence of the kind "if you have not heard from us, you are not affected", an update with a larger count says
that the sentence was wrong: by a correction of the count (`affected.<population>`), or of the fact or the advice that contained it.

## Why it matters

At one company the count grew from 125 to 163 to 209. Everyone from the 126th person on had been told to relax.

## Instead of

    affected:
      customers: {unit: organisations, at_least: 163}     # it was 125, and “if you have not heard from us, you are not affected”

## Write

    affected:
      customers: {unit: organisations, at_least: 163}
    corrections:
      affected.customers: We said that whoever had not heard from us was not affected. That was wrong; we found 38 more.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.records import Transition
from generator.ledger.words import count_words, when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import CountForm
from generator.rules.rule import Rule

#: The rule whose patterns match such a sentence.
_SILENCE = "WRD017"


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """A larger count after such a sentence, and no correction of either."""
    transition, ledger = context.transition, context.ledger
    if transition is None or ledger is None:
        return
    grown = [population for population in document.update.affected if _has_grown(transition, population)]
    if not grown:
        return
    corrected = set(document.update.corrections) | {f"action.{name}" for name in document.update.withdrawn}
    for earlier in ledger.transitions:
        if earlier.document.number >= document.number or _is_corrected(ledger.transitions, earlier, document.number):
            continue
        for path in context.analysis.where_said(_SILENCE, earlier.document):
            subjects = {*(f"affected.{population}" for population in grown), _subject(path)}
            if corrected & subjects:
                continue
            population = grown[0]
            before, after = transition.before.affected[population].count, transition.after.affected[population].count
            yield Finding(
                at=document.span("affected", population),
                message=(
                    f"on {when_words(earlier.document.update.published, context.zone)} readers were told that silence means safety; since then"
                    f" `{population}` has grown from {count_words(before)} to {count_words(after)}"
                ),
                help=f"add under `corrections:` the line `affected.{population}: why the earlier sentence was wrong`",
            )
            return


def _has_grown(transition: Transition, population: str) -> bool:
    before, after = transition.before.affected.get(population), transition.after.affected.get(population)
    if before is None or after is None or before.count.form is CountForm.UNKNOWN:
        return False
    return after.count.low > before.count.low


def _is_corrected(transitions: tuple[Transition, ...], said: Transition, before: int) -> bool:
    """Whether an update in between has already corrected a count, and with it the sentence."""
    return any(
        name.startswith("affected.")
        for transition in transitions
        if said.document.number < transition.document.number < before
        for name in transition.document.update.corrections
    )


def _subject(path: tuple[str, ...]) -> str:
    """Return the name in `corrections` of the entry with the sentence; empty when it was not in a named entry."""
    match path:
        case ("known" | "unknown", name, *_):
            return name
        case ("actions", name, *_):
            return f"action.{name}"
        case ("actions",):
            return "actions"
        case _:
            return ""


RULE = Rule(
    code="CON014",
    name="broken-assurance",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, under `corrections:`, that the earlier sentence was wrong",
    doc=__doc__,
)
