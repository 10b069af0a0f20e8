"""A customer's question is for an audience that does not exist.

## What it checks

That each name under the `for` of a question in incident.md is an audience of site_config.yml or a group under `affected`.

## Why it matters

What is for an unknown name is for nobody, and the people who asked will not find the answer.

## Instead of

    questions: {rota: {ask: Was my rota read?, answer: Yes., for: [staf]}}

## Write

    questions: {rota: {ask: Was my rota read?, answer: Yes., for: [staff]}}
"""

from collections.abc import Iterator

from generator.inspection.audience_names import unknown_names
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Names under `for` in customers' questions that nobody has."""
    if context.config is None or context.ledger is None:
        return
    names = tuple(dict.fromkeys((*context.config.audiences, *context.ledger.state.affected)))
    for name, question in folder.incident.questions.items():
        yield from unknown_names(name, question.for_whom, names, folder.document.span("questions", name, "for"))


RULE = Rule(code="CON079", name="question-for-nobody", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
