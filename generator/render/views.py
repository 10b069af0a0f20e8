"""What pages show, derived from the ledger: which facts are new, how long unknowns have been open, the state of an incident."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, Self
from zoneinfo import ZoneInfo

from generator.ledger.endings import is_settled, reason_for, unanswered
from generator.ledger.moments import end_of, is_before, start_of
from generator.ledger.populations import Population, populations
from generator.ledger.records import (
    FIRST_WINDOW,
    ActionEntry,
    ActionState,
    Change,
    ConsequenceEntry,
    DataEntry,
    Event,
    FactEntry,
    FactState,
    FakeEntry,
    NeverKnown,
    NoticeEntry,
    Promise,
    PromiseKind,
    PromiseState,
    RemedyEntry,
    ServiceEntry,
    State,
    StepEntry,
    StepState,
    Transition,
    WindowEntry,
)
from generator.ledger.statuses import is_false_alarm
from generator.links.link_targets import CORRECTION_ANCHORS
from generator.model.config import Audience
from generator.model.diagnostic import Diagnostic
from generator.model.incident import CorrectiveAction, Impact, Question, Review
from generator.model.moment import local
from generator.model.stand_in import StandIn
from generator.model.update import CorrectionKind, Data, DataState, Outcome, Service, ServiceState, StandingChange, Status, Update
from generator.render import dates, since_then, words
from generator.render.in_short import InShort, in_short
from generator.render.incident_facts import CorrectionFacts, Standing, action_facts, standing_after, state_of
from generator.render.language import Language
from generator.render.since_then import Since
from generator.render.site import PublicIncident, Site
from generator.seals.ledger_lock import name_of
from generator.seals.replaced_files import file_of_note, is_of_file, notes_of_files

#: What does not work comes first.
_SERVICES_FIRST = (ServiceState.DOWN, ServiceState.LIMITED, ServiceState.UNKNOWN, ServiceState.WORKING, ServiceState.RETIRED)
#: A step that is no longer to be done.
_OVER = frozenset({StepState.DONE, StepState.DROPPED})


@dataclass(frozen=True)
class Tracked:
    """A corrective action with its state: `done`, `dropped`, `due`, `overdue`, or `open` when no day was promised.

    `due_at` is the end of its day.
    """

    action: CorrectiveAction
    state: str
    due_at: datetime | None


@dataclass(frozen=True)
class Corrected:
    """Corrections of one kind."""

    kind: CorrectionKind
    events: tuple[Event, ...]

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.events)

    @property
    def is_error(self) -> bool:
        """Whether they say that we were wrong."""
        return self.kind is CorrectionKind.OUR_ERROR

    @property
    def anchor(self) -> str:
        """The part of a page with those of its update."""
        return CORRECTION_ANCHORS[self.kind][0]

    @property
    def earlier_anchor(self) -> str:
        """The part of a page with those of earlier updates."""
        return CORRECTION_ANCHORS[self.kind][1]


@dataclass(frozen=True)
class Folded:
    """A row of which the middle is folded away, where it is long.

    Attributes:
        first: what stands before it.
        middle: what is folded; empty where the row is short.
        last: what stands after it.
    """

    first: tuple[Any, ...]
    middle: tuple[Any, ...] = ()
    last: tuple[Any, ...] = ()


#: How many things of one kind an update's own page, and its item in feeds, say again that earlier updates had said. Otherwise those of the last of
#: many updates would be as long as all of them together.
AGAIN = 25


@dataclass(frozen=True)
class SaidAgain:
    """What one update says of things of one kind: what it said or changed itself, and of the others those that changed last.

    Attributes:
        entries: these, in the order in which all of them stand.
        more: how many others there are, which earlier updates had said.
    """

    entries: tuple[Any, ...] = ()
    more: int = 0


def said_again(entries: Iterable[Any], published: datetime) -> SaidAgain:
    """Return what an update says of things of one kind.

    Args:
        entries: all that hold after it. Each has `changed`, the moment of its last change.
        published: when the update was published.
    """
    every = tuple(entries)
    if len(every) <= AGAIN:
        return SaidAgain(every)
    others = [entry for entry in every if entry.changed != published and getattr(entry, "looked_again", None) != published]
    left = {id(entry) for entry in sorted(others, key=attrgetter("changed"))[: max(0, len(others) - AGAIN)]}
    return SaidAgain(tuple([entry for entry in every if id(entry) not in left]), len(left))


def folded(items: Iterable[Any], most: int, first: int, last: int) -> Folded:
    """Fold a row of more than `most` things, except the `first` and the `last`."""
    row = tuple(items)
    if len(row) <= most:
        return Folded(row)
    return Folded(row[:first], row[first : len(row) - last], row[len(row) - last :])


@dataclass(frozen=True)
class Advice:
    """What some readers should do: everyone, where it names nobody."""

    for_whom: tuple[str, ...]
    entries: tuple[ActionEntry, ...]


@dataclass(frozen=True)
class Novelties:
    """Counts of new names in an update by kind, besides corrected and changed ones.

    `values` counts the first statements of numbers, times and nature.
    """

    known: int = 0
    unknown: int = 0
    actions: int = 0
    steps: int = 0
    data: int = 0
    consequences: int = 0
    values: tuple[Event, ...] = ()


@dataclass(frozen=True)
class IncidentView:
    """An incident as of one of its updates: everything that its pages show.

    Attributes:
        site: the whole site.
        incident: the incident.
        transition: the update as of which it is shown.
        language: the language of the product's own words, in the year of that update.
    """

    site: Site
    incident: PublicIncident
    transition: Transition
    language: Language

    def __post_init__(self) -> None:
        """Let its days be said without the year in which they are told."""
        object.__setattr__(self, "language", self.language.in_year(dates.year(self.language, self.update.published)))

    @cached_property
    def update(self) -> Update:
        """The update itself."""
        return self.transition.document.update

    @cached_property
    def state(self) -> State:
        """The ledger's state after it."""
        return self.transition.after

    @property
    def number(self) -> int:
        """The update's public number."""
        return self.transition.document.number

    @cached_property
    def newest(self) -> Transition:
        """The newest update's transition."""
        return self.incident.ledger.transitions[-1]

    @property
    def total(self) -> int:
        """The newest update's number."""
        return self.newest.document.number

    @property
    def is_newest(self) -> bool:
        """Whether this is the newest published update."""
        return self.transition is self.newest

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The updates up to this one, oldest first."""
        transitions = self.incident.ledger.transitions
        # They are in order of their numbers. To ask each whether it says the same takes as long as all the rest, once there are hundreds.
        at = bisect_left(transitions, self.transition.document.number, key=lambda one: one.document.number)
        is_there = at < len(transitions) and transitions[at] is self.transition
        return transitions[: (at if is_there else transitions.index(self.transition)) + 1]

    @property
    def in_easy_words(self) -> list[Transition]:
        """The updates up to this one that say it in easy words, oldest first."""
        number = self.transition.document.number
        return [one for one in self.incident.ledger.in_easy_words if one.document.number <= number]

    @cached_property
    def is_false_alarm(self) -> bool:
        """Whether it was resolved as a false alarm."""
        return is_false_alarm(self.transitions)

    @cached_property
    def standing(self) -> Standing:
        """How it stands, as lists say it in a line."""
        return standing_after(self.incident.ledger, self.transitions)

    @property
    def outcome(self) -> str:
        """As what it ended, in a sentence; empty while it goes on, and where nothing of the kind is said."""
        return self.language.gettext(words.OUTCOME[self.standing.outcome]) if self.standing.outcome else ""

    @property
    def announcement(self) -> str:
        """What a notification says below the headline: that no data was reached or that it goes on elsewhere, if that is how it ended, and the update in brief."""
        said = self._ended_specially and self.outcome.casefold() not in f"{self.update.title} {self.brief}".casefold()
        return f"{self.outcome} {self.brief}".strip() if said else self.brief

    @property
    def nothing_reached(self) -> bool:
        """Whether it ended without any data having been reached."""
        return self.standing.outcome is Outcome.NOTHING_REACHED

    @property
    def _ended_specially(self) -> bool:
        """Whether the sentence on how it ended is said beside that it is closed."""
        return self.nothing_reached or self.goes_on_elsewhere

    @property
    def goes_on_elsewhere(self) -> bool:
        """Whether it turned out to be part of another incident."""
        return self.standing.outcome is Outcome.PART_OF_ANOTHER

    @property
    def continues_in(self) -> PublicIncident | None:
        """The incident in which this one goes on; None where it does not, and where readers cannot see that one."""
        return next(iter(self.related), None) if self.goes_on_elsewhere else None

    @property
    def nothing_left(self) -> bool:
        """Whether this update says that nothing is left to find out, and that is so."""
        return self.state.none_left and is_settled(self.state)

    @property
    def nature_label(self) -> str:
        """What the nature is called."""
        return self.language.gettext(words.nature_label(self.state))

    @property
    def supposed(self) -> bool:
        """Whether what stands of who and what is only what a false alarm seemed to be."""
        state = self.state
        return self.is_false_alarm and bool(
            state.windows
            or state.standing_consequences
            or any(entry.state is not DataState.NOT_AFFECTED for entry in state.data.values())
            or any(entry.count.high != 0 for entry in state.affected.values())
        )

    @property
    def changed_here(self) -> tuple[StandingChange, ...]:
        """What incident.md says of its own changes; what only its translation changed, readers of that language see."""
        folder = self.incident.folder
        notes = {**folder.changes_in(self.language.tag), **folder.incident.changed}
        return tuple(note for key, note in notes.items() if not is_of_file(key))

    @property
    def replaced_files(self) -> tuple[tuple[str, StandingChange], ...]:
        """The linked files that were replaced under their names, each with what incident.md says of that."""
        folder = self.incident.folder
        files = frozenset(name_of(folder, path) for path in folder.files)
        return tuple((file_of_note(key, files), note) for key, note in notes_of_files(folder.incident).items())

    @property
    def impact(self) -> Impact | None:
        """How severe it is; a false alarm had no impact."""
        said = self.incident.folder.incident.impact
        return Impact.NONE if said and self.is_false_alarm else said

    @property
    def steps_over(self) -> bool:
        """Whether steps were announced, and each is done or given up."""
        return bool(self.state.steps) and all(entry.state in _OVER for entry in self.state.steps.values())

    @property
    def never_known(self) -> tuple[NeverKnown, ...]:
        """The values that are given as unknown and will never be known."""
        return tuple(self.state.never_known.values())

    def why_unknown(self, subject: str) -> str:
        """Why a value will never be known; empty where it is known, or nobody says so."""
        return reason_for(self.state, subject)

    @property
    def status_word(self) -> str:
        """The status in words."""
        if self.goes_on_elsewhere:
            return self.language.gettext(words.PART_OF_ANOTHER)
        return self.language.gettext(words.FALSE_ALARM if self.is_false_alarm else words.STATUS[self.update.status])

    def headline(self, title: str) -> str:
        """Return an update's title for use on its own, as in a feed: what it corrects or ends is stated before it."""
        kinds = [group.kind for group in self.corrected]
        if kinds:
            # The first kind decides: `our_error` before `found_more`, and that before `new_event`.
            title = self.language.gettext(words.CORRECTION_TITLE[kinds[0]], title=title)
        said = self.language.gettext(words.FALSE_ALARM).casefold() in title.casefold()
        return self.language.gettext("False alarm: %(title)s", title=title) if self.is_false_alarm and not said else title

    @property
    def _answered(self) -> bool:
        # Questions have no date on which they were answered: they are held against the newest update alone.
        return not self.is_newest or next(unanswered(self.state, self.incident.folder.incident.questions.values()), None) is None

    @property
    def meaning(self) -> str:
        """What the status means."""
        said = self.language.gettext(words.meaning(self.state, questions=self._answered))
        return f"{self.outcome} {said}" if self.nothing_reached else said

    @property
    def state_words(self) -> str:
        """How things stand, as a message, where no date or reason belongs to it."""
        return words.state(self.standing.status, is_without_intruder=self.standing.is_without_intruder)

    @property
    def state_remark(self) -> str:
        """As what it ended, in a sentence that is no stronger than what is so; empty while it goes on."""
        return "" if self.update.is_open else self.meaning.removeprefix(self.outcome if self._ended_specially else "").strip()

    @property
    def risks(self) -> tuple[ConsequenceEntry, ...]:
        """What this could mean for everyone, where it is so little that it fits before what to do."""
        found = tuple(entry for entry in self.state.standing_consequences if not entry.for_whom)
        return found if len(found) < 3 and not self.is_false_alarm else ()

    @property
    def tells_times(self) -> bool:
        """Whether anything that is known says when it happened."""
        return any(entry.fact.when for entry in self.state.known)

    @property
    def promises_days(self) -> bool:
        """Whether any step to come is promised by a day."""
        return any(entry.step.by for entry in self.state.open_steps)

    @property
    def finished_steps(self) -> tuple[StepEntry, ...]:
        """The steps that are done or given up, in the order first named."""
        return tuple(entry for entry in self.state.steps.values() if entry.state in _OVER)

    def works_as_usual(self, entry: ServiceEntry) -> bool:
        """Whether of a system nothing else is to be said than that it works."""
        given = entry.service
        said = given.what or given.instead or given.because or given.for_whom or self.tag(f"services.{entry.name}")
        return given.state is ServiceState.WORKING and not said

    def is_answered(self, question: Question) -> bool:
        """Whether a question has an answer, or is said to have none."""
        entry = self.state.facts.get(question.unknown)
        return bool(question.answer or question.because) or (entry is not None and entry.state is not FactState.OPEN)

    @property
    def most_urgent(self) -> ActionEntry | None:
        """What is to be done first: what is most urgent, and of that what everyone should do."""
        return _most_urgent(self.actions)

    @property
    def number_corrected_here(self) -> int:
        """How many things this update corrects."""
        return len(self.corrections)

    @property
    def corrected_in_words(self) -> str:
        """The same in words, each kind for itself: `2 corrected`."""
        return self.language.listed(words.corrected(self.language, group.kind, len(group.events)) for group in self.corrected)

    @property
    def promise(self) -> datetime | None:
        """The time promised for the next update; None when none is promised."""
        return self.state.next_update if self.update.is_open or self.update.next_update else None

    @property
    def is_overdue(self) -> bool:
        """Whether the promised time has passed without another update."""
        return self.is_newest and self.promise is not None and self.site.as_of > self.promise + self._grace

    @property
    def late_since(self) -> datetime | None:
        """Since when the next update is late; None while it is not."""
        return self.promise + self._grace if self.promise and self.is_overdue else None

    @property
    def _grace(self) -> timedelta:
        """How much later than this update promised counts as in time."""
        then = self.incident.ledger.terms_of(self.update).grace
        return self.site.config.policy.grace if then is None else then

    @property
    def corrections(self) -> tuple[Event, ...]:
        """What this update corrects."""
        return tuple(event for event in self.transition.events if event.change is Change.CORRECTED)

    @property
    def is_correction(self) -> bool:
        """Whether this update has a correction of the kind `our_error`."""
        return any(event.kind is CorrectionKind.OUR_ERROR for event in self.corrections)

    @property
    def corrected(self) -> tuple[Corrected, ...]:
        """What this update corrects, by kind: our mistakes first."""
        return by_kind(self.corrections)

    @property
    def earlier_corrections(self) -> tuple[Corrected, ...]:
        """What the updates before this one corrected, by kind, newest first."""
        events = [event for event in self.incident.ledger.corrections if event.update < self.number]
        return by_kind(sorted(events, key=lambda event: event.update, reverse=True))

    @cached_property
    def corrected_so_far(self) -> tuple[Corrected, ...]:
        """What this update and those before it corrected, by kind, newest first."""
        return by_kind((*self.corrections, *(event for group in self.earlier_corrections for event in group.events)))

    @property
    def number_wrong(self) -> int:
        """How many of the things that were corrected so far we had said wrong."""
        return self.standing.number_wrong

    @property
    def number_said_differently(self) -> int:
        """How many of them were no mistake."""
        return self.standing.number_said_differently

    def corrected_as(self, subject: str) -> CorrectionKind | None:
        """As what that which stands of a subject was last corrected, by this update or one before it; None: it never was."""
        return self._corrected_as.get(subject)

    @cached_property
    def _corrected_as(self) -> Mapping[str, CorrectionKind | None]:
        return {event.subject: event.kind for event in self.incident.ledger.corrections if event.update <= self.number}

    @property
    def corrected_since(self) -> tuple[Corrected, ...]:
        """What later updates corrected, by kind."""
        return by_kind([event for event in self.incident.ledger.corrections if event.update > self.number])

    def since(self, entry: FactEntry | StepEntry | ActionEntry) -> Since | None:
        """Return what has become of what this update said; None: it still holds."""
        now, later = self.newest.after, self.incident.ledger.later_events
        match entry:
            case FactEntry():
                return since_then.of_fact(entry, now, later(self.number, entry.name))
            case StepEntry():
                return since_then.of_step(entry, now, later(self.number, f"step.{entry.name}"))
            case ActionEntry():
                return since_then.of_action(entry, now, later(self.number, f"action.{entry.name}"))

    @property
    def has_later_news(self) -> bool:
        """Whether a later update changed anything."""
        later = self.incident.ledger.transitions[len(self.transitions) :]
        return any(one.events or one.document.update.status is not one.before.status for one in later)

    @property
    def reopened_because(self) -> tuple[str, ...]:
        """Why it is open again, where this update says so and why: each reason in the order in which it was given."""
        return self.standing.reopened_because

    @property
    def newer_advice(self) -> ActionEntry | None:
        """The most urgent advice of today that this update did not give; None: there is none."""
        then = {entry.action.do for entry in self.actions}
        newer = [entry for entry in self.current.actions if entry.action.do not in then]
        return _most_urgent(newer)

    @cached_property
    def current(self) -> "IncidentView":
        """The incident as it stands now."""
        return IncidentView(self.site, self.incident, self.newest, self.language)

    @property
    def closed_on(self) -> datetime | None:
        """When it was closed; None while it is open."""
        return self.standing.closed_on

    @property
    def story(self) -> Folded:
        """The updates up to this one: many fold, except the first two and the last three."""
        return folded(self.transitions, 8, 2, 3)

    @property
    def facts(self) -> Folded:
        """What is known, as `known`: many fold, except those with which it began and the last."""
        return folded(self.known, 12, 4, 8)

    @property
    def unknowns(self) -> Folded:
        """The open unknowns, oldest first: what goes beyond twelve folds."""
        return folded(self.state.open_unknowns, 12, 12, 0)

    @property
    def all_corrected(self) -> tuple[Corrected, ...]:
        """Every correction that the incident has had, by kind."""
        return by_kind(self.incident.ledger.corrections)

    @property
    def changed(self) -> tuple[Event, ...]:
        """What this update answered, made more exact, moved and ended, in the order of the summary."""
        order = {change: place for place, change in enumerate(words.SUMMED)}
        events = [event for event in self.transition.events if event.change not in {Change.CORRECTED, Change.STATED}]
        return tuple(sorted(events, key=lambda event: order[event.change]))

    @property
    def novelties(self) -> Novelties:
        """What this update states for the first time."""
        stated = [event for event in self.transition.events if event.change is Change.STATED]
        kinds = [_kind_of(event.subject) for event in stated]
        facts = [self.state.facts[event.subject] for event in stated if event.subject in self.state.facts]
        return Novelties(
            known=sum(entry.state is FactState.KNOWN for entry in facts),
            unknown=sum(entry.state is FactState.OPEN for entry in facts),
            actions=kinds.count("action"),
            steps=kinds.count("step"),
            data=kinds.count("data"),
            consequences=kinds.count("consequence"),
            values=tuple(
                event for event, kind in zip(stated, kinds, strict=True) if kind in {"affected", "window", "nature", "services"}
            ),
        )

    @property
    def stated_here(self) -> tuple[Event, ...]:
        """What this update states for the first time, except advice and what is said of others."""
        apart = {"action", "actions", "consequence", "claims", "fakes", "remedies", "direct_notice"}
        return tuple(
            event
            for event in self.transition.events
            if event.change is Change.STATED and (event.subject in self.state.facts or _kind_of(event.subject) not in apart)
        )

    @property
    def services(self) -> tuple[ServiceEntry, ...]:
        """The systems of which the incident says whether they work: those that do not first."""
        return tuple(sorted(self.state.services.values(), key=lambda entry: _SERVICES_FIRST.index(entry.service.state)))

    @property
    def broken_services(self) -> tuple[ServiceEntry, ...]:
        """The systems that neither work nor are gone for good."""
        return tuple(entry for entry in self.services if not entry.service.is_in_order)

    def service_news(self, event: Event) -> ServiceState | None:
        """The state of the system that an event is about; None when it is about something else."""
        return event.becomes.state if isinstance(event.becomes, Service) else None

    @property
    def status_before(self) -> str:
        """The status before this update in words; empty when it is the same, or there was none."""
        before = self.transition.before.status
        return "" if before is None or before is self.update.status else self.language.gettext(words.STATUS[before])

    @property
    def has_news(self) -> bool:
        """Whether this update changed anything that is reported."""
        news = self.transition.events or self.status_before or self.story_before
        return self.transition.before.status is not None and bool(news)

    @property
    def story_before(self) -> str:
        """What happened as it was told before this update, where this one tells it in other words; empty where not, or where it was not told."""
        before, now = self.transition.before.what_happened, self.state.what_happened
        return before if before and before.split() != now.split() else ""

    @property
    def is_news_to_others(self) -> bool:
        """Whether an audience that reads it is told nothing new by it: what changed is for others, and it has no words of its own for all."""
        update, is_first = self.update, self.transition.before.status is None
        said = self.has_news or update.no_change or update.summary or update.body.strip()
        return self.incident.audience is not None and not is_first and not said

    def said_of(self, event: Event) -> str:
        """Return the author's text of the step or fact that an event is about; empty when it is about something else."""
        kind, _, name = event.subject.partition(".")
        if kind == "step" and name in self.state.steps:
            return self.state.steps[name].step.do
        return self.state.facts[event.subject].fact.text if event.subject in self.state.facts else ""

    @property
    def related(self) -> tuple[PublicIncident, ...]:
        """The related incidents that readers can see."""
        incidents = self.site.by_slug
        return tuple(incidents[slug] for slug in self.incident.folder.incident.related if slug in incidents)

    @cached_property
    def populations(self) -> tuple[Population, ...]:
        """How many of whom, parts under their wholes."""
        return populations(self.state.affected)

    @property
    def data(self) -> tuple[DataEntry, ...]:
        """The kinds of data in the order first named, but what was not affected last: nobody is reassured before they hear what happened."""
        return tuple(sorted(self.state.data.values(), key=lambda entry: entry.state is DataState.NOT_AFFECTED))

    @property
    def windows(self) -> tuple[WindowEntry, ...]:
        """The windows: those with a known beginning in order of time, then the others in the order first named."""
        zone = self.incident.ledger.zone
        known = [entry for entry in self.state.windows.values() if entry.window.start is not None]
        known.sort(
            key=lambda entry: dates.start(entry.window.start, zone) if entry.window.start else datetime.min.replace(tzinfo=UTC)
        )
        return (*known, *(entry for entry in self.state.windows.values() if entry.window.start is None))

    def window_tag(self, name: str) -> str:
        """The word that marks what this update did to a window; that an end of it will never be known says nothing of the other."""
        if Change.UNANSWERABLE in {self.change_of(f"window.{name}"), self.change_of("window")}:
            return ""
        return self.tag(f"window.{name}") or (self.tag("window") if name == FIRST_WINDOW else "")

    def data_tag(self, told: Data) -> str:
        """The word that marks what this update did to what is said of a kind of data for one population."""
        return self.tag(f"data.{told.kind}.{told.population}") or self.tag(f"data.{told.kind}")

    def change_of(self, subject: str) -> Change | None:
        """Return the last change of a subject in this update; None when there was none."""
        last = self._last_events.get(subject)
        return last.change if last is not None else None

    @cached_property
    def _last_events(self) -> Mapping[str, Event]:
        """What this update last did to each subject."""
        return {event.subject: event for event in self.transition.events}

    def tag(self, subject: str) -> str:
        """Return the label for the change of a subject in this update.

        Empty when there was none, and in a first update, where all is new.
        """
        last = self._last_events.get(subject)
        if last is None or (last.change is Change.STATED and self.transition.before.status is None):
            return ""
        if last.kind:
            return self.language.gettext(words.CORRECTION_TAG[last.kind])
        if last.change is Change.MOVED and not self.is_put_off(last):
            return self.language.gettext(words.SOONER)
        return self.language.gettext(words.tag(last.change, subject))

    def is_put_off(self, event: Event) -> bool:
        """Whether a promise that was moved is now for a later time: one that is now for an earlier one is not called delayed."""
        zone = self.incident.ledger.zone
        return (
            isinstance(event.was, date)
            and isinstance(event.becomes, date)
            and end_of(event.becomes, zone) > end_of(event.was, zone)
        )

    @cached_property
    def actions(self) -> tuple[ActionEntry, ...]:
        """What readers should do, most urgent first, then in the order first stated."""
        order = {"now": 0, "today": 1, "this_week": 2, "": 3, "from_now_on": 4, "if_you_want": 5}
        entries = self.state.standing_actions
        return tuple(sorted(entries, key=lambda entry: order[entry.action.urgency.value if entry.action.urgency else ""]))

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """The same by whom it is for: everyone first, then each group of readers, the one with the most urgent first.

        Where one audience reads it, what is for them and what is for everyone is all for them, the most urgent first.
        """
        groups: dict[tuple[str, ...], list[ActionEntry]] = {(): []}
        for entry in self.actions:
            for_whom = entry.action.for_whom
            is_theirs = self.incident.audience is not None and not self.is_told_whom(for_whom)
            groups.setdefault(() if is_theirs else for_whom, []).append(entry)
        return tuple(Advice(for_whom, tuple(entries)) for for_whom, entries in groups.items() if entries)

    @property
    def is_for_some(self) -> bool:
        """Whether any of it is not for everyone who reads it here."""
        return any(group.for_whom for group in self.advice)

    def is_told_whom(self, for_whom: tuple[str, ...]) -> bool:
        """Whether readers are told whom something is for: where the site has several audiences, and they are not all of those readers anyway."""
        audience = self.incident.audience
        if not for_whom or not self.site.config.audiences:
            return False
        return audience is None or (audience.name not in for_whom and not self._are_all_meant(audience, for_whom))

    def _are_all_meant(self, audience: Audience, for_whom: tuple[str, ...]) -> bool:
        """Whether the populations that are named, with their parts, are all that an audience has."""
        counts = {name: entry.count for name, entry in self.state.affected.items()}
        theirs = {name for name, count in counts.items() if audience.name in {name, count.audience}}
        meant = set(for_whom)
        while more := {name for name in theirs - meant if counts[name].part_of in meant}:
            meant |= more
        return bool(theirs) and theirs <= meant

    @property
    def remedies(self) -> tuple[RemedyEntry, ...]:
        """What is offered. Of what incident.md alone says, nobody knows when it was first said, so it stands only beside the newest update."""
        return tuple(entry for entry in self.state.standing_remedies if self.is_newest or not entry.of_incident)

    @property
    def notices(self) -> tuple[NoticeEntry, ...]:
        """How populations are told directly, as above."""
        return tuple(entry for entry in self.state.standing_notices if self.is_newest or not entry.of_incident)

    def has_ended(self, entry: RemedyEntry) -> bool:
        """Whether the last day has passed on which readers could ask for a remedy."""
        last = entry.remedy.enrol_by
        return last is not None and end_of(last, self.incident.ledger.zone) <= self.site.as_of

    def may_be_untold(self, entry: NoticeEntry) -> bool:
        """Whether somebody may be affected who has not heard from us: nobody has said that all have been told, and somebody is affected."""
        notice = entry.notice
        # Words alone may say that all have been told already.
        unsaid = notice.by is None and notice.sent is None
        if unsaid or notice.silence or self.is_false_alarm or self.nothing_reached:
            return False
        counted = self.state.affected.get(entry.name)
        if counted is not None and counted.count.high == 0:
            return False
        returned = notice.returned
        return not notice.complete or (returned is not None and returned.high != 0)

    @property
    def ended_here(self) -> tuple[FactEntry | ConsequenceEntry | FakeEntry, ...]:
        """The facts, consequences and fakes that this update ends."""
        return tuple(entry for entry in self.state.ended if entry.changed == self.update.published)

    @cached_property
    def withdrawn(self) -> tuple[ActionEntry, ...]:
        """The actions that this update withdraws."""
        now = self.update.published
        return tuple(
            entry for entry in self.state.actions.values() if entry.state is ActionState.WITHDRAWN and entry.settled == now
        )

    @cached_property
    def in_short(self) -> InShort:
        """What a reader asks first, answered."""
        return self._short(self.notices)

    @cached_property
    def in_short_then(self) -> InShort:
        """The same for what never changes: as this update alone said it, without what incident.md says now."""
        short = self._short(tuple(entry for entry in self.state.standing_notices if not entry.of_incident))
        # Where this update says nothing of how people are told, incident.md may: an item does not say that some have not been.
        affected = tuple(
            replace(one, may_be_untold=False) if one.may_be_untold and one.notice is None else one for one in short.affected
        )
        untold = any(one.may_be_untold for one in affected) if affected else short.may_be_untold
        return replace(short, affected=affected, may_be_untold=untold)

    def _short(self, notices: tuple[NoticeEntry, ...]) -> InShort:
        return in_short(
            self.state,
            known=self.known,
            otherwise=(
                self.update.what_happened or self.update.summary or self.update.because
                if self.is_false_alarm
                else self.update.summary
            )
            or self.update.title,
            events=[event for event in self.incident.ledger.corrections if event.update <= self.number],
            notices=notices,
            may_be_untold=self.may_be_untold,
            is_open=self.update.is_open,
            is_false_alarm=self.is_false_alarm,
            nothing_reached=self.outcome if self.nothing_reached else "",
            nothing_left=self.nothing_left,
            for_audience=self.incident.audience is not None,
            goes_on_elsewhere=self.goes_on_elsewhere,
        )

    @property
    def said_known(self) -> SaidAgain:
        """What this update says that is known, as `known`."""
        return said_again(self.known, self.update.published)

    @property
    def said_unknown(self) -> SaidAgain:
        """What this update says that is not known, oldest first."""
        return said_again(self.state.open_unknowns, self.update.published)

    @property
    def said_unanswerable(self) -> SaidAgain:
        """What this update says that will never be known."""
        return said_again(self.unanswerable, self.update.published)

    @property
    def said_steps(self) -> SaidAgain:
        """What this update says is still to be done."""
        return said_again(self.state.open_steps, self.update.published)

    @property
    def said_ended(self) -> SaidAgain:
        """What this update says is no longer true."""
        return said_again(self.state.ended, self.update.published)

    @cached_property
    def known(self) -> tuple[FactEntry, ...]:
        """What is known, in the order in which it happened; what does not say when it happened stands where it was first known."""
        zone = self.incident.ledger.zone
        return tuple(
            sorted(
                self.state.known,
                key=lambda entry: start_of(entry.fact.when, zone) if entry.fact.when else _first_known(entry),
            )
        )

    @property
    def latest_known(self) -> tuple[FactEntry, ...]:
        """What is known: this update's facts first, then all current facts, newest first."""
        here = [entry for entry in self.state.known if entry.changed == self.update.published or entry.name in self.update.known]
        rest = [entry for entry in self.state.known if entry not in here]
        return (*here, *sorted(rest, key=lambda entry: entry.changed, reverse=True))

    @property
    def unanswerable(self) -> tuple[FactEntry, ...]:
        """What will never be known."""
        return tuple(entry for entry in self.state.facts.values() if entry.state is FactState.UNANSWERABLE)

    def open_for(self, entry: FactEntry) -> timedelta:
        """Return how long an unknown had been open when this update was published."""
        return self.update.published - (entry.first_unknown or entry.stated)

    @property
    def steps_ended(self) -> tuple[StepEntry, ...]:
        """The steps that this update reports as done or dropped."""
        now = self.update.published
        return tuple(entry for entry in self.state.steps.values() if entry.state in _OVER and entry.settled == now)

    def step_of(self, event: Event) -> StepEntry | None:
        """Return the step that an event is about; None when it is about something else."""
        kind, _, name = event.subject.partition(".")
        return self.state.steps.get(name) if kind == "step" else None

    def told_later(self, entry: StepEntry) -> bool:
        """Whether readers heard on a later day that a step was done."""
        zone = self.incident.ledger.terms_of(self.update).zone
        return entry.done_on is not None and entry.settled is not None and is_before(entry.done_on, entry.settled, zone)

    @property
    def brief(self) -> str:
        """This update in one sentence: its summary, otherwise its first fact, otherwise its title."""
        if self.update.summary:
            return self.update.summary
        stated = [self.state.facts[name] for name in self.update.known if name in self.state.facts]
        return stated[0].fact.text if stated else self.update.title

    @property
    def summary(self) -> str:
        """This update's changes in a line: `1 corrected, 2 answered`."""
        return changes_in_words(self.transition, self.language)

    @property
    def waited(self) -> timedelta:
        """The time from becoming aware to the first statement."""
        return self.incident.ledger.transitions[0].document.update.published - self.incident.folder.incident.aware

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every promise of the incident."""
        return self.incident.promises

    @property
    def missed(self) -> tuple[Promise, ...]:
        """The promises that were broken or kept late."""
        return tuple(promise for promise in self.incident.promises if promise.state is PromiseState.MISSED)

    @property
    def updates_promised(self) -> int:
        """The number of promised updates that were published or are overdue."""
        return len(
            [one for one in self.incident.promises if one.kind is PromiseKind.UPDATE and one.state is not PromiseState.PENDING]
        )

    @property
    def updates_kept(self) -> int:
        """The number of those that were published in time."""
        return len([one for one in self.incident.promises if one.kind is PromiseKind.UPDATE and one.state is PromiseState.KEPT])

    def promise_of(self, number: int) -> Promise | None:
        """Return the promise that update `number` was to keep: that of the update before it."""
        return self.incident.promises_settled_in.get(number)

    @property
    def review(self) -> Review | None:
        """The published review; None when there is none."""
        return self.incident.folder.review.review if self.incident.folder.review else None

    @property
    def reopened_after_review(self) -> datetime | None:
        """When the incident was first opened again after its review, which says nothing of what came then; None where it was not."""
        if self.review is None:
            return None
        came = self.review.published
        return next(
            (
                one.document.update.published
                for one in self.incident.ledger.transitions
                if one.after.status is Status.REOPENED
                and one.before.status is not Status.REOPENED
                and one.document.update.published > came
            ),
            None,
        )

    @property
    def awaits_review(self) -> bool:
        """Whether the page announces a review: the incident is over or the review's day has passed, and none is published."""
        return bool(self.state.review_by) and self.review is None and (self.review_overdue or not self.update.is_open)

    @property
    def is_watched(self) -> bool:
        """Whether the page says how the incident is monitored: until when, or what."""
        watched = self.update.status in {Status.CONTAINED, Status.MONITORING}
        return watched and bool(self.state.monitor_until or self.state.monitoring)

    @property
    def review_overdue(self) -> bool:
        """Whether the review's promised day has passed without it."""
        return any(
            one.kind is PromiseKind.REVIEW and one.state is PromiseState.MISSED and one.settled is None
            for one in self.incident.promises
        )

    @property
    def review_due_at(self) -> datetime | None:
        """The end of the review's promised day; None when none is promised."""
        return end_of(self.state.review_by, self.incident.ledger.zone) if self.state.review_by else None

    @cached_property
    def tracked(self) -> tuple[Tracked, ...]:
        """The review's corrective actions in its order; empty without a review."""
        return tuple(self._tracked(action) for action in self.review.corrective_actions.values()) if self.review else ()

    def tracked_as(self, state: str) -> int:
        """Return how many corrective actions are `done`, `dropped`, `due`, `overdue` or `open`."""
        return sum(one.state == state for one in self.tracked)

    def _tracked(self, action: CorrectiveAction) -> Tracked:
        facts = action_facts(action, self.incident.ledger.zone)
        return Tracked(action, state_of(facts, self.incident.ledger.zone, self.site.as_of), facts.due_at)

    @property
    def unpublished(self) -> str:
        """`draft` or `embargoed` in the preview; empty for what the public sees."""
        return self.site.preview.unpublished.get(self.transition.document.source.path, "") if self.site.preview else ""


