"""Obligations: everything that someone is waiting for, when it is due, and what to do next about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from generator.model.update import When

#: The period of the heading "In the next 48 hours".
SOON = timedelta(hours=48)


class ObligationKind(StrEnum):
    """The kinds of obligations."""

    UNREADABLE = "unreadable"  # files that could not be understood, so that obligations are unknown
    UPDATE = "update"
    STEP = "step"
    ANSWER = "answer"  # to an unknown, by a promised day
    UNKNOWN = "unknown"  # an open unknown without a promised day
    NOTICE = "notice"  # to a population, directly, by a promised day
    REMEDY = "remedy"  # the last day on which readers can ask for it
    CLAIM = "claim"  # of others, that nobody has checked
    QUESTION = "question"
    SERVICE = "service"  # a system that does not work
    CLOCK = "clock"
    END = "end"  # what must be said before the incident can be called resolved
    READERS = "readers"  # whether people outside the team understand the newest update
    REVIEW = "review"
    CORRECTIVE_ACTION = "corrective-action"
    TRANSLATION = "translation"
    EMBARGOED = "embargoed"  # written, and published automatically
    DRAFT = "draft"
    DRILL = "drill"
    TEMPLATE = "template"
    CHANNEL = "channel"
    SECURITY_TXT = "security-txt"
    ELSEWHERE = "elsewhere"  # a text that was told elsewhere, and is wrong by now
    SIGNATURE = "signature"  # of the list of the site's files, which is valid for some days


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The signature of what is published.

    Attributes:
        ours: whether it was made with a key that site_config.yml names.
        until: until when it is valid; None where that is not known.
    """

    ours: bool = True
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One obligation.

    Attributes:
        kind: the kind of obligation.
        incident: the incident's slug; empty for obligations of the site.
        subject: the name of the step, unknown, question, clock and the like; empty where there is only one.
        what: what is due, in a sentence without its incident and without a full stop.
        next: what to do about it, in a sentence without a full stop.
        late: whether it is late by the rules.
        due: when it is due, as written: a day or a moment; None when it has no date.
        due_at: the moment from which it is late (for a day: its end in the site's time zone); None when it has no date.
        since: the time from which it has been open or waiting; None where that does not apply.
        distance: the time to or from that, in words: "in 3 hours", "2 hours late", "for 12 days"; empty when unknown.
        path: the file concerned, relative to the site's root; empty for none.
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
class SaidMuch:
    """How much the newest update of an open incident says.

    Attributes:
        incident: the incident's slug.
        update: the update's number.
        sentences: how many sentences it has.
        thin: how many of them hold no number, day, name or plain word for what was done.
        words: that as a sentence without a full stop.
    """

    incident: str
    update: int
    sentences: int
    thin: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligations:
    """All obligations at a moment.

    Attributes:
        as_of: the moment.
        zone: the site's time zone.
        obligations: late ones first, then by time due, then those without a date, the oldest first.
        said: how much the newest updates say, which is not owed, and good to know.
    """

    as_of: datetime
    zone: ZoneInfo
    obligations: tuple[Obligation, ...] = ()
    said: tuple[SaidMuch, ...] = ()

    @property
    def late(self) -> tuple[Obligation, ...]:
        """Obligations that are late."""
        return tuple(one for one in self.obligations if one.late)

    @property
    def soon(self) -> tuple[Obligation, ...]:
        """Obligations due in the next 48 hours."""
        return tuple(
            one for one in self.obligations if not one.late and one.due_at is not None and one.due_at <= self.as_of + SOON
        )

    @property
    def later(self) -> tuple[Obligation, ...]:
        """Obligations due after that."""
        return tuple(
            one for one in self.obligations if not one.late and one.due_at is not None and one.due_at > self.as_of + SOON
        )

    @property
    def undated(self) -> tuple[Obligation, ...]:
        """Obligations without a date that are not late."""
        return tuple(one for one in self.obligations if not one.late and one.due_at is None)
