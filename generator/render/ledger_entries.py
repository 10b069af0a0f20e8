"""What schema 2 of the ledger says of each thing. Every key is declared on one line: its name, its JSON Schema and where its value is from.

So a key that is added here is in the file and in its schema. A key of the format is in both by its own declaration (`Spread`); only what the
ledger makes of it over time needs a line here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from generator.format.counts import POPULATION
from generator.format.incident import INCIDENT, QUESTION
from generator.format.record import Record
from generator.format.review import REVIEW
from generator.format.update import (
    ACTION,
    CLAIM,
    DATA,
    DIRECT_NOTICE,
    END,
    FAKE,
    OPEN_FACT,
    REMEDY,
    SERVICE,
    STEP,
    UPDATE,
    WINDOW,
)
from generator.format.update import CONSEQUENCE as CONSEQUENCE_KEYS
from generator.ledger.records import (
    ActionState,
    Change,
    ClaimState,
    ConsequenceState,
    CountEntry,
    DataEntry,
    Event,
    FactState,
    FakeState,
    NatureEntry,
    PromiseKind,
    PromiseState,
    RemedyState,
    StepState,
    Transition,
    WindowEntry,
)
from generator.ledger.statuses import is_false_alarm
from generator.ledger.words import Comfort, Value
from generator.links.audience_pages import page_address
from generator.links.ledger_files import INCIDENT_SCHEMA, INDEX, INDEX_SCHEMA, NEWEST, incident_file
from generator.model.config import Audience
from generator.model.update import (
    Action,
    Claim,
    CorrectionKind,
    Count,
    Data,
    DataState,
    DirectNotice,
    Fact,
    Fake,
    Nature,
    Remedy,
    Service,
    Window,
)
from generator.render.dates import exact
from generator.render.ledger_parts import (
    FLAG,
    MAYBE,
    NAME,
    TEXT,
    WHOLE,
    Part,
    Thing,
    described,
    json_values,
    many,
    one,
    or_null,
    parts,
    text,
    thing,
    when,
    words,
)
from generator.render.markup import flat
from generator.render.permanent_ids import item_id, promise_id
from generator.render.readers import with_pages
from generator.render.site import PublicIncident, Site

#: Keys of updates that are listed with the incident, with the state after the newest update.
STANDING = tuple(key.name for key in UPDATE.keys if key.standing)
#: Keys of updates that are listed with each update.
OF_UPDATE = tuple(key.name for key in UPDATE.keys if not key.folded and "ledger.json" not in key.apart)
#: Keys of incident.md that name other incidents: they are in the index, so that an incident's file depends on no other incident.
OF_INDEX = ("related",)
#: Keys of incident.md that are listed with the incident; its questions have a list of their own.
OF_INCIDENT = tuple(
    key.name for key in INCIDENT.keys if "ledger.json" not in key.apart and key.name not in {"questions", *OF_INDEX}
)
#: Keys of a fact that are listed in the history of a name: what is promised is among the promises.
OF_FACT = tuple(key.name for key in OPEN_FACT.keys if key.name != "by")

ADDRESS: Part = {"type": "string", "format": "uri"}
NUMBER: Part = {"type": "integer", "minimum": 1}
MOMENT, WHEN = one("moment"), one("when")
ID: Part = described(NAME, "the first name of its folder, which never changes")


@dataclass(frozen=True, slots=True)
class Line:
    """A key.

    Attributes:
        name: as it is in the file.
        part: its schema.
        value: makes its value of what is described.
    """

    name: str
    part: Part
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """All keys of a record of the format, or some.

    Attributes:
        record: the record.
        only: the keys; empty: all.
        holder: finds what holds their values in what is described.
    """

    record: Record
    only: tuple[str, ...] = ()
    holder: Callable[[Any], Any] = field(default=lambda held: held)


@dataclass(frozen=True, slots=True)
class Description:
    """An object in the file: what it is, and its keys."""

    words: str
    lines: tuple[Line | Spread, ...]

    def part(self) -> Part:
        """Return its schema: exactly these keys, every one of them always there."""
        return thing(self.words, **dict(self._parts()))

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for line in self.lines:
            yield from parts(line.record, *line.only).items() if isinstance(line, Spread) else ((line.name, line.part),)

    def of(self, held: Any) -> Thing:
        """Return the object for what is described."""
        found: Thing = {}
        for line in self.lines:
            if isinstance(line, Line):
                found[line.name] = line.value(held)
            else:
                found |= json_values(line.record, line.holder(held), *line.only)
        return found

    def all(self, held: Iterable[Any]) -> list[Thing]:
        """Return the objects for several."""
        return [self.of(each) for each in held]

    def maybe(self, held: Any) -> Thing | None:
        """Return the object; None for None."""
        return None if held is None else self.of(held)


_WHOM: dict[str, Part] = {
    "for": described(MAYBE, "whom the advice is for, in words or names; null: everyone"),
    "for_whom": described(many(NAME), "the audiences and groups that it is for; none: everyone, whatever the words say"),
}


def _whom(action: Action) -> dict[str, Any]:
    """Whom advice is for: in words, and by the names that the site has."""
    return {"for": text(action.words or ", ".join(action.for_whom)), "for_whom": list(action.for_whom)}


def value(given: Value) -> Any:
    """Return what an event went from or to."""
    match given:
        # A nature is also a string, so it comes first.
        case Nature():
            return given
        case str():
            return text(given)
        case Fact():
            return json_values(OPEN_FACT, given, *OF_FACT)
        case Comfort(fact):
            return json_values(OPEN_FACT, fact, *OF_FACT)
        case Claim():
            return json_values(CLAIM, given)
        case Fake():
            return json_values(FAKE, given)
        case Remedy():
            return json_values(REMEDY, given)
        case DirectNotice():
            return json_values(DIRECT_NOTICE, given)
        case Action():
            return json_values(ACTION, given) | _whom(given)
        case tuple():
            return [value(each) for each in given]
        case Data():
            return json_values(DATA, given)
        case Count():
            return json_values(POPULATION, given)
        case Window():
            return json_values(WINDOW, given)
        case Service():
            return json_values(SERVICE, given)
        case date():
            return exact(given)


_VALUE: Part = {
    "description": "A sentence, a word of a fixed set, a day or a moment; or the whole of what changed.",
    "anyOf": [
        {"type": "null"},
        TEXT,
        thing("A fact.", **parts(OPEN_FACT, *OF_FACT)),
        one("advice"),
        many(one("advice")),
        one("count"),
        one("told"),
        many(one("told")),
        one("times"),
        one("claimed"),
        one("faked"),
        one("offered"),
        one("notified"),
        one("works"),
    ],
}


@dataclass(frozen=True, slots=True)
class _Gone:
    """A value that should never have been named, with what `corrections` calls it."""

    subject: str
    entry: CountEntry | DataEntry | WindowEntry | NatureEntry


def _stood(gone: _Gone) -> Any:
    """Return what was said before it was taken back."""
    match gone.entry:
        case CountEntry(count=count):
            return value(count)
        case DataEntry(told=told):
            return value(told)
        case WindowEntry(window=window):
            return value(window)
        case NatureEntry(nature=nature):
            return value(nature)


def _of_kind(kind: CorrectionKind, events: Iterable[Event]) -> int:
    return sum(event.kind is kind for event in events)


# fmt: off
EVENT = Description("One change of one name.", (
    Line("subject", described(NAME, "what changed, as a correction calls it: `affected.customers`, `data.password.customers`, the name of a fact"),
        lambda event: event.subject),
    Line("change", words(Change), lambda event: event.change),
    Line("when", described(MOMENT, "when the update was published"), lambda event: exact(event.when)),
    Line("update", described(NUMBER, "its number"), lambda event: event.update),
    Line("before", described(one("value"), "what was said before; null: nothing"), lambda event: value(event.was)),
    Line("after", described(one("value"), "what is said since; null: nothing"), lambda event: value(event.becomes)),
    Line("because", described(MAYBE, "the reason given"), lambda event: text(event.because)),
    Line("kind", described(or_null(words(CorrectionKind)),
        "of a correction: what it says of the earlier words. Only `our_error` says that they were untrue; null: it is not a correction"),
        lambda event: event.kind),
    Line("window", described(MAYBE, "of a correction because of something new: the name of the window in which that happened"),
        lambda event: text(event.window)),
    Line("worse", described(FLAG, "whether it made the picture worse than readers had been told"), lambda event: event.adverse),
))
END_OF = Description("That something is no longer true.", (Spread(END),))

_STATED = Line("stated", described(MOMENT, "when the name was first used"), lambda entry: exact(entry.stated))
_CHANGED = Line("changed", MOMENT, lambda entry: exact(entry.changed))
_SETTLED = Line("settled", or_null(MOMENT), lambda entry: when(entry.settled))
_ENDED = Line("end", described(or_null(one("end")), "what is true now; null: it has not ended"), lambda entry: END_OF.maybe(entry.end))
_HISTORY = Line("history", described(many(one("event")), "the oldest first"), lambda entry: EVENT.all(entry.history))
_NAME = Line("name", NAME, lambda entry: entry.name)

FACT = Description("Something known, not known, or no longer true.", (
    _NAME,
    Line("state", words(FactState), lambda entry: entry.state),
    Spread(OPEN_FACT, holder=lambda entry: entry.fact),
    Line("because", described(MAYBE, "why it is unanswerable"), lambda entry: text(entry.because)),
    _ENDED,
    Line("looked_again", described(or_null(MOMENT), "when it was last checked again and still true; null: never"),
        lambda entry: when(entry.looked_again)),
    Line("looked_at", described(MAYBE, "what was checked then"), lambda entry: text(entry.looked_at)),
    _STATED,
    Line("asked", described(or_null(MOMENT), "when it was first listed as unknown; null: it never was"), lambda entry: when(entry.first_unknown)),
    _CHANGED,
    Line("settled", described(or_null(MOMENT), "when it was answered or declared unanswerable"), lambda entry: when(entry.settled)),
    _HISTORY,
))
STEP_TAKEN = Description("Something we said we would do.", (
    _NAME,
    Line("state", words(StepState), lambda entry: entry.state),
    Spread(STEP, holder=lambda entry: entry.step),
    Line("outcome", described(MAYBE, "the result, or why it was dropped"), lambda entry: text(entry.outcome)),
    Line("done_on", described(or_null(WHEN), "when it was done, where its update says so; null: when readers were told"),
        lambda entry: when(entry.done_on)),
    Line("moved_from", described(many(WHEN), "earlier dates, the first one first"), lambda entry: [exact(day) for day in entry.moved_from]),
    _STATED,
    _SETTLED,
    _HISTORY,
))
ADVICE_GIVEN = Description("Something readers should do.", (
    _NAME,
    Line("state", words(ActionState), lambda entry: entry.state),
    Spread(ACTION, holder=lambda entry: entry.action),
    Line("for", _WHOM["for"], lambda entry: _whom(entry.action)["for"]),
    Line("for_whom", _WHOM["for_whom"], lambda entry: _whom(entry.action)["for_whom"]),
    Line("because", described(MAYBE, "why it is no longer needed"), lambda entry: text(entry.because)),
    _STATED,
    _CHANGED,
    _SETTLED,
    _HISTORY,
))
CONSEQUENCE = Description("What the incident could mean for readers.", (
    _NAME,
    Spread(CONSEQUENCE_KEYS),
    Line("state", described(words(ConsequenceState), "`taken-back`: it should never have been named"), lambda entry: entry.state),
    _ENDED,
    _STATED,
    _CHANGED,
    _SETTLED,
    _HISTORY,
))
CLAIM_OF = Description("What someone else says, and what we say about it.", (
    _NAME,
    Line("state", described(words(ClaimState), "`taken-back`: it should never have been named"), lambda entry: entry.state),
    Spread(CLAIM, holder=lambda entry: entry.claim),
    _STATED,
    _CHANGED,
    _HISTORY,
))
FAKE_OF = Description("Something that is not from us.", (
    _NAME,
    Line("state", described(words(FakeState), "`taken-back`: it should never have been named"), lambda entry: entry.state),
    Spread(FAKE, holder=lambda entry: entry.fake),
    _ENDED,
    _STATED,
    _CHANGED,
    _SETTLED,
    _HISTORY,
))
REMEDY_OF = Description("What is offered to those who are affected.", (
    _NAME,
    Line("state", described(words(RemedyState), "`taken-back`: it should never have been named"), lambda entry: entry.state),
    Spread(REMEDY, holder=lambda entry: entry.remedy),
    _STATED,
    _CHANGED,
    _HISTORY,
))
NOTICE_OF = Description("How a group is told directly.", (
    _NAME,
    Line("state", described(words(RemedyState), "`taken-back`: it should never have been named"), lambda entry: entry.state),
    Spread(DIRECT_NOTICE, holder=lambda entry: entry.notice),
    _STATED,
    _CHANGED,
    _HISTORY,
))
AFFECTED = Description("How many, as an interval.", (
    Line("name", NAME, lambda entry: entry.population),
    Spread(POPULATION, holder=lambda entry: entry.count),
    _STATED,
    _CHANGED,
    _HISTORY,
))
DATA_OF = Description("What happened to a kind of data.", (
    Line("name", NAME, lambda entry: entry.kind),
    Line("state", described(words(DataState), "the worst of what is told"), lambda entry: entry.state),
    Line("told", described(many(one("told")), "what is said of it, once or once for each group"),
        lambda entry: [json_values(DATA, told) for told in entry.told]),
    _STATED,
    _CHANGED,
    _HISTORY,
))
WINDOW_OF = Description("When the intruder had access, or when data was exposed; null: not known.", (
    _NAME,
    Spread(WINDOW, holder=lambda entry: entry.window),
    _STATED,
    _CHANGED,
    _HISTORY,
))
NATURE = Description("What kind of incident it is.", (
    Line("nature", words(Nature), lambda entry: entry.nature),
    _STATED,
    _CHANGED,
    _HISTORY,
))
SERVICE_OF = Description("Whether a system works.", (
    _NAME,
    Spread(SERVICE, holder=lambda entry: entry.service),
    _STATED,
    _CHANGED,
    _HISTORY,
))
QUESTION_OF = Description("A customer's question.", (_NAME, Spread(QUESTION)))
TAKEN_BACK = Description("A count, a kind of data, a window or the nature that should never have been named, as it was.", (
    Line("subject", described(NAME, "as a correction calls it: `data.password`"), lambda gone: gone.subject),
    Line("value", described(one("value"), "what was said before"), _stood),
    Line("because", described(MAYBE, "the reason given"), lambda gone: text(gone.entry.history[-1].because)),
    Line("stated", described(MOMENT, "when it was first said"), lambda gone: exact(gone.entry.stated)),
    Line("taken_back", described(MOMENT, "when it was taken back"), lambda gone: exact(gone.entry.history[-1].when)),
    Line("history", described(many(one("event")), "the oldest first"), lambda gone: EVENT.all(gone.entry.history)),
))
NEVER_KNOWN = Description("A value that is given as unknown and will never be known.", (
    Line("subject", described(NAME, "as a correction calls it: `data.password`"), lambda held: held.subject),
    Line("because", described(TEXT, "why"), lambda held: text(held.because)),
    Line("said", described(MOMENT, "when that was said"), lambda held: exact(held.said)),
))
CORRECTIONS = Description("How many corrections there were, by kind; only `our_error` says that something was untrue.", tuple(
    Line(kind.value, WHOLE, partial(_of_kind, kind)) for kind in CorrectionKind
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Placed:
    """Something of an incident whose id or address is made of the site's and the incident's."""

    site: Site
    incident: PublicIncident
    held: Any = None

    @property
    def address(self) -> str:
        """The incident's page."""
        return f"{self.site.config.site.url}incidents/{self.incident.slug}/"

    @property
    def file(self) -> str:
        """The incident's file of the ledger."""
        return f"{self.site.config.site.url}{incident_file(self.incident.slug)}"

    def all(self, held: Iterable[Any]) -> Iterator["Placed"]:
        """Yield several things of the same incident."""
        return (Placed(self.site, self.incident, each) for each in held)


