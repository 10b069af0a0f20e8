"""What pages show, drawn from the ledger: which fact is new, how long an unknown has been open, where an incident stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from generator.ledger.fold import end_of
from generator.ledger.records import (
    ActionEntry,
    Change,
    Event,
    FactEntry,
    FactState,
    Promise,
    PromiseKind,
    PromiseState,
    State,
    StepEntry,
    StepState,
    Transition,
)
from generator.ledger.statuses import is_false_alarm
from generator.model.diagnostic import Diagnostic
from generator.model.incident import CorrectiveAction, Review
from generator.model.update import Status, Update
from generator.render import dates, words
from generator.render.language import Language
from generator.render.site import PublicIncident, Site

_AHEAD = {
    Status.INVESTIGATING: (Status.CONFIRMED, Status.CONTAINED, Status.MONITORING, Status.RESOLVED),
    Status.CONFIRMED: (Status.CONTAINED, Status.MONITORING, Status.RESOLVED),
    Status.REOPENED: (Status.CONTAINED, Status.MONITORING, Status.RESOLVED),
    Status.CONTAINED: (Status.MONITORING, Status.RESOLVED),
    Status.MONITORING: (Status.RESOLVED,),
    Status.RESOLVED: (),
}


@dataclass(frozen=True)
class Stage:
    """One status on an incident's way: `done`, `now` or `ahead`."""

    word: str
    state: str


@dataclass(frozen=True)
class Tracked:
    """A corrective action as it stands: `done`, `dropped`, `due`, `overdue`, or `open` when no day was promised for it.

    `due_at` is the moment at which its day is over.
    """

    action: CorrectiveAction
    state: str
    due_at: datetime | None


