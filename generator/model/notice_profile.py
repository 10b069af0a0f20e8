"""Notice profiles: what a law or a regulator asks a notice to say, whom to tell, and by when. Reminders, not legal advice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from generator.model.condition import Condition
from generator.model.incident_facts import Role

#: The disclaimer of every profile.
DISCLAIMER = "a reminder, not legal advice"

#: The moment every incident has: `aware` in incident.md.
AWARE = "aware"
#: The end of the calendar year in which the organisation became aware.
YEAR_END = "year_end"
#: Prefix of a clock's name where another clock starts when the first one's recipient was first told: `told.notification`; of a clock of another
#: profile, `told.hipaa.hhs`.
TOLD = "told."
#: The same, where it starts when the recipient was last told.
LAST_TOLD = "last_told."


class TextSource(StrEnum):
    """The source of a profile's text: the law's own words, a second-hand account, or memory."""

    READ = "read"
    SECOND_HAND = "second-hand"
    RECALLED = "recalled"


class Element(StrEnum):
    """What a notice can be asked to say: keys of site_config.yml, incident.md and updates.

    `occurred` is answered by `occurred` in incident.md or by a `window` in an update; `done` by every step that an earlier update reported as
    finished.
    """

    KNOWN = "known"
    UNKNOWN = "unknown"
    NEXT_STEPS = "next_steps"
    ACTIONS = "actions"
    NEXT_UPDATE = "next_update"
    CONTACT = "contact"
    AWARE = "aware"
    OCCURRED = "occurred"
    WINDOW = "window"
    DATA = "data"
    AFFECTED = "affected"
    CONSEQUENCES = "consequences"
    DIRECT_NOTICE = "direct_notice"
    REMEDY = "remedy"
    DELAYED = "delayed"
    DONE = "done"


class Output(StrEnum):
    """The form in which a profile's recipients are told."""

    LETTER = "letter"
    NOTIFICATION = "notification"
    DISCLOSURE = "disclosure"
    PRESS_RELEASE = "press-release"

    @property
    def words(self) -> str:
        """It in words: "a press release"."""
        return f"a {self.value.replace('-', ' ')}"


