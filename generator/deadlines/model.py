"""The clocks of notice profiles, with everything that a report needs for someone who must notify a regulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.model.incident import RecordedNotice
from generator.model.notice_profile import Clock, Profile, Weekends
from generator.model.update import When

#: How a time is moved that ends on a weekend or a public holiday.
WEEKENDS: Mapping[Weekends, str] = MappingProxyType(
    {
        Weekends.NEXT_WORKING_DAY: "the next working day",
        Weekends.NOON_OF_NEXT_WORKING_DAY: "noon of the next working day",
    }
)


class ClockState(StrEnum):
    """The state of a clock. `near`: at most a quarter of the time is left, or the clock's own warning time has come."""

    RUNNING = "running"
    NEAR = "near"
    PASSED = "passed"
    TOLD = "told"
    TOLD_LATE = "told-late"
    STOPPED = "stopped"  # law enforcement asked for a delay
    NOT_STARTED = "not-started"  # the moment that starts it is not recorded
    NOT_NEEDED = "not-needed"
    NOT_ASKED = "not-asked"  # the circumstances in which the law asks for it are not given


class Answer(StrEnum):
    """Whether circumstances are given. `open`: nothing says so, or not enough."""

    MET = "met"
    OPEN = "open"
    NOT_MET = "not-met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the circumstances of a condition are given.

    Attributes:
        answer: whether they are.
        because: what decides it, or what nothing says yet, in sentences without a full stop.
    """

    answer: Answer = Answer.MET
    because: tuple[str, ...] = ()


#: Where nothing is asked, everything is met.
ALWAYS = Verdict()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """A profile's clock for one incident.

    Attributes:
        profile: the profile.
        clock: its clock.
        name: the name under which `told` stops it.
        state: its state.
        condition: whether the circumstances in which the law asks for it are given.
        start: when it started (for a day: the end of that day); None while not recorded.
        started_by: the name of the moment that started it; empty while not recorded.
        due: when it runs out; None when the law gives no number, when it has not started, and while it is stopped without an end.
        due_on: the same in legal terms: the day at whose end it runs out, or the moment.
        warn_at: when it becomes near; None when it has not started.
        told: when the recipient was notified; None if not yet.
        because: why no notification is needed.
    """

    profile: Profile
    clock: Clock
    name: str
    state: ClockState
    condition: Verdict = ALWAYS
    start: datetime | None = None
    started_by: str = ""
    due: datetime | None = None
    due_on: When | None = None
    warn_at: datetime | None = None
    told: RecordedNotice | None = None
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(ClockReading):
    """A clock's reading, with everything that a report says of it.

    Attributes:
        incident: the incident's slug.
        only_if: the circumstances in which it counts, as a clause after "if"; empty: always.
        reminders: what else its profile asks for in the circumstances that are given.
        left: the time until it runs out; negative when it has passed; None as for `due`.
        distance: the same in words: "in 3 hours", "2 hours late".
        missing: unrecorded moments that may start it or make it run out earlier.
        needless: whether nobody needs to be notified at all: nobody was affected, or it was a false alarm.
        over: whether the incident ended and the clock ran out so long ago that nothing remains to be done.
    """

    incident: str
    only_if: str = ""
    reminders: tuple[str, ...] = ()
    left: timedelta | None = None
    distance: str = ""
    missing: tuple[str, ...] = ()
    needless: bool = False
    over: bool = False

    @property
    def late(self) -> bool:
        """Whether its time has passed without the required notification."""
        return self.state is ClockState.PASSED and not self.needless and not self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The clocks of some incidents at a moment.

    Attributes:
        as_of: the moment.
        zone: the site's time zone.
        incidents: clocks by slug, the first to run out first; an incident without a profile has none.
    """

    as_of: datetime
    zone: ZoneInfo
    incidents: Mapping[str, tuple[Deadline, ...]]

    @property
    def late(self) -> tuple[Deadline, ...]:
        """The clocks that ran out without notification."""
        return tuple(one for several in self.incidents.values() for one in several if one.late)
