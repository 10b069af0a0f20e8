"""What the ledger holds: an entry for every name, a transition for every update, and the promises."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.ledger.words import Comfort, Value
from generator.model.document import IncidentFolder, UpdateDocument
from generator.model.history import PromiseSettings
from generator.model.update import Action, Count, DataState, Fact, Nature, Status, Step, Watch, When, Window
from generator.model.visibility import is_public


class FactState(StrEnum):
    """The state of a fact: the section it stands in, or closed for good."""

    OPEN = "open"
    KNOWN = "known"
    UNANSWERABLE = "unanswerable"


class StepState(StrEnum):
    """The state of a step."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionState(StrEnum):
    """The state of an action."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"


class Change(StrEnum):
    """What can happen to a name in an update."""

    STATED = "stated"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    REFINED = "refined"
    UNANSWERABLE = "unanswerable"
    DONE = "done"
    MOVED = "moved"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of one name.

    Attributes:
        change: what happened.
        subject: the name as `corrections` would call it: a fact's name, `affected.<population>`, `data.<kind>`, `window`,
            `nature`, `action.<name>`, `actions` (that readers need do nothing), and also `step.<name>`, `consequence.<name>`, `incident.title`, `incident.aware`.
        update: the number of the update.
        when: when that update was published.
        was: what stood before, as it was written; empty text when nothing did.
        becomes: what stands now; empty text when nothing does.
        because: the writer's reason; empty when none was required.
        adverse: whether it made the picture worse than readers had been told.
    """

    change: Change
    subject: str
    update: int
    when: datetime
    was: Value = ""
    becomes: Value = ""
    because: str = ""
    adverse: bool = False