def joined(words: Sequence[str]) -> str:
    """Return a list in words: "a letter, a notification and a press release"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


class ToldBy(StrEnum):
    """By which output the recipient of a clock is told; `OTHER`: by none, such as a decision inside the organisation, or a copy of another notice."""

    LETTER = "letter"
    NOTIFICATION = "notification"
    DISCLOSURE = "disclosure"
    PRESS_RELEASE = "press-release"
    OTHER = "other"


class FormSource(StrEnum):
    """What an incident's files hold for a field of a form: keys of site_config.yml, incident.md, updates and the review.

    Words that are not keys: `organisation` is the title of the site; `cause` is the kind of incident, and what its review found; `supplier` is
    the kind of incident where a supplier was attacked, and nothing otherwise; `classified` is a moment in incident.md; `sent` is how many of
    those affected were sent a notice of their own until now; `late` is why somebody was told late.
    """

    ORGANISATION = "organisation"
    CONTACT = "contact"
    TITLE = "title"
    STATUS = "status"
    IMPACT = "impact"
    WHAT_HAPPENED = "what_happened"
    KNOWN = "known"
    UNKNOWN = "unknown"
    NATURE = "nature"
    CAUSE = "cause"
    SUPPLIER = "supplier"
    AWARE = "aware"
    CLASSIFIED = "classified"
    OCCURRED = "occurred"
    WINDOW = "window"
    DATA = "data"
    AFFECTED = "affected"
    RESIDENTS = "residents"
    SENT = "sent"
    CONSEQUENCES = "consequences"
    NEXT_STEPS = "next_steps"
    DONE = "done"
    ACTIONS = "actions"
    REMEDY = "remedy"
    DIRECT_NOTICE = "direct_notice"
    SYSTEMS = "systems"
    SERVICES = "services"
    DELAYED = "delayed"
    TOLD = "told"
    LATE = "late"
    NEXT_UPDATE = "next_update"


class Paper(StrEnum):
    """What a notice is printed on."""

    A4 = "a4"
    US_LETTER = "us-letter"


class Unit(StrEnum):
    """What a length of time is counted in. Hours are exact; the others last until the end of a day in the site's time zone."""

    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time as a law gives it: `72 hours`, `4 business days`, `1 month`."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        """Return it as it is written."""
        if self == SAME_DAY:
            return "the same day"
        return f"{self.number} {self.unit.value.removesuffix('s') if self.number == 1 else self.unit.value}"


#: Until the end of the day on which it starts.
SAME_DAY = Length(0, Unit.DAYS)


class Weekends(StrEnum):
    """What a law does with a time that ends on a Saturday, a Sunday or a public holiday.

    `NEXT_WORKING_DAY`: it ends with the next working day (Regulation (EEC, Euratom) 1182/71, article 3(4), for periods not expressed in hours).
    `NOON_OF_NEXT_WORKING_DAY`: it ends at noon of that day (Delegated Regulation (EU) 2025/301, article 5(4)).
    """

    COUNT = "count"
    NEXT_WORKING_DAY = "next_working_day"
    NOON_OF_NEXT_WORKING_DAY = "noon_of_next_working_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A length of time and what it is counted from.

    Attributes:
        starts: the names of the moments it may be counted from; the first that is recorded counts. `aware`; `year_end`;
            `told.<clock>` and `last_told.<clock>`: when that clock of the same profile, or `<profile>.<clock>` of another, was first and last
            told; anything else is a name under `moments` in incident.md.
        length: None: the text gives no number (see `Clock.soon`).
        lapses: of a cap: whether it no longer binds once it has run out before the clock's own start.
    """

    starts: tuple[str, ...]
    length: Length | None = None
    lapses: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time by which someone must be told.

    Attributes:
        name: its name within the profile; `told: {hipaa.media: …}` stops the clock `media` of the profile `hipaa`.
        tell: who is told.
        do: what is done, if it is more than telling them: a step that the law gives a time of its own; empty: nothing more.
        limit: what it is counted from, and how long it is.
        soon: the text's own words when it gives no number ("without undue delay"); empty otherwise.
        cap: a second limit; the earlier of the two counts.
        warn: how long after its start to warn; None: when a quarter of the time is left.
        only_if: the circumstances in which it counts; None: always.
        weekends: what becomes of it when it ends on a weekend or a public holiday.
        weekends_count_for: our roles for which weekends and public holidays count all the same.
        police_stops: whether a request of the police to wait (`delayed` in incident.md) stops it.
        police_oral: how long a request by word of mouth holds; None: as long as one in writing.
        told_by: by which output its recipient is told; None: by the first of the profile.
        report: what the report that stops it is called ("early warning"); empty: it has no name of its own.
        learnt: the source of its text.
    """

    name: str
    tell: str
    limit: Limit
    do: str = ""
    soon: str = ""
    cap: Limit | None = None
    warn: Length | None = None
    only_if: Condition | None = None
    weekends: Weekends = Weekends.COUNT
    weekends_count_for: tuple[Role, ...] = ()
    police_stops: bool = False
    police_oral: Length | None = None
    told_by: ToldBy | None = None
    report: str = ""
    learnt: TextSource = TextSource.READ

    @property
    def task(self) -> str:
        """What is to be done: "tell the Attorney General"."""
        return self.do or f"tell {self.tell}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How long a page must stay up when it stands in for direct telling.

    Attributes:
        days: calendar days.
        where: where on the site.
        only_if: when the duty counts; None: always.
    """

    days: int
    where: str
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder that counts in some circumstances only."""

    name: str
    say: str
    only_if: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """What the law wants in a letter beside what happened: a right of the reader, or who else can help.

    Attributes:
        name: its name within the profile.
        say: the words, in English, true of every incident; empty: whoever sends the letter writes them.
        translations: the same words by language (a BCP 47 tag). Those of shipped profiles are messages of the catalogues (`render/words_of_laws.py`).
        fill: what is to be written, in words; where `say` has words too, these may be replaced.
        source: where addresses and telephone numbers in `say` were read; empty: it has none that change.
        text_checked: the month or day on which they were.
        only_if: the circumstances in which it is said; None: always.
    """

    name: str
    say: str = ""
    translations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fill: str = ""
    source: str = ""
    text_checked: str = ""
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class InForce:
    """The days on which a law is in force.

    Attributes:
        start: the first day; None: it has been in force for as long as matters.
        end: the last day; None: no end is known.
    """

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Return whether the law is in force on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of an authority's form.

    Attributes:
        name: its name on the form.
        sources: what the incident's files hold for it, in the order in which it is written; empty: nothing, so whoever sends the form
            fills it in.
        required: whether the form is refused without it.
    """

    name: str
    sources: tuple[FormSource, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A notice profile.

    Attributes:
        key: its name in `profiles:`; the name of its file.
        title: what it is.
        tells: who is told.
        source: the texts it was made from.
        text_checked: the month or day on which they were last compared: `2026-11` or `2026-11-20`.
        learnt: the source of its texts.
        unsure: what is uncertain about it, in sentences.
        require: what the notice must say.
        require_if: what it must say in some circumstances only.
        want: what it must say if it is known.
        clocks: by name, in the order written.
        main: the clock that `told` may call by the profile's name alone, where it has several; empty: none.
        never: what a letter must not say, by the name of the clock that the letter stops.
        reminders: what else the text asks for, in sentences.
        remind_if: what else it asks for in some circumstances only, by name.
        only_if: when the whole of it counts: whose law it is; None: always.
        grade_at_most: the highest Flesch-Kincaid grade allowed; None: no limit.
        posting: how long a page must stay up.
        country: whose public holidays do not count as business days (ISO 3166-1, two letters); empty when nothing is counted in business days.
        notice_title: the title that a notice must bear; empty: any.
        headings: the headings that a letter has, each with what stands below it.
        leaves_out: what a letter leaves out, because the law forbids it there.
        letter_says: what else the law wants in a letter, by name.
        type_size: the smallest type size allowed for a notice, in points; None: no minimum.
        paper: what a notice is printed on.
        outputs: the forms in which its recipients are told, the most used first.
        in_force: the days on which its law is in force.
        form: the fields of the authority's form, in their order; empty: those of `FORMS`, or none for letters.
        form_title: the title of the notification; empty: that of the profile.
        form_language: the language of that title and of the names of the fields (a BCP 47 tag).
        disclaimer: what the profile does not replace.
    """

    key: str
    title: str
    tells: str
    source: str
    text_checked: str
    learnt: TextSource = TextSource.READ
    unsure: tuple[str, ...] = ()
    require: tuple[Element, ...] = ()
    require_if: Mapping[Element, Condition] = field(default_factory=lambda: MappingProxyType({}))
    want: tuple[Element, ...] = ()
    clocks: Mapping[str, Clock] = field(default_factory=lambda: MappingProxyType({}))
    main: str = ""
    never: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    reminders: tuple[str, ...] = ()
    remind_if: Mapping[str, Reminder] = field(default_factory=lambda: MappingProxyType({}))
    only_if: Condition | None = None
    grade_at_most: float | None = None
    posting: Posting | None = None
    country: str = ""
    notice_title: str = ""
    headings: Mapping[str, tuple[Element, ...]] = field(default_factory=lambda: MappingProxyType({}))
    leaves_out: tuple[Element, ...] = ()
    letter_says: Mapping[str, LetterText] = field(default_factory=lambda: MappingProxyType({}))
    type_size: float | None = None
    paper: Paper = Paper.A4
    outputs: tuple[Output, ...] = (Output.LETTER,)
    in_force: InForce = InForce()
    form: tuple[FormField, ...] = ()
    form_title: str = ""
    form_language: str = "en"
    disclaimer: str = DISCLAIMER

    def names(self, clock: Clock) -> tuple[str, ...]:
        """Return what `told` may call a clock: `<profile>.<clock>`, and `<profile>` alone for the main one, or the only one. The shortest comes first."""
        full = f"{self.key}.{clock.name}"
        return (self.key, full) if len(self.clocks) == 1 or clock.name == self.main else (full,)

    def output_of(self, clock: Clock) -> Output | None:
        """Return the output by which the recipient of a clock is told; None: by none."""
        if clock.told_by is None:
            return self.outputs[0]
        return None if clock.told_by is ToldBy.OTHER else Output(clock.told_by.value)
