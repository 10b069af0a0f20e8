"""incident.md and its translations."""

import re
from collections.abc import Mapping

from generator.format.counts import AFFECTED, COUNT
from generator.format.kinds import (
    NAME_PATTERN,
    Choice,
    Choices,
    DayOrMoment,
    Flag,
    Keyed,
    Moment,
    Moments,
    Named,
    NameOf,
    NamesOf,
    Path,
    Sentence,
    Sentences,
    TranslationMode,
)
from generator.format.names import NAME
from generator.format.reader import Reader
from generator.format.record import Key, Record, line, needs
from generator.format.shared import CONTACT_KEY, RISK, TITLE, but
from generator.format.strict_yaml import Node
from generator.format.update import FOR
from generator.model.incident import Delay, ExternalStatement, Impact, Question, RecordedNotice
from generator.model.incident_facts import Category, Role
from generator.model.update import StandingChange

# fmt: off
IMPACT = Choice(Impact, "impact",
    ("No one who relies on you is worse off.", "A few people, or a small thing.", "Many people, or something they need.",
        "Harm that is hard to undo. The plan may require more approvals and shorter waits."))
# fmt: on

#: Why the clocks of notice profiles are not shown to readers.
_CLOCKS = "legal clocks are never published"
#: Why numbers that were given elsewhere are not.
_NOT_PUBLISHED = "what was told elsewhere is not published"


#: Why a sentence of incident.md is not in ledger.json.
NOT_THERE = "its first version has no place for it"


def _is_clock(key: str) -> bool:
    """Whether a key has the form of a profile's clock.

    `<profile>` or `<profile>.<clock>`. Whether such a clock exists is checked by a rule.
    """
    parts = key.split(".")
    return len(parts) <= 2 and all(NAME.fullmatch(part) for part in parts)


def _is_called(key: str) -> bool:
    """Whether it can be the name of a group, a kind of data or a system."""
    return len(key) <= 64 and key == key.strip() and bool(key)


def _is_part(key: str) -> bool:
    """Whether a key is one whose words are sealed, with the number of the change where it is not the first."""
    return bool(re.fullmatch(_PART, key))


_PART = r"(?:title|impact|remedy|direct_notice|body|contact\.[a-z_]+|questions\.[a-z0-9-]+\.(?:ask|answer|because)|files/[^\n]+)(?:\.[2-9])?"

# fmt: off
CHANGE = Record(of="a change", model=StandingChange, help="write it like {on: 2027-03-05, because: Why it changed., was: The earlier words.}",
    keys=(
        Key("on", DayOrMoment(), "When it was changed", "The day.", "2027-03-05",
            required=needs("the change of `{name}` does not say when it was made", "add the day, such as `on: 2027-03-05`")),
        Key("because", Sentence(), "Why", "One sentence that readers see.", "We had counted one year twice.",
            required=needs("the change of `{name}` does not say why", "add `because: One sentence.`")),
        Key("was", Sentence(), "The earlier words", "The words that were published. Readers see them beside the new ones.",
            "We pay for two years of monitoring.", called="the earlier words", theirs=True),
    ),
    title="A change", words="on:, because: and was: below the key that was changed.",
    examples=({"on": "2027-03-05", "because": "We had counted one year twice.", "was": "We pay for two years of monitoring."},))
_CHANGED = Key("changed",
    Keyed(of=CHANGE, one="the change of `{name}`", is_key=_is_part, pattern=f"^{_PART}$",
        pattern_words="Write the key that was changed, such as remedy, contact.phone, questions.bank.answer or files/letter.pdf.",
        help="write the key that was changed first, such as `remedy: {on: 2027-03-05, because: Why it changed., was: The earlier words.}`",
        bad="`{name}` is not a key whose words are sealed",
        bad_help="write `impact`, `remedy`, `direct_notice`, `body`, `contact.phone` (or another way), `questions.bank.answer`, or `files/letter.pdf` for a file; a second change of one is"
        " `remedy.2`"),
    "What was changed here", "Under the key that was changed: when, why, and the earlier words. Readers see both.",
    {"remedy": {"on": "2027-03-05", "because": "We had counted one year twice.", "was": "We pay for two years of monitoring."}},
    docs="key → {on, because, was}: what was changed in this file after it was published; `body` is the text below the keys; for a replaced file, such as `files/letter.pdf`, `was` is the sealed digest; a second change of a key is `remedy.2`",
    translation=TranslationMode.OWN, shown="Changed here", apart={"ledger.json": NOT_THERE})
