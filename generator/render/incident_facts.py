"""What lists of all incidents say of each: little enough to be kept, so that an incident that is as it was need not be read and folded for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, takewhile
from typing import Any, Final
from zoneinfo import ZoneInfo

from generator.ledger.endings import is_without_intruder
from generator.ledger.moments import end_of
from generator.ledger.records import Change, Event, Ledger, Promise, PromiseKind, PromiseState, Transition
from generator.model.document import IncidentFolder
from generator.model.incident import CorrectiveAction
from generator.model.kept_values import read, written
from generator.model.update import CorrectionKind, Outcome, Status, Update
from generator.model.value_digest import NoValueError
from generator.render import dates

#: The changes of a system that are news.
SERVICE_NEWS: Final = frozenset({Change.STATED, Change.CHANGED, Change.CORRECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What lists say of an update or a review.

    Attributes:
        number: the update's number; 0 for the review.
        published: when it was published.
        services: the systems of which it says something new.
    """

    number: int
    published: datetime
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionFacts:
    """What lists say of a corrective action.

    Attributes:
        due_at: the end of the day by which it was promised.
        done: the day on which it was done.
        dropped: whether it was dropped.
        said: the action itself, or as it is kept, until it is asked for.
    """

    due_at: datetime | None
    done: date | None
    dropped: bool
    said: CorrectiveAction | str

    @property
    def action(self) -> CorrectiveAction:
        """The action itself.

        Raises:
            NoValueError: it was written in another way.
        """
        if not isinstance(self.said, str):
            return self.said
        action = read(self.said.encode())
        if not isinstance(action, CorrectiveAction):
            raise NoValueError(self.said)
        return action


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFacts:
    """What lists say of a promise: when it fell due, when it was settled, what came of it, and whether it is that of a review."""

    due_at: datetime
    settled: datetime | None
    state: PromiseState
    of_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionFacts:
    """What lists say of a correction: when it was made, and of which kind it is."""

    when: datetime
    kind: CorrectionKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an incident stands after one of its updates, as lists say it in a line.

    Attributes:
        number: the number of that update.
        published: when it was published.
        status: its status.
        outcome: as what the incident ended; None while it goes on, and where nothing of the kind is said.
        is_without_intruder: whether nobody broke in.
        closed_on: when it was closed; None while it is open.
        reopened: since when it is open again, where it was said why; None: it is not, or nobody said why.
        reopened_because: why, each reason in the order in which it was given.
        monitor_until: until when it is watched.
        number_wrong: how many things were corrected that had been said wrong.
        number_said_differently: how many were corrected that had been no mistake.
    """

    number: int
    published: datetime
    status: Status
    outcome: Outcome | None
    is_without_intruder: bool
    closed_on: datetime | None
    reopened: datetime | None
    reopened_because: tuple[str, ...]
    monitor_until: date | None
    number_wrong: int
    number_said_differently: int

    @property
    def is_open(self) -> bool:
        """Whether the incident goes on."""
        return self.status is not Status.RESOLVED

    @property
    def is_false_alarm(self) -> bool:
        """Whether it was resolved as a false alarm."""
        return self.outcome is Outcome.FALSE_ALARM


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFacts:
    """What lists say of an incident, as readers see it.

    Attributes:
        identity: its folder's first name.
        former: the names that its folder had before, oldest first.
        moved: as `IncidentFolder.moved`.
        title: its title.
        systems: the systems that it names.
        related: the incidents to which it leads.
        names: what populations and others are called in its words.
        updates: its updates, in their order: one at least.
        review: its review, if there is one.
        noted: the days on which incident.md, or a translation of it, was changed.
        standing: how it stands after its newest update.
        is_sealed: whether it has a ledger.lock.
        is_translated: whether any of its texts is translated.
        readers: the names of the audiences and populations for which it says something.
        promises: its promises, as of the site's time, in their order.
        actions: the corrective actions of its review, in their order.
        review_title: the title of the review; empty where there is none.
        lessons: what the review says was learnt, in its order.
        review_due_at: the end of the day for which a review is promised.
        news: when it last had new content.
        services: the systems of which it says whether they work.
        texts: how many texts it has that can be sealed.
        corrections: its corrections, oldest first.
    """

    identity: str
    former: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    title: str
    systems: tuple[str, ...]
    related: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    updates: tuple[TextFacts, ...]
    review: TextFacts | None
    noted: tuple[date, ...]
    standing: Standing
    is_sealed: bool
    is_translated: bool
    readers: tuple[str, ...]
    promises: tuple[PromiseFacts, ...]
    actions: tuple[ActionFacts, ...]
    review_title: str
    lessons: tuple[str, ...]
    review_due_at: datetime | None
    news: datetime
    services: tuple[str, ...]
    texts: int
    corrections: tuple[CorrectionFacts, ...]

    @property
    def is_open(self) -> bool:
        """Whether its newest update leaves it open."""
        return self.standing.is_open

    @property
    def closed_on(self) -> datetime | None:
        """When it was closed."""
        return self.standing.closed_on

    @property
    def is_settled(self) -> bool:
        """Whether nothing is promised any more."""
        return all(one.settled is not None for one in self.promises)

    @property
    def changed(self) -> datetime:
        """When something of it was last published: its newest update, or its review."""
        texts = (*self.updates, self.review) if self.review else self.updates
        return max(one.published for one in texts)

    @property
    def first_told(self) -> datetime:
        """When readers first heard of it."""
        return self.updates[0].published

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its updates, and 0 for its review."""
        return (*(one.number for one in self.updates), *((0,) if self.review else ()))


