"""The states of customers' questions. The rules on unanswered questions use the same functions (`ledger/stale.py`)."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.deadlines.requested_profiles import newest_public
from generator.inspection.analysis import Analysis
from generator.ledger.moments import end_of
from generator.ledger.records import FactState, Ledger
from generator.ledger.stale import answerable_questions, unanswered_questions
from generator.ledger.words import length_words
from generator.questions.model import Questions, QuestionState, QuestionView


def question_views(analysis: Analysis) -> Questions:
    """Return the questions of every incident whose files were all understood."""
    config, now = analysis.config, analysis.now
    folders = analysis.content.incidents
    found = [one for folder in folders if (ledger := analysis.ledgers.get(folder.slug)) for one in _questions_of(ledger, now)]
    return Questions(as_of=now, zone=config.site.timezone if config else ZoneInfo("UTC"), questions=tuple(found))


def _questions_of(ledger: Ledger, now: datetime) -> Iterator[QuestionView]:
    folder = ledger.folder
    transition = newest_public(ledger, now)
    late = {waiting.name for waiting in unanswered_questions(ledger, now) if waiting.late}
    known = dict(answerable_questions(ledger, now))
    for name, question in folder.incident.questions.items():
        state = QuestionState.OPEN
        became = ""
        if question.answer:
            state = QuestionState.ANSWERED
        elif question.because:
            state = QuestionState.UNANSWERABLE
        elif name in known:
            state = QuestionState.ANSWERABLE
            entry = transition.after.facts[question.unknown] if transition else None
            became = (
                (entry.because if entry.state is FactState.UNANSWERABLE else entry.end.what if entry.end else entry.fact.text)
                if entry
                else ""
            )
        elif question.unknown:
            state = QuestionState.WAITING
        began = end_of(question.since, ledger.zone) if question.since else None
        waits = began is not None and began <= now and state not in {QuestionState.ANSWERED, QuestionState.UNANSWERABLE}
        yield QuestionView(
            incident=folder.slug,
            name=name,
            ask=question.ask,
            state=state,
            answer=question.answer,
            because=question.because,
            unknown=question.unknown,
            became=became,
            since=question.since,
            distance=f"for {length_words(now - began)}" if waits and began else "",
            late=name in late,
            path=folder.document.source.path,
            line=folder.document.span("questions", name).line,
        )
