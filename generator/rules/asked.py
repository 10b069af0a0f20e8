"""How customers' questions stand. The rules on unanswered questions go by the same functions (`ledger/waiting.py`)."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.ledger.fold import end_of
from generator.ledger.records import FactState, Ledger
from generator.ledger.waiting import answerable, unanswered
from generator.ledger.words import length_words
from generator.model.asked import AskedQuestion, AskedQuestions, AskedState
from generator.rules.analysis import Analysis
from generator.rules.notices import newest_public


def asked(analysis: Analysis) -> AskedQuestions:
    """The questions of every incident whose files were all understood."""
    config, now = analysis.config, analysis.now
    folders = analysis.content.incidents
    found = [one for folder in folders if (ledger := analysis.ledgers.get(folder.slug)) for one in _of(ledger, now)]
    return AskedQuestions(as_of=now, zone=config.site.timezone if config else ZoneInfo("UTC"), questions=tuple(found))


def _of(ledger: Ledger, now: datetime) -> Iterator[AskedQuestion]:
    folder = ledger.folder
    turn = newest_public(ledger, now)
    late = {waiting.name for waiting in unanswered(ledger, now) if waiting.late}
    known = dict(answerable(ledger, now))
    for name, question in folder.incident.questions.items():
        state = AskedState.OPEN
        became = ""
        if question.answer:
            state = AskedState.ANSWERED
        elif name in known:
            state = AskedState.ANSWERABLE
            entry = turn.after.facts[question.unknown] if turn else None
            became = (entry.because if entry.state is FactState.UNANSWERABLE else entry.fact.text) if entry else ""
        elif question.unknown:
            state = AskedState.WAITING
        began = end_of(question.since, ledger.zone) if question.since else None
        waits = began is not None and began <= now and state is not AskedState.ANSWERED
        yield AskedQuestion(
            incident=folder.slug,
            name=name,
            ask=question.ask,
            state=state,
            answer=question.answer,
            unknown=question.unknown,
            became=became,
            since=question.since,
            distance=f"for {length_words(now - began)}" if waits and began else "",
            late=name in late,
            path=folder.document.source.path,
            line=folder.document.span("questions", name).line,
        )