def facts_of(folder: IncidentFolder, ledger: Ledger, promises: tuple[Promise, ...]) -> IncidentFacts:
    """Return what lists say of an incident."""
    incident, said = folder.incident, folder.review.review if folder.review else None
    translated = (one.parsed.changed for one in folder.incident_translations if one.parsed)
    events = {one.document.number: one.events for one in ledger.transitions}
    return IncidentFacts(
        identity=folder.identity,
        former=folder.former,
        moved=tuple(folder.moved),
        title=incident.title,
        systems=incident.systems,
        related=incident.related,
        names=tuple(incident.names.items()),
        updates=tuple(
            TextFacts(number=one.number, published=one.update.published, services=_news_of_services(events.get(one.number, ())))
            for one in folder.updates
        ),
        review=TextFacts(number=0, published=said.published) if said else None,
        noted=tuple(note.on for changed in chain((incident.changed,), translated) for note in changed.values()),
        standing=standing_after(ledger, ledger.transitions),
        is_sealed=folder.lock is not None,
        is_translated=bool(folder.translations or folder.incident_translations or folder.review_translations),
        readers=tuple(sorted({name for document in folder.updates for name in _readers(document.update)})),
        promises=tuple(
            PromiseFacts(due_at=one.due_at, settled=one.settled, state=one.state, of_review=one.kind is PromiseKind.REVIEW)
            for one in promises
        ),
        actions=tuple(action_facts(one, ledger.zone) for one in (said.corrective_actions.values() if said else ())),
        review_title=said.title if said else "",
        lessons=tuple(said.lessons.values()) if said else (),
        review_due_at=end_of(ledger.state.review_by, ledger.zone) if ledger.state.review_by else None,
        news=max([*(text_changed(one, ledger.zone) for one in ledger.transitions), *([said.published] if said else [])]),
        services=tuple(ledger.state.services),
        texts=1
        + len((*folder.updates, *folder.translations, *((folder.review, *folder.review_translations) if folder.review else ()))),
        corrections=tuple(
            CorrectionFacts(when=event.when, kind=event.kind)
            for one in ledger.transitions
            for event in one.events
            if event.change is Change.CORRECTED
        ),
    )