RECORDED_NOTICE = Record(of="a telling", model=RecordedNotice, short="at", short_called="{name}",
    keys=(
        Key("at", Moment(), "When", "A time with its zone.", "2027-03-04T08:00Z",
            required=needs("`{name}` does not say when they were told", "add the time, such as `at: 2027-03-03T02:40Z`", stops=True)),
        Key("because", Sentence(), "Why late", "If it was late.", "We had classified it wrongly at first.", shown="Why late: "),
        Key("again", Moments(), "When they were told more", "A time with its zone, or a list of them.", ["2027-03-09T08:00Z"], shown="Told more: "),
    ),
    title="When they were told", words="A time with its zone; or at:, because: and again: below it.",
    examples=("2027-03-04T10:00Z", {"at": "2027-03-04T08:00Z", "because": "We had classified it wrongly at first."}))
DELAY = Record(of="`delayed`", model=Delay, help="write it like {by: the police, from: 2027-03-04, to: 2027-03-06}",
    keys=(
        Key("by", Sentence(), "Who asked us to wait", "Usually the police.", "the police",
            required=needs("`delayed` does not say who asked us to wait", "add `by: the police`, or who it was"), shown="By ", terse=True),
        Key("from", DayOrMoment(), "From when", "A day, or a time with its zone.", "2027-03-04", attr="start", shown="From "),
        Key("to", DayOrMoment(), "To when", "A day, or a time with its zone.", "2027-03-06", attr="end", shown="To "),
        Key("oral", Flag(), "By word of mouth", "true, if nothing of it is in writing. Some laws let that hold for some days only.", True,
            shown="By word of mouth: "),
    ))
EXTERNAL_STATEMENT = Record(of="what was told elsewhere", model=ExternalStatement, named=True,
    help="write it like {when: 2027-03-04, affected: {customers: {unit: people, exact: 1212}}}",
    keys=(
        Key("when", DayOrMoment(), "When", "On which day or at which time.", "2027-03-04",
            required=needs("`{name}` does not say when it was told", "add the day, such as `when: 2027-03-04`")),
        but(AFFECTED, kind=Named(of=COUNT, what="count"), shown="",
            docs="group → {unit, one of exact, about, at_least, at_most, between, unknown; of}"),
        Key("note", Sentence(), "What it counts", "If the numbers differ from those here.", "They count accounts.",
            shown="Why it differs: "),
    ),
    title="To whom", words="When, and which numbers.",
    examples=(
        {"when": "2027-03-04", "affected": {"customers": {"unit": "people", "exact": 1212}}, "note": "They count accounts."},))
# fmt: on


def _answered_and_open(reader: Reader, _node: Node, given: Mapping[str, Node], path: Path) -> None:
    if "answer" in given and "unknown" in given:
        reader.problem(
            "wrong-type",
            given["unknown"].at,
            f"the question `{path[-1]}` is both answered and open",
            "keep `answer:` or `unknown:`, not both",
        )
    if "answer" in given and "because" in given:
        reader.problem(
            "wrong-type",
            given["because"].at,
            f"the question `{path[-1]}` has an answer, and a reason why it has none",
            "keep `answer:` or `because:`, not both",
        )


# fmt: off
_ASK = Key("ask", Sentence(), "What they ask", "In their words.", "Was my bank account number in a ticket?",
    required=needs("the question `{name}` does not say what", "add a line such as `ask: One sentence.`", stops=True),
    called="the question `{name}`", theirs=True)
_ANSWER = Key("answer", Sentence(), "The answer", "If there is one.", "No. Tickets hold none.", called="the answer",
    shown="Answer: ")
_NO_ANSWER = Key("because", Sentence(), "Why there is no answer", "If there will be none.", "The police have asked us not to say.", since=2,
    called="the reason", shown="We cannot answer this: ")
_ASKED = "Was my bank account number in a ticket?"
QUESTION = Record(of="a question", model=Question, named=True, short="ask",
    help="write one sentence, or `ask:` with more keys below it", check=_answered_and_open,
    keys=(
        _ASK,
        _ANSWER,
        Key("unknown", NameOf("an unknown"), "Waits for", "The name of the unknown that it waits for, if there is no answer yet.",
            "copied", translation=TranslationMode.OWN, shown="That is one of the things we do not know yet: ",
            ledger="the fact that it waits for"),
        but(_NO_ANSWER, ledger="why there will be no answer"),
        but(FOR, translation=TranslationMode.OWN),
        Key("since", DayOrMoment(), "Since when", "When it was first asked.", "2027-03-03", translation=TranslationMode.OWN,
            shown="Asked since "),
    ),
    title="A customer's question", words="A sentence; or ask: with answer:, because:, or unknown: and since:, below it.",
    examples=(_ASKED, {"ask": _ASKED, "answer": "No. Tickets hold none.", "since": "2027-03-03"},
        {"ask": _ASKED, "unknown": "copied"}, {"ask": _ASKED, "because": "The police have asked us not to say."}))
