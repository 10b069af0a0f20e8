"""What the ledger holds: an entry for every name, a transition for every update, and the promises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from generator.ledger.terms import Terms, first_seals, terms_of
from generator.ledger.words import Comfort, Value
from generator.model.document import IncidentFolder, SealLine, UpdateDocument
from generator.model.history import PromiseSettings
from generator.model.update import (
    Action,
    Claim,
    ClaimView,
    CorrectionKind,
    Count,
    Data,
    DataState,
    DirectNotice,
    End,
    Fact,
    Fake,
    Nature,
    Outcome,
    Remedy,
    Service,
    ServiceState,
    Status,
    Step,
    Update,
    Watch,
    When,
    Window,
)
from generator.model.visibility import is_public, latest, opens

#: What the window without a name is called once there are several.
FIRST_WINDOW: Final = "first"


class FactState(StrEnum):
    """The state of a fact: the section it stands in, closed for good, or true no longer."""

    OPEN = "open"
    KNOWN = "known"
    UNANSWERABLE = "unanswerable"
    ENDED = "ended"


class ConsequenceState(StrEnum):
    """The state of a consequence. `taken-back`: it should never have been named."""

    STANDING = "standing"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


class StepState(StrEnum):
    """The state of a step. `taken-back`: it should never have been named."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"
    TAKEN_BACK = "taken-back"


class ActionState(StrEnum):
    """The state of an action. `taken-back`: it should never have been named."""

    STANDING = "standing"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken-back"


class ClaimState(StrEnum):
    """The state of a claim. `taken-back`: it should never have been named."""

    STANDING = "standing"
    TAKEN_BACK = "taken-back"


class FakeState(StrEnum):
    """The state of a fake. `taken-back`: it should never have been named."""

    STANDING = "standing"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


