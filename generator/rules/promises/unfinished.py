"""A step is called done, and its result says that it is not.

## What it checks

That no result under `done` says only that something is going on, has begun or is to come, in languages with a list of words: “are being prepared”, “is under
way”, “we will”. A result that also says what was done is left alone.

## Why it matters

A promise is counted as kept on the day of `done`: on the page, in the calendar and in the record. "Letters are being prepared" keeps no promise to
write them, and nobody asks for them again.

## Instead of

    done: {write: Letters are being prepared.}

## Write

    next_steps: {write: {do: We write to each of the 312 patients., by: 2027-03-08, because: The printer has broken down.}}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.prose.clause_kinds import goes_on
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Results that say that the step goes on."""
    language = context.analysis.language(document)
    for name, outcome in document.update.done.items():
        if goes_on(outcome.what, language):
            yield Finding(
                at=document.span("done", name),
                message=f"`{name}` is under `done`, so its promise counts as kept, but its result says that it is not done: {short(outcome.what, 80)}",
                help="list it again under `next_steps:`, with a later day (`by`) and the reason (`because`) if it had one, or say what was done",
            )


RULE = Rule(
    code="PRO035",
    name="unfinished",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; list the step again in a new update, under a name of its own, and say there that it was not done",
    doc=__doc__,
)