@dataclass(frozen=True, slots=True)
class Listing:
    """All incidents of a site.

    Attributes:
        rows: one for each incident, in the order of the site.
    """

    site: Site
    rows: list[Thing]


def _number(placed: Placed) -> int:
    transition: Transition = placed.held
    return transition.document.number


# fmt: off
PROMISE = Description("A promise with a date. Where the date moved, the promise with the new date follows as its own.", (
    Line("id", described(NAME, "of the update that made it and what it promised; for an update or the review also the calendar event's"),
        lambda placed: promise_id(placed.site, placed.incident, placed.held)),
    Line("kind", words(PromiseKind), lambda placed: placed.held.kind),
    Line("name", described(MAYBE, "the step or fact; null for an update or the review"), lambda placed: placed.held.subject or None),
    Line("due", WHEN, lambda placed: exact(placed.held.due)),
    Line("due_at", described(MOMENT, "the moment it falls due: for a day, its end"), lambda placed: exact(placed.held.due_at)),
    Line("made", MOMENT, lambda placed: exact(placed.held.made)),
    Line("made_in", NUMBER, lambda placed: placed.held.made_in),
    Line("state", described(words(PromiseState), "`missed` is later than promised, or not at all"), lambda placed: placed.held.state),
    Line("settled", or_null(MOMENT), lambda placed: when(placed.held.settled)),
    Line("settled_in", described({"type": ["integer", "null"], "minimum": 1}, "the update that kept, moved or (late) met it"),
        lambda placed: placed.held.settled_in),
    Line("done_on", described(or_null(WHEN), "of a step: when it was done, where its update says so; it is kept or missed by that"),
        lambda placed: when(placed.held.done_on)),
    Line("moved_to", or_null(WHEN), lambda placed: when(placed.held.moved_to)),
    Line("because", MAYBE, lambda placed: text(placed.held.because)),
))
UPDATE_OF = Description("A published update.", (
    Line("id", described(NAME, "as in the feeds"), lambda placed: item_id(placed.site, placed.incident, _number(placed))),
    Line("number", NUMBER, _number),
    Line("url", ADDRESS, lambda placed: f"{placed.address}{_number(placed)}/"),
    Line("dated", described(or_null(MOMENT), "when its text says that it was published, where readers could only read it later; else null"),
        lambda placed: when(placed.held.document.update.dated)),
    Spread(UPDATE, OF_UPDATE, lambda placed: placed.held.document.update),
))
REVIEW_OF = Description("The published review.", (
    Line("id", described(NAME, "as in the feeds"), lambda placed: item_id(placed.site, placed.incident, 0)),
    Line("url", ADDRESS, lambda placed: f"{placed.address}review/"),
    Line("dated", described(or_null(MOMENT), "when its text says that it was published, where readers could only read it later; else null"),
        lambda placed: when(placed.held.dated)),
    Spread(REVIEW, (), lambda placed: placed.held),
))


