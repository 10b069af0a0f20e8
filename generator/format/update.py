"""An update: its keys, and the keys of the facts, steps, actions and other entries in it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from generator.format.counts import AFFECTED
from generator.format.kinds import (
    NAME_PATTERN,
    Choice,
    Day,
    DayOrMoment,
    FileName,
    Flag,
    Keyed,
    Kind,
    Leaf,
    Moment,
    Named,
    NameOf,
    OrSentence,
    OrWord,
    Part,
    Path,
    Sentence,
    TranslationMode,
    reasons,
)
from generator.format.reader import NAME, Reader
from generator.format.record import Key, Record, line, needs
from generator.format.shared import AMENDED, APPROVED_BY, DRAFT, NOT_FOR_READERS, PUBLISHED, TITLE
from generator.format.strict_yaml import Node, Table, Text
from generator.format.text_edit import spelled
from generator.model.update import Action, DataState, Fact, Nature, Status, Step, Urgency, Watch, Window

# fmt: off
STATUS = Choice(Status, "status",
    ("We are finding out what happened.", "It happened, and we are working to stop it.",
        "It is stopped, as far as we know. Say how, under contained_by.",
        "It is stopped, and we watch whether it stays so. Say until when, under monitor_until.",
        "Nothing is open. Say when the review comes, under review_by; for a false alarm, why, under because.",
        "We thought that it was over, and it is not. Say why, under because."))
NATURE = Choice(Nature, "nature",
    ("We do not know yet what kind of thing it is.", "Something of ours broke.", "An attack put our systems out of order.",
        "Somebody got in.", "Somebody stole data.", "An attack locked our files to extort money.", "A mistake of ours.",
        "A lost or stolen device.", "Somebody who works with us.", "A break-in at a supplier of ours."))
DATA_STATE = Choice(DataState, "state",
    ("We do not know yet.", "It may have been seen.", "Somebody saw it who should not have.", "It was copied and taken.",
        "We looked, and it was not reached. Readers will hold us to it."))
URGENCY = Choice(Urgency, "urgency",
    ("Before anything else.", "Before the day ends.", "Within the week.", "It helps, and nothing bad happens without it."))
# fmt: on


# Facts.


class _Likely(Kind):
    """`likely`, or no value."""

    PART: ClassVar[Part] = {"type": "string", "enum": ["likely"]}
    FORM = "likely"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> bool:
        likely = isinstance(node, Text) and node.value.strip() == "likely"
        if not likely:
            reader.problem(
                "wrong-type", node.at, "`sure` can only be `likely`", "write `sure: likely`, or delete the line if you are sure"
            )
        return likely

    def leaves(self, value: Any, leaf: Leaf) -> Iterator[Leaf]:
        yield Leaf(leaf.path, "likely" if value else None, leaf.language, leaf.at_use)


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
    Key("from", Sentence(), "Who says so", "Where we know it from: our logs, a supplier, the police, the attackers' claim.",
        "our logs", attr="source", shown="From: ", terse=True, ledger="where we have it from"),
    Key("sure", _Likely(), "How sure we are", 'Shown as "We think". Leave it out if you are sure.', "likely", attr="likely",
        ledger="whether we only think so", ledger_name="likely"),
)
# fmt: on
# fmt: off
_FACT: dict[str, Any] = dict(of="a fact", model=Fact, named=True, short="text", empty_is_none=True,  # noqa: C408
    help="write one sentence, or `text:` and further keys below it")
KNOWN_FACT = _FactRecord(**_FACT, keys=_FACT_KEYS, title="A fact that we know",
    words="A name that stays the same for the whole incident, a colon and one sentence; or text: with from: and sure: below it.",
    examples=("Someone used a stolen staff password to open our support desk.",
        {"text": "They opened 1,212 customers' tickets.", "from": "our logs", "sure": "likely"}))
OPEN_FACT = _FactRecord(**_FACT,
    keys=(
        *_FACT_KEYS,
        Key("by", DayOrMoment(), "When we expect to know", "A promise: readers see whether it is kept.", "2027-03-09",
            shown="We expect to know by ", ledger="when we expect to know"),
        Key("looked", Sentence(), "What we looked at", "Where we have looked so far.", "The access log for 2 March.",
            shown="We looked here: ", ledger="what we looked at"),
        Key("through", DayOrMoment(), "Until when that reaches", "The last moment that what we looked at covers.",
            "2027-03-02T19:05Z", ledger="until when that reaches"),
        Key("cannot_see", Sentence(), "What we cannot see", "What we have no means to find out.",
            "The desk keeps no record of copying.", shown="We cannot see: "),
    ),
    title="Something that we do not know yet",
    words="A name, a colon and one sentence. When it is answered, move the name to known. It never just goes away.",
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


class _NoneLeft(OrWord):
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
            f"`unknown: {word}` does not say for certain that nothing is left to find out",
            "write `unknown: none_left` if that is so, or list what you do not know yet"
            if values.get("status") is Status.RESOLVED
            else "list under `unknown:` what you do not know yet, such as `copied: Whether they copied them.`",
            reader.instead(node.at, spelled(word.strip("."), ("none_left",))),
        )
    unknown = values.get("unknown", {})
    for name in values.get("known", {}):
        if name in unknown:
            reader.problem(
                "name-twice",
                reader.places["unknown", name].key,
                f"`{name}` stands under `known` and under `unknown`",
                "leave it where it belongs: under `known` if you know it now, under `unknown` if you do not",
            )


# What is done, and what readers can do.

# fmt: off
STEP = Record(of="a step", model=Step, named=True, short="do", help="write one sentence, or `do:` and further keys below it",
    keys=(
        Key("do", Sentence(), "What we do", "One plain sentence.", "We are reading the access log.",
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
ACTION = Record(of="a action", model=Action, named=True, short="do",
    help="write one sentence, or `do:` and further keys below it",
    keys=(
        Key("do", Sentence(), "What to do", "One plain sentence, to the reader.", "Change your password.",
            required=needs("the action `{name}` does not say what", "add a line such as `do: One sentence.`", stops=True),
            called="the action `{name}`"),
        Key("why", Sentence(), "Why", "What it protects from.", "It was in a ticket that they read.", shown="Why: "),
        Key("urgency", URGENCY, "How soon", "When the reader should do it.", "today", shown="How soon: "),
        Key("for", Sentence(), "For whom", "If it is not for everybody.", "Customers who sent us a password", attr="audience", terse=True,
            ledger="whom the advice is for; null: everybody"),
    ),
    title="What readers should do now",
    words="A name, a colon and one sentence; or do: with why:, urgency: and for: below it. In each update, for as long as it holds.",
    examples=("Change your password if you ever sent it to us in a ticket.",
        {"do": "Change your password.", "why": "They read it.", "urgency": "today", "for": "Customers who sent us a password"}))
# fmt: on


# Other keys.

#: Things without a name in the ledger that can be corrected.
CORRECTED_ALONE = ("nature", "window", "actions", "incident.title", "incident.aware")
#: Prefixes of names that can be corrected but are not facts.
CORRECTED_BY_NAME = ("affected", "data", "action")


def _is_subject(key: str) -> bool:
    """Whether something can be corrected under this key: a fact's name, a fixed word, or a name after `affected.` and the like."""
    kind, dot, name = key.partition(".")
    named = NAME.fullmatch(name) if dot and kind in CORRECTED_BY_NAME else NAME.fullmatch(key)
    return key in CORRECTED_ALONE or bool(named)


