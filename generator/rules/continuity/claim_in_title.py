"""A title or summary repeats a claim of others.

## What it checks

That neither `title` nor `summary` contains the words of a claim, or names who makes it.

## Why it matters

Titles are read alone: in feeds, in messages, in search results. A claim there is an advertisement for whoever makes it.

## Instead of

    title: A group on a leak site says that it has all records

## Write

    title: What we know about the data that others say they have
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.repeated_claims import is_said_in
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Claims in the title or the summary."""
    if context.transition is None:
        return
    for key, text in (("title", document.update.title), ("summary", document.update.summary)):
        for entry in context.transition.after.standing_claims:
            if is_said_in(entry.claim.says, text) or is_said_in(entry.claim.by, text):
                yield Finding(
                    at=document.span(key),
                    message=f"the {key} repeats the claim `claims.{entry.name}`, or names who makes it",
                    help=f"say what we know, or what readers should do; the claim has its own section: `{key}: What we know, and what you can do`",
                )
                break


RULE = Rule(code="CON084", name="claim-in-title", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