@dataclass(frozen=True, slots=True)
class _Readers:
    """An audience, and the address of its page of an incident."""

    audience: Audience
    page: str | None

    @property
    def name(self) -> str:
        """The audience's name."""
        return self.audience.name


def _audiences(placed: Placed) -> Iterator[_Readers]:
    pages = {audience.name for audience in with_pages(placed.site, placed.incident)}
    for name, audience in placed.site.config.audiences.items():
        address = f"{placed.site.config.site.url}{page_address(placed.incident.slug, name)}"
        yield _Readers(audience, address if name in pages else None)


def _state(placed: Placed) -> Any:
    return placed.incident.ledger.state


_URL = Line("url", described(ADDRESS, "its page"), lambda placed: placed.address)
_OPEN = Line("open", described(FLAG, "false only when its newest update says that it is resolved"),
    lambda placed: placed.incident.ledger.transitions[-1].document.update.is_open)
_FALSE_ALARM = Line("false_alarm", FLAG, lambda placed: is_false_alarm(placed.incident.ledger.transitions))
_CORRECTIONS = Line("corrections", one("corrections"), lambda placed: CORRECTIONS.of(placed.incident.ledger.events))
_UPDATED = Line("updated", described(MOMENT, "when something of it was last published"), lambda placed: exact(placed.incident.changed))
_LANGUAGE = Line("language", described(TEXT, "the language of the sentences, as a BCP 47 tag"),
    lambda placed: placed.site.config.site.language)
