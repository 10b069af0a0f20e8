"""What is owed: everything that somebody is waiting for, when it is due, and the next thing to do about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.update import When

#: How far the heading "In the next 48 hours" reaches.
SOON = timedelta(hours=48)


class ObligationKind(StrEnum):
    """The kinds of things that can be owed."""

    UNREADABLE = "unreadable"  # files that could not be understood, so that nobody knows what is owed
    UPDATE = "update"
    STEP = "step"
    ANSWER = "answer"  # to an unknown, by a day that was promised
    UNKNOWN = "unknown"  # open; nobody promised when it will be known
    QUESTION = "question"
    CLOCK = "clock"
    REVIEW = "review"
    CORRECTIVE_ACTION = "corrective-action"
    TRANSLATION = "translation"
    EMBARGOED = "embargoed"  # written, and comes out by itself
    DRAFT = "draft"
    DRILL = "drill"
    TEMPLATE = "template"
    CHANNEL = "channel"
    SECURITY_TXT = "security-txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One thing that is owed.

    Attributes:
        kind: which kind of thing.
        incident: the incident's slug; empty for what the site owes.
        subject: the name of the step, unknown, question, clock and the like; empty where there is only one.
        what: the thing, in a sentence without its incident and without a full stop.
        next: what to do about it, in a sentence without a full stop.
        late: whether its time has passed, as the rules see it.
        due: when it is due as it was written: a day or a moment; None when it has no date.
        due_at: the moment at which it is late (a day: its end in the site's time zone); None when it has no date.
        since: since when it has been open or waiting; None where that does not apply.
        distance: how far away that is: "in 3 hours", "2 hours late", "for 12 days"; empty when unknown.
        path: the file it is about, relative to the site's root; empty for none.
        line: the line in that file, from 1.
    """

    kind: ObligationKind
    incident: str = ""
    subject: str = ""
    what: str
    next: str
    late: bool = False
    due: When | None = None
    due_at: datetime | None = None
    since: datetime | None = None
    distance: str = ""
    path: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligations:
    """Everything that is owed at a moment.

    Attributes:
        as_of: the moment.
        zone: the site's time zone.
        obligations: what is late first, then by the time at which it is due, then what has no date, the oldest first.
    """

    as_of: datetime
    zone: ZoneInfo
    obligations: tuple[Obligation, ...] = ()

    @property
    def late(self) -> tuple[Obligation, ...]:
        """What is late."""
        return tuple(one for one in self.obligations if one.late)

    @property
    def soon(self) -> tuple[Obligation, ...]:
        """What is due in the next 48 hours."""
        return tuple(
            one for one in self.obligations if not one.late and one.due_at is not None and one.due_at <= self.as_of + SOON
        )

    @property
    def later(self) -> tuple[Obligation, ...]:
        """What is due after that."""
        return tuple(
            one for one in self.obligations if not one.late and one.due_at is not None and one.due_at > self.as_of + SOON
        )

    @property
    def undated(self) -> tuple[Obligation, ...]:
        """What has no date and is not late."""
        return tuple(one for one in self.obligations if not one.late and one.due_at is None)
