"""By which settings an update is judged: those in force when it came out.

A day ends in a time zone, and how late counts as in time is a setting. What was promised under one setting is not judged by a later one. The
seal of an update says which they were; where there is none, version control; where neither tells, today's hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.model.document import IncidentFolder, SealLine
from generator.model.history import PromiseSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The settings by which one update is judged.

    Attributes:
        zone: the time zone in which its days end.
        grace: how much later than promised counts as in time; None: what counts today.
        due: when each of its promises falls due, as its seal says, by what is promised (`promise_key`).
    """

    zone: ZoneInfo
    grace: timedelta | None = None
    due: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))


def promise_key(kind: str, subject: str) -> str:
    """Return what a promise is called in a seal: `update`, `review`, `step.<name>`, `answer.<name>`."""
    return f"{kind}.{subject}" if subject else kind


def first_seals(folder: IncidentFolder) -> Mapping[str, SealLine]:
    """Return the first line of each file in an incident's lock, by the file's name."""
    return {line.name: line for line in reversed(folder.lock.lines if folder.lock else ())}


def terms_of(line: SealLine | None, published: datetime, remembered: tuple[PromiseSettings, ...], today: ZoneInfo) -> Terms:
    """Return the settings by which an update is judged.

    Args:
        line: its first line in the lock, if it is sealed.
        published: when readers could first read it.
        remembered: the settings over time, oldest first, as far as version control knows them.
        today: the site's time zone now.
    """
    # The settings before the first remembered ones are unknown; the next ones are the nearest.
    at = next((one for one in reversed(remembered) if one.since <= published), remembered[0] if remembered else None)
    zone, grace = (at.zone, at.grace) if at else (today, None)
    if line is None:
        return Terms(zone=zone, grace=grace)
    return Terms(zone=line.zone or zone, grace=grace if line.grace is None else line.grace, due=line.due)