_ZONE = Line("time_zone", described(TEXT, "where a day without a time ends, as an IANA name"),
    lambda placed: placed.site.config.site.timezone.key)
_ORGANISATION = Line("organisation", TEXT, lambda placed: flat(placed.site.config.organisation.name))


_SCHEMA = Line("schema", described({"const": NEWEST}, "raised when a key goes away or changes its meaning"), lambda _: NEWEST)


def _by(schema: str) -> Line:
    return Line("$schema", ADDRESS, lambda placed: placed.site.config.site.url + schema)


def _review(placed: Placed) -> Thing | None:
    document = placed.incident.folder.review
    return REVIEW_OF.maybe(replace(placed, held=document.review) if document and document.review else None)


def _own_events(placed: Placed) -> Iterator[Event]:
    """Yield the events that no name listed with the incident has in its history, so that none is missing from the file."""
    state = _state(placed)
    groups = (
        *(state.facts, state.steps, state.actions, state.consequences, state.claims, state.fakes),
        *(state.remedies, state.direct_notice, state.services),
        *(state.affected, state.data, state.windows, state.taken_back),
    )
    entries = [entry for group in groups for entry in group.values()] + ([state.nature] if state.nature else [])
    listed = {id(event) for entry in entries for event in entry.history}
    return (event for event in placed.incident.ledger.events if id(event) not in listed)