def known_since(entry: FactEntry) -> datetime:
    """Since when a fact is known as it stands: what was asked before, since it was answered; what was corrected, since then."""
    return corrected_on(entry) or _first_known(entry)


def corrected_on(entry: FactEntry) -> datetime | None:
    """When a known fact was last corrected; None where what was said first still stands."""
    last = max((event.when for event in entry.history if event.change is Change.CORRECTED), default=None)
    return last if last is not None and last > _first_known(entry) else None


def known_day(entry: FactEntry, zone: ZoneInfo) -> date:
    """The day of that, on the site's own calendar."""
    return local(known_since(entry), zone).date()


def _first_known(entry: FactEntry) -> datetime:
    return entry.settled if entry.first_unknown and entry.settled else entry.stated


def _most_urgent(entries: Sequence[ActionEntry]) -> ActionEntry | None:
    """What is to be done first, of entries in the order of their urgency: what is most urgent, and of that what everyone should do."""
    urgent = [entry for entry in entries if entry.action.urgency == entries[0].action.urgency]
    return next((entry for entry in urgent if not entry.action.for_whom), next(iter(urgent), None))


def _kind_of(subject: str) -> str:
    """Return the kind of an event's subject (`step`, `affected` …), or the whole subject where it has no kind."""
    return subject.partition(".")[0]


