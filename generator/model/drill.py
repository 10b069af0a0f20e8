"""A rehearsal as data: what is going to happen in it, what has happened so far, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from generator.model.incident import Impact


class WantedResponse(StrEnum):
    """The public response that an inject calls for."""

    UPDATE = "update"
    CORRECTION = "correction"
    QUESTION = "question"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """Something that happens in a drill.

    Attributes:
        name: its name.
        at: how long after the first sign it happens.
        source: from whom it comes, in words; a role of the plan is named with its person.
        says: what they say or do.
        wants: the public response that it calls for.
        figure: the false number that has to be corrected; None: none.
        when_promised: whether it happens when the next update that was promised falls due; `at` is for when none was promised.
    """

    name: str
    at: timedelta
    source: str
    says: str
    wants: WantedResponse = WantedResponse.UPDATE
    figure: int | None = None
    when_promised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What happens in a drill.

    Attributes:
        key: the name of its file.
        title: what it is about, in one sentence without spoilers.
        template: the template that it was written for.
        impact: how bad the incident is; None: not given.
        injects: in the order of their times.
        talk: what to talk about afterwards, in one paragraph.
    """

    key: str
    title: str
    template: str
    injects: tuple[Inject, ...]
    impact: Impact | None = None
    talk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectArrival:
    """An inject that has happened, and when on the drill's clock."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An update that someone wanted to publish.

    Attributes:
        path: its file.
        number: its number.
        at: when, on the drill's clock.
        written: the time of publication that its file gives.
        findings: what was found in it, as code and name.
        blocked: whether that kept it back.
    """

    path: str
    number: int
    at: datetime
    written: datetime | None = None
    findings: tuple[str, ...] = ()
    blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """How far a drill has come: the state kept in its scratch copy.

    Attributes:
        site: the folder of the real site, where the record goes.
        scenario: the key of its scenario.
        template: the template that it rehearses.
        incident: the practice incident's folder under content/incidents/.
        began: when it began; at that moment the drill's clock and the machine's agree.
        speed: how many minutes pass in the drill for each real one.
        skipped: by how much the drill's clock was moved on in addition.
        promised: the time that was last promised for the next update; None: none was promised.
        arrivals: what has happened so far.
        attempts: what was published, or held up, in the order of time.
        questions: when each question of readers was first answered in public, by its name.
        recorded: the path of the record, once it is written.
    """

    site: str
    scenario: str
    template: str
    incident: str
    began: datetime
    speed: float = 1
    skipped: timedelta = timedelta()
    promised: datetime | None = None
    arrivals: tuple[InjectArrival, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    questions: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    recorded: str = ""

    def clock(self, now: datetime) -> datetime:
        """Return the drill's time, to the second, at `now` on the machine's clock."""
        return (self.began + (now - self.began) * self.speed + self.skipped).replace(microsecond=0)

    def when(self, inject: Inject) -> datetime:
        """Return when an inject will happen, on the drill's clock."""
        return self.promised if inject.when_promised and self.promised else self.began + inject.at

    def waiting(self, scenario: Scenario) -> tuple[Inject, ...]:
        """Return what has not happened yet, in the order in which it will."""
        here = {arrival.name for arrival in self.arrivals}
        return tuple(sorted((inject for inject in scenario.injects if inject.name not in here), key=self.when))

    @property
    def published(self) -> tuple[Attempt, ...]:
        """What went out, in the order of time."""
        return tuple(one for one in self.attempts if not one.blocked)


@dataclass(frozen=True, slots=True, kw_only=True)
class InjectResponse:
    """The public response to an inject.

    Attributes:
        inject: what happened.
        at: when it happened; None: the drill ended before it did.
        number: the update that answered it; None: not answered, or answered as a question.
        after: how long it took until the answer; None: there was none.
        said: whether the false number of a correction was said in public at all.
        stood: how long it was public before it was corrected or the drill ended; None: it never was.
    """

    inject: Inject
    at: datetime | None = None
    number: int | None = None
    after: timedelta | None = None
    said: bool = False
    stood: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUpUpdate:
    """An update that could not go out when someone wanted it to.

    Attributes:
        number: the update's.
        since: when it was first kept back.
        lasted: until it went out, or the drill ended.
        findings: what kept it back, as code and name.
        out: whether it went out in the end.
    """

    number: int
    since: datetime
    lasted: timedelta
    findings: tuple[str, ...]
    out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedPromise:
    """A promise that was not kept: what was promised, when it was due, and how late it came (None: it did not)."""

    text: str
    due: datetime
    late: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillReport:
    """What came of a drill.

    Attributes:
        drill: the drill.
        scenario: what happened in it.
        ended: when it ended, on its clock.
        first: how long until the first statement was out; None: none was.
        made: how many promises fell due, or were settled before.
        kept: how many of those were kept.
        pending: how many were not due yet when it ended.
        missed: those that were not kept.
        answers: what became of each inject.
        held_up: updates that could not go out at first.
        redated: the numbers of updates whose `published` differs from the time at which they went out.
        before: how many minutes the first statement took in the last drill with this template; None: there was none, or it was not measured.
    """

    drill: Drill
    scenario: Scenario
    ended: datetime
    first: timedelta | None
    made: int
    kept: int
    pending: int
    missed: tuple[MissedPromise, ...]
    answers: tuple[InjectResponse, ...]
    held_up: tuple[HeldUpUpdate, ...]
    redated: tuple[int, ...]
    before: int | None = None