def standing_after(ledger: Ledger, transitions: tuple[Transition, ...]) -> Standing:
    """Return how an incident stands after one of its updates.

    Args:
        ledger: all that was said over it.
        transitions: the updates up to that one, oldest first.
    """
    last = transitions[-1]
    update, state = last.document.update, last.after
    # A later update need not say again why it is open again: it still is, since that day and for that reason.
    since = (state.reopened or update.published) if update.status is Status.REOPENED else None
    why = _reopened_because(transitions, since) if since else ()
    corrected = [event.kind for event in ledger.corrections if event.update <= last.document.number]
    number_wrong = corrected.count(CorrectionKind.OUR_ERROR)
    return Standing(
        number=last.document.number,
        published=update.published,
        status=update.status,
        outcome=state.outcome,
        is_without_intruder=is_without_intruder(state),
        closed_on=_closed_on(transitions),
        reopened=since if why else None,
        reopened_because=why,
        monitor_until=state.monitor_until,
        number_wrong=number_wrong,
        number_said_differently=len(corrected) - number_wrong - corrected.count(None),
    )


def _reopened_because(transitions: tuple[Transition, ...], since: datetime) -> tuple[str, ...]:
    """Return why it is open again: a later reason is not that of the day on which it was reopened."""
    updates = [one.document.update for one in transitions if one.document.update.published >= since]
    return tuple(dict.fromkeys(one.because for one in updates if one.status is Status.REOPENED and one.because))


def action_facts(action: CorrectiveAction, zone: ZoneInfo) -> ActionFacts:
    """Return what lists say of a corrective action."""
    due_at = end_of(action.by, zone) if action.by else None
    return ActionFacts(due_at=due_at, done=action.done, dropped=bool(action.dropped), said=action)


def state_of(action: ActionFacts, zone: ZoneInfo, now: datetime) -> str:
    """Return `done`, `dropped`, `due`, `overdue`, or `open` when no day was promised."""
    if action.done and dates.start(action.done, zone) <= now:
        return "done"
    if action.dropped:
        return "dropped"
    if action.due_at is None:
        return "open"
    return "overdue" if now > action.due_at else "due"


def _readers(update: Update) -> Iterator[str]:
    """Yield whom an update is for, as `pages_of` asks."""
    yield from update.readers
    yield from (count.audience for count in update.affected.values() if count.audience)


def _news_of_services(events: Iterable[Event]) -> tuple[str, ...]:
    """Return the systems of which an update says something new."""
    return tuple(
        event.subject.partition(".")[2]
        for event in events
        if event.subject.startswith("services.") and event.change in SERVICE_NEWS
    )


def _closed_on(transitions: tuple[Transition, ...]) -> datetime | None:
    closed = list(takewhile(lambda one: not one.document.update.is_open, reversed(transitions)))
    return closed[-1].document.update.published if closed else None


def text_changed(transition: Transition, zone: ZoneInfo) -> datetime:
    """Return when an update's text last changed: its publication, a corrected spelling, or words taken out."""
    document = transition.document
    amended = document.update.amended
    times: list[datetime] = [document.update.published, *(redaction.when for redaction in document.redactions)]
    return max([*times, dates.start(amended.when, zone)] if amended else times)


