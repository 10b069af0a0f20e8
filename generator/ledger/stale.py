"""What has been left waiting without a promised date: stale unknowns, unchecked claims and unanswered questions of customers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.ledger.moments import end_of
from generator.ledger.records import FactState, Ledger
from generator.model.update import Outcome

#: How long an unknown may stay unchanged; and how long if it has a date that is still to come.
STALE = timedelta(days=14)
VERY_STALE = timedelta(days=60)

#: How long a question may wait.
LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """An unknown, a claim or a question.

    Attributes:
        name: its name.
        text: what is not known, what others say, or what is asked.
        since: when it last changed, or was first asked (a day: its end).
        until: how long it may wait.
        late: whether it has waited longer.
    """

    name: str
    text: str
    since: datetime
    until: datetime
    late: bool


def stale_unknowns(ledger: Ledger, now: datetime) -> Iterator[Stale]:
    """Every unknown that is open for readers, in the order in which they were first stated; none where it is asked in another incident since."""
    public = ledger.seen(now)
    if not public or public[-1].after.outcome is Outcome.PART_OF_ANOTHER:
        return
    for entry in public[-1].after.open_unknowns:
        by = entry.fact.by
        has_date = by is not None and end_of(by, ledger.zone) > now
        until = entry.changed + (VERY_STALE if has_date else STALE)
        yield Stale(name=entry.name, text=entry.fact.text, since=entry.changed, until=until, late=now >= until)


def unchecked_claims(ledger: Ledger, now: datetime) -> Iterator[Stale]:
    """Every claim of others into which nobody has looked yet, as far as readers know, in the order in which they were first stated."""
    public = ledger.seen(now)
    for entry in public[-1].after.claims.values() if public else ():
        if entry.is_unchecked:
            until = entry.changed + STALE
            yield Stale(name=entry.name, text=entry.claim.says, since=entry.changed, until=until, late=now >= until)


def unanswered_questions(ledger: Ledger, now: datetime) -> Iterator[Stale]:
    """Every question that has no answer, waits on no unknown and has a date, in the order written."""
    for name, question in ledger.folder.incident.questions.items():
        if question.answer or question.because or question.unknown or question.since is None:
            continue
        since = end_of(question.since, ledger.zone)
        yield Stale(name=name, text=question.ask, since=since, until=since + LONGEST, late=now - since > LONGEST)


def answerable_questions(ledger: Ledger, now: datetime) -> Iterator[tuple[str, str]]:
    """Every question that waits on an unknown which has been settled, and the name of that unknown."""
    public = ledger.seen(now)
    facts = public[-1].after.facts if public else {}
    for name, question in ledger.folder.incident.questions.items():
        entry = facts.get(question.unknown)
        if not question.answer and not question.because and entry is not None and entry.state is not FactState.OPEN:
            yield name, question.unknown
