"""A translation leaves out the body or the summary, or has one of its own.

## What it checks

That a translation has a body and a `summary` if its original has them, and has none otherwise.

## Why it matters

The keys contain what matters most, so this finding stops nothing. But readers of the other language are told more, or something different.

## Instead of

    ---
    ---
    (nothing, where the original tells what the attached letter says)

## Write

    ---
    ---
    Der Brief nennt die Tickets, die sie geöffnet haben.
"""

from collections.abc import Iterator

from generator.format.strict_yaml import short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Translation
from generator.rules.rule import Rule


def check(pair: Translation, context: Context) -> Iterator[Finding]:
    """A body or a summary in only one of the two."""
    found = context.analysis.compared(pair)
    summary = ("summary",)
    parts = {
        "body": (found.ours.body.strip(), found.theirs.body.strip()),
        "summary": (found.ours.sentences.get(summary, ""), found.theirs.sentences.get(summary, "")),
    }
    for part, (ours, theirs) in parts.items():
        if ours and not theirs:
            yield Finding(
                at=pair.document.span(),
                message=f"the {part} is missing; {found.original_name} has one",
                help=f"translate it; it begins: “{short(ours, 80)}”",
            )
        elif theirs and not ours:
            yield Finding(
                at=found.span(summary) if part == "summary" else pair.document.span(),
                message=f"{found.original_name} has no {part}",
                help="delete it here, or tell the readers of the original too",
            )


RULE = Rule(
    code="TRA009",
    name="missing-part",
    severity=Severity.WARNING,
    check=check,
    waivable=True,
    if_published="it was published, so the text stays as it is; correct the translation in that of a new update, under `corrections:`",
    doc=__doc__,
)