AUDIENCE_OF = Description("A group of readers.", (
    _NAME,
    Line("called", described(TEXT, "what readers call it"), lambda held: flat(held.audience.title)),
    Line("url", described(or_null(ADDRESS), "its page of this incident; null: it has none"), lambda held: held.page),
))


ROW = Description("An incident, and where its file is.", (
    Line("id", ID, lambda placed: placed.incident.identity),
    _URL,
    Line("ledger", described(ADDRESS, "its file"), lambda placed: placed.file),
    Line("sha256", {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "the digest of that file: it changes when the file does"},
        lambda placed: placed.held),
    Spread(INCIDENT, ("title", "impact", *OF_INDEX), lambda placed: placed.incident.folder.incident),
    Spread(UPDATE, ("status",), _state),
    _OPEN,
    _FALSE_ALARM,
    _CORRECTIONS,
    _UPDATED,
))
INCIDENT_OF = Description("An incident after its newest update. Every key is always there; null means that nothing was said.", (
    _by(INCIDENT_SCHEMA), _SCHEMA,
    Line("index", described(ADDRESS, "the list of all incidents"), lambda placed: placed.site.config.site.url + INDEX),
    Line("id", ID, lambda placed: placed.incident.identity),
    _URL,
    _ORGANISATION,
    _LANGUAGE,
    _ZONE,
    _UPDATED,
    Spread(INCIDENT, OF_INCIDENT, lambda placed: placed.incident.folder.incident),
    Spread(UPDATE, STANDING, _state),
    _OPEN,
    _FALSE_ALARM,
    _CORRECTIONS,
    Line("no_action", described(MAYBE, "what was said in place of advice"), lambda placed: text(_state(placed).no_action)),
    Line("facts", described(many(one("fact")), "in the order in which they were first stated; none is ever removed"),
        lambda placed: FACT.all(_state(placed).facts.values())),
    Line("steps", many(one("step")), lambda placed: STEP_TAKEN.all(_state(placed).steps.values())),
    Line("actions", many(one("action")), lambda placed: ADVICE_GIVEN.all(_state(placed).actions.values())),
    Line("consequences", many(one("consequence")), lambda placed: CONSEQUENCE.all(_state(placed).consequences.values())),
    Line("remedies", described(many(one("remedy")), "what is offered; what incident.md alone says is among them"),
        lambda placed: REMEDY_OF.all(_state(placed).remedies.values())),
    Line("direct_notice", described(many(one("direct_notice")), "how each group is told directly; `everyone`: all of them"),
        lambda placed: NOTICE_OF.all(_state(placed).direct_notice.values())),
    Line("claims", described(many(one("claim")), "what others say, in their words, and what we say of it"),
        lambda placed: CLAIM_OF.all(_state(placed).claims.values())),
    Line("fakes", described(many(one("fake")), "what is not from us"), lambda placed: FAKE_OF.all(_state(placed).fakes.values())),
    Line("audiences", described(many(one("audience")), "the groups of readers that something here can be for"),
        lambda placed: AUDIENCE_OF.all(_audiences(placed))),
    Line("affected", many(one("affected")), lambda placed: AFFECTED.all(_state(placed).affected.values())),
    Line("data", many(one("data")), lambda placed: DATA_OF.all(_state(placed).data.values())),
    Line("windows", described(many(one("window")),
        "each by itself: nothing is said of the time between two of them; the one that was given without a name is `first`"),
        lambda placed: WINDOW_OF.all(_state(placed).windows.values())),
    Line("nature", or_null(one("nature")), lambda placed: NATURE.maybe(_state(placed).nature)),
    Line("taken_back", described(many(one("taken_back")), "of what is counted or said of data, the window and the nature; "
        "a step, an action or a consequence says so itself"),
        lambda placed: TAKEN_BACK.all(_Gone(*held) for held in _state(placed).taken_back.items())),
    Line("never_known", described(many(one("never_known")), "of values; a fact that nobody will ever know is among the facts, as unanswerable"),
        lambda placed: NEVER_KNOWN.all(_state(placed).never_known.values())),
    Line("services", described(many(one("service")), "each by the name of its system, as the site's settings have it"),
        lambda placed: SERVICE_OF.all(_state(placed).services.values())),
    Line("history", described(many(one("event")),
        "of nothing that is listed here: corrections of the incident's title, of when we knew and of advice to do nothing; values that will"
        " never be known"),
        lambda placed: EVENT.all(_own_events(placed))),
    Line("promises", described(many(one("promise")), "in the order in which they fall due"),
        lambda placed: PROMISE.all(placed.all(placed.incident.promises))),
    Line("questions", many(one("question")), lambda placed: QUESTION_OF.all(placed.incident.folder.incident.questions.values())),
    Line("updates", described(many(one("update")), "the oldest first"),
        lambda placed: UPDATE_OF.all(placed.all(placed.incident.ledger.transitions))),
    Line("review", or_null(one("review")), _review),
))
INDEX_OF = Description("Every incident, and where its file is.", (
    _by(INDEX_SCHEMA), _SCHEMA,
    _ORGANISATION,
    Line("url", ADDRESS, lambda listing: listing.site.config.site.url),
    _LANGUAGE,
    _ZONE,
    Line("updated", described(MOMENT, "when something was last published"), lambda listing: exact(listing.site.changed)),
    Line("incidents", described(many(one("row")), "the newest update first"), lambda listing: listing.rows),
))
# fmt: on