_TRANSLATED_QUESTION = Record(of="a translated question", model=Question, named=True, short="ask", help=QUESTION.help,
    keys=(
        but(_ASK, required=needs("the translated question `{name}` does not say what", "add a line such as `ask: One sentence.`",
            stops=True)),
        _ANSWER,
        _NO_ANSWER,
    ),
    title="A customer's question, translated", words="Under the name that it has in incident.md.",
    examples=({"ask": _ASKED, "answer": "No. Tickets hold none."},))

_DIRECT_NOTICE = Key("direct_notice", Sentence(), "How affected people are told directly", "Or why they are not.",
    "We wrote to all 1,212 customers on 4 March.", shown="How people affected are contacted", apart={"ledger.json": NOT_THERE},
    docs="how affected people are told directly, or why they are not")
_REMEDY = Key("remedy", Sentence(), "What we offer", "To those who are affected.", "We pay for a new identity card.",
    shown="What people are entitled to", apart={"ledger.json": NOT_THERE}, docs="what we offer those who are affected")
_NAMES = Key("names",
    Keyed(of=Sentence(), one="a name in words", title="Names in words", words="As it is called in sentences.",
        examples=("Meter readings since 2025",), is_key=_is_called, pattern=r"^\S(.{0,62}\S)?$",
        pattern_words="Write the name of a group, a kind of data or a system.",
        help="write the name, a colon and the words, such as `meter-readings: Meter readings since 2025`",
        bad="`{name}` is not the name of a group, a kind of data or a system",
        bad_help="write the name first, such as `meter-readings: Meter readings since 2025`"),
    "Names in words", "What readers see for the name of a group or a kind of data, and what sentences call a system.",
    {"meter-readings": "Meter readings since 2025"},
    docs="name → words: what readers see for the name of a group or a kind of data, required unless the name is a plain word such as `customers` (CON092), and what sentences call a system; sealed, so you can add to it but not change it", translation=TranslationMode.OWN,
    terse=True, shown="Names in words", apart={"ledger.json": "programs use the names themselves"})
_BY_CLOCK = rf"^{NAME_PATTERN}(\.{NAME_PATTERN})?$"
_CLOCK_WORDS = "Write the profile's name, or profile.clock."

