"""An update: its keys, and the keys of the facts, steps, actions and other entries in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType
from typing import Any, ClassVar

from generator.format.counts import AFFECTED, COUNT, FORMS, NOTICES, SURENESS, Likely, count_of, torn_number
from generator.format.kinds import (
    NAME_PATTERN,
    NEVER,
    Choice,
    Day,
    DayOrMoment,
    FileName,
    Flag,
    Keyed,
    Kind,
    Leaf,
    Moment,
    MonthDayOrMoment,
    Named,
    NameOf,
    NamesOf,
    OrNever,
    OrSentence,
    OrWord,
    Part,
    Path,
    Sentence,
    Sentences,
    TranslationMode,
    Whole,
    is_empty,
    or_never,
    read_plainly,
    reasons,
)
from generator.format.language_tags import corrected_tag, is_written_right
from generator.format.names import NAME
from generator.format.reader import Reader
from generator.format.record import Key, Record, line, needs
from generator.format.shared import AMENDED, APPROVED_BY, DRAFT, NOT_FOR_READERS, PUBLISHED, TITLE, but
from generator.format.strict_yaml import Entry, Items, Node, Table, Text, line_of, short
from generator.format.text_edit import spelled
from generator.model.source import Place
from generator.model.update import (
    Action,
    Claim,
    ClaimView,
    Consequence,
    Correction,
    CorrectionKind,
    CountForm,
    Data,
    DataState,
    DirectNotice,
    Done,
    End,
    Fact,
    Fake,
    Found,
    Nature,
    Outcome,
    Recording,
    Remedy,
    Service,
    ServiceState,
    Status,
    Step,
    Urgency,
    Watch,
    Window,
)

# fmt: off
STATUS = Choice(Status, "status",
    ("We are finding out what happened.", "It happened, and we are working to stop it.",
        "It is stopped, as far as we know. Say how under contained_by.",
        "It is stopped, and we watch that it stays stopped. Say until when under monitor_until.",
        "Nothing is open. Say under review_by when the review comes; for a false alarm, say why under because.",
        "We thought that it was over, but it is not. Say why under because."))
NATURE = Choice(Nature, "nature",
    ("We do not know yet what kind of incident it is.", "A fault in our systems.", "An attack took our systems down.",
        "A break-in.", "A theft of data.", "An attack locked our files to extort money.", "A mistake we made.",
        "A lost or stolen device.", "Someone who works with us.", "A break-in at one of our suppliers."))
DATA_STATE = Choice(DataState, "state",
    ("We do not know yet.", "It may have been seen.", "It was seen without permission.", "It was copied and taken.",
        "We looked, and no one reached it. Readers will hold us to it."))
URGENCY = Choice(Urgency, "urgency",
    ("Before anything else.", "Before the day ends.", "Within the week.", "It helps, and nothing bad happens without it.",
        "A permanent warning: it applies until we say otherwise."))
SERVICE_STATE = Choice(ServiceState, "state",
    ("It works for everyone.", "Part of it works, or it works for some.", "It does not work.", "We do not know whether it works.",
        "It is shut down for good."))
OUTCOME = Choice(Outcome, "outcome",
    ("It was not what it seemed, and nothing was reached.",
        "It happened, and no data was reached: each kind is not_affected, and no count is above 0.",
        "It is part of another incident, and goes on there: the one that incident.md names first under related."))
FOUND = Choice(Found, "word", ("We looked, and there was nothing. Readers will hold us to it.",))
WE_SAY = Choice(ClaimView, "word",
    ("It is true, however bad that is for us.", "Some of it is true. Say what under in_fact.",
        "It is false. Say where you looked under looked. Readers will hold us to it.",
        "We have not looked into it yet. Until we have, the incident cannot end.", "We cannot say. Say why under because."))
CORRECTION_KIND = Choice(CorrectionKind, "kind of correction",
    ("What we said was untrue.", "What we said had left this open.",
        "It was true until something new happened. Name its window under window."))
# fmt: on


#: Things without a name in the ledger that can be corrected.
CORRECTED_ALONE = ("nature", "window", "actions", "incident.title", "incident.aware")
#: Prefixes of names that can be corrected but are not facts.
CORRECTED_BY_NAME = (
    "affected",
    "data",
    "action",
    "window",
    "consequence",
    "step",
    "claims",
    "fakes",
    "remedies",
    "direct_notice",
)


def _is_named(key: str, before: tuple[str, ...]) -> bool:
    """Whether it is a fact's name, or a name after one of these words and a full stop."""
    kind, dot, name = key.partition(".")
    return bool(NAME.fullmatch(name) if dot and kind in before else NAME.fullmatch(key))


def _is_subject(key: str) -> bool:
    """Whether something can be corrected under this key: a fact's name, a fixed word, or a name after `affected.` and the like.

    A statement about one kind of data for one population has both names: `data.password.patients`.
    """
    return _is_of_a_population(key) or _is_of_a_system(key) or key in CORRECTED_ALONE or _is_named(key, CORRECTED_BY_NAME)


#: What stands before the name of a system, which may have capitals, spaces and full stops in it.
_OF_A_SYSTEM = "services."


def _is_of_a_system(key: str) -> bool:
    return key.startswith(_OF_A_SYSTEM) and bool(key.removeprefix(_OF_A_SYSTEM).strip())


def _is_of_a_population(key: str) -> bool:
    kind, dot, name = key.partition(".")
    first, _, second = name.partition(".")
    return bool(dot) and kind == "data" and bool(NAME.fullmatch(first)) and bool(NAME.fullmatch(second))


class Shown(Sentences):
    """Texts that are shown as they are: in a translation as well."""

    FORM = "a text, or a list of them"


class Sources(Sentences):
    """Where something is known from: a few words, or a list."""

    FORM = "a few words, or a list of them"
    LANGUAGE = TranslationMode.TRANSLATE

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        if len(value) == 1:
            yield leaf._replace(value=value[0])
        else:
            yield from (leaf._replace(path=(*leaf.path, str(index)), value=one) for index, one in enumerate(value))


