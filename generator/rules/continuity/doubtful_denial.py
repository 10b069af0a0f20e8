"""Something got worse, but a sentence that denies it is unchanged.

## What it checks

That an update in which a kind of data, a count or a window gets worse says whether the known facts that deny something about the same
subject are still true: with a correction, by repeating them, or under `still_true`. That after a sentence such as "if you have not heard
from us, you are not affected", wherever it was, an update with a larger count says that it was wrong: with a correction of the count
(`affected.<population>`), or of the fact or advice that contained it. And that no new fact flatly denies what `data:` says in the same
update.

## Why it matters

At one company the count grew from 125 to 163 to 209. Everyone from the 126th person on had been told to relax.

## Instead of

    affected:
      customers: {unit: organisations, at_least: 163}     # it was 125, and “if you have not heard from us, you are not affected”

## Write

    affected:
      customers: {unit: organisations, at_least: 163}
    corrections:
      affected.customers: We said that anyone who had not heard from us was not affected. That was wrong; we found 38 more.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.contradicted import contradicted
from generator.inspection.questioned import finding
from generator.ledger.records import AskedBecause, Transition
from generator.ledger.words import count_words, when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import CountForm
from generator.rules.rule import Rule

#: The rule whose patterns match a sentence by which silence means safety.
_SILENCE = "WRD017"


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Denials about what got worse, and sentences by which silence meant safety."""
    transition = context.transition
    if transition is None:
        return
    for asked in transition.asked_about:
        if asked.because is AskedBecause.WORSE:
            yield finding(asked, document, context)
    names = {asked.name for asked in transition.asked_about}
    yield from _silence(document, transition, context, names)
    yield from contradicted(document, transition, context)


def _silence(document: UpdateDocument, transition: Transition, context: Context, names: set[str]) -> Iterator[Finding]:
    """A larger count after a sentence by which silence means safety, and no correction of either."""
    grown = [population for population in document.update.affected if _has_grown(transition, population)]
    if not grown or context.ledger is None:
        return
    transitions = context.ledger.transitions
    corrected = set(document.update.corrections) | {f"action.{name}" for name in document.update.withdrawn}
    for earlier in transitions:
        if earlier.document.number >= document.number:
            continue
        said = context.analysis.where_said(_SILENCE, earlier.document)
        # Few updates say so, and only of them is it worth going through all that came after.
        if not said or _is_corrected(transitions, earlier, document.number):
            continue
        for path in said:
            if corrected & {*(f"affected.{population}" for population in grown), _subject(path)} or _subject(path) in names:
                continue
            population = grown[0]
            before, after = transition.before.affected[population].count, transition.after.affected[population].count
            yield Finding(
                at=document.span("affected", population),
                message=(
                    f"on {when_words(earlier.document.update.published, context.zone)} readers were told that no news means that they are safe; since then `{population}` has grown from {count_words(before)} to {count_words(after)}"
                ),
                help=f"add under `corrections:` the line `affected.{population}: why that sentence was wrong`",
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
    code="CON051",
    name="doubtful-denial",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update, under `corrections:`, why the sentence was wrong, or under `still_true:` that it is still true",
    doc=__doc__,
)
