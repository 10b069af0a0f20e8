"""What waits although nobody promised a date: unknowns that nobody has touched, and customers' questions that nobody has answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.ledger.fold import end_of
from generator.ledger.records import FactState, Ledger

#: How long an unknown may stand without a change (research, section 5.2, row X12), and one that has a date to come.
STALE = timedelta(days=14)
VERY_STALE = timedelta(days=60)

#: How long a question may wait (research, section 6.3, `questions`).
LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An unknown or a question.

    Attributes:
        name: its name.
        text: what is not known, or what is asked.
        since: when it was last touched, or first asked (a day: its end).
        until: how long it may wait.
        late: whether it has waited longer.
    """

    name: str
    text: str
    since: datetime
    until: datetime
    late: bool


def untouched(ledger: Ledger, now: datetime) -> Iterator[Waiting]:
    """Every unknown that is open for readers, in the order in which they were first stated."""
    public = ledger.seen(now)
    for entry in public[-1].after.open_unknowns if public else ():
        by = entry.fact.by
        has_date = by is not None and end_of(by, ledger.zone) > now
        until = entry.changed + (VERY_STALE if has_date else STALE)
        yield Waiting(name=entry.name, text=entry.fact.text, since=entry.changed, until=until, late=now >= until)


def unanswered(ledger: Ledger, now: datetime) -> Iterator[Waiting]:
    """Every question that has no answer, waits on no unknown, and says since when it is asked; in the order written."""
    for name, question in ledger.folder.incident.questions.items():
        if question.answer or question.unknown or question.since is None:
            continue
        since = end_of(question.since, ledger.zone)
        yield Waiting(name=name, text=question.ask, since=since, until=since + LONGEST, late=now - since > LONGEST)


def answerable(ledger: Ledger, now: datetime) -> Iterator[tuple[str, str]]:
    """Every question that waits on an unknown of which readers know by now what became of it, and the name of that unknown."""
    public = ledger.seen(now)
    facts = public[-1].after.facts if public else {}
    for name, question in ledger.folder.incident.questions.items():
        entry = facts.get(question.unknown)
        if not question.answer and entry is not None and entry.state is not FactState.OPEN:
            yield name, question.unknown