class TagOfLanguage(Sentence):
    """The tag of the language of something that a translation repeats as it is."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        "patternErrorMessage": "Write a language tag, such as en, de or pt-BR.",
    }
    FORM = "the tag of a language"
    LANGUAGE = TranslationMode.REPEAT

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        tag = reader.text(node, what)
        if tag and not is_written_right(tag):
            near = corrected_tag(tag)
            reader.problem(
                "wrong-type",
                node.at,
                f"`{short(tag)}` is not a language tag",
                f"write `{line_of(path[-1], near or 'de')}`",
            )
            return ""
        return tag


@dataclass(frozen=True, slots=True)
class OrNames(Kind):
    """Words, or a list of names defined elsewhere, kept in the attribute `names` of the model.

    Attributes:
        kind: the words.
        names: where the list is kept.
    """

    kind: Sentence
    names: str

    LANGUAGE = TranslationMode.TRANSLATE
    _NAMES: ClassVar[NamesOf] = NamesOf("an audience or a group", once=True)

    def called(self, key: str) -> str:
        return self.kind.called(key)

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str | tuple[str, ...]:
        if isinstance(node, Items):
            return self._NAMES.read(reader, node, self._NAMES.one, path)
        return self.kind.read(reader, node, what, path)

    def part(self) -> Part:
        return {**self.kind.part(), "type": ["string", "array"], "items": self._NAMES.item()}

    def form(self) -> str:
        return f"{self.kind.form()}; or {self._NAMES.form()}"

    def put(self, fields: dict[str, Any], name: str, value: Any) -> None:
        fields[name if isinstance(value, str) else self.names] = value

    def get(self, holder: object, name: str) -> Any:
        return getattr(holder, name) or getattr(holder, self.names)

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        yield leaf if isinstance(value, str) else leaf._replace(language=TranslationMode.REPEAT)


class Subjects(NamesOf):
    """What something is about: subjects, as `corrections` names them."""

    FORM = "a list of what `corrections` can name"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        found: list[str] = []
        for subject in reader.texts(node, what):
            if _is_subject(subject):
                found.append(subject)
            else:
                reader.problem(
                    "bad-name",
                    node.at,
                    f"`{short(subject)}` is not a subject that something can be about",
                    "name it as under `corrections`, such as `about: [data.password]`",
                )
        return tuple(dict.fromkeys(found))


_ABOUT = Key(
    "about",
    Subjects("a subject"),
    "What it is about",
    "Subjects that its words do not name, as under corrections. If one changes, the check asks about this.",
    ["data.password"],
    since=2,
    shown="It is about: ",
    terse=True,
    ledger="other subjects than its words name, named as under `corrections`",
)

FOR = Key(
    "for",
    NamesOf("an audience or a group", once=True),
    "For whom",
    "Audiences of site_config.yml, or groups under affected. Without it: for everyone.",
    ["staff"],
    attr="for_whom",
    since=2,
    shown="For: ",
    terse=True,
    ledger="the audiences and groups that it is for; none: everyone",
)


# Facts.


class _FactRecord(Record):
    """A fact. Keys of an unknown in a known fact are reported as such, and still read."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Fact | None:
        if self is KNOWN_FACT and isinstance(node, Table):
            stray = next((key for key in OPEN_FACT.names if key not in self.names and key in node.entries), None)
            if stray is not None:
                reader.problem(
                    "unknown-key",
                    node.entries[stray].key_at,
                    f"`{stray}` belongs to something that is not known yet",
                    "delete it, or move the fact to `unknown`",
                )
                return OPEN_FACT.read(reader, node, what, path)
        fact: Fact | None = Record.read(self, reader, node, what, path)
        return fact

    def _is_short(self, node: Node) -> bool:
        return isinstance(node, Text) or (isinstance(node, Table) and not set(node.entries) & set(OPEN_FACT.names))


# fmt: off
_FACT_KEYS = (
    Key("text", Sentence(), "The fact", "One plain sentence.", "Whose tickets they read.",
        required=needs("the fact `{name}` has no text", "add a line such as `text: Whose tickets they read.`", stops=True),
        called="the fact `{name}`"),
    Key("from", Sources("a source"), "Who says so",
        "How we know: our logs, a supplier, the police, the attackers' claim. A list names several.",
        "our logs", (["our supplier", "the police"],), attr="sources", shown="From: ", terse=True, ledger="how we know"),
    Key("sure", Likely(), "How sure we are", 'Shown as "We think". Leave it out if you are sure.', "likely", attr="likely",
        ledger="whether we only think so", ledger_name="likely"),
    Key("when", MonthDayOrMoment(), "When it happened", "A month, a day or a time. A day inside the month you gave before is more exact, not a correction.",
        "2027-03-02", ("2027-03",), since=2, shown="It happened: ", ledger="when it happened"),
    _ABOUT,
    FOR,
)
_LOOKED = (
    Key("looked", Sentence(), "What we looked at", "Where we have looked so far.", "The access log for 2 March.",
        shown="We looked here: ", ledger="what we looked at"),
    Key("found", FOUND, "What we found there", "nothing, if we looked and found nothing. Readers will hold us to it.", "nothing", since=2,
        shown="We found: ", ledger="what we found there"),
    Key("through", DayOrMoment(), "Checked up to", "The last moment covered by what we looked at.",
        "2027-03-02T19:05Z", ledger="the last moment covered by what we looked at"),
    Key("cannot_see", Sentence(), "What we cannot see", "What we have no way to find out.",
        "The desk keeps no record of copying.", shown="We cannot see: "),
)
# fmt: on
# fmt: off
_FACT: dict[str, Any] = dict(of="a fact", model=Fact, named=True, short="text", empty_is_none=True,  # noqa: C408
    help="write one sentence, or `text:` with more keys below it")
KNOWN_FACT = _FactRecord(**_FACT, keys=(*_FACT_KEYS, *_LOOKED), title="A fact that we know",
    words="A name that stays the same for the whole incident, a colon and one sentence; or text: with from:, when: and sure: below it.",
    examples=("Someone used a stolen staff password to open our support desk.",
        {"text": "They opened 1,212 customers' tickets.", "from": "our logs", "sure": "likely", "when": "2027-03-02"}))
OPEN_FACT = _FactRecord(**_FACT,
    keys=(
        *_FACT_KEYS,
        Key("by", DayOrMoment(), "When we expect to know", "A promise: readers see whether you keep it.", "2027-03-09",
            shown="We expect to know by ", ledger="when we expect to know"),
        *_LOOKED,
    ),
    title="Something that we do not know yet",
    words="A name, a colon and one sentence. When it is answered, move the name to known. It never just disappears.",
    examples=("Whether they copied them.",
        {"text": "Whether they copied them.", "from": "our logs", "sure": "likely", "by": "2027-03-09",
            "looked": "The access log for 2 March.", "through": "2027-03-02T19:05Z",
            "cannot_see": "The desk keeps no record of copying."}))
# fmt: on


def _means_none(word: str) -> bool:
    """Whether a word could mean that nothing is left to find out, without saying so for certain."""
    return word != "none_left" and word.lower().replace(" ", "_").strip(".") in {
        *("no", "none", "nothing", "none_left", "n/a", "false"),
    }