class RemedyState(StrEnum):
    """The state of a remedy or of a direct notice. `taken-back`: it should never have been named."""

    STANDING = "standing"
    TAKEN_BACK = "taken-back"


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
    ENDED = "ended"
    DOUBTED = "doubted"
    STILL_TRUE = "still-true"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of one name.

    Attributes:
        change: what happened.
        subject: the name as `corrections` would call it: a fact's name, `affected.<population>`, `data.<kind>` (with
            `.<population>` behind it where a kind is said of several), `window` (`window.<name>` where there are several), `nature`,
            `action.<name>`, `actions` (that readers need do nothing), and also `step.<name>`, `consequence.<name>`, `claims.<name>`,
            `fakes.<name>`,
            `remedies.<name>`, `direct_notice.<population>`, `incident.title`, `incident.aware`.
            `action.<name>`, `actions` (that readers need do nothing), `services.<system>`, and also `step.<name>`, `consequence.<name>`, `incident.title`,
            `incident.aware`.
        update: the number of the update.
        when: when that update was published.
        was: what stood before, as it was written; empty text when nothing did.
        becomes: what stands now; empty text when nothing does.
        because: the writer's reason; empty when none was required.
        adverse: whether it made the picture worse than readers had been told.
        kind: of a correction: what it says of what stood before; None: it is none.
        window: of a correction because of something new: the window in which that happened.
        corrected_as: of a correction: its name under `corrections`, which may be longer or shorter than the subject.
        left_open: of a correction: whether what stood before left open what stands now, so that `found_more` would be accepted.
        comfort: of a correction: whether what stood before was a comfort.
    """

    change: Change
    subject: str
    update: int
    when: datetime
    was: Value = ""
    becomes: Value = ""
    because: str = ""
    adverse: bool = False
    kind: CorrectionKind | None = None
    window: str = ""
    corrected_as: str = ""
    left_open: bool = False
    comfort: bool = False


class ViolationKind(StrEnum):
    """The kinds of silent changes that the format does not allow. The ledger keeps the value from before."""

    UNKNOWN_DROPPED = "unknown-dropped"  # open, and neither listed, answered nor declared unanswerable
    FACT_CHANGED = "fact-changed"  # a known fact has another text, or is back among the unknowns, without a correction
    COUNT_CONTRADICTED = "count-contradicted"  # outside the earlier interval, without a correction
    UNIT_SWITCHED = "unit-switched"  # another unit for the same population, without a correction
    DATA_REVERSED = "data-reversed"  # a change of state that kinds of data do not allow, without a correction
    NATURE_CHANGED = "nature-changed"  # another kind of incident than readers were told, without a correction
    DATA_UNCLEAR = "data-unclear"  # several populations have this kind of data, and it is not said for which it changed
    WINDOW_MOVED = "window-moved"  # other times, without a correction
    WINDOW_UNCLEAR = "window-unclear"  # there are several windows, and it is not said which is meant
    ACTIONS_NOT_RESTATED = "actions-not-restated"  # the window moved, but an action that names dates was not restated
    ACTION_CHANGED = "action-changed"  # another text, without a correction
    ACTION_DROPPED = "action-dropped"  # missing, and not withdrawn
    COMFORT_WITHDRAWN = "comfort-withdrawn"  # no longer "not affected" or "we looked and found nothing", without a correction
    STEP_DROPPED = "step-dropped"  # missing, and neither done nor dropped
    NEEDLESS_CORRECTION = "needless-correction"  # a correction of something that has not changed, or was never said
    NAME_REUSED = "name-reused"  # a name that was closed is used again for another thing
    NOTHING_TO_CLOSE = "nothing-to-close"  # done, dropped, withdrawn, ended or unanswerable names what is not open
    CONSEQUENCE_CHANGED = "consequence-changed"  # another text, without a correction
    END_REFUSED = "end-refused"  # something that cannot end, or not so
    NOT_STILL_TRUE = "not-still-true"  # "still true" names what is not known, or what this update says otherwise
    END_UNDONE = "end-undone"  # ended, and known again although it denies or counts, without a correction
    KIND_REFUSED = "kind-refused"  # a correction whose kind is not true of what stood before
    DONE_REFUSED = "done-refused"  # done on a day on which it cannot have been
    NEVER_UNEXPLAINED = "never-unexplained"  # it should never have been named, without a correction
    CLAIM_CHANGED = "claim-changed"  # what others say, or what we say of it, is another than before, without a correction
    FAKE_CHANGED = "fake-changed"  # another text, or less of what people see of it, without a correction
    REMEDY_REDUCED = "remedy-reduced"  # less than was offered, or of another kind, without a correction
    NOTICE_REDUCED = "notice-reduced"  # fewer notices than were sent, or told in another way, without a correction
    NOTICE_INCOMPLETE = "notice-incomplete"  # "all have been told" where that cannot be known
    SILENCE_REFUSED = "silence-refused"  # what hearing nothing means, where that is not certain
    NOTICE_FELL = "notice-fell"  # "all have been told" no longer holds, without a correction
    SERVICE_MOVED = "service-moved"  # in the same state since another time, without a correction
    SERVICE_DAY = "service-day"  # in its state since a day on which it cannot have been
    AUDIENCE_NARROWED = "audience-narrowed"  # for fewer readers than before, without a correction
    EVENT_TOO_EARLY = "event-too-early"  # corrected because of something new that had happened before it was said


class AskedBecause(StrEnum):
    """Why a fact may no longer hold."""

    ABOUT = "it says that it is about something that was corrected or got worse"
    COMFORT = "it denies, and its subject loses a reassurance"
    FIGURE = "it gives a figure that was corrected"
    SERVICE = "it says that something does not work, which works now"
    REOPENED = "it denies, and the incident is reopened"
    CONTAINED_BY = "it says what contained the incident, which is reopened"
    WORSE = "it denies, and is about something that got worse"


class Answer(StrEnum):
    """What an update says of a fact that it is asked about, other than that it was wrong."""

    ENDED = "it is no longer true"
    RESTATED = "it was repeated"
    STILL_TRUE = "it was checked again"
    DOUBTED = "it is no longer known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A fact of which an update has to say whether it still holds, and does not, or not so that it can be believed.

    Attributes:
        name: the fact's; `what_happened` for the story so far.
        text: what it says.
        since: when that was first said.
        because: why it is asked about.
        subject: what of the update stands against it; empty: the status alone.
        happened: whether the update says that what the fact denies has happened, so that it cannot hold.
        refused: what the update answers all the same; None: it does not answer.
    """

    name: str
    text: str
    since: datetime
    because: AskedBecause
    subject: str = ""
    happened: bool = False
    refused: Answer | None = None


class EndRefusal(StrEnum):
    """Why something cannot end, or not so."""

    HAPPENED = "it happened at a time, and that does not end"
    DENIES = "it denies something"
    COUNTS = "it says how many"
    SAID_AS_WELL = "this update says it as well"
    CORRECTED = "this update corrects it"
    SUBJECT_CORRECTED = "this update corrects what it is about"
    CONTAINED_BY = "it says what contained the incident"
    TOO_EARLY = "it was said after that"
    TO_COME = "that is later than this update"


