"""What the ledger says of how those concerned were told: the sentences with which a review begins, good and bad.

Each sentence is true of what was said *then*: a text is quoted as it stood at the time that the sentence is about, however often it changed later.
A length of time is exact, or the sentence says that it is more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from generator.ledger.fallen_comforts import FallenComfort, fallen_comforts
from generator.ledger.moments import end_of
from generator.ledger.promises import promises
from generator.ledger.records import Change, Event, Ledger, Promise, PromiseKind, PromiseState, State, StepState, Transition
from generator.ledger.remedies import EVERYONE
from generator.ledger.standing_since import standing_since
from generator.ledger.words import WITHOUT_INTRUDER, Comfort, Value, length_words, value_words, when_words
from generator.model.update import CorrectionKind, Fact, Nature, Status, When

#: An unknown that was open for less than this is not counted among what went badly.
_SOON = timedelta(days=1)
_CALM = frozenset({Status.CONTAINED, Status.MONITORING, Status.RESOLVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospective:
    """Plain sentences by name, drawn from the ledger alone, for the writer to edit.

    Attributes:
        well: what went well in telling.
        badly: what went badly.
        missed: how many promises were missed, not counting the review's.
        corrected: how many statements were wrong and had to be corrected.
    """

    well: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    badly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    missed: int = 0
    corrected: int = 0


def retrospective(ledger: Ledger, now: datetime, grace: timedelta, patience: timedelta, language: str = "en") -> Retrospective:
    """Look back at how an incident was told.

    Args:
        ledger: the incident's.
        now: as of when; what happens later counts as not yet happened.
        grace: how much later than promised still counts as on time.
        patience: how long a first statement may take without being slow.
        language: the language in which the updates are written.
    """
    transitions = ledger.seen(now)
    if not transitions:
        return Retrospective()
    looking = _LookingBack(ledger, transitions, now, grace, language)
    looking.beginning(patience)
    looking.promises()
    looking.reopenings()
    looking.changes()
    looking.unknowns()
    looking.steps_given_up()
    return Retrospective(
        well=MappingProxyType(looking.well),
        badly=MappingProxyType(looking.badly),
        missed=len(looking.missed),
        corrected=len(looking.of_kind(CorrectionKind.OUR_ERROR)),
    )


_GONE = frozenset({StepState.DROPPED, StepState.TAKEN_BACK})


class _LookingBack:
    """Collect the sentences."""

    def __init__(self, ledger: Ledger, transitions: Sequence[Transition], now: datetime, grace: timedelta, language: str) -> None:
        self.aware = ledger.folder.incident.aware
        self.zone = ledger.zone
        self.transitions = transitions
        self.now = now
        self.events = [event for transition in transitions for event in transition.events]
        self.state: State = transitions[-1].after
        self.owed = [promise for promise in promises(ledger, now, grace) if promise.kind is not PromiseKind.REVIEW]
        self.missed = [promise for promise in self.owed if promise.state is PromiseState.MISSED]
        self.fallen = {id(fallen.event): fallen for fallen in fallen_comforts(transitions, language)}
        self.well: dict[str, str] = {}
        self.badly: dict[str, str] = {}

    def of_kind(self, kind: CorrectionKind) -> list[Event]:
        return [event for event in self.events if event.kind is kind]

    # What is said.

    def beginning(self, patience: timedelta) -> None:
        times = [transition.document.update.published for transition in self.transitions]
        waited = times[0] - self.aware
        if waited >= timedelta():
            side = self.well if waited <= patience else self.badly
            side["first-statement"] = f"We told you {_length(waited)} after we found out."
        first, last = (when_words(when.astimezone(self.zone).date(), self.zone) for when in (times[0], times[-1]))
        number = len(times)
        span = f"on {first}" if first == last else f"between {first} and {last}"
        self.well["updates"] = f"We published {number} updates {span}." if number > 1 else f"We published one update, on {first}."

    def promises(self) -> None:
        kept = sum(promise.state is PromiseState.KEPT for promise in self.owed)
        due = kept + len(self.missed)
        if kept:
            self.well["promises-kept"] = f"Of {due} promises that fell due, we kept {kept} on time." if due > 1 else _ONE_KEPT
        for promise in self.missed:
            if not self._gave_up(promise):
                _add(self.badly, _name(promise), self._missed(promise))
        for promise in self.owed:
            if promise.state is PromiseState.MOVED and promise.moved_to is not None and self._is_later(promise):
                _add(self.badly, f"put-off-{promise.subject}", self._put_off(promise, promise.moved_to))

    def reopenings(self) -> None:
        for index, transition in enumerate(self.transitions):
            before = transition.before.status
            if transition.document.update.status is Status.REOPENED and before is not Status.REOPENED:
                said = self._said_it_was_calm(self.transitions[:index])
                self.badly[f"reopened-{transition.document.number}"] = self._reopened(transition, said)

    def changes(self) -> None:
        for event in self.events:
            fallen = self.fallen.get(id(event))
            if event.kind is None and fallen is None:
                continue
            if fallen is not None:
                _add(self.badly, f"comfort-{_slug(event.subject)}", self._changed(event, fallen))
            elif event.kind is CorrectionKind.OUR_ERROR:
                _add(self.badly, f"wrong-{_slug(event.subject)}", self._changed(event))
            else:
                name = "found-more" if event.kind is CorrectionKind.FOUND_MORE else "new"
                _add(self.well, f"{name}-{_slug(event.subject)}", self._changed(event))
        wrong, more, new = (len(self.of_kind(kind)) for kind in CorrectionKind)
        if wrong or more or new:
            side = self.badly if wrong else self.well
            side["corrections"] = _correction_counts(wrong, more, new)

    def unknowns(self) -> None:
        for name, entry in self.state.facts.items():
            for number, (asked, closing) in enumerate(_times_open(entry.history, self.transitions)):
                soon, sentence = self._open(name, asked, closing)
                _add(self.well if soon else self.badly, f"asked-{'again-' if number else ''}{name}", sentence)

    def steps_given_up(self) -> None:
        for step in self.state.steps.values():
            if step.state is StepState.DROPPED:
                self.badly[f"given-up-{step.name}"] = (
                    f"We announced a step and dropped it: {step.step.do} {step.outcome}".rstrip()
                )

    # Promises.

    def _gave_up(self, promise: Promise) -> bool:
        """Whether the promise is a step that was given up or taken back, which gets a separate sentence."""
        entry = self.state.steps.get(promise.subject) if promise.kind is PromiseKind.STEP else None
        return entry is not None and entry.state in _GONE and entry.settled == promise.settled

    def _is_later(self, promise: Promise) -> bool:
        return promise.moved_to is not None and end_of(promise.moved_to, self.zone) > promise.due_at

    def _promised(self, promise: Promise) -> str:
        due = when_words(promise.due, self.zone)
        if promise.kind is PromiseKind.UPDATE:
            what = f"Update {promise.settled_in}" if promise.settled_in else f"The update after update {promise.made_in}"
            return f"{what} was promised for {due}"
        if promise.kind is PromiseKind.NOTICE:
            whom = "everyone" if promise.subject == EVERYONE else promise.subject.replace("-", " ")
            return f"We promised to have told {whom} directly by {due} (“{promise.text}”)"
        what = "a step" if promise.kind is PromiseKind.STEP else "an answer"
        return f"We promised {what} by {due} (“{promise.text}”)"

    def _missed(self, promise: Promise) -> str:
        begins, because = self._promised(promise), f" {promise.because}" if promise.because else ""
        if promise.settled is None:
            return f"{begins}, and it has not come.{because}"
        late = _length(promise.settled - promise.due_at)
        if promise.moved_to is not None:
            until = when_words(promise.moved_to, self.zone)
            return f"{begins}, and only {late} after that did we say that it would take until {until}.{because}"
        if promise.kind is PromiseKind.ANSWER and self._never_known(promise):
            return f"{begins}, and {late} after that we said that we will never know.{because}"
        came = "was done" if promise.done_on is not None else "came"
        return f"{begins}, and it {came} {_length(promise.late_by)} late.{because}"

    def _never_known(self, promise: Promise) -> bool:
        return any(
            event.change is Change.UNANSWERABLE and event.subject == promise.subject and event.update == promise.settled_in
            for event in self.events
        )

    def _put_off(self, promise: Promise, to: When) -> str:
        because = f" {promise.because}" if promise.because else ""
        return f"{self._promised(promise)}, and put it off until {when_words(to, self.zone)}.{because}"

    # Reopenings.

    def _said_it_was_calm(self, before: Sequence[Transition]) -> Transition | None:
        """The first of the last updates in a row that said that it was contained, watched or over."""
        found = None
        for transition in reversed(before):
            if transition.document.update.status not in _CALM:
                break
            found = transition
        return found

    def _reopened(self, transition: Transition, calm: Transition | None) -> str:
        update = transition.document.update
        because = f" {update.because}" if update.because else ""
        if calm is None:
            return f"We had to open this incident again, on {self._day(update.published)}.{because}"
        said = calm.document.update
        what = "over" if transition.before.status is Status.RESOLVED else "contained"
        if what == "over":
            said = next(
                each.document.update
                for each in self.transitions
                if each.document.number >= calm.document.number and each.document.update.status is Status.RESOLVED
            )
        later = _length(update.published - said.published)
        return f"On {self._day(said.published)} we said that it was {what}, and {later} later we had to open it again.{because}"

    # What was said differently.

    def _changed(self, event: Event, fallen: FallenComfort | None = None) -> str:
        was, becomes = value_words(event.was, self.zone), value_words(event.becomes, self.zone)
        because = f" {event.because}" if event.because else ""
        if not was:
            # Of what incident.md says, only the present text is known.
            about, day = _OF_INCIDENT.get(event.subject, event.subject), self._day(event.when)
            how = "corrected" if event.kind is CorrectionKind.OUR_ERROR else "changed"
            return f"On {day} we {how} {about}.{because}"
        since = fallen.since if fallen else standing_since(self.transitions, event)
        about = self._about(event)
        first, last = self._day(since), self._day(fallen.last) if fallen else ""
        stood = f", last on {last}," if last and last != first else ""
        doubted = fallen.doubted if fallen else None
        begins = f"{about + ': we' if about else 'We'} said on {first}{stood}{_as_what(doubted or event)} “{was}”{_closed(was)}"
        later = f"{_length(event.when - since)} later"
        if doubted is not None:
            after = _length(doubted.when - since)
            begins += f" {after[:1].upper()}{after[1:]} later, we said that this was no longer certain."
            later = f"{_length(event.when - doubted.when)} after that"
        return f"{begins} {self._how(event, later, becomes)}{because}"

    def _how(self, event: Event, later: str, becomes: str) -> str:
        unknown = " that we did not know this" if _is_of_a_fact(event) and isinstance(event.becomes, str) and event.kind else ""
        then = f" Then we said{unknown}: “{becomes}”{_closed(becomes)}" if becomes else ""
        match event.kind:
            case CorrectionKind.OUR_ERROR:
                what = "we had to correct that"
            case CorrectionKind.FOUND_MORE:
                what = "we said that we had found out more"
            case CorrectionKind.NEW_EVENT:
                what = "we said that something new had happened"
            case None:
                what = "we said that this was no longer true"
        return f"{later[:1].upper()}{later[1:]}, {what}.{then}"

    def _about(self, event: Event) -> str:
        """What a statement was about that has a name, as a reader would say it; empty where its own words say that."""
        kind, _, name = event.subject.partition(".")
        first, _, whose = name.replace("-", " ").replace("_", " ").partition(".")
        if kind in {"affected", "data"} and first:
            return f"{first[:1].upper()}{first[1:]} ({whose})" if whose else f"{first[:1].upper()}{first[1:]}"
        if kind == "window":
            nature = self._nature_then(event)
            about = "The time of the exposure" if nature in WITHOUT_INTRUDER else "The time of the access"
            return f"{about} ({first})" if first else about
        return _ABOUT.get(event.subject, "")

    def _nature_then(self, event: Event) -> Nature | None:
        entry = next(each for each in self.transitions if each.document.number == event.update).before.nature
        return entry.nature if entry else None

    # Unknowns.

    def _open(self, name: str, asked: datetime, closing: Event | None) -> tuple[bool, str]:
        """Whether an unknown was answered soon, and a sentence that says how long it stood open."""
        if closing is None:
            return False, f"This has been open for {_length(self.now - asked)}: “{self.state.facts[name].fact.text}”"
        question, length = _question(closing.was), closing.when - asked
        if closing.change is Change.UNANSWERABLE:
            return False, f"After {_length(length)} we had to say that we will never know: “{question}”"
        return length < _SOON, f"It took {_length(length)} until we answered this: “{question}”"

    def _day(self, when: datetime) -> str:
        return when_words(when.astimezone(self.zone).date(), self.zone)


_ONE_KEPT = "One promise fell due, and we kept it on time."
_ABOUT = {"nature": "The kind of incident", "actions": "What readers should do"}
_OF_INCIDENT = {"incident.title": "the title of the incident", "incident.aware": "the time at which we found out"}


def _times_open(history: Sequence[Event], transitions: Sequence[Transition]) -> Iterator[tuple[datetime, Event | None]]:
    """Yield each time in which a name was unknown: since when, and what closed it; None: nothing has."""
    last = transitions[-1].document.number
    asked: datetime | None = None
    for event in history:
        if event.update > last or event.change in {Change.MOVED, Change.STILL_TRUE}:
            continue
        if event.change is Change.DOUBTED:
            # Also where only what was found is no longer said, it stays open.
            asked = asked or event.when
            continue
        # An unknown stands as its sentence, what is known as a fact.
        if isinstance(event.becomes, str) and event.becomes and event.change not in {Change.UNANSWERABLE, Change.ENDED}:
            asked = asked or event.when
        elif asked is not None:
            yield asked, event
            asked = None
    if asked is not None:
        yield asked, None


def _is_of_a_fact(event: Event) -> bool:
    return "." not in event.subject and event.subject not in {"window", *_ABOUT}


def _as_what(event: Event) -> str:
    """How something was said that was no plain statement."""
    if isinstance(event.was, Comfort):
        return " that we did not know this, and where we had looked:"
    # What stands of a fact as a sentence is the reason why nobody will ever know it.
    return " that we would never know this:" if _is_of_a_fact(event) and isinstance(event.was, str) else ""


def _question(was: Value) -> str:
    match was:
        case Comfort(fact) | (Fact() as fact):
            return fact.text
        case _:
            return was if isinstance(was, str) else ""


def _name(promise: Promise) -> str:
    if promise.kind is PromiseKind.UPDATE:
        return f"late-update-{promise.settled_in}" if promise.settled_in else "missing-update"
    return f"late-{promise.subject}"


def _correction_counts(wrong: int, more: int, new: int) -> str:
    parts = [
        f"{_times_words(wrong)} because we had been wrong" if wrong else "",
        f"{_times_words(more)} because we found out more about what we had left open" if more else "",
        f"{_times_words(new)} because something new had happened" if new else "",
    ]
    said = [part for part in parts if part]
    last = f" and {said[-1]}" if len(said) > 1 else ""
    listed = ", ".join(said[:-1]) + last if last else said[0]
    return f"We changed what we had told you: {listed}."


def _times_words(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def _length(length: timedelta) -> str:
    """A length of time in its largest unit; what is left over is not hidden: `more than 37 days`."""
    words = length_words(length)
    number, _, unit = words.partition(" ")
    if not number.isdecimal():
        return words
    exact = timedelta(**{unit if unit.endswith("s") else f"{unit}s": int(number)}) == length
    return words if exact else f"more than {words}"


def _closed(words: str) -> str:
    """The full stop after a quotation that has none of its own."""
    return "" if words.endswith((".", "!", "?")) else "."


def _slug(subject: str) -> str:
    return subject.replace(".", "-").replace("_", "-").lower()


def _add(to: dict[str, str], name: str, sentence: str) -> None:
    """Add a sentence under a name, which gets a number if it is taken."""
    to[next(one for one in _numbered(name) if one not in to)] = sentence


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
