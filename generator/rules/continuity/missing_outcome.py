"""It is not clear whether it was a false alarm.

## What it checks

That an incident that was never more than investigating or confirmed, and is resolved with a reason, says whether it was a false alarm if that
is not certain: if a kind of data was ever possible, a count is above 0, or readers were told what kind of incident it was (`nature`), such as
a break-in or a mistake. What turned out to be part of another incident did happen.

## Why it matters

"It was not what it seemed" is a different end from "it happened, and it is over". Here only the writer can tell which it was.

## Instead of

    status: resolved
    because: The log shows that nobody opened a letter.     # and one was possible before

## Write

    status: resolved
    because: The log shows that nobody opened a letter.
    outcome: false_alarm
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.endings import asks_for_outcome, doubt, is_without_intruder
from generator.ledger.records import State
from generator.ledger.words import nature_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """An end with a reason, straight from being investigated or confirmed, that may be one thing or another."""
    transition = context.transition
    if transition is None or not asks_for_outcome(document.update, transition.before, transition.after):
        return
    after = transition.after
    yield Finding(
        at=document.span("status"),
        message=f"readers cannot tell whether this was a false alarm: {_why(after)}",
        help=f"add `outcome: false_alarm` if it was not what it seemed; {_otherwise(after)}",
    )


def _why(state: State) -> str:
    subject = doubt(state)
    kind, _, name = subject.partition(".")
    if kind == "data":
        return f"`{name}` had been possible"
    if kind == "affected":
        return f"`{name}` may be more than 0"
    return f"`nature` says {nature_words(state.nature.nature)}" if state.nature else ""


def _otherwise(state: State) -> str:
    if is_without_intruder(state):
        return "if it happened, call it `confirmed` first; `nothing_reached` means that it happened but no data was reached"
    return "if it happened, also as part of another incident, continue with `contained`; `nothing_reached` means that it was contained and watched, and no data was reached"


RULE = Rule(
    code="CON062",
    name="missing-outcome",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is, and does not call it a false alarm; if it was one, write a new update with `outcome: false_alarm`",
    doc=__doc__,
)
