"""The answer to a public question says another thing than `data`.

## What it checks

Answers under `questions` in incident.md, as readers see them now: that none says that a kind of data was reached where `data` says less, or that it was
not where `data` calls it possible, unknown, accessed or taken, also with a plain "No". The rules of wording judge an answer as they judge an update.

## Why it matters

Whoever asks "Did they see my account number?" reads this answer first, and may read nothing else. It stands beside the updates for as long as the page does.

## Instead of

    questions:
      bank: {ask: Did they see my account number?, answer: No.}

## Write

    questions:
      bank: {ask: Did they see my account number?, unknown: bank-seen}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.inspection.outside import OutsideStatement, statement
from generator.inspection.outside_data import claimed, denied, refused_by_no
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.incident import Question
from generator.model.outside_text import OutsideText, Paragraph
from generator.prose.denial import answers_no
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Answers that say another thing than the ledger."""
    ledger, config = context.ledger, context.config
    if ledger is None or config is None:
        return
    for name, question in folder.incident.questions.items():
        if not question.answer:
            continue
        at = folder.document.span("questions", name, "answer")
        length = len(question.answer)
        paragraph = Paragraph(question.answer, (at.line,) * length, (at.column,) * length)
        text = OutsideText(path=folder.document.source.path, paragraphs=(paragraph,))
        said = statement(text, config.site.language, ledger, context.now, config.wording.allow)
        if said is None:
            return
        for message, help in _of_answer(question, said):
            yield Finding(at=at, message=f"the answer to `{name}` {message}", help=help)


def _of_answer(question: Question, said: OutsideStatement) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an answer, and what to do."""
    told = {one.entry.kind: one.entry for one in (*claimed(said), *denied(said))}
    if answers_no(question.answer, said.language):
        told |= {entry.kind: entry for entry in refused_by_no(said, question.ask)}
    for kind, entry in told.items():
        yield (
            f"says another thing of `{kind}` than `data:`, where it is {entry.state}",
            "say in the answer what the updates say; or, while nobody knows, name under `unknown:` the unknown that it waits for",
        )


RULE = Rule(
    code="CON099",
    name="answer-beyond-data",
    severity=Severity.WARNING,
    check=check,
    waivable=False,
    # incident.md's answers can be changed at any time.
    if_published="",
    doc=__doc__,
)
