"""The clocks of notice profiles, with everything that a report prints for somebody who has to tell a regulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from generator.model.incident import Told
from generator.model.notice_profile import Clock, Profile
from generator.model.update import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A clock, as it stands for one incident.

    Attributes:
        incident: the incident's slug.
        profile: the profile.
        clock: its clock.
        name: the name by which `told` stops it.
        state: running, near, passed, told, told-late, stopped, not-started or not-needed.
        start: when it began; None while that is not recorded.
        started_by: the name of the moment that it began with.
        due: when it runs out; None when it has not begun, has no number, or stands still without an end.
        due_on: the same as a law would say it.
        left: how long until then; negative when it has passed; None as `due`.
        distance: the same in words: "in 3 hours", "2 hours late".
        told: when the recipient was told.
        because: why nobody has to be told.
        missing: the moments that may start it, or let it run out earlier, and are not recorded.
        needless: whether nobody has to be told at all: nobody was affected, or it was a false alarm.
        over: whether the incident ended and the clock ran out so long ago that nothing is left to do.
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
    told: Told | None = None
    because: str = ""
    missing: tuple[str, ...] = ()
    needless: bool = False
    over: bool = False

    @property
    def late(self) -> bool:
        """Whether its time has passed, and somebody is still to be told."""
        return self.state == "passed" and not self.needless and not self.over


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The clocks of some incidents at a moment.

    Attributes:
        as_of: the moment.
        zone: the site's time zone.
        incidents: by slug, those that run out first coming first; an incident without a profile has none.
    """

    as_of: datetime
    zone: ZoneInfo
    incidents: Mapping[str, tuple[Deadline, ...]]

    @property
    def late(self) -> tuple[Deadline, ...]:
        """The clocks that ran out without anybody having been told."""
        return tuple(one for several in self.incidents.values() for one in several if one.late)