def _has_an_end(reader: Reader, node: Node, given: Mapping[str, Node], _path: Path) -> None:
    if not given:
        reader.problem(
            "wrong-type",
            node.at,
            "`window` says neither when it began nor when it ended",
            "add `from: unknown` or `to: unknown`, or the times",
        )


# fmt: off
WINDOW = Record(of="`window`", model=Window, help="write it like {from: 2027-03-02T14:20Z, to: 2027-03-02T19:05Z}",
    check=_has_an_end,
    keys=(
        Key("from", OrWord("unknown", DayOrMoment()), "From when", "When it began, or unknown.", "2027-03-02T14:20Z",
            ("unknown",), attr="start"),
        Key("to", OrWord("unknown", DayOrMoment()), "To when", "When it ended, or unknown.", "2027-03-02T19:05Z", ("unknown",),
            attr="end"),
    ))
WATCH = Record(of="`monitoring`", model=Watch, short="what", short_called="`monitoring`", empty_is_none=True,
    help="write one sentence, or `what:` and `looked:` below it",
    keys=(
        Key("what", Sentence(), "What is watched", "One plain sentence.", "New logins to the support desk, every night."),
        Key("looked", DayOrMoment(), "Last looked", "A day, or a time with its zone.", "2027-03-10T05:00Z",
            shown="Last looked at: "),
    ))