class NoneLeft(OrWord):
    """Names of unknowns, or the word that says there are none. Other words that could mean this are not accepted."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Any:
        if isinstance(node, Text) and _means_none(node.value.strip()):
            return {}  # `_check_unknown` reports this, because what to write depends on the status.
        return OrWord.read(self, reader, node, what, path)


def _check_unknown(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    if isinstance(node, Text) and (word := node.value.strip()) and _means_none(word):
        reader.problem(
            "wrong-type",
            node.at,
            f"`unknown: {word}` does not clearly say that nothing is left to find out",
            "write `unknown: none_left` if that is true, or list what you do not know yet"
            if values.get("status") in {Status.CONTAINED, Status.MONITORING, Status.RESOLVED}
            else "list under `unknown:` what you do not know yet, such as `copied: Whether they copied them.`",
            reader.instead(node.at, spelled(word.strip("."), ("none_left",))),
        )
    unknown = values.get("unknown", {})
    for name in values.get("known", {}):
        if name in unknown:
            reader.problem(
                "name-twice",
                reader.places["unknown", name].key,
                f"`{name}` is both under `known` and under `unknown`",
                "keep it under `known` if you know it now, or under `unknown` if you do not",
            )


# What is done, and what readers can do.

# fmt: off
STEP = Record(of="a step", model=Step, named=True, short="do", help="write one sentence, or `do:` with more keys below it",
    keys=(
        Key("do", Sentence(), "What you will do", "One plain sentence.", "We are reading the access log.",
            required=needs("the step `{name}` does not say what", "add a line such as `do: One sentence.`", stops=True),
            called="the step `{name}`"),
        Key("by", DayOrMoment(), "By when", "A promise. A later date moves it, and readers see both.", "2027-03-09", shown="By "),
        Key("who", Sentence(), "Who does it", "A team or a name that readers may see.", "Security team", shown="Who: ", terse=True),
        Key("because", Sentence(), "Why its date moved", "One sentence.", "Reading the tapes takes until then.",
            shown="Why its date moved: ", ledger="why its date moved"),
    ),
    title="What we do next",
    words="A name, a colon and one sentence; or do: with by:, who: and because: below it. Every step that is not done, in each update.",
    examples=("We are reading the access log.",
        {"do": "We are reading the access log.", "by": "2027-03-09", "who": "Security team", "because": "It is on tape."}))
ACTION = Record(of="an action", model=Action, named=True, short="do",
    help="write one sentence, or `do:` with more keys below it",
    keys=(
        Key("do", Sentence(), "What to do", "One plain sentence, to the reader.", "Change your password.",
            required=needs("the action `{name}` does not say what", "add a line such as `do: One sentence.`", stops=True),
            called="the action `{name}`"),
        Key("why", Sentence(), "Why", "What it protects from.", "It was in a ticket that they read.", shown="Why: "),
        Key("urgency", URGENCY, "How soon", "When the reader should do it.", "today", shown="How soon: "),
        Key("for", OrNames(Sentence(), "for_whom"), "For whom", "If it is not for everyone: words that say who is meant, or names as for a fact.",
            "Customers who sent us a password", (["staff"],), attr="audience", terse=True,
            apart={"ledger.json": "names and words are separate there"}),
        _ABOUT,
    ),
    title="What readers should do now",
    words="A name, a colon and one sentence; or do: with why:, urgency: and for: below it. In each update, as long as it applies.",
    examples=("Change your password if you ever sent it to us in a ticket.",
        {"do": "Change your password.", "why": "They read it.", "urgency": "today", "for": "Customers who sent us a password"}))
CONSEQUENCE = Record(of="a consequence", model=Consequence, named=True, short="text", empty_is_none=True,
    help="write one sentence, or `text:` and `about:` below it",
    keys=(
        Key("text", Sentence(), "What this could mean", "One plain sentence.", "Someone may ring and pretend to be us.", since=2,
            required=needs("the consequence `{name}` has no text", "add a line such as `text: Someone may ring and pretend to be us.`", stops=True),
            called="a consequence"),
        _ABOUT,
        FOR,
    ),
    title="What this could mean for readers", words="A name, a colon and one sentence; or text: with about: below it.",
    examples=("Someone may ring and pretend to be us.",
        {"text": "Someone may ring and pretend to be us.", "about": ["data.password"]}))
REMEDY = Record(of="the remedy `{name}`", model=Remedy, named=True, short="what", help="write one sentence, or `what:` with more keys below it",
    keys=(
        Key("what", Sentence(), "What it is", "One plain sentence.", "A free helpline.", since=2,
            required=needs("the remedy `{name}` does not say what it is", "add a line such as `what: A free helpline.`", stops=True),
            called="the remedy `{name}`"),
        FOR,
        Key("provider", Sentence(), "Who provides it", "A name that readers may see.", "Example Credit Watch", terse=True, shown="By: "),
        Key("how", Sentence(), "How to get it", "One sentence, to the reader.", "Ring 020 7946 0000 and give the number on your letter.",
            shown="How: "),
        Key("enrol_by", Day(), "Until when to ask for it", "The last day. An earlier day than before is less than you offered.", "2027-08-01",
            shown="Until "),
        Key("months", Whole(minimum=1), "For how many months", "A whole number.", 18, shown="Months: "),
        Key("cost", Sentence(), "What it costs", "What it costs the reader; free if nothing.", "free", terse=True, shown="Cost: "),
    ),
    title="What we offer", words="A name, a colon and one sentence; or what: with further keys below it.",
    examples=("A free helpline.",
        {"what": "We pay for credit monitoring.", "months": 18, "enrol_by": "2027-08-01", "how": "Use the code in your letter."}))
DIRECT_NOTICE = Record(of="the direct notice to `{name}`", model=DirectNotice, named=True, short="how",
    help="write `how:` with more keys below it",
    keys=(
        Key("how", Sentence(), "How they are told", "A few words or a sentence.", "by letter", since=2, terse=True,
            required=needs("the direct notice to `{name}` does not say how they are told", "add a line such as `how: by letter`", stops=True),
            called="how `{name}` are told"),
        Key("by", DayOrMoment(), "By when all are told", "A promise. A later date moves it, and readers see both.", "2027-03-20", shown="By "),
        Key("sent", NOTICES, "How many have been sent", "A number, or a count as under affected.", 500, shown="Sent: ",
            ledger="how many notices have been sent"),
        Key("returned", NOTICES, "How many came back", "Of those that were sent. These people have not been told.", 10, shown="Came back: ",
            ledger="how many of them came back"),
        Key("complete", Flag(), "All have been told", "true only if the number of the group is exact and sent covers it.", True,
            shown="All contacted: "),
        Key("on", DayOrMoment(), "When the last of them was told", "With complete: the day, if readers hear of it later. Not before an update that said that some had not been told.",
            "2027-03-03", since=2, shown="On "),
        Key("silence", Sentence(), "What it means to hear nothing", "Only once all have been told and nothing about them is open.",
            "If you heard nothing, your letters were not opened.", shown="If you heard nothing: "),
    ),
    title="How they are told", words="A few words; or how: with by:, sent:, returned:, complete:, on: and silence: below it.",
    examples=("by letter", {"how": "by letter", "by": "2027-03-20", "sent": 500}))
CLAIM = Record(of="the claim `{name}`", model=Claim, named=True, help="write `by:`, `says:` and `we_say:` below it, indented by two spaces",
    keys=(
        Key("by", Sentence(), "Who says it", "A few words that do not name a person: a group on a leak site, a newspaper.",
            "a group on a leak site", terse=True, shown="By: ",
            required=needs("the claim `{name}` does not say who makes it", "add a line such as `by: a group on a leak site`", stops=True),
            called="who says `{name}`"),
        Key("says", Sentence(), "What they say", "Their words, or the gist. Readers see it in quotation marks, as theirs.",
            "They have all records.", since=2, shown="They say: ", theirs=True,
            required=needs("the claim `{name}` does not say what they say", "add a line such as `says: They have all records.`", stops=True),
            called="what `{name}` says"),
        Key("since", DayOrMoment(), "Since when they say it", "A day, or a time with its zone.", "2027-03-12", shown="Since "),
        _ABOUT,
        Key("we_say", WE_SAY, "Our view of it", "true, partly, false, not_checked or cannot_say; not_checked by default.",
            "not_checked", ("partly",), shown="We say: ", ledger="our view of it; null: it is not checked"),
        Key("looked", Sentence(), "Where we looked", "Required with false.", "Both logs, from February to April.",
            needed="we_say false", shown="We looked here: "),
        Key("in_fact", Sentence(), "What is true", "Required with partly.", "They have letters of 1,140 patients.",
            needed="we_say partly", shown="In fact: "),
        Key("because", Sentence(), "Why we cannot say", "Required with cannot_say.", "The server that they name has been wiped.",
            needed="we_say cannot_say", shown="Because: "),
    ),
    title="What someone else says", words="by:, says: and we_say: below its name.",
    examples=({"by": "a group on a leak site", "says": "They have all records.", "since": "2027-03-12", "we_say": "not_checked"},))
FAKE = Record(of="the fake `{name}`", model=Fake, named=True, short="what", help="write one sentence, or `what:` and `seen:` below it",
    keys=(
        Key("what", Sentence(), "What it does", "One plain sentence.", "A text asks you to pay.", since=2,
            required=needs("the fake `{name}` does not say what it does", "add a line such as `what: A text asks you to pay.`", stops=True),
            called="the fake `{name}`"),
        Key("seen", Shown("what people see"), "What people see",
            "The sender, number, address or words by which they can recognise it: one, or a list. Shown as it is, and never linked.",
            "example-clinic.example", (["example-clinic.example", "+44 20 7946 0000"],), shown="As seen: ", terse=True),
        Key("since", DayOrMoment(), "Since when", "A day, or a time with its zone.", "2027-03-14", shown="Since "),
    ),
    title="Something that is not from us", words="A name, a colon and one sentence; or what: with seen: and since: below it.",
    examples=("A text asks you to pay.", {"what": "A text asks you to pay.", "seen": "example-clinic.example", "since": "2027-03-14"}))
# fmt: on


# Other keys.

#: Prefixes of names of what can be given as unknown and is no fact.
UNKNOWN_BY_NAME = ("affected", "data", "window")
#: What can be given as unknown and has no name.
UNKNOWN_ALONE = ("nature", "window")


@dataclass(frozen=True, slots=True, kw_only=True)
class StillTrue(Keyed):
    """Names in a list, or each with a sentence."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, str]:
        if isinstance(node, Table) or is_empty(node):
            by_name: Mapping[str, str] = Keyed.read(self, reader, node, what, path)
            return by_name
        names: dict[str, str] = {}
        for item in node.items if isinstance(node, Items) else (node,):
            name = reader.text(item, "a name")
            if self.is_key(name):
                names[name] = ""
                reader.places[(*path, name)] = Place(item.at, item.at)
            elif name:
                reader.problem("bad-name", item.at, self.bad.replace("{name}", short(name)), self.bad_help)
        return MappingProxyType(names)

    def part(self) -> Part:
        part = Keyed.part(self)
        name = {"type": "string", "pattern": self.pattern, "patternErrorMessage": self.pattern_words}
        return {**part, "type": ["object", "array", "string"], "pattern": self.pattern, "items": name}

    def form(self) -> str:
        return f"a list of names; or {Keyed.form(self)}"

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for name, looked in value.items():
            path = (*leaf.path, name)
            if looked:
                yield from self.of.leaves(looked, Leaf(path, looked, leaf.language, leaf.at_use))
            else:
                yield Leaf(path, name, TranslationMode.REPEAT, leaf.at_use)


