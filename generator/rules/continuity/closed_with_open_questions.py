"""An incident is called resolved while a public question has no answer.

## What it checks

That each question under `questions` in incident.md has an answer when the incident is called resolved: under `answer`, or from the unknown
that it waits for, once that is answered or declared unanswerable; or says under `because` why there is none. A question that was first
asked after the update (`since`) does not count. Nor does one that waits for an unknown of an incident that goes on as part of another one
(`outcome: part_of_another`): it is asked there.

## Why it matters

People who asked in public and got no answer read "resolved" as "we have stopped listening".

## Instead of

    questions:
      cards: {ask: Will you pay for new cards?}

## Write

    questions:
      cards: {ask: Will you pay for new cards?, because: The insurers decide that in May.}
"""

from collections.abc import Iterator

from generator.format.incident import QUESTION
from generator.inspection.context import Context
from generator.ledger.endings import left_unanswered
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.incident import Question
from generator.rules.rule import Rule
from generator.scaffolding.written_lines import in_one_line


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """`resolved` with questions that nobody has answered."""
    transition, ledger = context.transition, context.ledger
    if transition is None or ledger is None:
        return
    for question in left_unanswered(ledger, transition):
        yield Finding(
            at=document.span("status"),
            message=f"the incident is called resolved, but the question `{question.name}` has no answer: {question.ask}",
            help=f"in incident.md, write under `questions:` the line `{_with(question, 'answer', 'What you answer.')}`, or the line"
            f" `{_with(question, 'because', 'Why there is no answer.')}`",
        )


def _with(question: Question, key: str, sentence: str) -> str:
    """A question with one more key, in one line."""
    return f"{question.name}: {in_one_line(QUESTION, question, {'unknown': '', key: sentence})}"


RULE = Rule(
    code="CON063",
    name="closed-with-open-questions",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; answer the question in incident.md, or say there under `because:` why there is no answer",
    doc=__doc__,
)
