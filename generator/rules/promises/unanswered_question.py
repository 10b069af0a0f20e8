"""A customer's question has waited too long.

## What it checks

That no question under `questions` stays for more than seven days (from its `since`) without an answer. A question that waits for one of
the incident's unknowns is judged by that unknown's date instead. Time alone can cause this finding, so it never stops a build.

## Why it matters

If you do not answer a question that many people ask, others will.

## Instead of

    questions:
      cards: {ask: Will you pay for new cards?, since: 2027-03-04}     # and it is the 20th

## Write

    questions:
      cards: {ask: Will you pay for new cards?, answer: "Yes. Send us the bill by 30 April.", since: 2027-03-04}
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.endings import left_unanswered
from generator.ledger.stale import unanswered_questions
from generator.ledger.words import length_words, when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Questions that have waited longer than a week."""
    if context.ledger is None:
        return
    # What is asked for when the incident is called resolved is not asked for twice (CON063).
    asked = {question.name for question in left_unanswered(context.ledger)}
    for waiting in unanswered_questions(context.ledger, context.now):
        if waiting.late and waiting.name not in asked:
            name, since = waiting.name, folder.incident.questions[waiting.name].since
            yield Finding(
                at=folder.document.span("questions", name),
                message=f"the question `{name}` has waited for {length_words(context.now - waiting.since)}, since {when_words(since, context.zone)}: {waiting.text}",
                help="add `answer: what you answer`; if you do not know yet, list it as an unknown in an update, and give its name here under `unknown`",
            )


RULE = Rule(
    code="PRO027", name="unanswered-question", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__, timed=True
)