#: Prefixes of names that can end but are not facts.
ENDED_BY_NAME = ("consequence", "fakes")


def _can_stay_unknown(key: str) -> bool:
    """Whether something can be declared unanswerable under this: an unknown's name, or that of a value which is given as unknown."""
    return _is_of_a_population(key) or _is_of_a_system(key) or key in UNKNOWN_ALONE or _is_named(key, UNKNOWN_BY_NAME)


def _can_end(key: str) -> bool:
    """Whether something can end under this: a fact's name, or that of a consequence or a fake."""
    return _is_named(key, ENDED_BY_NAME)


def _has_an_end(reader: Reader, node: Node, given: Mapping[str, Node], path: Path) -> None:
    if not given.keys() & {"from", "to"}:
        reader.problem(
            "wrong-type",
            node.at,
            f"`{path[-1]}` says neither when it began nor when it ended",
            "add `from: unknown` or `to: unknown`, or the times",
        )


@dataclass(frozen=True, slots=True)
class Windows(Kind):
    """One window without a name, or several by their names.

    Attributes:
        record: a window.
    """

    record: Record

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, Window]:
        if not isinstance(node, Table) or not any(isinstance(entry.value, Table) for entry in node.entries.values()):
            window = self.record.read(reader, node, what, path)
            return MappingProxyType({"": window} if window else {})
        names = {key: entry for key, entry in node.entries.items() if key not in self.record.names}
        for key, entry in node.entries.items():
            if key not in names:
                reader.problem(
                    "wrong-type",
                    entry.key_at,
                    f"`{key}` is among the names of windows, but is not one",
                    "give its window a name: indented by two spaces, a line such as `second: {from: 2027-03-19T22:00Z, to: unknown}`",
                )
        found: Mapping[str, Window] = self._named.read(reader, node._replace(entries=names), what, path)
        return found

    @property
    def _named(self) -> Named:
        return Named(of=self.record, what="window", one="the window `{name}`", title="A window", words="From when to when.",
            examples=({"from": "2027-03-19T22:00Z", "to": "unknown"},))  # fmt: skip

    def part(self) -> Part:
        by_name = self._named.part()
        return {
            **self.record.part(),
            "propertyNames": by_name["propertyNames"],
            "additionalProperties": by_name["additionalProperties"],
        }

    def form(self) -> str:
        return f"{self.record.form()}; or name → {self.record.form()}"

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for name, window in value.items():
            yield from self.record.leaves(window, leaf._replace(path=(*leaf.path, name) if name else leaf.path, value=window))

    @property
    def inner(self) -> Kind:
        return self.record