@dataclass(frozen=True)
class Novelties:
    """What is new in an update, beside what it corrects and what has another text: numbers of new names by what they are.

    `values` are what was first said of counts, times and nature.
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
    """An incident as it stands after one of its updates: everything that a page of it shows.

    Attributes:
        site: the whole site.
        incident: the incident.
        transition: the update after which it is shown.
        language: the one in which the product's own words are said.
    """

    site: Site
    incident: PublicIncident
    transition: Transition
    language: Language

    @property
    def update(self) -> Update:
        """The update itself."""
        return self.transition.document.update

    @property
    def state(self) -> State:
        """What stands after it."""
        return self.transition.after

    @property
    def number(self) -> int:
        """The update's public number."""
        return self.transition.document.number

    @property
    def newest(self) -> Transition:
        """The newest update's transition."""
        return self.incident.ledger.transitions[-1]

    @property
    def total(self) -> int:
        """The newest update's number."""
        return self.newest.document.number

    @property
    def is_newest(self) -> bool:
        """Whether nothing newer has been published."""
        return self.transition is self.newest

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """The updates up to this one, oldest first."""
        transitions = self.incident.ledger.transitions
        return transitions[: transitions.index(self.transition) + 1]

    @property
    def is_false_alarm(self) -> bool:
        """Whether it was resolved as a false alarm: with a reason, straight from being investigated or confirmed."""
        return is_false_alarm(self.transitions)

    @property
    def status_word(self) -> str:
        """The status as a reader reads it."""
        return self.language.gettext(words.FALSE_ALARM if self.is_false_alarm else words.STATUS[self.update.status])

    def headline(self, title: str) -> str:
        """An update's title where it stands alone, as in a feed: what it corrects or ends is said before it."""
        if self.corrections:
            title = self.language.gettext("Correction: %(title)s", title=title)
        said = self.language.gettext(words.FALSE_ALARM).casefold() in title.casefold()
        return self.language.gettext("False alarm: %(title)s", title=title) if self.is_false_alarm and not said else title

    @property
    def meaning(self) -> str:
        """What the status means."""
        return self.language.gettext(words.FALSE_ALARM_MEANING if self.is_false_alarm else words.MEANING[self.update.status])

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The statuses it went through, the present one, and those that lie ahead of it."""
        passed: list[Status] = []
        for transition in self.transitions:
            status = transition.document.update.status
            if not passed or passed[-1] is not status:
                passed.append(status)
        stages = [Stage(self.language.gettext(words.STATUS[status]), "done") for status in passed[:-1]]
        stages.append(Stage(self.status_word, "now"))
        ahead = _AHEAD[self.update.status]
        return (*stages, *(Stage(self.language.gettext(words.STATUS[status]), "ahead") for status in ahead))

    @property
    def promise(self) -> datetime | None:
        """When the next update is promised for; None when none is."""
        return self.state.next_update if self.update.is_open or self.update.next_update else None

    @property
    def is_overdue(self) -> bool:
        """Whether the promised time has passed without another update."""
        return self.is_newest and self.promise is not None and self.site.as_of > self.promise + self.site.config.policy.grace

    @property
    def corrections(self) -> tuple[Event, ...]:
        """What this update corrects."""
        return tuple(event for event in self.transition.events if event.change is Change.CORRECTED)

    @property
    def earlier_corrections(self) -> tuple[Event, ...]:
        """What the updates before this one corrected, newest first."""
        events = [
            event for transition in self.transitions[:-1] for event in transition.events if event.change is Change.CORRECTED
        ]
        return tuple(sorted(events, key=lambda event: event.update, reverse=True))

    @property
    def changed(self) -> tuple[Event, ...]:
        """What this update answered, made more exact, moved and ended, in the order in which changes are summed up."""
        order = {change: place for place, change in enumerate(words.SUMMED)}
        events = [event for event in self.transition.events if event.change not in {Change.CORRECTED, Change.STATED}]
        return tuple(sorted(events, key=lambda event: order[event.change]))

    @property
    def novelties(self) -> Novelties:
        """What this update says for the first time."""
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
            values=tuple(event for event, kind in zip(stated, kinds, strict=True) if kind in {"affected", "window", "nature"}),
        )

    @property
    def status_before(self) -> str:
        """The status before this update as a reader reads it; empty when it is the same, or there was none."""
        before = self.transition.before.status
        return "" if before is None or before is self.update.status else self.language.gettext(words.STATUS[before])

    @property
    def has_news(self) -> bool:
        """Whether there is anything to say of what this update changed."""
        return self.transition.before.status is not None and bool(self.transition.events or self.status_before)

    def said_of(self, event: Event) -> str:
        """The step or the fact that an event is about, in its author's words; empty when it is about neither."""
        kind, _, name = event.subject.partition(".")
        if kind == "step" and name in self.state.steps:
            return self.state.steps[name].step.do
        return self.state.facts[event.subject].fact.text if event.subject in self.state.facts else ""

    @property
    def related(self) -> tuple[PublicIncident, ...]:
        """The other incidents that this one names, of those that readers see."""
        incidents = {incident.slug: incident for incident in self.site.incidents}
        return tuple(incidents[slug] for slug in self.incident.folder.incident.related if slug in incidents)

    def change_of(self, subject: str) -> Change | None:
        """The last thing that this update did to a subject; None when it did nothing."""
        changes = [event.change for event in self.transition.events if event.subject == subject]
        return changes[-1] if changes else None

    def tag(self, subject: str) -> str:
        """The word that marks what this update did to a subject; empty when nothing, and in a first update, where all is new."""
        change = self.change_of(subject)
        if change is None or (change is Change.STATED and self.transition.before.status is None):
            return ""
        return self.language.gettext(words.TAG[change])

    @property
    def actions(self) -> tuple[ActionEntry, ...]:
        """What readers should do, the most urgent first, then as first said."""
        order = {"now": 0, "today": 1, "this_week": 2, "": 3, "if_you_want": 4}
        entries = self.state.standing_actions
        return tuple(sorted(entries, key=lambda entry: order[entry.action.urgency.value if entry.action.urgency else ""]))

    @property
    def withdrawn(self) -> tuple[ActionEntry, ...]:
        """The actions that this update withdraws."""
        now = self.update.published
        return tuple(entry for entry in self.state.actions.values() if entry.settled == now)

    @property
    def known(self) -> tuple[FactEntry, ...]:
        """What is known: what this update says first, then everything that stands, newest first."""
        here = [entry for entry in self.state.known if entry.changed == self.update.published or entry.name in self.update.known]
        rest = [entry for entry in self.state.known if entry not in here]
        return (*here, *sorted(rest, key=lambda entry: entry.changed, reverse=True))

    @property
    def unanswerable(self) -> tuple[FactEntry, ...]:
        """What will never be known."""
        return tuple(entry for entry in self.state.facts.values() if entry.state is FactState.UNANSWERABLE)

    def open_for(self, entry: FactEntry) -> timedelta:
        """How long an unknown had been open when this update was published."""
        return self.update.published - (entry.asked or entry.stated)

    @property
    def steps_ended(self) -> tuple[StepEntry, ...]:
        """The steps that this update says are done or dropped."""
        now = self.update.published
        return tuple(entry for entry in self.state.steps.values() if entry.state is not StepState.OPEN and entry.settled == now)

    @property
    def brief(self) -> str:
        """This update in one sentence: its own summary, else the first fact that it states, else its title."""
        if self.update.summary:
            return self.update.summary
        stated = [self.state.facts[name] for name in self.update.known if name in self.state.facts]
        return stated[0].fact.text if stated else self.update.title

    @property
    def summary(self) -> str:
        """What this update did, in a line: `1 corrected, 2 answered`."""
        return changes_in_words(self.transition, self.language)

    @property
    def waited(self) -> timedelta:
        """From becoming aware to the first statement."""
        return self.incident.ledger.transitions[0].document.update.published - self.incident.folder.incident.aware

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every promise of the incident."""
        return self.incident.promises

    @property
    def missed(self) -> tuple[Promise, ...]:
        """The promises that were not kept, or not in time."""
        return tuple(promise for promise in self.incident.promises if promise.state is PromiseState.MISSED)

    @property
    def updates_promised(self) -> int:
        """How many promised updates have come or are overdue."""
        return len(
            [one for one in self.incident.promises if one.kind is PromiseKind.UPDATE and one.state is not PromiseState.PENDING]
        )

    @property
    def updates_kept(self) -> int:
        """How many of them came in time."""
        return len([one for one in self.incident.promises if one.kind is PromiseKind.UPDATE and one.state is PromiseState.KEPT])

    @property
    def correction_count(self) -> int:
        """How many corrections the incident has had."""
        return len([event for event in self.incident.ledger.events if event.change is Change.CORRECTED])

    def promise_of(self, number: int) -> Promise | None:
        """The promise that update `number` was to keep: that of the update before it."""
        return next((one for one in self.incident.promises if one.kind is PromiseKind.UPDATE and one.settled_in == number), None)

    @property
    def review(self) -> Review | None:
        """The published review; None when there is none."""
        return self.incident.folder.review.review if self.incident.folder.review else None

    @property
    def awaits_review(self) -> bool:
        """Whether the page says that a review is promised: the incident is over or the day has passed, and none is published."""
        return bool(self.state.review_by) and self.review is None and (self.review_overdue or not self.update.is_open)

    @property
    def is_watched(self) -> bool:
        """Whether the page says how it is watched: until when, or what."""
        watched = self.update.status in {Status.CONTAINED, Status.MONITORING}
        return watched and bool(self.state.monitor_until or self.state.monitoring)

    @property
    def review_overdue(self) -> bool:
        """Whether the promised day of the review has passed without it."""
        return any(
            one.kind is PromiseKind.REVIEW and one.state is PromiseState.MISSED and one.settled is None
            for one in self.incident.promises
        )

    @property
    def review_due_at(self) -> datetime | None:
        """The moment at which the promised day of the review is over; None when none is promised."""
        return end_of(self.state.review_by, self.incident.ledger.zone) if self.state.review_by else None

    @property
    def tracked(self) -> tuple[Tracked, ...]:
        """The corrective actions of the review, in its order; none without a review."""
        return tuple(self._tracked(action) for action in self.review.corrective_actions.values()) if self.review else ()

    def tracked_as(self, state: str) -> int:
        """How many corrective actions are `done`, `dropped`, `due`, `overdue` or `open`."""
        return sum(one.state == state for one in self.tracked)

    def _tracked(self, action: CorrectiveAction) -> Tracked:
        due_at = end_of(action.by, self.incident.ledger.zone) if action.by else None
        if action.done and dates.start(action.done, self.incident.ledger.zone) <= self.site.as_of:
            return Tracked(action, "done", due_at)
        if action.dropped:
            return Tracked(action, "dropped", due_at)
        if due_at is None:
            return Tracked(action, "open", None)
        return Tracked(action, "overdue" if self.site.as_of > due_at else "due", due_at)

    @property
    def unpublished(self) -> str:
        """`draft` or `embargoed` in the preview; empty for what the public sees."""
        return self.site.preview.unpublished.get(self.transition.document.source.path, "") if self.site.preview else ""


def _kind_of(subject: str) -> str:
    """What an event is about: `step`, `affected` …, or its whole subject where that has no kind."""
    return subject.partition(".")[0]


def changes_in_words(transition: Transition, language: Language) -> str:
    """What an update did, in a line; empty for a first update and for one that did nothing."""
    if transition.before.status is None:
        return ""
    numbers = [(change, sum(event.change is change for event in transition.events)) for change in words.SUMMED]
    return language.listed(words.changed(language, change, number) for change, number in numbers if number)


def newest(site: Site, incident: PublicIncident, language: Language) -> IncidentView:
    """An incident in its present state."""
    return IncidentView(site, incident, incident.ledger.transitions[-1], language)


def open_incidents(site: Site, language: Language) -> tuple[IncidentView, ...]:
    """The incidents that are open: those whose newest update does not say that they are resolved."""
    return tuple(view for incident in site.incidents if (view := newest(site, incident, language)).update.is_open)


def closed_incidents(site: Site, language: Language) -> tuple[IncidentView, ...]:
    """The incidents whose newest update says that they are resolved."""
    return tuple(view for incident in site.incidents if not (view := newest(site, incident, language)).update.is_open)


def all_corrections(site: Site, language: Language) -> tuple[tuple[IncidentView, Event], ...]:
    """Every correction of every incident, newest first."""
    found = [
        (IncidentView(site, incident, transition, language), event)
        for incident in site.incidents
        for transition in incident.ledger.transitions
        for event in transition.events
        if event.change is Change.CORRECTED
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].when, reverse=True))


def findings(site: Site, sources: Iterable[str]) -> tuple[Diagnostic, ...]:
    """The findings that the preview shows on a page.

    Args:
        site: the whole site.
        sources: the files that the page is made from, or folders, ending in a slash; an empty one is the whole site.
    """
    if site.preview is None:
        return ()
    return tuple(
        diagnostic
        for path, found in site.preview.findings.items()
        for diagnostic in found
        if any(path == source or ((not source or source.endswith("/")) and path.startswith(source)) for source in sources)
    )
