"""Notice profiles: what a law or a regulator requires of a notice. Shipped profiles and a site's own use the same format."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

from generator.format.config import LanguageTag
from generator.format.kinds import (
    Choice,
    Choices,
    Day,
    Flag,
    Kind,
    Map,
    Named,
    Part,
    Path,
    Sentence,
    Sentences,
    Whole,
    read_plainly,
)
from generator.format.language_tags import corrected_tag, is_written_right
from generator.format.names import NAME
from generator.format.places import Country, PlaceOrAny
from generator.format.reader import Reader
from generator.format.record import Key, Record, line, needs
from generator.format.shared import RISK, Grade
from generator.format.strict_yaml import Items, Node, Text
from generator.model.condition import Condition
from generator.model.incident import Impact
from generator.model.incident_facts import Category, Role
from generator.model.notice_profile import (
    AWARE,
    LAST_TOLD,
    SAME_DAY,
    TOLD,
    YEAR_END,
    Clock,
    Element,
    FormField,
    FormSource,
    InForce,
    Length,
    LetterText,
    Limit,
    Output,
    Paper,
    Posting,
    Reminder,
    TextSource,
    ToldBy,
    Unit,
    Weekends,
)

_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])", re.ASCII)
_LENGTH = re.compile(r"([1-9]\d{0,2})\s+(hour|day|business day|month)s?", re.ASCII)
_UNITS = {unit.value.removesuffix("s"): unit for unit in Unit}
_SIZE = re.compile(r"(?:[6-9]|1\d|2[0-3])(?:\.\d)?|24", re.ASCII)

_ELEMENTS = Choices(Element, "element of a notice")
# fmt: off
_TEXT_SOURCE = Choice(TextSource, "source of the text",
    ("Someone read the text itself.", "Someone read an account of it.", "From memory."))
# fmt: on


class _MonthOrDay(Sentence):
    """A month or a day, as written."""

    FORM = "a month or a day"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        if written and not _MONTH.fullmatch(written):
            day = reader.day(node, path[-1])
            return day.isoformat() if day else ""
        return written


class _ClockLength(Kind):
    """A length of time as a law states it."""

    PART: ClassVar[Part] = {"type": "string", "pattern": r"^([1-9][0-9]{0,2}\s+(hour|day|business day|month)s?|the same day)$"}
    FORM = "a number of hours, days, business days or months"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Length | None:
        if isinstance(node, Text) and (found := _LENGTH.fullmatch(" ".join(node.value.split()))):
            return Length(int(found.group(1)), _UNITS[found.group(2)])
        if isinstance(node, Text) and " ".join(node.value.split()) == str(SAME_DAY):
            return SAME_DAY
        reader.problem(
            "wrong-type",
            node.at,
            f"`{what}` is not a length of time that a clock can have",
            "write it like 72 hours or 60 days (4 business days, 1 month and `the same day` are lengths too)",
        )
        return None


class _TypeSize(Kind):
    """A type size in points."""

    PART: ClassVar[Part] = {"type": "number", "minimum": 6, "maximum": 24}
    FORM = "a number of points, from 6 to 24"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> float | None:
        if isinstance(node, Text) and _SIZE.fullmatch(node.value.strip()):
            return float(node.value)
        reader.problem("wrong-type", node.at, f"`{what}` needs a number of points, from 6 to 24", f"write it like {what}: 10")
        return None


class _Days(Kind):
    """A number of days."""

    PART: ClassVar[Part] = {"type": "integer", "minimum": 1, "maximum": 9999}
    FORM = "a number of days"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> int | None:
        if isinstance(node, Text) and re.fullmatch(r"[1-9]\d{0,3}", node.value.strip(), re.ASCII):
            return int(node.value)
        reader.problem("wrong-type", node.at, f"`{what}` needs a number", f"write it like {what}: 90")
        return None


# Conditions.


def _some_circumstance(reader: Reader, node: Node, given: Mapping[str, Node], path: Path) -> None:
    forms = [key for key in ("at_least", "more_than", "fewer_than") if key in given]
    if not given:
        reader.problem(
            "missing-key",
            node.at,
            f"`{path[-1]}` names no circumstance",
            "write one, such as `{residents: US-CA, more_than: 500}`",
        )
    elif len(forms) > 1:
        reader.problem(
            "wrong-type",
            given[forms[1]].at,
            f"`{path[-1]}` compares the number of people twice",
            f"keep one of: {', '.join(forms)}",
        )
    residents = given.get("residents")
    if "fewer_than" in given and isinstance(residents, Text) and residents.value.strip().endswith("-*"):
        reader.problem(
            "wrong-type",
            given["fewer_than"].at,
            f"`{path[-1]}` asks for few people in any one state, which some state always has",
            "name the state, or ask for `at_least:` or `more_than:`",
        )


# fmt: off
CONDITION = Record(of="a condition", model=Condition, short="words", check=_some_circumstance,
    help="write one sentence, or what can be computed, such as `{residents: US-CA, more_than: 500}`",
    keys=(
        Key("words", Sentence(), "In words", "What nothing in the files can answer.", "the risk to people is likely to be high"),
        Key("residents", PlaceOrAny(), "Of where", "A place's code, EEA, or US-* for any one state. Alone: someone lives there.", "US-CA", ("EEA", "US-*")),
        Key("at_least", Whole(1), "From how many people", "Including that number.", 500),
        Key("more_than", Whole(), "Above how many people", "Excluding that number.", 500),
        Key("fewer_than", Whole(1), "Below how many people", "Excluding that number.", 500),
        Key("data", Choices(Category, "category of data"), "If one of these was reached", "Categories of data, as under categories in incident.md.", ["social-security-number"]),
        Key("role", Choices(Role, "role"), "If we are one of these", "Roles, as under roles in incident.md.", ["processor"]),
        Key("risk", RISK, "From which risk to people", "As under risk in incident.md.", "high"),
        Key("impact", Choices(Impact, "impact"), "If the impact is one of these", "As under impact in incident.md.", ["major", "critical"]),
        Key("open", Flag(), "If something is still unknown", "true: while an update lists anything under unknown.", True),
        Key("told", Sentence(), "After which telling", "The name of a clock of this profile.", "first"),
        Key("not_told", Sentence(), "Before which telling", "The name of a clock of this profile.", "first"),
    ),
    title="A condition", words="One sentence, where nothing can be computed; or the circumstances, all of which must hold.",
    examples=("the risk to people is likely to be high", {"residents": "US-CA", "more_than": 500}))
# fmt: on


# Clocks.

# fmt: off
_WITHIN = Key("within", _ClockLength(), "How long", "A number of hours, days, business days or months.", "72 hours",
    attr="length")
# fmt: on


def _from(missing: str) -> Key:
    # fmt: off
    return Key("from", Sentences("a moment"), "What it counts from",
        "aware, year_end, told.CLOCK, last_told.CLOCK, or the name of a moment in incident.md.", "aware", required=needs(missing, "add `from: aware`"),
        needed="required", attr="starts")
    # fmt: on


def _has_length(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    if values["cap"] is not None and values["cap"].length is None:
        reader.problem("missing-key", node.at, "`cap` does not say how long it is", "add `within: 24 hours`")


def _one_length(reader: Reader, node: Node, given: Mapping[str, Node], path: Path) -> None:
    name = path[-1]
    if "soon" in given and "within" in given:
        reader.problem(
            "wrong-type", given["soon"].at, f"the clock `{name}` has both `within:` and `soon:`", "keep only one of them"
        )
    elif "soon" in given and "warn" not in given:
        reader.problem(
            "missing-key", node.at, f"the clock `{name}` has no number and does not say when to warn", "add `warn: 72 hours`"
        )
    elif "soon" not in given and "within" not in given:
        reader.problem(
            "missing-key",
            node.at,
            f"the clock `{name}` does not say how long it is",
            "add `within: 72 hours`, or the words of the law and when to warn: `soon: without undue delay` and `warn: 72 hours`",
        )


def _clock(*, starts: tuple[str, ...], length: Length | None = None, learnt: TextSource | None = None, **more: Any) -> Clock:
    return Clock(limit=Limit(starts=starts, length=length), learnt=learnt or TextSource.READ, **more)


# fmt: off
CLOCK = Record(of="a clock", model=_clock, named=True, help="write it like {tell: our members, within: 72 hours, from: aware}",
    check=_one_length,
    keys=(
        Key("tell", Sentence(), "Who is told", "In words.", "each partner's security contact",
            required=needs("the clock `{name}` does not say who is told", "add a line such as `tell: our members`"),
            needed="required"),
        Key("do", Sentence(), "What is done", "If it is more than telling them: a step that has a time of its own.", "finish assessing whether it is a breach"),
        _WITHIN,
        Key("soon", Sentence(), "The words of the law", "If it gives no number; then also set warn:.", "without undue delay"),
        _from("the clock `{name}` does not say what it counts from"),
        Key("cap",
            Record(of="a cap", model=Limit, help="write it like {within: 24 hours, from: aware}",
                keys=(
                    _WITHIN,
                    _from("`cap` does not say what it counts from"),
                    Key("lapses", Flag(), "Lapses", "true, if it no longer applies once it has run out before the clock began.", True),
                )),
            "A second limit", "The earlier of the two applies.", {"within": "24 hours", "from": "aware"}, check=_has_length),
        Key("warn", _ClockLength(), "When to warn", "How long after its start.", "48 hours"),
        Key("only_if", CONDITION, "When it applies", "If not always: a condition that can be computed, or words.", {"residents": "US-CA", "more_than": 500},
            ("more than 500 people are affected",)),
        Key("weekends", Choice(Weekends, "way of treating weekends", ("They count like other days.", "It ends with the next working day.",
                "It ends at noon of the next working day.")),
            "If it ends on a weekend or a holiday", "count by default.", "next_working_day"),
        Key("weekends_count_for", Choices(Role, "role"), "For whom weekends still count", "Roles, as under roles in incident.md.", ["credit-institution"]),
        Key("police_stops", Flag(), "Stops when the police ask", "true, if the law allows that.", True),
        Key("police_oral", _ClockLength(), "How long an oral request holds", "If not as long as one in writing.", "30 days"),
        Key("told_by", Choice(ToldBy, "way of telling", ("By a letter.", "By a notification.", "By a disclosure.",
                "By a press release.", "By none of these: `notice` writes nothing for it.")),
            "By which output", "The first of the profile by default.", "other"),
        Key("report", Sentence(), "What its report is called", "If the law has a name for it.", "early warning"),
        Key("learnt", _TEXT_SOURCE, "How we know the text", "One word.", "read"),
    ),
    title="A clock", words="Who is told, and how long after what.",
    examples=({"tell": "each partner's security contact", "within": "24 hours", "from": "aware"},))
# fmt: on


class _Clocks(Named):
    """Clocks, which may start with the notice of a clock above them."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, Clock]:
        clocks: Mapping[str, Clock] = Named.read(self, reader, node, what, path)
        above: list[str] = []
        for name, clock in clocks.items():
            _check_starts(reader, clock.limit, (*path, name, "from"), above)
            if clock.cap:
                _check_starts(reader, clock.cap, (*path, name, "cap", "from"), above)
            above.append(name)
        return clocks