INCIDENT = Record(of="incident.md",
    keys=(
        but(TITLE, docs="one plain sentence"),
        Key("aware", Moment(), "When we found out",
            "When you first had good reason to believe it, with the zone. Clocks start here.", "2027-03-03T02:40Z",
            required=line("aware", "2027-03-03T02:40Z"), needed="required", translation=TranslationMode.OWN, shown="When we found out",
            ledger="when we first had good reason to believe it",
            docs="when we first had good reason to believe it; clocks start here"),
        Key("impact", IMPACT, "How bad it is", "For people who rely on you.", "major", translation=TranslationMode.OWN, shown="Impact",
            docs=IMPACT.form()),
        Key("systems", Sentences("a system"), "Which systems", "Names from systems: in site_config.yml.", ["Support desk"],
            translation=TranslationMode.OWN, terse=True, shown="Systems", docs="which systems, by their names under `systems` in site_config.yml"),
        Key("occurred", DayOrMoment(), "When it happened", "A day, or a time with its zone.", "2027-03-02",
            translation=TranslationMode.OWN, shown="When it happened", docs="when it happened"),
        Key("profiles", Sentences("a profile"), "Which laws ask for a notice", "Names of notice profiles.", ["gdpr-33", "us-ca"],
            translation=TranslationMode.OWN, shown="Notice profiles", apart={"ledger.json": _CLOCKS}, docs="names of notice profiles"),
        Key("roles", Choices(Role, "role"), "What we are in the eyes of laws", "A list. Without it, we decide about the data ourselves.", ["processor"],
            translation=TranslationMode.OWN, shown="Our roles", apart={"ledger.json": _CLOCKS}),
        Key("risk", RISK, "Risk to people", "As we judge it. Some laws ask whom to tell by it.", "high", translation=TranslationMode.OWN,
            shown="Risk to people", apart={"ledger.json": _CLOCKS}, docs=f"how likely it is that people are harmed, as we judge it: {RISK.form()}"),
        Key("categories",
            Named(of=Choices(Category, "category of data"), what="kind of data", one="what `{name}` belongs to", title="What it belongs to",
                words="One category, or a list.", examples=("health", ["social-security-number", "financial-account"])),
            "What kinds of data belong to", "A kind of data, a colon and its category, or a list. Some laws ask whom to tell by it.",
            {"payslips": ["social-security-number", "financial-account"]}, translation=TranslationMode.OWN, shown="Categories of data",
            apart={"ledger.json": _CLOCKS},
            docs=f"kind of data → a list of: {', '.join(category.value for category in Category)}"),
        CONTACT_KEY,
        _DIRECT_NOTICE,
        Key("moments",
            Named(of=Moment(), what="moment", one="{name}", title="When it was", words="A time with its zone.",
                examples=("2027-03-03T10:00Z",)),
            "Other moments", "Moments at which clocks of profiles start.", {"classified": "2027-03-03T10:00Z"},
            translation=TranslationMode.OWN, shown="When clocks began", apart={"ledger.json": _CLOCKS},
            docs="name → time: moments at which clocks of profiles start"),
        Key("told",
            Keyed(of=RECORDED_NOTICE, one="{name}", is_key=_is_clock, pattern=_BY_CLOCK, pattern_words=_CLOCK_WORDS,
                help="write the clock's name first, such as `hipaa.media: 2027-04-02T09:00Z`",
                bad="`{name}` is not the name of a clock",
                bad_help="write the profile's name, or profile.clock, such as `hipaa.media: 2027-04-02T09:00Z`"),
            "Who was told, and when", "A profile's name, or profile.clock, a colon and the time.",
            {"gdpr-33": "2027-03-04T10:00Z"}, translation=TranslationMode.OWN, shown="Who was told, and when",
            unread=_CLOCKS, apart={"ledger.json": _CLOCKS}, docs="clock → when they were told, or {at, because, again}"),
        Key("not_needed",
            Keyed(of=Sentence(), one="why `{name}` is not needed", title="Why not", words="One sentence.",
                examples=("312 residents of California are affected.",), is_key=_is_clock, pattern=_BY_CLOCK,
                pattern_words=_CLOCK_WORDS,
                help="write the clock's name first, such as `hipaa.media: No more than 500 people in any state.`",
                bad="`{name}` is not the name of a clock",
                bad_help="write the profile's name, or profile.clock, such as `hipaa.media: No more than 500 people in any state.`"),
            "Who need not be told, and why", "A profile's name, or profile.clock, a colon and why.",
            {"us-ca.attorney-general": "312 residents of California are affected."}, translation=TranslationMode.OWN,
            shown="Who need not be told, and why", unread=_CLOCKS, apart={"ledger.json": _CLOCKS}, docs="clock → why they need not be told"),
        Key("delayed", DELAY, "We were asked to wait", "Who asked us to delay telling people, and from when to when.",
            {"by": "the police", "from": "2027-03-04", "to": "2027-03-06"}, translation=TranslationMode.OWN,
            shown="We were asked to wait", apart={"ledger.json": _CLOCKS},
            docs="{by, from, to, oral}: who asked us to delay telling people, and from when to when"),
        _REMEDY,
        Key("related", NamesOf("an incident"), "Related incidents", "Names of their folders.", ["meter-portal"],
            translation=TranslationMode.OWN, shown="Related incidents", ledger="ids of other incidents",
            docs="related incidents, by the names of their folders; each is shown once something of it is published"),
        Key("questions", Named(of=QUESTION, what="question", one="the question `{name}`"), "Customers' questions",
            "A name for each, with what they ask and the answer.", {"bank": {"ask": _ASKED, "answer": "No. Tickets hold none."}},
            docs="name → {ask, answer, or unknown, since; because: why there is no answer}", shown="Question"),
        Key("also_told", Named(of=EXTERNAL_STATEMENT, what="telling", one="what was told to `{name}`"), "Numbers given elsewhere",
            "To a regulator, to a newspaper, in a letter. They must agree with those given here.",
            {"regulator": {"when": "2027-03-04", "affected": {"customers": {"unit": "people", "exact": 1212}}}},
            docs="to whom → {when, affected, note}: numbers given elsewhere, which must agree with those here, or say under `note` what each of them counts",
            translation=TranslationMode.OWN, shown="Numbers given elsewhere",
            unread=_NOT_PUBLISHED, apart={"ledger.json": _NOT_PUBLISHED}),
        _NAMES,
        _CHANGED,
    ))

INCIDENT_TRANSLATION = Record(of="a translation of incident.md",
    keys=(
        Key("title", Sentence(), "Title", "The title of incident.md, translated.",
            "Jemand hat Tickets des Kundendienstes gelesen", required=line("title", "…"), needed="required", shown="Title"),
        _NAMES,
        _DIRECT_NOTICE,
        _REMEDY,
        Key("questions", Named(of=_TRANSLATED_QUESTION, what="question", one="the translated question `{name}`"),
            "Customers' questions", "Each under the name that it has in incident.md.",
            {"bank": {"ask": _ASKED, "answer": "No. Tickets hold none."}}, docs="name → {ask, answer, because}", shown="Question"),
        _CHANGED,
    ))
# fmt: on
