"""A step's date has passed, and the update does not say what happened to it.

## What it checks

That an update does not leave a step open whose date (`by`) had passed when it was published: it is done, dropped, or has a later date.

## Why it matters

A step with a date is a promise. If its date is in the past, every reader sees that nobody maintains the list.

## Instead of

    # published on 6 March
    next_steps:
      count: {do: Count the people in the opened tickets., by: 2027-03-05}

## Write

    next_steps:
      count: {do: Count the people in the opened tickets., by: 2027-03-08, because: Some tickets name several people.}
"""

from collections.abc import Iterator
from datetime import date, timedelta

from generator.format.strict_yaml import flow
from generator.inspection.context import Context
from generator.ledger.moments import end_of
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Step
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Open steps whose date had passed at the time of publication."""
    if context.transition is None or context.ledger is None:
        return
    for entry in context.transition.after.open_steps:
        # One that stands under `done` with a wrong day is another finding.
        by = entry.step.by if entry.name not in document.update.done else None
        if by is not None and end_of(by, context.ledger.terms_of(document.update).zone) < document.update.published:
            yield Finding(
                at=document.span("next_steps", entry.name),
                message=f"the step `{entry.name}` was promised by {when_words(by, context.zone)}, but this update does not say what happened to it",
                help=f"list it under `next_steps:` with a later day, such as `{entry.name}: {flow(_later(entry.step, document.update.published.date()))}`;"
                " or remove it from `next_steps:`, and give the result under `done:` or the reason under `dropped:`",
            )


def _later(step: Step, after: date) -> dict[str, str]:
    """Return the step with all its keys, a week later."""
    written = {
        "do": step.do,
        "by": str(after + timedelta(days=7)),
        "who": step.who,
        "because": step.because or "why it takes longer",
    }
    return {key: value for key, value in written.items() if value}


RULE = Rule(
    code="PRO018",
    name="forgotten-step",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say in a new update what happened to the step: `done:`, `dropped:` or a later `by:`",
    doc=__doc__,
)