def _check_starts(reader: Reader, limit: Limit, path: Path, above: list[str]) -> None:
    for start in limit.starts:
        at = reader.places[path].value
        told = start.partition(".")[2] if start.startswith((TOLD, LAST_TOLD)) else ""
        if told and all(NAME.fullmatch(part) for part in told.split(".")) and told.count(".") == 1:
            # A clock of another profile, which the site may or may not have.
            continue
        if told and told not in above:
            reader.problem(
                "wrong-type",
                at,
                f"`{start[:60]}` is not a clock above this one",
                f"use one of: {', '.join(TOLD + name for name in above)}" if above else "write `from: aware`",
            )
        elif not told and start not in {AWARE, YEAR_END} and not NAME.fullmatch(start):
            reader.problem(
                "bad-name",
                at,
                f"`{start[:60]}` is not the name of a moment",
                "write `aware`, or a name in lower-case letters",
            )


def _learnt_alike(reader: Reader, _node: Node, values: dict[str, Any]) -> None:
    # A clock without a source of its own has the source of the profile.
    if learnt := values.get("learnt"):
        values["clocks"] = MappingProxyType(
            {
                name: clock if ("clocks", name, "learnt") in reader.places else replace(clock, learnt=learnt)
                for name, clock in values["clocks"].items()
            }
        )