UPDATE = Record(of="an update",
    keys=(
        TITLE,
        PUBLISHED,
        Key("status", STATUS, "Where it stands", "One word. Each has to be earned; hover over them to see how.", "investigating",
            required=line("status", "investigating"), needed="required",
            docs="investigating, confirmed, contained, monitoring, resolved, reopened", shown="Status",
            standing=True),
        Key("known", Named(of=KNOWN_FACT, what="fact", one="the fact `{name}`"), "What we know",
            "What is known for certain. In later updates only what is new, changed or worth saying again.",
            {"entry": "Someone used a stolen staff password to open our support desk."}, needed="first update",
            docs="name → fact; later only what is new, changed or worth repeating", shown="What we know", folded=True),
        Key("unknown", _NoneLeft("none_left", Named(of=OPEN_FACT, what="fact", one="the fact `{name}`"), flag="none_left"),
            "What we do not know yet",
            "Every question that is open, in each update. none_left only when nothing is left to find out.",
            {"whose-tickets": "Whose tickets they read."}, ("none_left",), needed="required",
            docs="name → fact, every unknown that is open, each time; `none_left` in a resolved update",
            shown="What we do not know yet", folded=True, check=_check_unknown),
        Key("next_steps", Named(of=STEP, what="step", one="the step `{name}`"), "What happens next",
            "Every step that is not done yet, in each update. What is done moves to done:, what is given up to dropped:.",
            {"log": "We are reading the access log."}, needed="while open",
            docs="name → step, every step not yet done, each time", shown="What happens next", folded=True),
        Key("actions", OrSentence(Named(of=ACTION, what="action", one="the action `{name}`"), "no_action"),
            "What readers should do now",
            "A name for each thing to do; or one honest sentence that there is nothing they can do yet.",
            {"password": "Change your password if you ever sent it to us in a ticket."},
            ("There is nothing you can do yet. We will say so here when there is.",), needed="required",
            docs="name → action, each time, or one honest sentence that there is nothing readers can do yet",
            shown="What to do now", folded=True),
        Key("next_update", OrWord("none_planned", Moment(), flag="none_planned"), "When readers hear again",
            "A promise, with its zone. Readers see whether it is kept. none_planned only when resolved.", "2027-03-03T09:00Z",
            ("none_planned",), needed="required", docs="when readers hear again; `none_planned` in a resolved update",
            shown="Next update",
            at_use="counted from that time; how late it may be is held to the plan and the policy. That none is planned counts",
            ledger="when the next update is promised", standing=True),
        Key("corrections",
            Keyed(of=Sentence(), one="the reason for correcting `{name}`", title="Why we said it differently",
                words="One sentence.", examples=("We had not counted the people in attached files.",), is_key=_is_subject,
                pattern=rf"^(nature|window|actions|incident\.title|incident\.aware|((affected|data|action)\.)?{NAME_PATTERN})$",
                pattern_words="Name a fact, or affected.WHO, data.KIND, action.NAME, nature, window, actions, incident.title, incident.aware.",
                help="write what is corrected, a colon and why, such as `data.password: We had searched in English only.`",
                bad="`{name}` is not the name of something that can be corrected",
                bad_help="name a fact, nature, affected.<who>, data.<kind>, window, action.<name>, actions, incident.title or incident.aware"),
            "What was wrong",
            "What is said differently now than before, a colon and why: a fact's name, affected.WHO, data.KIND, action.NAME, window, nature.",
            {"whose-tickets": "We had not counted the people in attached files."}, needed="when something was wrong",
            docs="what → why we said it differently before", shown="Why we said it differently", folded=True),
        Key("unanswerable",
            *reasons("What we will never know", "The name of an unknown, a colon and why it cannot be answered.", "copied",
                "The desk keeps no record of copying.", what="reason"),
            docs="name → why it will never be known", shown="Why we will never know", folded=True),
        Key("done",
            *reasons("Steps that are done", "The name of a step, a colon and what came of it.", "log",
                "Finished on 4 March; the result is above.", what="outcome"),
            docs="step → what came of it", shown="Done", folded=True),
        Key("dropped",
            *reasons("Steps that are given up", "The name of a step, a colon and why.", "log", "The log was overwritten.",
                what="reason"),
            docs="step → why it is given up", shown="Given up", folded=True),
        Key("withdrawn",
            *reasons("Advice that no longer holds", "The name of an action, a colon and why nobody needs it any more.",
                "password", "We have reset every password.", what="reason"),
            docs="action → why it is no longer needed", shown="No longer needed", folded=True),
        Key("nature", NATURE, "What kind of thing it is", "One word.", "intrusion", docs=NATURE.form(),
            shown="What kind of thing it is", folded=True),
        AFFECTED,
        Key("data",
            Named(of=DATA_STATE, what="kind of data", one="state of {name}", title="What happened to it", words="One word.",
                examples=("accessed",)),
            "What happened to which data", "A kind of data, a colon and what happened to it.",
            {"names": "accessed", "passwords": "not_affected"}, docs=f"kind → {DATA_STATE.form()}", shown="Data", folded=True),
        Key("window", WINDOW, "When somebody had access", "From when to when. Either may be unknown. Moving it is a correction.",
            {"from": "2027-03-02T14:20Z", "to": "2027-03-02T19:05Z"},
            docs="{from, to}: when the intruder had access; either may be `unknown`", shown="When somebody had access", folded=True),
        Key("consequences",
            *reasons("What could follow for readers", "A name, a colon and one sentence.", "calls",
                "Someone may ring and pretend to be us.", what="consequence"),
            docs="name → what could follow for the reader", shown="What could follow", folded=True),
        Key("contained_by", NameOf("a known fact"), "What contained it",
            "With status contained: the name of the known fact that says what was done and how it was tested.", "closed",
            needed="contained", docs="the name of the known fact that says what was done and how it was tested",
            shown="What contained it", ledger="the name of the fact that says how it was contained", folded=True, standing=True),
        Key("monitor_until", Day(), "Watched until", "With status monitoring: the last day on which we keep watch.",
            "2027-04-03", needed="monitoring",
            docs="until when you keep watch; after `reopened` it is said anew, as `contained_by` is", shown="Watched until", folded=True, standing=True),
        Key("monitoring", WATCH, "What is watched", "A sentence; or what: and looked: below it.",
            {"what": "New logins to the support desk, every night.", "looked": "2027-03-10T05:00Z"}, needed="monitoring",
            docs="{what, looked}: what is watched, and when somebody last looked; what an update leaves out still stands",
            shown="What is watched", ledger="What is watched, and when somebody last looked.", folded=True, standing=True),
        Key("review_by", Day(), "When the review comes", "With status resolved: the day by which the review is published.",
            "2027-05-03", needed="resolved", docs="when the review will be published", shown="Review by",
            folded=True, standing=True),
        Key("because", Sentence(), "Why", "With status reopened, or resolved as a false alarm.", "We found a second way in.",
            needed="reopened, false alarm", docs="why", shown="Why", ledger="why it was reopened, or was a false alarm"),
        Key("late", Sentence(), "Why it comes late", "When it is published after the time that was promised.",
            "We waited for the log.", needed="after the promise", docs="why it comes late", shown="Why it comes late",
            ledger="why it came late"),
        Key("no_change", Flag(), "Nothing new",
            "true: an honest update without news. It keeps the promise, and says again all that is open.", True,
            needed="nothing new", docs="`true`; restates everything that is open by itself", shown="Nothing new"),
        APPROVED_BY,
        Key("template", FileName("a file in content/templates/"), "Made from a template",
            "In a first statement: the name of the file in content/templates/.", "stolen-login", needed="first statement",
            docs="the name of the template it was made from", translation=TranslationMode.OWN, shown="Made from the template",
            at_use="which template it is", apart={"ledger.json": NOT_FOR_READERS}),
        Key("waivers",
            *reasons("Rules set aside", "A rule's name, a colon and why it does not fit here. Printed on the page.",
                "any-inconvenience", "The sentence quotes the letter that we sent.", what="reason"),
            docs="rule → reason, printed on the page", translation=TranslationMode.OWN, shown="Rules set aside, and why",
            ledger="rules that were waived, and why"),
        Key("summary", Sentence(), "Words for previews", "One sentence for feeds and for previews of links.",
            "Someone read 1,212 customers' tickets.", docs="for feeds and previews of links", shown="Words for previews",
            apart={"ledger.json": "it says again what the ledger says"}),
        DRAFT,
        AMENDED,
    ),
    # An update without news repeats automatically what is open; any other must state it.
    also={"if": {"required": ["no_change"], "properties": {"no_change": {"const": True}}},
        "else": {"required": ["unknown", "actions", "next_update"]}})
# fmt: on
