"""Readers did not understand the newest update.

## What it checks

The records under content/asked/ about the newest update that readers can see: whether at least four of five of the readers who were asked answered
each of the five questions right. `aboveboard ask-readers` prints the questions and writes the record. A later update ends the finding.

## Why it matters

What the team understands is no measure: it was there. Five people who were not there find most of what nobody understands, in ten minutes.

## Instead of

    readers:
      reader-1: {today: wrong}
      reader-2: {today: wrong}
      reader-3: {today: right}

## Write

    A new update that says in its first action what to do today, and asks five others.
"""

from collections.abc import Iterator

from generator.inspection.asked_readers import comprehension
from generator.inspection.context import Context
from generator.inspection.wording_language import sentence_of
from generator.model.comprehension import QUESTIONS
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.source import Span
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """The questions that too few answered right."""
    asked = comprehension(context.analysis.content, context.ledger, context.now) if context.ledger else None
    if asked is None:
        return
    config = context.config
    # Who asks readers keeps the records in the language of the site.
    language = config.site.language.partition("-")[0].lower() if config else "en"
    for one in asked.misunderstood:
        yield Finding(
            at=Span(asked.records[0].source.path, 1, 1, 1, 1),
            message=sentence_of(
                language,
                "WRD043",
                "message",
                "%(right)s of %(marked)s readers of update %(number)s of %(incident)s answered right: %(question)s",
                right=one.right,
                marked=one.marked,
                number=asked.number,
                incident=folder.slug,
                question=sentence_of(language, "WRD043", one.question, QUESTIONS[one.question]),
            ),
            help=sentence_of(language, "WRD043", "help", "say it in plainer words in a new update, and ask others"),
        )


RULE = Rule(code="WRD043", name="misunderstood", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