def _main_clock(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    clocks = values.get("clocks", {})
    if values["main"] and values["main"] not in clocks:
        reader.problem(
            "wrong-type",
            node.at,
            f"`{values['main'][:60]}` is not a clock of this profile",
            f"use one of: {', '.join(clocks)}" if clocks else "delete the line",
        )


class _Never(Map):
    """What letters must not say, by the clock under which it applies. Read by `_never`, which knows the clocks."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Node:
        return node

    def part(self) -> Part:
        return {"type": "object", "additionalProperties": self.of.part()}


def _never(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    table = reader.table(
        node, "`never`", "write the clock's name and what its letter must not say, such as `residents: [the number]`"
    )
    clocks = tuple(values.get("clocks", ()))
    given = reader.keys(table, clocks, "`never`, whose keys are names of clocks") if table else {}
    values["never"] = MappingProxyType({name: reader.texts(value, "what a letter must not say") for name, value in given.items()})


class _PostingRecord(Record):
    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Posting | None:
        given = self.opened(reader, node, what, path[-1])
        if given is None:
            return None
        days = self.by_name["days"].kind.read(reader, given.get("days", node), "days", (*path, "days"))
        if days is None:
            return None
        values = self.values(reader, node, given, path) or {}
        return Posting(**values)


class _Headings(Map):
    """Headings, each with the elements below it."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, tuple[Element, ...]]:
        table = reader.table(node, f"`{what}`", "write each heading and what goes below it, such as `What happened: [known]`")
        entries = table.entries.values() if table else ()
        return MappingProxyType({entry.key: self.of.read(reader, entry.value, what, (*path, entry.key)) for entry in entries})

    def part(self) -> Part:
        return {"type": "object", "additionalProperties": self.of.part()}


class _RequireIf(Map):
    """Elements, each with its condition."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[Element, Condition]:
        table = reader.table(
            node, f"`{what}`", "write a key of the format and when, such as `remedy: {data: [social-security-number]}`"
        )
        words = [element.value for element in Element]
        given = reader.keys(table, words, f"`{what}`, whose keys are elements of a notice") if table else {}
        found = {Element(name): read_plainly(self.of, reader, value, f"`{name}`", (*path, name)) for name, value in given.items()}
        return MappingProxyType({element: condition for element, condition in found.items() if condition is not None})

    def part(self) -> Part:
        return {
            "type": "object",
            "propertyNames": {"enum": [element.value for element in Element]},
            "additionalProperties": self.of.part(),
        }


# Forms.


def _dates_in_order(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    days = values["in_force"]
    if days and days.start and days.end and days.end < days.start:
        reader.problem("wrong-type", node.at, "`in_force` ends before it begins", "write the first day under `from`")


def _outputs(_reader: Reader, _node: Node, values: dict[str, Any]) -> None:
    values["outputs"] = tuple(dict.fromkeys(values["outputs"])) or (Output.LETTER,)


def _say_or_fill(reader: Reader, node: Node, given: Mapping[str, Node], path: Path) -> None:
    if not {"say", "fill"} & set(given):
        reader.problem(
            "missing-key",
            node.at,
            f"`{path[-1]}` has neither words for the letter nor what is to be filled in",
            "write `say:` with the sentence, or `fill:` with what you write there when you send the letter",
        )
    elif "translations" in given and "say" not in given:
        reader.problem(
            "missing-key",
            given["translations"].at,
            f"`{path[-1]}` has translations of a sentence that it does not say",
            "write the sentence in English under `say:`",
        )
    elif ("source" in given) != ("text_checked" in given):
        reader.problem(
            "missing-key",
            node.at,
            f"`{path[-1]}` does not say {'when' if 'source' in given else 'where'} its addresses were read",
            "add a line such as `text_checked: 2026-11`"
            if "source" in given
            else "add a line such as `source: the authority's own page`",
        )


class _ByLanguage(Map):
    """A sentence in each of several languages."""

    FORM = "language → the sentence"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, str]:
        table = reader.table(
            node, f"`{what}`", "write each language and the sentence in it, such as `de: Sie können sich beschweren.`"
        )
        found: dict[str, str] = {}
        for entry in table.entries.values() if table else ():
            if not is_written_right(entry.key):
                near = corrected_tag(entry.key)
                reader.problem(
                    "bad-name",
                    entry.key_at,
                    f"`{entry.key[:60]}` is not the tag of a language",
                    f"write `{near}`" if near else "write a tag such as `de` or `pt-BR`",
                )
            elif said := self.of.read(reader, entry.value, entry.key, (*path, entry.key)):
                found[entry.key] = said
        return MappingProxyType(found)

    def part(self) -> Part:
        return {"type": "object", "propertyNames": LanguageTag().part(), "additionalProperties": self.of.part()}

    def form(self) -> str:
        return self.FORM


def _form_of_notification(reader: Reader, node: Node, values: dict[str, Any]) -> None:
    if set(values.get("outputs") or (Output.LETTER,)) == {Output.LETTER}:
        reader.problem(
            "wrong-type",
            node.at,
            "a letter to people has no form of an authority",
            "write `output: notification` above it, or `output: disclosure` for what markets are told",
        )


# fmt: off
FORM_FIELD = Record(of="a field of a form", model=FormField, help="write it like {name: Nature of the breach, from: known, required: true}",
    keys=(
        Key("name", Sentence(), "Its name on the form", "Word for word.", "Nature of the breach",
            required=needs("a field of `form` has no name", "add a line such as `name: Nature of the breach`"), needed="required"),
        Key("from", Choices(FormSource, "thing that the files hold"), "What it is filled with",
            "Keys of the format; without it, whoever sends the form fills it in.", "known", attr="sources"),
        Key("required", Flag(), "Whether the form needs it", "true, if it is refused without it.", True),
    ))
# fmt: on


class _Form(Kind):
    """A list of the fields of a form."""

    FORM = "a list of fields"
    ABSENT: ClassVar[Any] = ()

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[FormField, ...]:
        if not isinstance(node, Items):
            reader.problem(
                "wrong-type",
                node.at,
                "`form` is not a list of fields",
                "write `- {name: Nature of the breach, from: known}` below it",
            )
            return ()
        fields = (
            read_plainly(FORM_FIELD, reader, item, "a field of `form`", (*path, str(place)))
            for place, item in enumerate(node.items)
        )
        return tuple(field for field in fields if field is not None)

    def part(self) -> Part:
        return {"type": "array", "items": FORM_FIELD.part()}


# fmt: off
PROFILE = Record(of="a profile", unpublished="it says what a law asks for; what letters say of it is the law's",
    keys=(
        Key("title", Sentence(), "Title", "What it is.", "Notice to our members",
            required=line("title", "Notice to our members"), needed="required", docs="what it is"),
        Key("tells", Sentence(), "Who is told", "In words.", "our members", required=line("tells", "our members"),
            needed="required", docs="who is told"),
        Key("source", Sentence(), "Source", "The texts it is based on.", "our terms of membership, section 12",
            required=line("source", "our terms of membership, section 12"), needed="required", docs="what it is based on"),
        Key("text_checked", _MonthOrDay(), "Last compared", "The month or day on which it was last compared with its source.",
            "2026-11", required=line("text_checked", "2026-11"), needed="required",
            docs="the month or day on which it was last compared with its source"),
        Key("learnt", _TEXT_SOURCE, "How we know it", "One word; read by default.", "read",
            docs="read, second-hand or recalled"),
        Key("unsure", Sentences("a doubt"), "What is not certain", "In sentences.", ["The term may be ten days."]),
        Key("disclaimer", Sentence(), "Disclaimer", "One sentence.", "a reminder, not legal advice"),
        Key("require", _ELEMENTS, "What the notice must say", "Keys of the format.", ["known", "data", "contact"],
            docs=f"what the notice must say: {', '.join(element.value for element in Element)}"),
        Key("require_if", _RequireIf(of=CONDITION), "What the notice must say in some circumstances", "A key of the format, and when.",
            {"remedy": {"data": ["social-security-number"]}},
            docs="key of the format → condition: what the notice must say in some circumstances only"),
        Key("want", _ELEMENTS, "What the notice says if it is known", "Keys of the format.", ["affected"],
            docs="what it says if it is known, of the same words"),
        Key("grade_at_most", Grade(), "School grade", "The highest grade that its readers can follow.", 9,
            docs="the highest school grade that its readers can follow"),
        Key("clocks", _Clocks(of=CLOCK, what="clock", one="the clock `{name}`"), "Clocks",
            "A name for each time by which someone must be told.",
            {"first": {"tell": "each partner's security contact", "within": "24 hours", "from": "aware"}},
            docs="name → {tell, within, from}, and optionally `do` (what is done, if it is more than telling them), `cap` ({within, from, lapses}: the earlier of the two applies), `warn` (how long after its start), `only_if` (a condition), `weekends`, `weekends_count_for`, `police_stops` (true), `police_oral`, `learnt`. `within` is a number of hours, days, business days or months, or `the same day`; for a text without a number, write `soon: without undue delay` and `warn` instead",
            check=_learnt_alike),
        Key("main", Sentence(), "The main clock", "Which one told: may call by the profile's name alone, if there are several.", "first",
            docs="the clock that `told` may call by the profile's name alone, if there are several", check=_main_clock),
        Key("never", _Never(of=Sentences("what a letter must not say")), "What a letter must not say",
            "A clock's name, a colon and what the letter that stops it must not say.", {"residents": ["the number of people"]},
            docs="clock → what the letter that stops it must not say", check=_never),
        Key("reminders", Sentences("a reminder"), "Reminders", "What else the text requires.", ["The report names the tariffs."]),
        Key("remind_if",
            Named(of=Record(of="the reminder `{name}`", model=Reminder, named=True, help="write it like {say: Name the credit bureaus., only_if: {data: [social-security-number]}}",
                keys=(
                    Key("say", Sentence(), "The reminder", "One sentence.", "Name the credit bureaus.",
                        required=needs("the reminder `{name}` says nothing", "add a line such as `say: Name the credit bureaus.`"), needed="required"),
                    Key("only_if", CONDITION, "When", "A condition that can be computed, or words.", {"data": ["social-security-number"]},
                        required=needs("the reminder `{name}` does not say when", "add a line such as `only_if: {data: [social-security-number]}`; what always applies goes under `reminders:`"), needed="required"),
                )), what="reminder"),
            "Reminders that apply in some circumstances", "A name for each.",
            {"bureaus": {"say": "Name the credit bureaus.", "only_if": {"data": ["social-security-number"]}}},
            docs="name → {say, only_if}: what else the text requires in some circumstances only"),
        Key("only_if", CONDITION, "When the whole profile applies", "If not wherever it is named.", {"residents": "US-CA"},
            docs="a condition: when the whole profile applies, if not wherever it is named"),
        Key("posting",
            _PostingRecord(of="`posting`", help="write it like {days: 90, where: the home page}",
                keys=(
                    Key("days", _Days(), "How long", "Calendar days.", 90, needed="required"),
                    Key("where", Sentence(), "Where", "Where on the site.", "the home page",
                        required=needs("`posting` does not say where", "add a line such as `where: the home page`"),
                        needed="required"),
                    Key("only_if", CONDITION, "When", "If not always.", "people cannot be reached"),
                )),
            "How long the page must stay up", "For how many days, and where.", {"days": 90, "where": "the home page"},
            docs="{days, where, only_if}: how long the page must stay up"),
        Key("country", Country(), "Country", "Whose public holidays count, in two letters.", "GB", needed="for business days",
            docs="whose public holidays count, in two letters"),
        Key("notice_title", Sentence(), "Title of the letter", "As the text requires it.", "Notice of Data Breach",
            docs="the title that its letter must have"),
        Key("headings", _Headings(of=_ELEMENTS), "Headings of the letter", "Each heading, and what goes below it.",
            {"What Happened": ["known"]}, docs="heading → what goes below it: the headings that its letter must have"),
        Key("leaves_out", _ELEMENTS, "What its letter leaves out",
            "Keys of the format that the law forbids in a letter. Without known, it has no story, no correction and no link to its page.", ["known", "affected"],
            docs="what its letter leaves out because the law forbids it there; a letter without `known` has neither the story nor a link to the page"),
        Key("letter_says",
            Named(of=Record(of="the text `{name}`", model=LetterText, named=True, help="write it like {say: You can complain to the authority.}",
                check=_say_or_fill, also={"anyOf": [{"required": ["say"]}, {"required": ["fill"]}]},
                keys=(
                    Key("say", Sentence(), "The sentence", "True whatever happened.", "You can complain to the authority."),
                    Key("translations", _ByLanguage(of=Sentence()), "The sentence in other languages", "A language and the sentence in it.", {"de": "Sie können sich bei der Behörde beschweren."}),
                    Key("fill", Sentence(), "What is to be filled in", "If you write the words when you send it, or may replace those of say.", "The credit bureaus, with telephone numbers and addresses"),
                    Key("source", Sentence(), "Where addresses in it were read", "notice asks you to look them up again.", "the authority's own page"),
                    Key("text_checked", _MonthOrDay(), "When", "The month or day.", "2026-11"),
                    Key("only_if", CONDITION, "When", "If not always.", {"data": ["social-security-number"]}),
                )), what="text"),
            "What else its letter says", "A name for each: a right of the reader, or who else can help.",
            {"complain": {"say": "You can complain to the authority."}},
            docs="name → {say, translations, fill, source, text_checked, only_if}: what else its letter says, such as a right of the reader; `say` in English, and its `translations`; `fill` names what you write when you send it, or what you may write instead of `say`; `source` and `text_checked` say where and when addresses in it were read"),
        Key("type_size", _TypeSize(), "Smallest type size", "In points.", 10,
            docs="the smallest type size for its letter, in points"),
        Key("paper", Choice(Paper, "kind of paper", ("A4.", "US letter.")), "Paper", "a4 by default.", "us-letter",
            docs="the paper of its letter: `a4` or `us-letter`"),
        Key("output", Choices(Output, "kind of output"), "What it is", "letter by default; one or several.", ["letter", "notification"], attr="outputs",
            docs="one or several of `letter` (to people), `notification` (to an authority), `disclosure` (to markets) and `press-release` (to the media)", check=_outputs),
        Key("in_force",
            Record(of="`in_force`", model=InForce, help="write it like {from: 2026-01-01}",
                keys=(
                    Key("from", Day(), "From when", "The first day.", "2026-01-01", attr="start"),
                    Key("until", Day(), "Until when", "The last day.", "2027-12-31", attr="end"),
                )),
            "When its law is in force", "Its first day, its last day, or both.", {"from": "2026-01-01"},
            docs="{from, until}: the first and the last day on which its law is in force", check=_dates_in_order),
        Key("form", _Form(), "The authority's form", "Its fields, in its order and under its names.",
            [{"name": "Nature of the breach", "from": "known", "required": True}],
            docs=f"a list of {{name, from, required}}: the fields of the authority's form, in its order; `from` is any of {', '.join(source.value for source in FormSource)}, and without it whoever sends the form fills the field in",
            check=_form_of_notification),
        Key("form_title", Sentence(), "Title of the notification", "If not that of the profile.", "Report of a significant incident",
            docs="the title of the notification, if not that of the profile"),
        Key("form_language", LanguageTag(), "Language of the form", "That of its title and of the names of its fields; en by default.", "pt-BR",
            docs="the language of the form's title and fields; English by default"),
    ))
# fmt: on
