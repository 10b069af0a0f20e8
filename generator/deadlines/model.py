"""The clocks of notice profiles, with everything that a report needs for somebody who must notify a regulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model.incident import RecordedNotice
from generator.model.notice_profile import Clock, Profile
from generator.model.update import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock's state for one incident.

    Attributes:
        incident: the incident's slug.
        profile: the profile.
        clock: its clock.
        name: the name under which `told` stops it.
        state: running, near, passed, told, told-late, stopped, not-started or not-needed.
        start: when it started; None while not recorded.
        started_by: the name of the moment that started it.
        due: when it runs out; None when it has not started, has no number, or is stopped without an end.
        due_on: the same in legal terms.
        left: the time until then; negative when it has passed; None as for `due`.
        distance: the same in words: "in 3 hours", "2 hours late".
        told: when the recipient was notified.
        because: why no notification is needed.
        missing: unrecorded moments that may start it or make it run out earlier.
        needless: whether nobody needs to be notified at all: nobody was affected, or it was a false alarm.
        over: whether the incident ended and the clock ran out so long ago that nothing remains to be done.
    """

    incident: str
    profile: Profile
    clock: Clock
    name: str
    state: str
    start: datetime | None = None
    started_by: str = ""
    due: datetime | None = None
    due_on: When | None = None
    left: timedelta | None = None
    distance: str = ""
    told: RecordedNotice | None = None
    because: str = ""
    missing: tuple[str, ...] = ()
    needless: bool = False
    over: bool = False

    @property
    def late(self) -> bool:
        """Whether its time has passed without the required notification."""
        return self.state == "passed" and not self.needless and not self.over


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