class ViolationKind(StrEnum):
    """The kinds of silent changes that the format does not allow. The ledger keeps the value from before."""

    UNKNOWN_DROPPED = "unknown-dropped"  # open, and neither listed, answered nor declared unanswerable
    FACT_CHANGED = "fact-changed"  # a known fact has another text, or is back among the unknowns, without a correction
    COUNT_CONTRADICTED = "count-contradicted"  # outside the earlier interval, without a correction
    UNIT_SWITCHED = "unit-switched"  # another unit for the same population, without a correction
    DATA_REVERSED = "data-reversed"  # a change of state that kinds of data do not allow, without a correction
    NATURE_CHANGED = "nature-changed"  # another kind of incident than readers were told, without a correction
    WINDOW_MOVED = "window-moved"  # other times, without a correction
    ACTIONS_NOT_RESTATED = "actions-not-restated"  # the window moved, but an action that names dates was not restated
    ACTION_CHANGED = "action-changed"  # another text, without a correction
    ACTION_DROPPED = "action-dropped"  # missing, and not withdrawn
    COMFORT_WITHDRAWN = "comfort-withdrawn"  # no longer "not affected" or "we looked and found nothing", without a correction
    STEP_DROPPED = "step-dropped"  # missing, and neither done nor dropped
    NEEDLESS_CORRECTION = "needless-correction"  # a correction of something that has not changed, or was never said
    NAME_REUSED = "name-reused"  # a name that was closed is used again for another thing
    NOTHING_TO_CLOSE = "nothing-to-close"  # done, dropped, withdrawn or unanswerable names what is not open


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A conflict and where it stands.

    Attributes:
        kind: which one.
        subject: as in `Event`.
        path: the key path in the update's front matter to point at (its nearest written parent is used if it is missing).
        before: what stood before, in English words.
        after: what the update says; empty when it says nothing.
        since: when what stood before was published.
        adverse: whether what the update says is worse than what readers had been told.
    """

    kind: ViolationKind
    subject: str
    path: tuple[str, ...]
    before: str = ""
    after: str = ""
    since: datetime | None = None
    adverse: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """A fact over the whole incident.

    Attributes:
        fact: as it was last stated in a way that the format allows.
        stated: when the name was first used.
        asked: when it was first listed as unknown; None if it never was.
        settled: when it was answered or declared unanswerable; None while open or when it was known from the start.
        changed: when its text or state last changed.
        because: why it is unanswerable.
        comfort: what was said of it when it was an unknown that "we looked and found nothing" at (its `looked`); remembered. None if
            nothing was.
        history: every event, oldest first.
    """

    name: str
    state: FactState
    fact: Fact
    stated: datetime
    changed: datetime
    asked: datetime | None = None
    settled: datetime | None = None
    because: str = ""
    comfort: Comfort | None = None
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntry:
    """A step over the whole incident. `outcome` is what `done` or `dropped` said. `moved_from` are earlier dates, oldest first."""

    name: str
    state: StepState
    step: Step
    stated: datetime
    settled: datetime | None = None
    outcome: str = ""
    moved_from: tuple[When, ...] = ()
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEntry:
    """An action over the whole incident. `because` says why it was withdrawn."""

    name: str
    state: ActionState
    action: Action
    stated: datetime
    changed: datetime
    settled: datetime | None = None
    because: str = ""
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceEntry:
    """A consequence over the whole incident."""

    name: str
    text: str
    stated: datetime
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEntry:
    """A population over the whole incident."""

    population: str
    count: Count
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataEntry:
    """A kind of data over the whole incident. `comfort` is when we said that it was not affected, until that is corrected."""

    kind: str
    state: DataState
    stated: datetime
    changed: datetime
    comfort: datetime | None = None
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureEntry:
    """What kind of thing it is, over the whole incident."""

    nature: Nature
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEntry:
    """The window over the whole incident."""

    window: Window
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


class PromiseKind(StrEnum):
    """What was promised by a date."""

    UPDATE = "update"
    STEP = "step"
    ANSWER = "answer"
    REVIEW = "review"


class PromiseState(StrEnum):
    """What became of a promise. `missed` is later than promised, or not at all; `pending` is not yet due."""

    PENDING = "pending"
    KEPT = "kept"
    MOVED = "moved"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise with a date.

    Attributes:
        kind: what was promised.
        subject: the step's or unknown's name; empty for an update or the review.
        text: the promise as a reader would read it.
        due: what the writer gave.
        due_at: the moment it falls due (for a day: its end, in the site's time zone).
        made_in: the number of the update that made it.
        made: when that update was published.
        state: what became of it as of the time asked for.
        settled_in: the number of the update that kept, moved or (late) met it; None while nothing has.
        settled: when that was.
        moved_to: the new date of a moved promise.
        because: the reason given for being late or for moving.
    """

    kind: PromiseKind
    subject: str
    text: str
    due: When
    due_at: datetime
    made_in: int
    made: datetime
    state: PromiseState
    settled_in: int | None = None
    settled: datetime | None = None
    moved_to: When | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state after an update; empty before the first.

    Names keep the order in which they were first stated. Nothing is ever taken out. What is said of how it was contained and how it is
    watched holds until the incident is reopened: it was not enough, and has to be said anew.
    """

    status: Status | None = None
    facts: Mapping[str, FactEntry] = field(default_factory=lambda: MappingProxyType({}))
    steps: Mapping[str, StepEntry] = field(default_factory=lambda: MappingProxyType({}))
    actions: Mapping[str, ActionEntry] = field(default_factory=lambda: MappingProxyType({}))
    no_action: str = ""
    consequences: Mapping[str, ConsequenceEntry] = field(default_factory=lambda: MappingProxyType({}))
    affected: Mapping[str, CountEntry] = field(default_factory=lambda: MappingProxyType({}))
    data: Mapping[str, DataEntry] = field(default_factory=lambda: MappingProxyType({}))
    window: WindowEntry | None = None
    nature: NatureEntry | None = None
    next_update: datetime | None = None
    contained_by: str = ""
    monitor_until: date | None = None
    monitoring: Watch | None = None
    review_by: date | None = None

    @property
    def open_unknowns(self) -> tuple[FactEntry, ...]:
        """The unknowns that are still open, oldest first."""
        return tuple(entry for entry in self.facts.values() if entry.state is FactState.OPEN)

    @property
    def known(self) -> tuple[FactEntry, ...]:
        """The facts that are known, in the order first stated."""
        return tuple(entry for entry in self.facts.values() if entry.state is FactState.KNOWN)

    @property
    def open_steps(self) -> tuple[StepEntry, ...]:
        """The steps that are neither done nor dropped."""
        return tuple(entry for entry in self.steps.values() if entry.state is StepState.OPEN)

    @property
    def standing_actions(self) -> tuple[ActionEntry, ...]:
        """The actions that are not withdrawn."""
        return tuple(entry for entry in self.actions.values() if entry.state is ActionState.STANDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """What one update did."""

    document: UpdateDocument
    before: State
    after: State
    events: tuple[Event, ...] = ()
    violations: tuple[Violation, ...] = ()

    @property
    def adverse(self) -> tuple[Event | Violation, ...]:
        """Everything in this update that made the picture worse, admitted (events) or not (violations)."""
        items: tuple[Event | Violation, ...] = (*self.events, *self.violations)
        return tuple(item for item in items if item.adverse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """An incident's updates, folded in order.

    Attributes:
        folder: the incident it was folded from.
        zone: the site's time zone, in which a day without a time ends.
        transitions: one for each update that counts, in order.
        drafts: one for each draft, judged on top of the updates before it and carried no further.
        terms: the settings by which promises were judged over time, oldest first, as far as version control remembers; else today's hold for all.
    """

    folder: IncidentFolder
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    transitions: tuple[Transition, ...] = ()
    drafts: tuple[Transition, ...] = ()
    terms: tuple[PromiseSettings, ...] = ()

    def zone_at(self, when: datetime) -> ZoneInfo:
        """The time zone in which a day ended that was promised at a time."""
        terms = self._terms_at(when)
        return terms.zone if terms else self.zone

    def grace_at(self, when: datetime, today: timedelta) -> timedelta:
        """How much later than promised counted as on time, at a time; `today` is what counts now."""
        terms = self._terms_at(when)
        return terms.grace if terms else today

    def _terms_at(self, when: datetime) -> PromiseSettings | None:
        # The settings before the first remembered ones are unknown; the next ones are the nearest.
        return next((one for one in reversed(self.terms) if one.since <= when), self.terms[0] if self.terms else None)

    def seen(self, now: datetime) -> list[Transition]:
        """What the updates did that readers see at a time, in order."""
        return [transition for transition in self.transitions if is_public(transition.document.update, now)]

    @property
    def state(self) -> State:
        """What stands now."""
        return self.transitions[-1].after if self.transitions else State()

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event, oldest first."""
        return tuple(event for transition in self.transitions for event in transition.events)