def changes_in_words(transition: Transition, language: Language) -> str:
    """Summarise an update's changes in a line; empty for a first update and for one without changes."""
    if transition.before.status is None:
        return ""
    numbers = [(change, sum(event.change is change for event in transition.events)) for change in words.SUMMED[1:]]
    corrected = by_kind(event for event in transition.events if event.change is Change.CORRECTED)
    return language.listed(
        (
            *(words.corrected(language, group.kind, len(group.events)) for group in corrected),
            *(words.changed(language, change, number) for change, number in numbers if number),
        )
    )


def is_overtaken(event: Event, events: Iterable[Event]) -> bool:
    """Whether what an event says was said differently by a later one, or has ended since."""
    return any(
        later.update > event.update
        and later.change not in {Change.MOVED, Change.STATED}
        and _is_on(_full(later.subject), _full(event.subject))
        for later in events
    )


def _is_on(one: str, other: str) -> bool:
    """Whether two subjects are the same, or one of them is a part of what the other is about."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def _full(subject: str) -> str:
    """A subject with the name that it has beside others of its kind: a window that was the only one, all advice."""
    return {"window": f"window.{FIRST_WINDOW}", "actions": "action"}.get(subject, subject)


def by_kind(events: Iterable[Event]) -> tuple[Corrected, ...]:
    """Return corrections by kind: our mistakes first."""
    found = tuple(events)
    if not found:
        return ()
    groups = (Corrected(kind, tuple(event for event in found if event.kind is kind)) for kind in CorrectionKind)
    return tuple(group for group in groups if group.events)


class NewestView(StandIn, IncidentView):
    """An incident as of its newest update, of which nothing is asked before it is needed."""

    _spoken: Language

    @classmethod
    def of(cls, site: Site, incident: PublicIncident, language: Language) -> Self:
        """Return one. The arguments are those of `IncidentView`."""
        return cls.knowing(site=site, incident=incident, _spoken=language)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.incident.facts.standing

    @property
    def total(self) -> int:
        """The number of that update."""
        return self.standing.number

    @property
    def is_false_alarm(self) -> bool:
        """Whether it was resolved as a false alarm."""
        return self.standing.is_false_alarm

    @property
    def review_overdue(self) -> bool:
        """Whether the review's promised day has passed without it."""
        promises = self.incident.facts.promises
        return any(one.of_review and one.state is PromiseState.MISSED and one.settled is None for one in promises)

    def _asked(self, name: str) -> Any:
        if name == "language":
            return self._spoken.in_year(dates.year(self._spoken, self.incident.facts.updates[-1].published))
        if name != "transition":
            raise LookupError(name)
        return self.incident.ledger.transitions[-1]


