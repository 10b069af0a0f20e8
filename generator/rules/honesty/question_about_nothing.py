"""A customer's question refers to an unknown that does not exist.

## What it checks

That the `unknown` of a question in incident.md is the name of an unknown in the incident's updates.

## Why it matters

Readers are told "we do not know this yet" and given a link to the place where the answer will appear. It must lead somewhere.

## Instead of

    questions:
      copied: {ask: Did they copy my tickets?, unknown: copys}

## Write

    questions:
      copied: {ask: Did they copy my tickets?, unknown: copied}
"""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Questions that refer to a name that was never used."""
    if context.ledger is None:
        return
    transitions = (*context.ledger.transitions, *context.ledger.drafts)
    names = {name for transition in transitions for name in transition.after.facts}
    for question in folder.incident.questions.values():
        if question.unknown and question.unknown not in names:
            near = get_close_matches(question.unknown, sorted(names), n=1)
            yield Finding(
                at=folder.document.span("questions", question.name, "unknown"),
                message=f"`{question.unknown}` is not the name of an unknown in this incident",
                help=f"write `unknown: {near[0]}`"
                if near
                else "list it under `unknown:` in the next update, or answer the question here",
            )


RULE = Rule(code="HON016", name="question-about-nothing", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