def in_json(facts: IncidentFacts) -> dict[str, Any]:
    """Return facts as they are kept.

    Raises:
        NoValueError: something in them is no value.
    """

    def text(one: TextFacts) -> list[Any]:
        return [one.number, one.published.isoformat(), one.services]

    return {
        "identity": facts.identity,
        "former": facts.former,
        "moved": facts.moved,
        "title": facts.title,
        "systems": facts.systems,
        "related": facts.related,
        "names": facts.names,
        "updates": [text(one) for one in facts.updates],
        "review": text(facts.review) if facts.review else None,
        "noted": [one.isoformat() for one in facts.noted],
        "readers": facts.readers,
        "promises": [[one.due_at.isoformat(), _iso(one.settled), one.state.value, one.of_review] for one in facts.promises],
        "actions": [[_iso(one.due_at), _iso(one.done), one.dropped, written(one.action).decode()] for one in facts.actions],
        "learnt": [facts.review_title, *facts.lessons],
        "times": [_iso(facts.review_due_at), facts.news.isoformat()],
        "standing": _standing_in_json(facts.standing),
        "is": [facts.is_sealed, facts.is_translated],
        "corrections": [[one.when.isoformat(), one.kind.value if one.kind else None] for one in facts.corrections],
        "services": facts.services,
        "texts": facts.texts,
    }


def _standing_in_json(one: Standing) -> list[Any]:
    said = [
        one.number,
        one.published.isoformat(),
        one.status.value,
        one.outcome.value if one.outcome else None,
        one.is_without_intruder,
    ]
    times = [_iso(one.closed_on), _iso(one.reopened), one.reopened_because, _iso(one.monitor_until)]
    return [*said, *times, one.number_wrong, one.number_said_differently]


def _standing(held: list[Any]) -> Standing:
    number, published, status, outcome, is_without_intruder, closed_on, reopened, because, monitor_until, wrong, differently = (
        held
    )
    return Standing(
        number=number,
        published=datetime.fromisoformat(published),
        status=Status(status),
        outcome=Outcome(outcome) if outcome else None,
        is_without_intruder=is_without_intruder,
        closed_on=_when(closed_on),
        reopened=_when(reopened),
        reopened_because=tuple(because),
        monitor_until=date.fromisoformat(monitor_until) if monitor_until else None,
        number_wrong=wrong,
        number_said_differently=differently,
    )


def _iso(when: date | None) -> str | None:
    return when.isoformat() if when else None


def _when(held: str | None) -> datetime | None:
    return datetime.fromisoformat(held) if held else None


def from_json(held: Mapping[str, Any]) -> IncidentFacts:
    """Return facts that were kept.

    Raises:
        LookupError, TypeError, ValueError: they were written in another way.
    """

    def text(one: list[Any]) -> TextFacts:
        number, published, services = one
        return TextFacts(number=number, published=datetime.fromisoformat(published), services=tuple(services))

    is_sealed, is_translated = held["is"]
    review_due_at, news = held["times"]
    review_title, *lessons = held["learnt"]
    return IncidentFacts(
        identity=held["identity"],
        former=tuple(held["former"]),
        moved=tuple((old, new) for old, new in held["moved"]),
        title=held["title"],
        systems=tuple(held["systems"]),
        related=tuple(held["related"]),
        names=tuple((name, words) for name, words in held["names"]),
        updates=tuple(map(text, held["updates"])),
        review=text(held["review"]) if held["review"] else None,
        noted=tuple(map(date.fromisoformat, held["noted"])),
        readers=tuple(held["readers"]),
        promises=tuple(
            PromiseFacts(
                due_at=datetime.fromisoformat(due), settled=_when(settled), state=PromiseState(state), of_review=of_review
            )
            for due, settled, state, of_review in held["promises"]
        ),
        actions=tuple(
            ActionFacts(due_at=_when(due), done=date.fromisoformat(done) if done else None, dropped=dropped, said=str(said))
            for due, done, dropped, said in held["actions"]
        ),
        review_title=review_title,
        lessons=tuple(lessons),
        review_due_at=_when(review_due_at),
        news=datetime.fromisoformat(news),
        standing=_standing(held["standing"]),
        is_sealed=is_sealed,
        is_translated=is_translated,
        services=tuple(held["services"]),
        texts=held["texts"],
        corrections=tuple(
            CorrectionFacts(when=datetime.fromisoformat(when), kind=CorrectionKind(kind) if kind else None)
            for when, kind in held["corrections"]
        ),
    )
