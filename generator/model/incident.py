"""incident.md and review.md as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from generator.model.config import Contact
from generator.model.incident_facts import Category, Risk, Role
from generator.model.update import Amendment, Count, StandingChange, When


class Impact(StrEnum):
    """How severe the incident is for those who rely on us."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A customer's question: answered here, waiting on the named unknown, open since a day, or without an answer because of something.

    `for_whom` as in `Fact`.
    """

    name: str
    ask: str
    answer: str = ""
    unknown: str = ""
    because: str = ""
    since: When | None = None
    for_whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Who asked us to wait with telling people, from when to when.

    Attributes:
        by: who asked.
        start: from when; None: not said.
        end: until when; None: not said.
        oral: whether they asked by word of mouth, which some laws let hold for some days only.
    """

    by: str
    start: When | None = None
    end: When | None = None
    oral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalStatement:
    """Numbers given elsewhere: to a regulator, to a newspaper, in a letter.

    Attributes:
        name: to whom.
        when: on which day or at which moment.
        affected: the counts, by the population's name in the updates.
        note: why they differ from what this site said then; empty when they do not.
    """

    name: str
    when: When
    affected: Mapping[str, Count] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedNotice:
    """When someone was told, as a profile's clock asks.

    Attributes:
        at: when they were first told.
        because: why it was late.
        again: when they were told more, in any order.
    """

    at: datetime
    because: str = ""
    again: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What rarely changes about an incident.

    `aware` is when we first had good reason to believe it. `moments` are other moments that clocks of profiles start with; `told` and
    `not_needed` say, by the clock's name, when someone was told and why someone need not be. `names` are how readers read the names of
    populations and kinds of data, where the name alone would not do. `roles`, `risk` and `categories` (of each kind of data) are what laws ask
    of whom to tell; they are not published.
    """

    title: str
    aware: datetime
    impact: Impact | None = None
    systems: tuple[str, ...] = ()
    occurred: When | None = None
    profiles: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    risk: Risk | None = None
    categories: Mapping[str, tuple[Category, ...]] = field(default_factory=lambda: MappingProxyType({}))
    contact: Contact | None = None
    direct_notice: str = ""
    moments: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, RecordedNotice] = field(default_factory=lambda: MappingProxyType({}))
    not_needed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    delayed: Delay | None = None
    remedy: str = ""
    related: tuple[str, ...] = ()
    questions: Mapping[str, Question] = field(default_factory=lambda: MappingProxyType({}))
    also_told: Mapping[str, ExternalStatement] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    changed: Mapping[str, StandingChange] = field(default_factory=lambda: MappingProxyType({}))
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTranslation:
    """The sentences of incident.md in another language. Its questions hold `ask`, `answer` and `because` alone; `names` as in `Incident`."""

    title: str
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    direct_notice: str = ""
    remedy: str = ""
    questions: Mapping[str, Question] = field(default_factory=lambda: MappingProxyType({}))
    changed: Mapping[str, StandingChange] = field(default_factory=lambda: MappingProxyType({}))
    body: str = ""

    def of(self, incident: Incident) -> Incident:
        """Return the incident in this language. Times, systems and states are the original's, and so are sentences without a translation."""
        questions = {
            name: replace(question, ask=own.ask, answer=own.answer or question.answer, because=own.because or question.because)
            if (own := self.questions.get(name))
            else question
            for name, question in incident.questions.items()
        }
        return replace(
            incident,
            title=self.title,
            names=self.names,
            direct_notice=self.direct_notice or incident.direct_notice,
            remedy=self.remedy or incident.remedy,
            questions=MappingProxyType(questions),
            body=self.body or incident.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A due date that was moved: from which day, and why."""

    start: date
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectiveAction:
    """Something we change because of the incident; tracked until it is done or given up.

    Attributes:
        name: its identity in the review.
        do: the sentence.
        owner: who answers for it.
        by: the day by which it is promised.
        moved: the day for which it was promised first, and why that was moved; the keys `from` and `because`.
        done: the day on which it was done.
        dropped: why it was dropped; empty while it is not.
    """

    name: str
    do: str
    owner: str = ""
    by: date | None = None
    moved: Move | None = None
    done: date | None = None
    dropped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The public post-incident review.

    `response_well` and `response_badly` are what went well and badly in finding, stopping and fixing it; `communication_well` and
    `communication_badly` in telling the people affected. All four hold sentences by name. `dated` is what the file gives as `published`, as in
    an update.
    """

    title: str
    published: datetime
    dated: datetime | None = None
    cause: str
    response_well: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    response_badly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    communication_well: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    communication_badly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lessons: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    corrective_actions: Mapping[str, CorrectiveAction] = field(default_factory=lambda: MappingProxyType({}))
    approved_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    draft: bool = False
    amended: Amendment | None = None
    body: str = ""

    @property
    def written(self) -> datetime:
        """The time of publication that the file gives."""
        return self.dated or self.published
