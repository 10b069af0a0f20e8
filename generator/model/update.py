"""An update and what it holds, with the key names of the file format (except for Python's reserved words)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

#: A day (meant until its end, in the site's time zone) or a moment with a zone.
When: TypeAlias = date | datetime


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    def __str__(self) -> str:
        """`2027-03`."""
        return f"{self.year:04}-{self.month:02}"


#: When something happened, as exactly as it is known.
Occasion: TypeAlias = Month | When


class Status(StrEnum):
    """The status of an incident."""

    INVESTIGATING = "investigating"
    CONFIRMED = "confirmed"
    CONTAINED = "contained"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class Urgency(StrEnum):
    """How soon a reader should act."""

    NOW = "now"
    TODAY = "today"
    THIS_WEEK = "this_week"
    IF_YOU_WANT = "if_you_want"
    FROM_NOW_ON = "from_now_on"


class DataState(StrEnum):
    """What happened to a kind of data."""

    UNKNOWN = "unknown"
    POSSIBLE = "possible"
    ACCESSED = "accessed"
    TAKEN = "taken"
    NOT_AFFECTED = "not_affected"


class Nature(StrEnum):
    """What kind of thing happened."""

    UNKNOWN = "unknown"
    MALFUNCTION = "malfunction"
    OUTAGE_BY_ATTACK = "outage_by_attack"
    INTRUSION = "intrusion"
    THEFT = "theft"
    RANSOMWARE = "ransomware"
    MISTAKE = "mistake"
    LOST_DEVICE = "lost_device"
    INSIDER = "insider"
    SUPPLIER = "supplier"


class ServiceState(StrEnum):
    """Whether a system works for those who use it."""

    WORKING = "working"
    LIMITED = "limited"
    DOWN = "down"
    UNKNOWN = "unknown"
    RETIRED = "retired"


class Outcome(StrEnum):
    """How an incident ended, where that is said."""

    FALSE_ALARM = "false_alarm"
    NOTHING_REACHED = "nothing_reached"
    PART_OF_ANOTHER = "part_of_another"


class CorrectionKind(StrEnum):
    """What a correction says of what stood before."""

    OUR_ERROR = "our_error"
    FOUND_MORE = "found_more"
    NEW_EVENT = "new_event"


class Found(StrEnum):
    """What someone who looked has found."""

    NOTHING = "nothing"


class ClaimView(StrEnum):
    """What we say of what others say."""

    TRUE = "true"
    PARTLY = "partly"
    FALSE = "false"
    NOT_CHECKED = "not_checked"
    CANNOT_SAY = "cannot_say"


class PartsRelation(StrEnum):
    """How the parts of a population stand to it: together they are all of it, or one thing may be in several of them."""

    COMPLETE = "complete"
    OVERLAP = "overlap"


class CountForm(StrEnum):
    """How a number was given."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement under `known` or `unknown`.

    Attributes:
        name: its identity for the whole incident.
        text: the sentence.
        sources: the key `from`: our logs, supplier, police, attacker's claim; one, or each of several.
        likely: the key `sure: likely`; shown as "We think".
        when: when it happened.
        by: unknowns: when we expect to know.
        looked: what we looked at.
        found: what we found there; None: not said.
        through: until when what we looked at reaches.
        cannot_see: what we have no logs or tools to see.
        about: the subjects that it is about, besides those that its words name.
        for_whom: the key `for`: the audiences and groups that it is for; empty: everyone.
    """

    name: str
    text: str
    sources: tuple[str, ...] = ()
    likely: bool = False
    when: Occasion | None = None
    by: When | None = None
    looked: str = ""
    found: Found | None = None
    through: When | None = None
    cannot_see: str = ""
    about: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something we will do next. `because` may say why its date moved."""

    name: str
    do: str
    by: When | None = None
    who: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """That a step is done.

    Attributes:
        name: the step's.
        what: what came of it, in a sentence.
        on: when it was done, where that is said; else it counts as done when readers were told.
    """

    name: str
    what: str
    on: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the reader should do; `about` as in `Fact`.

    Attributes:
        audience: the key `for` as a text: one name, which is in `for_whom` too, or free words, which leave it to readers whether they are meant.
        for_whom: as in `Fact`.
    """

    name: str
    do: str
    why: str = ""
    urgency: Urgency | None = None
    audience: str = ""
    for_whom: tuple[str, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Whom it is for, in free words; empty where it names them."""
        return "" if self.for_whom else self.audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What could follow for readers; `about` and `for_whom` as in `Fact`."""

    name: str
    text: str
    about: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What someone else says, and what we say of it.

    Attributes:
        name: its identity for the whole incident.
        by: who says it.
        says: what they say, as they say it.
        since: when they first said it.
        about: the subjects that it is about, besides those that its words name.
        we_say: what we say of it; None: nothing yet, which means that it is not checked.
        looked: what we looked at.
        in_fact: what is so, in a sentence.
        because: why we cannot say.
    """

    name: str
    by: str
    says: str
    since: When | None = None
    about: tuple[str, ...] = ()
    we_say: ClaimView | None = None
    looked: str = ""
    in_fact: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fake:
    """Something that is not from us.

    Attributes:
        name: its identity for the whole incident.
        what: what it does, in a sentence.
        seen: what people see of it: texts, numbers or domains.
        since: when it was first seen.
    """

    name: str
    what: str
    seen: tuple[str, ...] = ()
    since: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of a population are affected, as an interval of whole things.

    Attributes:
        population: its name.
        unit: what is counted: people, accounts, records.
        form: how it was given.
        low: the least it can be.
        high: the most it can be; None: no upper bound.
        stated: the numbers as the writer gave them (one, two for `between`, none for `unknown`).
        of: the total; None when not given.
        part_of: the group that this one is part of; empty: of none.
        audience: the audience that it belongs to; empty: the one that has its name, if there is one.
        parts: how its own parts stand to it; None when that is not said.
        likely: the key `sure: likely`; shown as "We think".
        through: until when what was looked at reaches.
        cannot_see: what we have no logs or tools to see.
        asked_by: of a number that is not known: the unknown that asks for it; empty: none is named.
        residents: how many of them live where: each place's code (`US-NY`, `GB`) and the number.
    """

    population: str
    unit: str
    form: CountForm
    low: int
    high: int | None
    stated: tuple[int, ...] = ()
    of: int | None = None
    part_of: str = ""
    audience: str = ""
    parts: PartsRelation | None = None
    likely: bool = False
    through: When | None = None
    cannot_see: str = ""
    asked_by: str = ""
    residents: tuple[tuple[str, int], ...] = ()

    def residents_within(self, most: int | None) -> tuple[tuple[str, int], ...]:
        """Return where they live, unless there are fewer people than would live somewhere; None: there is no bound."""
        return self.residents if most is None or sum(number for _, number in self.residents) <= most else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What is offered to those who are affected.

    Attributes:
        name: its identity for the whole incident.
        what: what is offered, in a sentence.
        for_whom: the key `for`, as in `Fact`.
        provider: who provides it.
        how: how readers get it.
        enrol_by: the last day on which they can ask for it; None: not said.
        months: for how many months; None: not said.
        cost: what it costs them; empty: not said.
    """

    name: str
    what: str
    for_whom: tuple[str, ...] = ()
    provider: str = ""
    how: str = ""
    enrol_by: date | None = None
    months: int | None = None
    cost: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectNotice:
    """How a population is told directly.

    Attributes:
        name: the population, or `everyone`.
        how: how they are told: by letter.
        by: until when all of them are told, which is a promise; None: not said.
        sent: how many notices have been sent; None: not said. Its unit is empty where it is the population's.
        returned: how many of them came back, so that nobody was reached; None: not said.
        complete: whether all of them have been told.
        on: with `complete`, when the last of them was told; None: not said.
        silence: what it means to have heard nothing; empty: not said.
    """

    name: str
    how: str
    by: When | None = None
    sent: Count | None = None
    returned: Count | None = None
    complete: bool = False
    on: When | None = None
    silence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What happened to a kind of data: for everyone it is about, or for one population.

    Attributes:
        kind: its name.
        state: what happened to it.
        population: the key `for`; empty when it is not said for whom.
        count: for how many; None when that is not said. Its unit is empty until the ledger gives it the population's.
        likely: the key `sure: likely`; shown as "We think".
        through: until when what was looked at reaches.
        cannot_see: what we have no logs or tools to see.
    """

    kind: str
    state: DataState
    population: str = ""
    count: Count | None = None
    likely: bool = False
    through: When | None = None
    cannot_see: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whether a system works.

    Attributes:
        name: the system's, as under `systems`.
        state: whether it works.
        what: what that means for those who use it; empty when it is not said.
        instead: the way round it; empty when there is none, or none is said.
        since: since when it is in this state; None: not said.
        because: why it does not work although the incident is over; empty when it is not said.
        for_whom: as in `Fact`.
    """

    name: str
    state: ServiceState
    what: str = ""
    instead: str = ""
    since: When | None = None
    because: str = ""
    for_whom: tuple[str, ...] = ()

    @property
    def is_in_order(self) -> bool:
        """Whether nobody waits for it: it works, or is gone for good."""
        return self.state in {ServiceState.WORKING, ServiceState.RETIRED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When the intruder had access, or when things lay open.

    Attributes:
        start: the key `from`; None: said to be unknown, or not said.
        end: the key `to`; None as above.
        likely: the key `sure: likely`; shown as "We think".
        through: until when what was looked at reaches.
        cannot_see: what we have no logs or tools to see.
    """

    start: When | None = None
    end: When | None = None
    likely: bool = False
    through: When | None = None
    cannot_see: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is watched while an incident is monitored, and when someone last looked: the keys `what` and `looked`."""

    what: str = ""
    looked: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an update says of something that it tells otherwise than before.

    Attributes:
        name: what is corrected: a fact's name, `affected.<population>` and so on.
        because: why we said it differently.
        kind: what the writer says that it is; None: nothing, which means that we were wrong.
        window: with `new_event`: the name of the window in which the new thing happened.
    """

    name: str
    because: str
    kind: CorrectionKind | None = None
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """That something is true no longer.

    Attributes:
        name: what ended: a fact's name, or `consequence.<name>`.
        what: what is true now, in a sentence.
        since: since when.
    """

    name: str
    what: str
    since: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The statement, signed or spoken.

    Attributes:
        name: its name.
        what: what readers choose it by.
        video: the name of a file in `files/`.
        captions: likewise; empty where there are none.
        language: of the captions, as a BCP 47 tag; empty: the site's own.
    """

    name: str
    what: str = ""
    video: str = ""
    captions: str = ""
    language: str = ""

    @property
    def links(self) -> tuple[str, str]:
        """Where the video and its captions are, relative to the incident; empty for what there is not."""
        video, captions = (f"files/{name.removeprefix('files/')}" if name else "" for name in (self.video, self.captions))
        return video, captions


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChange:
    """A change of what incident.md, a free page or `contact` says: when, why, and what stood there; `was` is empty where that is not said."""

    on: When
    because: str
    was: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A spelling-only change of a sealed text: each word as it was published, and as it is now."""

    when: When
    what: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One dated statement.

    A key that is absent gives the empty value of its type; whether it was written at all is asked of the document. `none_left`,
    `none_planned` and `no_action` hold what was said in place of names: that no unknown is left, that no further update is
    planned, and the honest sentence that there is nothing readers can do yet. `unanswerable` names unknowns, and also what is given as
    unknown elsewhere (`data.<kind>`, `affected.<population>`, `window.<name>`, `nature`). `template` is the name of the template that a first
    statement was made from. `never` names, as `corrections` does, what is given as `none`: it should never have been named. `windows` has the
    window of the short form under the empty name. `still_true` has what was looked at by the
    names of the facts that still hold; empty where that is not said. `dated` is what the file gives as `published`, where that was before readers could read it
    and `published` is when they could; None: both are the same.
    """

    number: int
    slug: str
    title: str
    published: datetime
    dated: datetime | None = None
    status: Status
    known: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    unknown: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))
    none_left: bool = False
    next_steps: Mapping[str, Step] = field(default_factory=lambda: MappingProxyType({}))
    actions: Mapping[str, Action] = field(default_factory=lambda: MappingProxyType({}))
    no_action: str = ""
    next_update: datetime | None = None
    none_planned: bool = False
    corrections: Mapping[str, Correction] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[str, End] = field(default_factory=lambda: MappingProxyType({}))
    what_happened: str = ""
    never: frozenset[str] = frozenset()
    unanswerable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    done: Mapping[str, Done] = field(default_factory=lambda: MappingProxyType({}))
    dropped: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    withdrawn: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    nature: Nature | None = None
    affected: Mapping[str, Count] = field(default_factory=lambda: MappingProxyType({}))
    data: Mapping[str, tuple[Data, ...]] = field(default_factory=lambda: MappingProxyType({}))
    windows: Mapping[str, Window] = field(default_factory=lambda: MappingProxyType({}))
    services: Mapping[str, Service] = field(default_factory=lambda: MappingProxyType({}))
    consequences: Mapping[str, Consequence] = field(default_factory=lambda: MappingProxyType({}))
    remedies: Mapping[str, Remedy] = field(default_factory=lambda: MappingProxyType({}))
    direct_notice: Mapping[str, DirectNotice] = field(default_factory=lambda: MappingProxyType({}))
    claims: Mapping[str, Claim] = field(default_factory=lambda: MappingProxyType({}))
    fakes: Mapping[str, Fake] = field(default_factory=lambda: MappingProxyType({}))
    still_true: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    contained_by: str = ""
    monitor_until: date | None = None
    monitoring: Watch | None = None
    review_by: date | None = None
    because: str = ""
    outcome: Outcome | None = None
    late: str = ""
    no_change: bool = False
    approved_by: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    template: str = ""
    waivers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    summary: str = ""
    easy_read: str = ""
    recordings: Mapping[str, Recording] = field(default_factory=lambda: MappingProxyType({}))
    draft: bool = False
    amended: Amendment | None = None
    body: str = ""

    @property
    def written(self) -> datetime:
        """The time of publication that the file gives."""
        return self.dated or self.published

    @property
    def is_open(self) -> bool:
        """Whether the incident goes on after this update. Only `resolved` ends it."""
        return self.status is not Status.RESOLVED

    @property
    def readers(self) -> Iterator[str]:
        """Every name of an audience or a population for which it says something."""
        for section in (self.known, self.unknown, self.consequences, self.remedies, self.services, self.actions):
            for entry in section.values():
                yield from entry.for_whom
        yield from self.affected
        yield from (one.population for told in self.data.values() for one in told if one.population)
        yield from self.direct_notice