def newest(site: Site, incident: PublicIncident, language: Language) -> IncidentView:
    """Return an incident in its present state. Its ledger is asked for only if the view is asked for more than the incident."""
    return NewestView.of(site, incident, language)


def open_incidents(site: Site, language: Language) -> tuple[IncidentView, ...]:
    """Return the open incidents: those whose newest update is not resolved."""
    return tuple(newest(site, incident, language) for incident in site.incidents if incident.is_open)


def closed_incidents(site: Site, language: Language) -> tuple[IncidentView, ...]:
    """Return the incidents whose newest update is resolved."""
    return tuple(newest(site, incident, language) for incident in site.incidents if not incident.is_open)


@dataclass(frozen=True, slots=True)
class ListedCorrection:
    """A correction of which is known what lists say.

    Attributes:
        incident: its incident.
        at: which of its corrections it is.
        facts: what lists say of it.
    """

    incident: PublicIncident
    at: int
    facts: CorrectionFacts


@dataclass(frozen=True, slots=True)
class KindCounted:
    """How many corrections of a kind there are."""

    kind: CorrectionKind
    number: int


def all_corrections(site: Site) -> tuple[ListedCorrection, ...]:
    """Return every correction of every incident, newest first."""
    found = [
        ListedCorrection(incident, at, one) for incident in site.incidents for at, one in enumerate(incident.facts.corrections)
    ]
    return tuple(sorted(found, key=lambda one: one.facts.when, reverse=True))


def counted_by_kind(listed: Iterable[ListedCorrection]) -> tuple[KindCounted, ...]:
    """Return how many corrections there are of each kind of which there are any: our mistakes first."""
    number = Counter(one.facts.kind for one in listed)
    return tuple(KindCounted(kind, number[kind]) for kind in CorrectionKind if number[kind])


def corrections_of(site: Site, incident: PublicIncident, language: Language) -> tuple[tuple[IncidentView, Event], ...]:
    """Return the corrections of an incident, oldest first, each in a view of the update that made it."""
    return tuple(
        (IncidentView(site, incident, transition, language), event)
        for transition in incident.ledger.transitions
        for event in transition.events
        if event.change is Change.CORRECTED
    )


def findings(site: Site, sources: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return the findings that the preview shows on a page.

    Args:
        site: the whole site.
        sources: the files that the page is made from, or folders, ending in a slash; an empty string is the whole site.
    """
    if site.preview is None:
        return ()
    return tuple(
        diagnostic
        for path, found in site.preview.findings.items()
        for diagnostic in found
        if any(path == source or ((not source or source.endswith("/")) and path.startswith(source)) for source in sources)
    )