class DataRecord(Record):
    """What happened to a kind of data, for everyone it is about or for one population."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Data | None:
        kind = next((name for name in reversed(path) if not name.isdecimal()), "")
        if isinstance(node, Table) and (torn := torn_number(reader, kind, node)):
            reader.problems.append(torn)
            return None
        given = self.opened(reader, node, what, kind)
        if given is None:
            return None
        own = {name: one for name, one in given.items() if name not in _NUMBERS}
        values = self.values(reader, node, own, (*path[:-1], kind))
        if values is None or values.get("state") is None:
            return None
        numbers = {name: one for name, one in given.items() if name in _NUMBERS}
        count = None
        if any(form.value in numbers for form in CountForm):
            count = count_of(reader, kind, node, numbers)
            if count is None:
                return None
            count = replace(count, population=values.get("population", ""))
        elif numbers:
            reader.problem(
                "bad-count",
                node.at,
                f"`{next(iter(numbers))}` has no number to go with",
                "say how many, such as `exact: 41`, or delete the line",
            )
        return Data(kind=kind, count=count, **values)

    def leaves(self, value: Data, leaf: Leaf) -> Iterator[Leaf]:
        yield Leaf((*leaf.path, "state"), value.state, leaf.language, leaf.at_use, main=True)
        if value.population:
            yield Leaf((*leaf.path, "for"), value.population, leaf.language, leaf.at_use)
        if value.count:
            # A unit that is left out is the population's, and so is its translation's.
            numbers = COUNT.leaves(value.count, leaf)
            yield from (one for one in numbers if one.path[-1] != "unit" or value.count.unit)
        for key in SURENESS:
            if said := key.get(value):
                yield from key.kind.leaves(said, Leaf((*leaf.path, key.name), said, key.language, leaf.at_use))


#: The keys that say how many.
_NUMBERS = frozenset({"unit", *(key.name for key in FORMS)})


@dataclass(frozen=True, slots=True)
class ByPopulation(Kind):
    """What happened to a kind of data, or a list of that: one for each population.

    Attributes:
        record: what is said of one of them.
    """

    record: DataRecord

    def called(self, key: str) -> str:
        return self.record.called(key)

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[Data, ...]:
        if not isinstance(node, Items):
            one = read_plainly(self.record, reader, node, what, path)
            return (one,) if one else ()
        found: dict[str, Data] = {}
        if not node.items:
            reader.problem(
                "wrong-type",
                node.at,
                f"the list of `{path[-1]}` is empty",
                f"say what happened to it, such as `{path[-1]}: accessed`",
            )
        for index, item in enumerate(node.items):
            one = read_plainly(self.record, reader, item, what, (*path, str(index)))
            if one is None:
                continue
            if one.population in found or (not one.population and len(node.items) > 1):
                said = f"is given for `{one.population}` twice" if one.population else "does not say whose it is"
                reader.problem(
                    "wrong-type",
                    item.at,
                    f"in the list of `{path[-1]}`, what {'happened' if one.population else 'is here'} {said}",
                    "give each its own group, as in `{state: accessed, for: customers}`",
                )
            found.setdefault(one.population, one)
        return tuple(found.values())

    def part(self) -> Part:
        part = self.record.part()
        return {**part, "type": [*part["type"], "array"], "items": {**part, "type": "object"}}

    def form(self) -> str:
        return f"{self.record.form()}; or a list of them"

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        for index, one in enumerate(value):
            path = leaf.path if len(value) == 1 else (*leaf.path, str(index))
            yield from self.record.leaves(one, leaf._replace(path=path, value=one))

    @property
    def inner(self) -> Kind:
        return self.record


class DataOrNever(OrNever):
    """What happened to kinds of data; of one group of several, `state: none` says that it should never have been named."""

    def part(self) -> Part:
        part = OrNever.part(self)
        one = part["additionalProperties"]
        of_one = {**one["properties"], "state": or_never(one["properties"]["state"])}
        items = {**one["items"], "properties": of_one}
        return {**part, "additionalProperties": {**one, "properties": of_one, "items": items}}

    def without(self, table: Table) -> tuple[Table, tuple[str, ...]]:
        rest, whole = OrNever.without(self, table)
        never = list(whole)
        kept: dict[str, Entry] = {}
        for kind, entry in rest.entries.items():
            given = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
            gone = [one for one in given if _never_of(one)]
            never += [f"{kind}.{_never_of(one)}" for one in gone]
            left = tuple(one for one in given if one not in gone)
            if not gone:
                kept[kind] = entry
            elif left and isinstance(entry.value, Items):
                kept[kind] = entry._replace(value=entry.value._replace(items=left))
        return rest._replace(entries=kept), tuple(never)


class SystemsOrNever(OrNever):
    """Whether systems work; `none` under the name of one says that it should never have been named."""

    def without(self, table: Table) -> tuple[Table, tuple[str, ...]]:
        gone = tuple(
            key for key, entry in table.entries.items() if isinstance(entry.value, Text) and entry.value.value.strip() == NEVER
        )
        return table._replace(entries={key: entry for key, entry in table.entries.items() if key not in gone}), gone


def _never_of(node: Node) -> str:
    """The group of which a kind of data should never have been named; empty when it is none."""
    if not isinstance(node, Table) or node.entries.keys() != {"state", "for"}:
        return ""
    state, whose = node.entries["state"].value, node.entries["for"].value
    never = isinstance(state, Text) and state.value.strip() == NEVER
    return whose.value.strip() if never and isinstance(whose, Text) and NAME.fullmatch(whose.value.strip()) else ""


# fmt: off
WINDOW = Record(of="`window`", model=Window, help="write it like {from: 2027-03-02T14:20Z, to: 2027-03-02T19:05Z}",
    check=_has_an_end,
    keys=(
        Key("from", OrWord("unknown", DayOrMoment()), "From when", "When it began, or unknown.", "2027-03-02T14:20Z",
            ("unknown",), attr="start"),
        Key("to", OrWord("unknown", DayOrMoment()), "To when", "When it ended, or unknown.", "2027-03-02T19:05Z", ("unknown",),
            attr="end"),
        *SURENESS,
    ))
SERVICE = Record(of="`{name}`", model=Service, named=True, short="state", short_called="state of {name}",
    help="write one word, or `state:` with more keys below it",
    keys=(
        Key("state", SERVICE_STATE, "Whether it works", "One word.", "down", since=2,
            required=needs("`{name}` does not say whether it works", "add a line such as `state: down`", stops=True)),
        Key("what", Sentence(), "What that means", "One plain sentence to the people who use it.", "You cannot send us a ticket.", since=2,
            shown="What that means: "),
        Key("instead", Sentence(), "What to do instead", "What people can do in the meantime. One plain sentence.", "Ring us on the number below.",
            since=2, shown="Instead: "),
        Key("since", DayOrMoment(), "Since when", "A day, or a time with its zone. Not before the last update that said something else.",
            "2027-03-09T09:00Z", since=2, shown="Since ", ledger="since when it is in this state; null: not said"),
        Key("because", Sentence(), "Why it still does not work", "Required if the incident is resolved and it does not work.",
            "We are rebuilding it, which takes until May.", since=2, shown="Why: ", ledger="why it does not work yet"),
        FOR,
    ),
    title="Whether it works",
    words="One word; or state: with what:, instead: and since: below it.",
    examples=("down", {"state": "down", "what": "You cannot send us a ticket.", "instead": "Ring us on the number below."}))
CORRECTION = Record(of="the correction of `{name}`", model=Correction, named=True, short="because", empty_is_none=True,
    help="write one sentence, or `because:` and `kind:` below it",
    keys=(
        Key("because", Sentence(), "Why it has changed", "One sentence.", "We had not counted the people in attached files.",
            required=needs("the correction of `{name}` does not say why", "add a line such as `because: We had read one folder twice.`", stops=True),
            called="the reason for correcting `{name}`"),
        Key("kind", CORRECTION_KIND, "What it was",
            "our_error: what we said was untrue. found_more: what we said had left this open. new_event: it was true until something new happened.",
            "found_more", since=2, shown="What it was: "),
        Key("window", NameOf("a window that this update opens"), "In which window", "With new_event: the name of the window; first, if it has no name.",
            "first", since=2, shown="In which window: "),
    ),
    title="Why it has changed",
    words="One sentence; or because: with kind: below it, if it was not a mistake.",
    examples=("We had not counted the people in attached files.",
        {"because": "An older log begins three days earlier.", "kind": "found_more"}))
END = Record(of="what ended under `{name}`", model=End, named=True, short="what", empty_is_none=True,
    help="write one sentence, or `what:` and `since:` below it",
    keys=(
        Key("what", Sentence(), "What is true now", "One plain sentence.", "You can book online again.", since=2,
            required=needs("what ended under `{name}` has no sentence", "add a line such as `what: You can book online again.`", stops=True),
            called="the end of `{name}`"),
        Key("since", DayOrMoment(), "Since when", "A day, or a time with its zone. Not before the last update that said the opposite.",
            "2027-03-09T09:00Z", since=2, shown="Since "),
    ),
    title="No longer true",
    words="One sentence that says what is true now; or what: and since: below it.",
    examples=("You can book online again.", {"what": "You can book online again.", "since": "2027-03-09T09:00Z"}))
DONE = Record(of="the step `{name}`", model=Done, named=True, short="what", empty_is_none=True,
    help="write one sentence, or `what:` and `on:` below it",
    keys=(
        Key("what", Sentence(), "The result", "One plain sentence.", "Every staff account has one.", since=2,
            required=needs("the result of the step `{name}` is missing", "add a line such as `what: Every staff account has one.`", stops=True),
            called="the result of the step `{name}`"),
        Key("on", DayOrMoment(), "Done on",
            "The day it was done, or a time with its zone, if readers hear of it later. Not before an update that still listed it.",
            "2027-03-08", since=2, shown="Done on "),
    ),
    title="What is done",
    words="One sentence with the result; or what: and on: below it, if it was done before readers hear of it.",
    examples=("Finished on 4 March; the result is above.", {"what": "Every staff account has one.", "on": "2027-03-08"}))
DATA = DataRecord(of="a kind of data", model=Data, short="state", short_called="state of {name}",
    help="write one word, or `state:` with more keys below it",
    keys=(
        Key("state", DATA_STATE, "What happened to it", "One word.", "accessed",
            required=needs("`{name}` does not say what happened to it", "add a line such as `state: accessed`", stops=True)),
        Key("for", NameOf("a group"), "Whose", "The name of its group under affected:. A list names several.",
            "customers", attr="population", ledger="the group that it is for; null: not said"),
        but(COUNT.by_name["unit"], required=None, words="If it is not the unit of the group."),
        *FORMS,
        *SURENESS,
    ),
    also={"allOf": [{"not": {"type": "object", "required": [one.value, other.value]}} for one, other in combinations(CountForm, 2)]})
WATCH = Record(of="`monitoring`", model=Watch, short="what", short_called="`monitoring`", empty_is_none=True,
    help="write one sentence, or `what:` and `looked:` below it",
    keys=(
        Key("what", Sentence(), "What is watched", "One plain sentence.", "New logins to the support desk, every night."),
        Key("looked", DayOrMoment(), "Last looked", "A day, or a time with its zone.", "2027-03-10T05:00Z",
            shown="Last checked: "),
    ))

RECORDING = Record(of="the recording `{name}`", model=Recording, named=True, help="write `what:`, `video:` and `captions:` below it",
    keys=(
        Key("what", Sentence(), "What it is", "What readers choose it by: the language in which it is signed or spoken.", "In American Sign Language", since=2,
            required=needs("the recording `{name}` does not say what it is", "add a line such as `what: In American Sign Language`"),
            called="what the recording `{name}` is"),
        Key("video", FileName("a video in files/"), "The video", "An .mp4 file in files/ of this incident.", "statement-signed.mp4", since=2,
            required=needs("the recording `{name}` has no video", "put it into files/, and add a line such as `video: statement-signed.mp4`"),
            shown="Video: ", terse=True),
        Key("captions", FileName("captions in files/"), "Its captions",
            "A .vtt file in files/: every spoken word, for people who cannot hear. The page also prints it as a transcript.", "statement-signed.vtt",
            since=2, shown="Captions: ", terse=True),
        Key("language", TagOfLanguage(), "Language of the captions", "Its tag, if it is not the site's own language.", "de", since=2,
            shown="Language of the captions: ", terse=True),
    ),
    title="The statement, signed or spoken", words="A name, and below it what:, video: and captions:.",
    examples=({"what": "In American Sign Language", "video": "statement-signed.mp4", "captions": "statement-signed.vtt"},))

UPDATE = Record(of="an update",
    keys=(
        TITLE,
        PUBLISHED,
        Key("status", STATUS, "Status", "One word. Each has to be justified; hover over them to see how.", "investigating",
            required=line("status", "investigating"), needed="required",
            docs="investigating, confirmed, contained, monitoring, resolved, reopened", shown="Status",
            standing=True),
        Key("known", Named(of=KNOWN_FACT, what="fact", one="the fact `{name}`"), "What we know",
            "What is known for certain. In later updates only what is new, changed or worth repeating.",
            {"entry": "Someone used a stolen staff password to open our support desk."}, needed="first update",
            docs="name → fact; later only what is new, changed or worth repeating", shown="What we know", folded=True),
        Key("unknown", NoneLeft("none_left", Named(of=OPEN_FACT, what="fact", one="the fact `{name}`"), flag="none_left"),
            "What we do not know yet",
            "Every open question, in each update. none_left only when nothing is left to find out.",
            {"whose-tickets": "Whose tickets they read."}, ("none_left",), needed="required",
            docs="name → fact, every unknown that is open, each time; `none_left` when it is contained (without an intruder: confirmed) and nothing is unknown any more",
            shown="What we do not know yet", folded=True, check=_check_unknown),
        Key("next_steps", OrNever(Named(of=STEP, what="step", one="the step `{name}`"), "step"), "What happens next",
            "Every step that is not done yet, in each update. A finished step moves to done:, an abandoned one to dropped:.",
            {"log": "We are reading the access log."}, needed="while open",
            docs="name → step, every step not yet done, each time", shown="What happens next", folded=True),
        Key("actions", OrNever(OrSentence(Named(of=ACTION, what="action", one="the action `{name}`"), "no_action"), "action"),
            "What readers should do now",
            "A name for each action; or one honest sentence that there is nothing they can do yet.",
            {"password": "Change your password if you ever sent it to us in a ticket."},
            ("There is nothing you can do yet. We will say so here when there is.",), needed="required",
            docs="name → action, each time, or one honest sentence that there is nothing readers can do yet",
            shown="What to do now", folded=True),
        Key("next_update", OrWord("none_planned", Moment(), flag="none_planned"), "When readers hear again",
            "A promise, with its zone. Readers see whether you keep it. none_planned only when resolved.", "2027-03-03T09:00Z",
            ("none_planned",), needed="required", docs="when readers hear again; `none_planned` in a resolved update",
            shown="Next update",
            at_use="counted from that time; the plan and the policy say how late it may be. That none is planned counts",
            ledger="when the next update is promised", standing=True),
        Key("corrections",
            Keyed(of=CORRECTION, one="the reason for correcting `{name}`", is_key=_is_subject,
                pattern=rf"^(nature|window|actions|incident\.title|incident\.aware|((affected|data|action|window|consequence|step|claims|fakes|remedies|direct_notice)\.)?{NAME_PATTERN}|data\.{NAME_PATTERN}\.{NAME_PATTERN}|services\..*\S.*)$",
                pattern_words="Name a fact, or affected.WHO, data.KIND, data.KIND.WHO, action.NAME, consequence.NAME, step.NAME, services.SYSTEM, claims.NAME, fakes.NAME, remedies.NAME, direct_notice.WHO, nature, window, window.NAME, actions, incident.title, incident.aware.",
                help="write what is corrected, a colon and why, such as `data.password: We had searched in English only.`",
                bad="`{name}` is not the name of something that can be corrected",
                bad_help="name a fact, nature, affected.<who>, data.<kind>, data.<kind>.<who>, window, window.<name>, action.<name>, consequence.<name>, step.<name>, services.<system>, claims.<name>, fakes.<name>, remedies.<name>, direct_notice.<who>, actions, incident.title or incident.aware"),
            "What is corrected",
            "What it is, a colon and why it has changed: a fact's name, affected.WHO, data.KIND, data.KIND.WHO, action.NAME, consequence.NAME, services.SYSTEM, window, window.NAME, nature. A plain sentence says that we were wrong; kind says what else it was.",
            {"whose-tickets": "We had not counted the people in attached files."},
            ({"affected.customers": {"because": "An older log begins three days earlier.", "kind": "found_more"}},
                {"data.password": {"because": "They came back on 19 March and took them.", "kind": "new_event", "window": "second"}}),
            needed="when something has changed",
            docs="what → why this has changed; or {because, kind, window}, if it was not a mistake: `found_more`, `new_event`",
            shown="Why it was corrected", folded=True),
        Key("ended",
            Keyed(of=END, one="the end of `{name}`", is_key=_can_end, pattern=rf"^((consequence|fakes)\.)?{NAME_PATTERN}$",
                pattern_words="Name a known fact, consequence.NAME or fakes.NAME.",
                help="write what ended, a colon and what is true now, such as `booking: You can book online again.`",
                bad="`{name}` is not the name of something that can end",
                bad_help="name a known fact, consequence.<name> or fakes.<name>"),
            "No longer true",
            "What was true when we said it and no longer is: a fact's name, consequence.NAME or fakes.NAME, a colon and what is true now.",
            {"whose-tickets": "We keep no tickets on that desk any more."},
            ({"whose-tickets": {"since": "2027-03-09T09:00Z", "what": "We keep no tickets on that desk any more."}},),
            needed="when a fact is no longer true", since=2,
            docs="what → what is true now, or {since, what}: a known fact, `consequence.<name>` or `fakes.<name>` that was true and no longer is",
            shown="No longer the case", folded=True),
        Key("still_true",
            StillTrue(of=Sentence(), one="what was checked for `{name}`", is_key=lambda key: bool(NAME.fullmatch(key)), pattern=f"^{NAME_PATTERN}$",
                pattern_words="Name a known fact.",
                help="write the names in brackets, such as `still_true: [whose-tickets]`",
                bad="`{name}` is not the name of a fact", bad_help="name a known fact, such as `still_true: [whose-tickets]`",
                title="What was checked", words="What we checked again.", examples=("We read the whole log again.",)),
            "What is still true",
            "Known facts that we checked again today and that are still true: a list of names, or each with what was checked.",
            {"entry": "We read the whole log again."}, (["entry"],), needed="when a fact was asked about and is still true", since=2,
            docs="names of known facts, or name → what was checked: checked again today, and still true",
            shown="Checked again", folded=True),
        Key("unanswerable",
            Keyed(of=Sentence(), one="a reason", what="reason", title="What we will never know", words="One sentence.",
                examples=("The desk keeps no record of copying.",), is_key=_can_stay_unknown,
                pattern=rf"^(nature|window|((affected|data|window)\.)?{NAME_PATTERN}|data\.{NAME_PATTERN}\.{NAME_PATTERN}|services\..*\S.*)$",
                pattern_words="Name an unknown, or a value that is unknown: affected.WHO, data.KIND, data.KIND.WHO, window, window.NAME, services.SYSTEM, nature.",
                help="write what we will never know, a colon and why, such as `copied: The desk keeps no record of copying.`",
                bad="`{name}` is not the name of something that can be unknown",
                bad_help="name an unknown, affected.<who>, data.<kind>, data.<kind>.<who>, window, window.<name>, services.<system> or nature"),
            "What we will never know",
            "The name of an unknown, or of a value that is unknown (data.KIND, affected.WHO, window, nature), a colon and why it cannot be answered.",
            {"copied": "The desk keeps no record of copying."},
            docs="name → why it will never be known: an unknown, or a value that is unknown (`data.<kind>`, `affected.<population>`, `window.<name>`, `services.<system>`, `nature`)",
            shown="Why we will never know", folded=True),
        Key("done",
            Named(of=DONE, what="outcome", one="the result of the step `{name}`", title="Steps that are done",
                words="The name of a step, a colon and the result.",
                examples=("Finished on 4 March; the result is above.", {"what": "Every staff account has one.", "on": "2027-03-08"})),
            "Steps that are done", "The name of a step, a colon and the result.",
            {"log": "Finished on 4 March; the result is above."},
            docs="step → the result, or {on, what}: `on` is the day it was done, if readers hear of it later",
            shown="Done", folded=True),
        Key("dropped",
            *reasons("Steps that are dropped", "The name of a step, a colon and why.", "log", "The log was overwritten.",
                what="reason"),
            docs="step → why it was dropped", shown="Dropped", folded=True),
        Key("withdrawn",
            *reasons("Advice that no longer applies", "The name of an action, a colon and why it is no longer needed.",
                "password", "We have reset every password.", what="reason"),
            docs="action → why it is no longer needed", shown="No longer needed", folded=True),
        Key("what_happened", Sentence(), "What happened, in one sentence",
            "The story so far. It may change from one update to the next, and stays until you write a new one.",
            "Someone used a stolen staff password and read 1,212 customers' tickets.", since=2,
            docs="the story so far in one sentence; stays until a new one is written", shown="What happened",
            ledger="the story so far, in one sentence", folded=True, standing=True),
        Key("nature", OrNever(NATURE, "nature", alone=True, named=False), "What kind of incident it is", "One word.", "intrusion", docs=NATURE.form(),
            shown="Kind of incident", folded=True),
        AFFECTED,
        Key("data",
            DataOrNever(Named(of=ByPopulation(DATA), what="kind of data", one="state of {name}", title="What happened to it",
                words="One word; or state: with a count and for: below it. A list covers several groups.",
                examples=("accessed", {"state": "accessed", "exact": 41, "of": 1212, "for": "customers"})), "data"),
            "What happened to which data", "A kind of data, a colon and what happened to it.",
            {"names": "accessed", "passwords": "not_affected"},
            ({"passwords": {"state": "accessed", "exact": 41, "of": 1212, "for": "customers"}},),
            docs=f"kind → {DATA_STATE.form()}; or {{state, for, one of exact, about, at_least, at_most, between, unknown; of, unit; sure, through, cannot_see}}, or a list of these, one for each group",
            shown="Data", folded=True),
        Key("window", OrNever(Windows(WINDOW), "window", alone=True), "When someone had access",
            "From when to when. Either may be unknown. Changing it is a correction. Several windows have names.",
            {"from": "2027-03-02T14:20Z", "to": "2027-03-02T19:05Z"}, ({"second": {"from": "2027-03-19T22:00Z", "to": "unknown"}},),
            attr="windows",
            docs="{from, to; sure, through, cannot_see}: when the intruder had access, or when data was exposed; either may be `unknown`. Several have names, name → {from, to}; one without a name is then `first`",
            shown="Unauthorised access", folded=True),
        Key("services",
            SystemsOrNever(Keyed(of=SERVICE, one="state of {name}", is_key=lambda key: bool(key.strip()), pattern=r"\S",
                pattern_words="Name a system exactly as under systems in site_config.yml or incident.md.",
                help="write the name of a system, a colon and a word, such as `Support desk: down`",
                bad="`{name}` is not the name of a system", bad_help="name a system exactly as under `systems:` in site_config.yml",
                title="Whether it works", words="One word; or state: with what:, instead: and since: below it.",
                examples=("down", {"state": "down", "what": "You cannot send us a ticket.", "instead": "Ring us on the number below."})), "services"),
            "What works and what does not",
            "A system, by its name under systems, a colon and whether it works. It stays until you write something else.",
            {"Support desk": "down"},
            ({"Support desk": {"state": "working", "since": "2027-03-09T09:00Z"}},),
            needed="a system stops working or works again", since=2,
            docs=f"system → {SERVICE_STATE.form()}; or {{state, what, instead, since, because, for}}: whether it works; stays until you write something else. A change is news, not a correction",
            shown="What works now", folded=True),
        Key("consequences",
            Named(of=CONSEQUENCE, what="consequence", one="a consequence"),
            "What this could mean for readers", "A name, a colon and one sentence.", {"calls": "Someone may ring and pretend to be us."},
            docs="name → what this could mean for the reader", shown="What this could mean for people", folded=True),
        Key("remedies",
            OrNever(Named(of=REMEDY, what="remedy", one="the remedy `{name}`", listed="helpline: A free helpline."), "remedies"),
            "What we offer", "A name for each thing that you offer the people affected. It stays until you say otherwise; offering less is a correction.",
            {"helpline": {"what": "A free helpline.", "months": 18, "enrol_by": "2027-08-01"}}, since=2,
            docs="name → {what, for, provider, how, enrol_by, months, cost}: what we offer; stays until you say otherwise, and offering less needs a correction",
            shown="What people are entitled to", folded=True),
        Key("direct_notice",
            OrNever(Named(of=DIRECT_NOTICE, what="notice", one="the direct notice to `{name}`", listed="customers: by letter"), "direct_notice"),
            "How people are told directly", "For each group under affected, or everyone: how they are told, by when, and how many have been told.",
            {"customers": {"how": "by letter", "by": "2027-03-20", "sent": 500}}, since=2,
            docs="group, or `everyone` → {how, by, sent, returned, complete, on, silence}: how each is told directly",
            shown="How people affected are contacted", folded=True),
        Key("claims",
            OrNever(Named(of=CLAIM, what="claim", one="the claim `{name}`",
                listed="leak-site: {by: a group on a leak site, says: They have all records., we_say: not_checked}"), "claims"),
            "What others say",
            "A name for each claim that others make, and below it by:, says: and our view. It is quoted as theirs, and never linked.",
            {"leak-site": {"by": "a group on a leak site", "says": "They have all records.", "we_say": "not_checked"}}, since=2,
            docs="name → {by, says, since, about, we_say, looked, in_fact, because}: what others say, and our view of it",
            shown="What others say", folded=True),
        Key("fakes",
            OrNever(Named(of=FAKE, what="fake", one="the fake `{name}`",
                listed="sms: {what: A text asks you to pay., seen: example-clinic.example}"), "fakes"),
            "What is not from us",
            "A name for each message, call or page that pretends to be from us: under what: what it does, and under seen: what people see. Never linked.",
            {"sms": {"what": "A text asks you to pay.", "seen": "example-clinic.example"}}, since=2,
            docs="name → {what, seen, since}: what is not from us", shown="What is not from us", folded=True),
        Key("contained_by", NameOf("a known fact"), "What contained it",
            "With status contained: the name of the known fact that says what was done and how it was tested.", "closed",
            needed="contained", docs="the name of the known fact that says what was done and how it was tested",
            shown="What contained it", ledger="the name of the fact that says how it was contained", folded=True, standing=True),
        Key("monitor_until", Day(), "Watched until", "With status monitoring: the last day of the watch.",
            "2027-04-03", needed="monitoring",
            docs="until when you keep watch; after `reopened` it is required again, like `contained_by`", shown="Watched until", folded=True, standing=True),
        Key("monitoring", WATCH, "What is watched", "A sentence; or what: and looked: below it.",
            {"what": "New logins to the support desk, every night.", "looked": "2027-03-10T05:00Z"}, needed="monitoring",
            docs="{what, looked}: what is watched, and when someone last looked; what an update leaves out stays as before",
            shown="What is watched", ledger="What is watched, and when someone last looked.", folded=True, standing=True),
        Key("review_by", Day(), "When the review comes", "With status resolved: the day by which the review is published.",
            "2027-05-03", needed="resolved", docs="when the review will be published", shown="Review by",
            folded=True, standing=True),
        Key("because", Sentence(), "Why", "With status reopened; or resolved without monitoring: a false alarm, or nobody broke in.",
            "We found a second way in.", needed="reopened; resolved without monitoring", docs="why", shown="Why",
            ledger="why it was reopened, or is over without monitoring"),
        Key("outcome", OUTCOME, "How it ended", "With status resolved, if it was a false alarm, no data was reached, or it goes on as part of another incident.",
            "nothing_reached", needed="resolved, if it is not certain", since=2,
            docs="false_alarm, nothing_reached, part_of_another: how it ended, if that is not clear, no data was reached, or it goes on in another incident",
            shown="How it ended", ledger="how it ended; null: like any other", standing=True),
        Key("late", Sentence(), "Why it comes late", "If it is published after the promised time.",
            "We waited for the log.", needed="after the promise", docs="why it comes late", shown="Why it comes late",
            ledger="why it came late"),
        Key("no_change", Flag(), "Nothing new",
            "true: an honest update without news. It keeps the promise, and repeats everything that is open.", True,
            needed="nothing new", docs="`true`; repeats everything that is open automatically", shown="Nothing new"),
        APPROVED_BY,
        Key("template", FileName("a file in content/templates/"), "Made from a template",
            "In a first statement: the name of the file in content/templates/.", "stolen-login", needed="first statement",
            docs="the name of the template it was made from", translation=TranslationMode.OWN, shown="Made from the template",
            at_use="which template it is", apart={"ledger.json": NOT_FOR_READERS}),
        Key("waivers",
            *reasons("Waived rules", "A rule's name, a colon and why it does not apply here. Printed on the page.",
                "any-inconvenience", "The sentence quotes the letter that we sent.", what="reason"),
            docs="rule → reason, printed on the page", translation=TranslationMode.OWN, shown="Waived rules, and why",
            ledger="rules that were waived, and why"),
        Key("summary", Sentence(), "Words for previews", "One sentence for feeds and for previews of links.",
            "Someone read 1,212 customers' tickets.", docs="for feeds and previews of links", shown="Words for previews",
            apart={"ledger.json": "it repeats what the ledger says"}),
        Key("easy_read", Sentence(), "Easy read",
            "What happened, who is affected and what to do, in short sentences and everyday words. It adds nothing to the update, and leaves out nothing bad.",
            "Someone got into our help desk. They read messages from 1,212 people. Please change your password.", since=2,
            docs="the statement in easy words: short sentences, only the update's numbers, days and kinds of data, and nothing bad left out",
            shown="In easy words"),
        Key("recordings",
            Named(of=RECORDING, what="recording", one="the recording `{name}`",
                listed="signed: {what: In American Sign Language, video: signed.mp4, captions: signed.vtt}"),
            "Signed or spoken", "A name for each video in which the statement is signed or spoken, with its captions.",
            {"signed": {"what": "In American Sign Language", "video": "statement-signed.mp4", "captions": "statement-signed.vtt"}}, since=2,
            docs="name → {what, video, captions, language}: the statement signed or spoken; `video` (.mp4) and `captions` (.vtt) are files in `files/`",
            shown="Signed or spoken"),
        DRAFT,
        AMENDED,
    ),
    # An update without news repeats automatically what is open; any other must state it.
    also={"if": {"required": ["no_change"], "properties": {"no_change": {"const": True}}},
        "else": {"required": ["unknown", "actions", "next_update"]}})
# fmt: on