#: The definitions that a schema refers to, by name.
DEFINITIONS: Mapping[str, Part] = {
    "moment": {
        "description": "RFC 3339, in UTC, to the second",
        "type": "string",
        "format": "date-time",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
    },
    "day": {
        "description": "lasts until its end in the site's time zone",
        "type": "string",
        "format": "date",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    },
    "when": {"anyOf": [one("moment"), one("day")]},
    "row": ROW.part(),
    "corrections": CORRECTIONS.part(),
    "fact": FACT.part(),
    "step": STEP_TAKEN.part(),
    "action": ADVICE_GIVEN.part(),
    "consequence": CONSEQUENCE.part(),
    "claim": CLAIM_OF.part(),
    "fake": FAKE_OF.part(),
    "remedy": REMEDY_OF.part(),
    "direct_notice": NOTICE_OF.part(),
    "end": END_OF.part(),
    "audience": AUDIENCE_OF.part(),
    "affected": AFFECTED.part(),
    "data": DATA_OF.part(),
    "window": WINDOW_OF.part(),
    "nature": NATURE.part(),
    "taken_back": TAKEN_BACK.part(),
    "never_known": NEVER_KNOWN.part(),
    "service": SERVICE_OF.part(),
    "promise": PROMISE.part(),
    "question": QUESTION_OF.part(),
    "update": UPDATE_OF.part(),
    "review": REVIEW_OF.part(),
    "event": EVENT.part(),
    "value": _VALUE,
    "advice": thing("Advice.", **parts(ACTION), **_WHOM),
    "count": thing("A count.", **parts(POPULATION)),
    "told": thing("What happened to a kind of data, and for how many.", **parts(DATA)),
    "times": thing("A stretch of time.", **parts(WINDOW)),
    "claimed": thing("What others say.", **parts(CLAIM)),
    "offered": thing("What is offered.", **parts(REMEDY)),
    "notified": thing("How people are told directly.", **parts(DIRECT_NOTICE)),
    "faked": thing("Something that is not from us.", **parts(FAKE)),
    "works": thing("Whether a system works.", **parts(SERVICE)),
}