class NoticeRefusal(StrEnum):
    """Why it is not certain that all have been told, or what hearing nothing means."""

    NOT_COUNTED = "nobody has counted them exactly"
    NOT_SENT = "you do not say how many notices have been sent"
    NOT_COVERED = "fewer notices have been sent than there are people"
    RETURNED = "fewer people were reached than there are"
    INCOMPLETE = "you do not say that all have been told"
    OPEN = "something about them is unknown"
    REOPENED = "the incident is reopened"
    RISEN = "there are more than was said"
    OTHER_UNIT = "they and the notices are counted in different units"


class DoneRefusal(StrEnum):
    """Why a step was not done, or a population not told, when an update says."""

    BEFORE_PROMISE = "it was promised later"
    STILL_OPEN = "an update listed it as open later"
    TO_COME = "that is later than this update"
    NOT_COMPLETE = "not all have been told"
    TOLD_BEFORE = "readers were told before, and not on which day"


class ServiceRefusal(StrEnum):
    """Why a system was not in its state since a day."""

    TO_COME = "that is later than this update"
    SAID_OTHERWISE = "a later update said something else"


class KindRefusal(StrEnum):
    """Why a correction is not of the kind that it gives."""

    CERTAIN = "it was certain"
    NO_WINDOW = "no window is named that this update opens"
    SAID_AFTER = "it was said when that window had begun"


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
        reason: why it is refused, where there are several reasons.
        about: what of the update stands against it: a subject that it corrects, the name of a window.
    """

    kind: ViolationKind
    subject: str
    path: tuple[str, ...]
    reason: EndRefusal | DoneRefusal | KindRefusal | NoticeRefusal | ServiceRefusal | None = None
    about: str = ""
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
        first_unknown: when it was first listed as unknown; None if it never was.
        settled: when it was answered or declared unanswerable; None while open or when it was known from the start.
        changed: when its text or state last changed.
        because: why it is unanswerable.
        end: what is true now, of a fact that ended; None: it has not.
        comfort: what was said of it when it was an unknown at which "we looked and found nothing", or a denial that was doubted later;
            remembered. None if nothing was.
        looked_again: when someone last looked at it again and it was still true; None: nobody has since its words changed.
        looked_at: what was looked at then; empty when that was not said.
        history: every event, oldest first.
    """

    name: str
    state: FactState
    fact: Fact
    stated: datetime
    changed: datetime
    first_unknown: datetime | None = None
    settled: datetime | None = None
    because: str = ""
    end: End | None = None
    comfort: Comfort | None = None
    looked_again: datetime | None = None
    looked_at: str = ""
    history: tuple[Event, ...] = ()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self.fact.text

    @property
    def last_stated(self) -> datetime:
        """When it was last put into these words, of one that has ended."""
        return _last_stated(self.history, self.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepEntry:
    """A step over the whole incident.

    Attributes:
        listed: when it was first listed, by the update's own time.
        outcome: what `done` or `dropped` said.
        done_on: when it was done, where `done` says so.
        moved_from: earlier dates, oldest first.
    """

    name: str
    state: StepState
    step: Step
    stated: datetime
    listed: datetime
    settled: datetime | None = None
    outcome: str = ""
    done_on: When | None = None
    moved_from: tuple[When, ...] = ()
    history: tuple[Event, ...] = ()

    @property
    def changed(self) -> datetime:
        """When it was last said, moved or ended."""
        return self.history[-1].when if self.history else self.settled or self.stated


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
    """A consequence over the whole incident. `end` says what is true now, of one that ended; `for_whom` as in `Fact`."""

    name: str
    text: str
    stated: datetime
    changed: datetime
    state: ConsequenceState = ConsequenceState.STANDING
    settled: datetime | None = None
    end: End | None = None
    about: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()
    history: tuple[Event, ...] = ()

    @property
    def sentence(self) -> str:
        """What it says."""
        return self.text

    @property
    def last_stated(self) -> datetime:
        """When it was last put into these words, of one that has ended."""
        return _last_stated(self.history, self.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntry:
    """A claim over the whole incident.

    Attributes:
        claim: as it was last stated in a way that the format allows.
        stated: when it was first named.
        changed: when what we say of it, or its words, last changed.
    """

    name: str
    claim: Claim
    stated: datetime
    changed: datetime
    state: ClaimState = ClaimState.STANDING
    history: tuple[Event, ...] = ()

    @property
    def is_unchecked(self) -> bool:
        """Whether it stands, and nobody has looked into it."""
        return self.state is ClaimState.STANDING and self.claim.we_say in {None, ClaimView.NOT_CHECKED}

    @property
    def is_denied(self) -> bool:
        """Whether it stands, and we call it false."""
        return self.state is ClaimState.STANDING and self.claim.we_say is ClaimView.FALSE


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeEntry:
    """A fake over the whole incident. `end` says what is true now, of one that ended."""

    name: str
    fake: Fake
    stated: datetime
    changed: datetime
    state: FakeState = FakeState.STANDING
    settled: datetime | None = None
    end: End | None = None
    history: tuple[Event, ...] = ()

    @property
    def sentence(self) -> str:
        """What it does."""
        return self.fake.what

    @property
    def last_stated(self) -> datetime:
        """When it was last put into these words, of one that has ended."""
        return _last_stated(self.history, self.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyEntry:
    """A remedy over the whole incident. `of_incident`: it stands in incident.md alone, which has no history."""

    name: str
    remedy: Remedy
    stated: datetime
    changed: datetime
    state: RemedyState = RemedyState.STANDING
    of_incident: bool = False
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    """How a population is told directly, over the whole incident. `of_incident` as in `RemedyEntry`."""

    name: str
    notice: DirectNotice
    stated: datetime
    changed: datetime
    state: RemedyState = RemedyState.STANDING
    of_incident: bool = False
    moved_from: tuple[When, ...] = ()
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEntry:
    """A population over the whole incident."""

    population: str
    count: Count
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


#: What happened to data, the worst first.
_WORST_FIRST = (DataState.TAKEN, DataState.ACCESSED, DataState.POSSIBLE, DataState.UNKNOWN, DataState.NOT_AFFECTED)


def worst(told: Iterable[Data]) -> DataState:
    """The state of a kind of data of which several things are said: the worst of them."""
    states = {one.state for one in told}
    return next(state for state in _WORST_FIRST if state in states)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataEntry:
    """A kind of data over the whole incident.

    Attributes:
        told: what is said of it: once, or once for each population, in the order in which they were first named.
        comfort: when we last said that it was not affected, until that is corrected.
    """

    kind: str
    told: tuple[Data, ...]
    stated: datetime
    changed: datetime
    comfort: datetime | None = None
    history: tuple[Event, ...] = ()

    @property
    def state(self) -> DataState:
        """The worst that is said of it."""
        return worst(self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureEntry:
    """What kind of thing it is, over the whole incident."""

    nature: Nature
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowEntry:
    """A window over the whole incident."""

    name: str
    window: Window
    stated: datetime
    changed: datetime
    history: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry:
    """Whether a system works, over the whole incident.

    Attributes:
        service: as it stands.
        said: when each state was last said, by the updates' own times.
        history: every event, oldest first.
    """

    service: Service
    stated: datetime
    changed: datetime
    said: Mapping[ServiceState, datetime] = field(compare=False)
    history: tuple[Event, ...] = ()

    @property
    def name(self) -> str:
        """The system's."""
        return self.service.name


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """A correction as `new_event`, or an end because of one. It holds as long as its window began after the old value was last said.

    Attributes:
        subject: what was corrected or ended, as in `Event`, whatever name `corrections` used for it.
        window: the name of the window in which the new thing happened.
        said: when what stood before was last said.
        was: what stood before.
    """

    subject: str
    window: str
    said: datetime
    was: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverKnown:
    """A value that is given as unknown and will never be known, and why.

    Attributes:
        subject: as `unanswerable` names it.
        because: why.
        said: when it was said.
    """

    subject: str
    because: str
    said: datetime


@dataclass(frozen=True, slots=True)
class Worse:
    """Something that an update makes worse, or no longer says to be harmless.

    Attributes:
        subject: what it is, as `corrections` would call it.
        comfort: whether it leaves a comfort.
        worse: whether it is worse than before; what is no longer known to be harmless need not be.
        population: of whom it is said; empty: of nobody in particular.
        reached: whether the update says that it was accessed or taken, or that there are more.
        taken: whether it says that it was taken.
    """

    subject: str
    comfort: bool = False
    worse: bool = True
    population: str = ""
    reached: bool = False
    taken: bool = False


class PromiseKind(StrEnum):
    """What was promised by a date."""

    UPDATE = "update"
    STEP = "step"
    ANSWER = "answer"
    REVIEW = "review"
    NOTICE = "notice"


def _last_stated(history: tuple[Event, ...], stated: datetime) -> datetime:
    return next((event.when for event in reversed(history) if event.change not in {Change.ENDED, Change.STILL_TRUE}), stated)


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
        settled: when readers could read that.
        done_on: of a step or of telling a population: when it was done, where the update says so. It is kept or late by that.
        told_later: whether readers heard of that on a later day, so that they are given both.
        late_by: how much later than promised it was done or told; nothing while it is not, or where it was in time.
        grace: how much later than promised counts as in time.
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
    done_on: When | None = None
    told_later: bool = False
    late_by: timedelta = timedelta()
    grace: timedelta = timedelta()
    moved_to: When | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state after an update; empty before the first.

    Names keep the order in which they were first stated. Nothing is ever taken out. What is said of how it was contained and how it is
    watched holds until the incident is reopened: it was not enough, and has to be said anew.

    Attributes:
        passed: every status that it has had.
        none_left: whether it was said that nothing is left to find out.
        outcome: as what it ended; None while it goes on, and where nothing of the kind is said or true.
        taken_back: by subject, the values that should never have been named, as they stood.
        never_known: by subject, what is given as unknown and will never be known.
        said: by subject, when an update last said what stands; one without news says it all again.
        new_events: what was corrected or ended because of something new.
        worsened: by subject, what got worse, and when it last did.
        reopened: when the incident was reopened, while its status says so; None: it does not.
    """

    status: Status | None = None
    facts: Mapping[str, FactEntry] = field(default_factory=lambda: MappingProxyType({}))
    steps: Mapping[str, StepEntry] = field(default_factory=lambda: MappingProxyType({}))
    actions: Mapping[str, ActionEntry] = field(default_factory=lambda: MappingProxyType({}))
    no_action: str = ""
    what_happened: str = ""
    consequences: Mapping[str, ConsequenceEntry] = field(default_factory=lambda: MappingProxyType({}))
    affected: Mapping[str, CountEntry] = field(default_factory=lambda: MappingProxyType({}))
    data: Mapping[str, DataEntry] = field(default_factory=lambda: MappingProxyType({}))
    windows: Mapping[str, WindowEntry] = field(default_factory=lambda: MappingProxyType({}))
    claims: Mapping[str, ClaimEntry] = field(default_factory=lambda: MappingProxyType({}))
    remedies: Mapping[str, RemedyEntry] = field(default_factory=lambda: MappingProxyType({}))
    direct_notice: Mapping[str, NoticeEntry] = field(default_factory=lambda: MappingProxyType({}))
    fakes: Mapping[str, FakeEntry] = field(default_factory=lambda: MappingProxyType({}))
    nature: NatureEntry | None = None
    services: Mapping[str, ServiceEntry] = field(default_factory=lambda: MappingProxyType({}))
    next_update: datetime | None = None
    contained_by: str = ""
    monitor_until: date | None = None
    monitoring: Watch | None = None
    review_by: date | None = None
    passed: frozenset[Status] = frozenset()
    none_left: bool = False
    outcome: Outcome | None = None
    taken_back: Mapping[str, "CountEntry | DataEntry | WindowEntry | NatureEntry | ServiceEntry"] = field(
        default_factory=lambda: MappingProxyType({})
    )
    never_known: Mapping[str, NeverKnown] = field(default_factory=lambda: MappingProxyType({}))
    said: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    new_events: tuple[NewEvent, ...] = ()
    worsened: Mapping[str, tuple[datetime, Worse]] = field(default_factory=lambda: MappingProxyType({}))
    reopened: datetime | None = None

    @property
    def open_unknowns(self) -> tuple[FactEntry, ...]:
        """The unknowns that are still open, oldest first."""
        return tuple([entry for entry in self.facts.values() if entry.state is FactState.OPEN])

    @property
    def known(self) -> tuple[FactEntry, ...]:
        """The facts that are known, in the order first stated."""
        return tuple([entry for entry in self.facts.values() if entry.state is FactState.KNOWN])

    @property
    def ended(self) -> tuple[FactEntry | ConsequenceEntry | FakeEntry, ...]:
        """The facts, consequences and fakes that were true and are true no longer, in the order first stated; not those that never were."""
        return (
            *[entry for entry in self.facts.values() if entry.end is not None],
            *(entry for entry in self.consequences.values() if entry.end is not None),
            *(entry for entry in self.fakes.values() if entry.end is not None),
        )

    @property
    def standing_claims(self) -> tuple[ClaimEntry, ...]:
        """The claims of others, in the order first stated."""
        return tuple(entry for entry in self.claims.values() if entry.state is ClaimState.STANDING)

    @property
    def standing_remedies(self) -> tuple[RemedyEntry, ...]:
        """What is offered, in the order first stated."""
        return tuple(entry for entry in self.remedies.values() if entry.state is RemedyState.STANDING)

    @property
    def standing_notices(self) -> tuple[NoticeEntry, ...]:
        """How populations are told directly, in the order first stated."""
        return tuple(entry for entry in self.direct_notice.values() if entry.state is RemedyState.STANDING)

    @property
    def standing_fakes(self) -> tuple[FakeEntry, ...]:
        """What is not from us, in the order first stated; not what has ended."""
        return tuple(entry for entry in self.fakes.values() if entry.state is FakeState.STANDING)

    @property
    def standing_consequences(self) -> tuple[ConsequenceEntry, ...]:
        """The consequences that have not ended."""
        return tuple(entry for entry in self.consequences.values() if entry.state is ConsequenceState.STANDING)

    @property
    def broken_services(self) -> tuple[ServiceEntry, ...]:
        """The systems that neither work nor are gone for good."""
        return tuple(entry for entry in self.services.values() if not entry.service.is_in_order)

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
    """What one update did, and the facts of which it does not say whether they still hold."""

    document: UpdateDocument
    before: State
    after: State
    events: tuple[Event, ...] = ()
    violations: tuple[Violation, ...] = ()
    asked_about: Sequence[Asked] = ()

    @property
    def adverse(self) -> tuple[Event | Violation, ...]:
        """Everything in this update that made the picture worse, admitted (events) or not (violations)."""
        items: tuple[Event | Violation, ...] = (*self.events, *self.violations)
        return tuple(item for item in items if item.adverse)


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """An incident's updates, folded in order.

    Attributes:
        folder: the incident it was folded from.
        zone: the site's time zone, in which a day without a time ends.
        transitions: one for each update that counts, in order.
        drafts: one for each draft, judged on top of the updates before it and carried no further.
        terms: the settings by which promises were judged over time, oldest first, as far as version control remembers. What a seal says of
            its update goes before them; where neither tells, today's hold.
    """

    folder: IncidentFolder
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    transitions: tuple[Transition, ...] = ()
    drafts: tuple[Transition, ...] = ()
    terms: tuple[PromiseSettings, ...] = ()

    def terms_of(self, update: Update) -> Terms:
        """The settings by which an update, and what it promised, is judged."""
        return terms_of(self._seals.get(self._names.get(update.number, "")), update.published, self.terms, self.zone)

    @cached_property
    def _seals(self) -> Mapping[str, SealLine]:
        return first_seals(self.folder)

    @cached_property
    def _names(self) -> Mapping[int, str]:
        return {document.number: document.source.path.rpartition("/")[2] for document in self.folder.updates}

    @cached_property
    def in_easy_words(self) -> tuple[Transition, ...]:
        """The updates that say it in easy words, oldest first."""
        return tuple(one for one in self.transitions if one.document.update.easy_read)

    def seen(self, now: datetime) -> list[Transition]:
        """What the updates did that readers see at a time, in order."""
        # Where even the last has come, there is nothing to ask of the others: it is one comparison for each time, and not one for each update.
        last = self._last_opening
        if last is not None and last <= now:
            return [*self.transitions]
        return [transition for transition in self.transitions if is_public(transition.document.update, now)]

    @cached_property
    def _last_opening(self) -> datetime | None:
        """When readers first see the update that they see last; None where they never see one of them, or there is none."""
        return latest(*(opens(transition.document.update) for transition in self.transitions)) if self.transitions else None

    @property
    def state(self) -> State:
        """What stands now."""
        return self.transitions[-1].after if self.transitions else State()

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, oldest first."""
        return tuple(event for transition in self.transitions for event in transition.events)

    @cached_property
    def corrections(self) -> tuple[Event, ...]:
        """Every correction, oldest first."""
        return tuple(event for event in self.events if event.change is Change.CORRECTED)

    def later_events(self, number: int, subject: str) -> tuple[Event, ...]:
        """Return what updates after one did to a subject, oldest first."""
        return tuple([event for event in self._by_subject.get(subject, ()) if event.update > number])

    @cached_property
    def _by_subject(self) -> Mapping[str, tuple[Event, ...]]:
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.subject, []).append(event)
        return {subject: tuple(events) for subject, events in found.items()}
