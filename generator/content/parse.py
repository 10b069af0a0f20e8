"""incident.md, updates, reviews, free pages and records of drills: from text to frozen documents. Nothing here raises on what an author wrote."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any

from generator.content import frontmatter
from generator.content.settings import read_contact
from generator.format import strict_yaml
from generator.format.counts import population_counts
from generator.format.reading import NAME, Reader
from generator.format.sheet import spelled
from generator.format.strict_yaml import Node, Table, Text, short
from generator.model.diagnostic import Problem
from generator.model.document import (
    DrillDocument,
    IncidentDocument,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.incident import (
    CorrectiveAction,
    Delay,
    Impact,
    Incident,
    IncidentTranslation,
    Move,
    Question,
    Review,
    Telling,
    Told,
)
from generator.model.plan import DrillRecord
from generator.model.source import Place, Source, Span
from generator.model.update import Action, Amendment, DataState, Fact, Nature, Status, Step, Update, Urgency, Watch, Window

UPDATE_KEYS = (
    *("title", "published", "status", "known", "unknown", "next_steps", "actions", "next_update", "corrections", "unanswerable"),
    *("done", "dropped", "withdrawn", "nature", "affected", "data", "window", "consequences", "contained_by", "monitor_until"),
    *(
        "monitoring",
        "review_by",
        "because",
        "late",
        "no_change",
        "approved_by",
        "template",
        "waivers",
        "summary",
        "draft",
        "amended",
    ),
)
#: What a template may hold: it is a first statement, and its times are given when it is used.
TEMPLATE_KEYS = (
    *("title", "status", "known", "unknown", "next_steps", "actions", "next_update", "nature", "affected", "data"),
    *("consequences", "contained_by", "waivers", "summary"),
)
INCIDENT_KEYS = (
    *("title", "aware", "impact", "systems", "occurred", "profiles", "contact", "direct_notice", "moments", "told", "not_needed"),
    *("delayed", "remedy", "related", "questions", "also_told", "names"),
)
#: The sections of a review that hold what went well and badly, each name → sentence.
REVIEW_SECTIONS = ("response_well", "response_badly", "communication_well", "communication_badly")
REVIEW_KEYS = (
    *("title", "published", "cause", *REVIEW_SECTIONS, "lessons", "corrective_actions", "approved_by", "draft", "amended"),
)
INCIDENT_TRANSLATION_KEYS = ("title", "names", "direct_notice", "remedy", "questions")
PAGE_KEYS = ("title",)
DRILL_KEYS = ("held", "template", "minutes", "took_part", "findings", "promises_made", "promises_kept", "lessons")

#: When a template is "published": a time that no site can have.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)

_NAME_OF_THE_ORIGINAL = "give it the name that it has in the original: the name, a colon and the sentence, in place of the hyphen"
_LINE_OF_THE_ORIGINAL = "copy the line from the original, and translate it if it is a sentence"

_FACT = ("text", "from", "sure")
_OPEN_FACT = (*_FACT, "by", "looked", "through", "cannot_see")


class _Front:
    """The front matter of one file on its way to a document."""

    def __init__(
        self,
        source: Source,
        problems: tuple[Problem, ...],
        keys: tuple[str, ...],
        of: str,
        earlier: Mapping[tuple[str, str], str] = MappingProxyType({}),
        *,
        names: bool = True,
    ) -> None:
        self.reader = Reader(source.path, source.text, earlier, names=names)
        self.reader.problems += problems
        self.body = ""
        self.given: dict[str, Node] = {}
        self.is_table = False
        if problems and not source.text:
            return
        parts, split_problems = frontmatter.split(source)
        self.reader.problems += [self._closed(problem, source, keys) for problem in split_problems]
        first = source.text.split("\n", 1)[0]
        self.reader.places[()] = Place(Span(source.path, 1, 1, 1, len(first) + 1), Span(source.path, 1, 1, 1, len(first) + 1))
        if parts is None:
            return
        self.body = parts.body.strip("\n")
        self._check_body(parts.body, parts.body_line, keys)
        node, yaml_problems = strict_yaml.read(parts.front, source.path, parts.front_line)
        self.reader.problems += yaml_problems
        if isinstance(node, Table):
            self.is_table = True
            self.reader.record_all(node)
            self.given = self.reader.keys(node, keys, of)
        elif node is not None and not (isinstance(node, Text) and node.is_empty):
            self.reader.problem(
                "unreadable-front-matter",
                node.at,
                "there are no keys between the two lines of ---",
                "write one `key: text` on each line",
            )
        elif not yaml_problems:
            self.is_table = True

    def _closed(self, problem: Problem, source: Source, keys: tuple[str, ...]) -> Problem:
        # With nothing but keys in the file, the missing line of --- belongs at its end.
        lines = source.text.rstrip("\n").split("\n")
        if problem.rule != "unclosed-front-matter" or problem.edits or len(lines) < 2:
            return problem
        node, problems = strict_yaml.read("\n".join(lines[1:]), source.path, 2)
        if not isinstance(node, Table) or problems or not set(node.entries) <= set(keys):
            return problem
        end = (len(lines) - 1, len(lines[-1]))
        return replace(problem, edits=(self.reader.sheet.put(end, "\n---"),))

    def _check_body(self, body: str, line: int, keys: tuple[str, ...]) -> None:
        for offset, written in enumerate(body.split("\n")):
            if not written.strip():
                continue
            if (found := re.match(r"([a-z_]+):(?:\s|$)", written)) and found.group(1) in keys:
                at = Span(self.reader.path, line + offset, 1, line + offset, len(written) + 1)
                self.reader.problem(
                    "keys-in-body",
                    at,
                    f"`{found.group(1)}:` stands after the closing --- and would be shown to readers as text",
                    "move it above the closing ---, or remove the --- that is in the middle of the keys",
                )
            return

    def require(self, key: str, example: str) -> Node | None:
        """A key without which the file has no meaning."""
        node = self.given.get(key)
        if node is None and self.is_table:
            self.reader.problem(
                "missing-key", self.reader.places[()].whole, f"`{key}` is missing", f"add a line such as `{key}: {example}`"
            )
        return node

    def text(self, key: str) -> str:
        node = self.given.get(key)
        return self.reader.text(node, f"`{key}`") if node is not None else ""

    def sentences(self, key: str, what: str) -> Mapping[str, str]:
        node = self.given.get(key)
        return (
            self.reader.named(node, what, lambda _name, value, _path: self.reader.text(value, f"a {what}") or None, key)
            if node is not None
            else MappingProxyType({})
        )

    def flag(self, key: str) -> bool:
        node = self.given.get(key)
        return self.reader.flag(node, key) if node is not None else False

    def look_at_the_original(self) -> None:
        """In a translation, names and dates are not found but copied: say so where they are missing."""
        helps = {"unnamed-fact": _NAME_OF_THE_ORIGINAL, "missing-key": _LINE_OF_THE_ORIGINAL}
        self.reader.problems[:] = [
            replace(problem, help=helps[problem.rule]) if problem.rule in helps else problem for problem in self.reader.problems
        ]

    def document(self, source: Source) -> dict[str, Any]:
        """What every kind of document holds."""
        return {"source": source, "places": MappingProxyType(self.reader.places), "problems": tuple(self.reader.problems)}


def parse_update(
    source: Source,
    problems: tuple[Problem, ...],
    number: int,
    slug: str,
    language: str = "",
    earlier: Mapping[tuple[str, str], str] = MappingProxyType({}),
    *,
    template: bool = False,
) -> UpdateDocument:
    """An update, a translation of one, or the first statement that a template makes.

    Args:
        source: the file.
        problems: what was wrong with it before it was read (its encoding, its size).
        number: the number its name begins with.
        slug: the words of its name.
        language: the language of a translation; empty for an original.
        earlier: the names that sentences have had so far in the incident, as `names_in` gives them.
        template: whether it is a template, which has a length of time in place of times: its update is "published" at `UNDATED`.
    """
    keys, what = (TEMPLATE_KEYS, "a template") if template else (UPDATE_KEYS, "an update")
    front = _Front(source, problems, keys, what, earlier, names=not language)
    reader, given = front.reader, front.given
    title_node = front.require("title", "Someone read customer support tickets")
    published_node = None if template else front.require("published", "2027-03-03T02:40Z")
    status_node = front.require("status", "investigating")
    title = reader.text(title_node, "`title`") if title_node is not None else ""
    published = reader.moment(published_node, "published") if published_node is not None else UNDATED if template else None
    status = reader.choice(status_node, Status, "status") if status_node is not None else None

    none_left, unknown = _unknown(reader, given)
    no_action, actions = _actions(reader, given)
    none_planned = _is_word(given, "next_update", "none_planned")
    next_update = _next_update(reader, given, template=template) if not none_planned else None
    known = reader.named(given["known"], "fact", lambda *a: _fact(reader, _FACT, *a), "known") if "known" in given else {}
    for name in known:
        if name in unknown:
            reader.problem(
                "name-twice",
                reader.places["unknown", name].key,
                f"`{name}` stands under `known` and under `unknown`",
                "leave it where it belongs: under `known` if you know it now, under `unknown` if you do not",
            )
    fields: dict[str, Any] = {
        "known": known,
        "unknown": unknown,
        "none_left": none_left,
        "next_steps": _named(reader, given, "next_steps", "step", _step),
        "actions": actions,
        "no_action": no_action,
        "next_update": next_update,
        "none_planned": none_planned,
        "corrections": _corrections(front),
        "unanswerable": front.sentences("unanswerable", "reason"),
        "done": front.sentences("done", "outcome"),
        "dropped": front.sentences("dropped", "reason"),
        "withdrawn": front.sentences("withdrawn", "reason"),
        "nature": reader.choice(given["nature"], Nature, "nature") if "nature" in given else None,
        "affected": population_counts(reader, given["affected"]) if "affected" in given else {},
        "data": _named(reader, given, "data", "kind of data", _data_state),
        "window": _window(reader, given["window"]) if "window" in given else None,
        "consequences": front.sentences("consequences", "consequence"),
        "contained_by": front.text("contained_by"),
        "monitor_until": reader.day(given["monitor_until"], "monitor_until") if "monitor_until" in given else None,
        "monitoring": _watch(reader, given["monitoring"]) if "monitoring" in given else None,
        "review_by": reader.day(given["review_by"], "review_by") if "review_by" in given else None,
        "because": front.text("because"),
        "late": front.text("late"),
        "no_change": front.flag("no_change"),
        "approved_by": front.sentences("approved_by", "name"),
        "template": front.text("template"),
        "waivers": front.sentences("waivers", "reason"),
        "summary": front.text("summary"),
        "draft": front.flag("draft"),
        "amended": _amended(reader, given["amended"]) if "amended" in given else None,
        "body": front.body,
    }
    if language:
        front.look_at_the_original()
    update = None
    if reader.understood and published is not None and status is not None:
        update = Update(number=number, slug=slug, title=title, published=published, status=status, **fields)
    return UpdateDocument(**front.document(source), number=number, slug=slug, language=language, parsed=update)


def names_in(document: UpdateDocument) -> Mapping[tuple[str, str], str]:
    """The names of an update's facts, steps and actions, by what they are and how they are worded."""
    if document.parsed is None:
        return MappingProxyType({})
    update = document.parsed
    names = {("fact", fact.text): fact.name for facts in (update.known, update.unknown) for fact in facts.values()}
    names |= {("step", step.do): step.name for step in update.next_steps.values()}
    names |= {("action", action.do): action.name for action in update.actions.values()}
    return MappingProxyType(names)


def parse_incident(source: Source, problems: tuple[Problem, ...]) -> IncidentDocument:
    """incident.md."""
    front = _Front(source, problems, INCIDENT_KEYS, "incident.md")
    reader, given = front.reader, front.given
    title_node = front.require("title", "Someone read customer support tickets")
    aware_node = front.require("aware", "2027-03-03T02:40Z")
    title = reader.text(title_node, "`title`") if title_node is not None else ""
    aware = reader.moment(aware_node, "aware") if aware_node is not None else None
    fields: dict[str, Any] = {
        "impact": reader.choice(given["impact"], Impact, "impact") if "impact" in given else None,
        "systems": reader.texts(given["systems"], "a system") if "systems" in given else (),
        "occurred": reader.when(given["occurred"], "occurred") if "occurred" in given else None,
        "profiles": reader.texts(given["profiles"], "a profile") if "profiles" in given else (),
        "contact": read_contact(reader, given["contact"]) if "contact" in given else None,
        "direct_notice": front.text("direct_notice"),
        "moments": _named(reader, given, "moments", "moment", lambda r, name, node, _path: r.moment(node, name)),
        "told": _by_clock(reader, given, "told", "hipaa.media: 2027-04-02T09:00Z", _told),
        "not_needed": _by_clock(reader, given, "not_needed", "hipaa.media: No more than 500 people in any state.", _reason),
        "delayed": _delay(reader, given["delayed"]) if "delayed" in given else None,
        "remedy": front.text("remedy"),
        "related": reader.texts(given["related"], "an incident") if "related" in given else (),
        "questions": _named(reader, given, "questions", "question", _question),
        "also_told": _named(reader, given, "also_told", "telling", _telling),
        "names": front.sentences("names", "name in words"),
        "body": front.body,
    }
    incident = Incident(title=title, aware=aware, **fields) if reader.understood and aware is not None else None
    return IncidentDocument(**front.document(source), incident=incident)


def parse_incident_translation(source: Source, problems: tuple[Problem, ...], language: str) -> IncidentTranslationDocument:
    """incident.<language>.md: sentences alone, since times and states are the original's."""
    front = _Front(source, problems, INCIDENT_TRANSLATION_KEYS, "a translation of incident.md")
    reader, given = front.reader, front.given
    title_node = front.require("title", "…")
    title = reader.text(title_node, "`title`") if title_node is not None else ""
    fields: dict[str, Any] = {
        "names": front.sentences("names", "name in words"),
        "direct_notice": front.text("direct_notice"),
        "remedy": front.text("remedy"),
        "questions": _named(reader, given, "questions", "question", _translated_question),
        "body": front.body,
    }
    front.look_at_the_original()
    parsed = IncidentTranslation(title=title, **fields) if reader.understood and title else None
    return IncidentTranslationDocument(**front.document(source), language=language, parsed=parsed)


def parse_review(source: Source, problems: tuple[Problem, ...], language: str = "") -> ReviewDocument:
    """review.md, or a translation of it into `language`."""
    front = _Front(source, problems, REVIEW_KEYS, "review.md")
    reader, given = front.reader, front.given
    title_node = front.require("title", "What happened to our support desk, and what we have changed")
    published_node = front.require("published", "2027-05-03T09:00Z")
    cause_node = front.require(
        "cause", "A staff password was used on a site that had been broken into, and it opened our desk too."
    )
    title = reader.text(title_node, "`title`") if title_node is not None else ""
    published = reader.moment(published_node, "published") if published_node is not None else None
    cause = reader.text(cause_node, "`cause`") if cause_node is not None else ""
    fields: dict[str, Any] = {
        **{section: front.sentences(section, "sentence") for section in REVIEW_SECTIONS},
        "lessons": front.sentences("lessons", "lesson"),
        "corrective_actions": _named(reader, given, "corrective_actions", "corrective action", _corrective_action),
        "approved_by": front.sentences("approved_by", "name"),
        "draft": front.flag("draft"),
        "amended": _amended(reader, given["amended"]) if "amended" in given else None,
        "body": front.body,
    }
    if language:
        front.look_at_the_original()
    review = None
    if reader.understood and published is not None:
        review = Review(title=title, published=published, cause=cause, **fields)
    return ReviewDocument(**front.document(source), language=language, review=review)


def parse_page(source: Source, problems: tuple[Problem, ...], slug: str, language: str = "") -> PageDocument:
    """A free page, or a translation of it into `language`."""
    front = _Front(source, problems, PAGE_KEYS, "a page")
    title_node = front.require("title", "About this site")
    title = front.reader.text(title_node, "`title`") if title_node is not None else ""
    if language:
        front.look_at_the_original()
    return PageDocument(**front.document(source), slug=slug, language=language, title=title, body=front.body)


def parse_drill(source: Source, problems: tuple[Problem, ...], name: str) -> DrillDocument:
    """The record of a drill; `name` is its file name without the ending."""
    front = _Front(source, problems, DRILL_KEYS, "a drill's record")
    reader, given = front.reader, front.given
    held_node = front.require("held", "2027-03-03")
    held = reader.day(held_node, "held") if held_node is not None else None
    numbers = {key: reader.whole(given[key], key) for key in ("minutes", "promises_made", "promises_kept") if key in given}
    made, kept = numbers.get("promises_made"), numbers.get("promises_kept")
    if made is not None and kept is not None and kept > made:
        reader.problem(
            "wrong-type",
            given["promises_kept"].at,
            "more promises were kept than were made",
            f"write a number up to {made}, or mend `promises_made:`",
        )
    fields: dict[str, Any] = {
        "template": front.text("template"),
        "took_part": reader.texts(given["took_part"], "a name") if "took_part" in given else (),
        "findings": reader.texts(given["findings"], "a finding") if "findings" in given else (),
        "lessons": front.sentences("lessons", "lesson"),
        "body": front.body,
    }
    record = None
    if reader.understood and held is not None:
        record = DrillRecord(
            name=name, held=held, minutes=numbers.get("minutes"), promises_made=made, promises_kept=kept, **fields
        )
    return DrillDocument(**front.document(source), name=name, record=record)


def _is_word(given: Mapping[str, Node], key: str, word: str) -> bool:
    node = given.get(key)
    return isinstance(node, Text) and node.value.strip() == word


def _next_update(reader: Reader, given: Mapping[str, Node], *, template: bool) -> datetime | None:
    node = given.get("next_update")
    if node is None:
        return None
    if not template:
        return reader.moment(node, "next_update")
    length = reader.length(node, "next_update")
    return UNDATED + length if length else None


def _named(reader: Reader, given: Mapping[str, Node], key: str, what: str, read: Any) -> Mapping[str, Any]:
    if key not in given:
        return MappingProxyType({})
    return reader.named(given[key], what, lambda name, node, path: read(reader, name, node, path), key)


def _unknown(reader: Reader, given: Mapping[str, Node]) -> tuple[bool, Mapping[str, Fact]]:
    node = given.get("unknown")
    if node is None:
        return False, MappingProxyType({})
    if isinstance(node, Text) and not node.is_empty:
        word = node.value.strip()
        if word == "none_left":
            return True, MappingProxyType({})
        if word.lower().replace(" ", "_").strip(".") in {"no", "none", "nothing", "none_left", "n/a", "false"}:
            reader.problem(
                "wrong-type",
                node.at,
                f"`unknown: {word}` does not say for certain that nothing is left to find out",
                "write `unknown: none_left` if that is so, or list what you do not know yet",
                reader.instead(node.at, spelled(word.strip("."), ("none_left",))),
            )
            return False, MappingProxyType({})
    return False, reader.named(node, "fact", lambda *a: _fact(reader, _OPEN_FACT, *a), "unknown")


def _actions(reader: Reader, given: Mapping[str, Node]) -> tuple[str, Mapping[str, Action]]:
    node = given.get("actions")
    if node is None:
        return "", MappingProxyType({})
    if isinstance(node, Text) and not node.is_empty:
        return reader.text(node, "`actions`"), MappingProxyType({})
    return "", _named(reader, given, "actions", "action", _action)


def _fact(reader: Reader, keys: tuple[str, ...], name: str, node: Node, _path: tuple[str, ...]) -> Fact | None:
    if isinstance(node, Text) or (isinstance(node, Table) and not set(node.entries) & set(_OPEN_FACT)):
        text = reader.text(node, f"the fact `{name}`")
        return Fact(name=name, text=text) if text else None
    table = reader.table(node, f"the fact `{name}`", "write one sentence, or `text:` and further keys below it")
    if table is None:
        return None
    if keys == _FACT and (stray := [key for key in ("by", "looked", "through", "cannot_see") if key in table.entries]):
        reader.problem(
            "unknown-key",
            table.entries[stray[0]].key_at,
            f"`{stray[0]}` belongs to something that is not known yet",
            "delete it, or move the fact to `unknown`",
        )
        keys = _OPEN_FACT
    given = reader.keys(table, keys, "a fact")
    if "text" not in given:
        reader.problem(
            "missing-key", node.at, f"the fact `{name}` has no text", "add a line such as `text: Whose tickets they read.`"
        )
        return None
    text = reader.text(given["text"], f"the fact `{name}`")
    likely = False
    if "sure" in given:
        sure = given["sure"]
        likely = isinstance(sure, Text) and sure.value == "likely"
        if not likely:
            reader.problem(
                "wrong-type", sure.at, "`sure` can only be `likely`", "write `sure: likely`, or delete the line if you are sure"
            )
    return Fact(
        name=name,
        text=text,
        source=reader.text(given["from"], "`from`") if "from" in given else "",
        likely=likely,
        by=reader.when(given["by"], "by") if "by" in given else None,
        looked=reader.text(given["looked"], "`looked`") if "looked" in given else "",
        through=reader.when(given["through"], "through") if "through" in given else None,
        cannot_see=reader.text(given["cannot_see"], "`cannot_see`") if "cannot_see" in given else "",
    )


def _step(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> Step | None:
    keys = ("do", "by", "who", "because")
    given = _sentence_or_keys(reader, name, node, keys, "step", "do")
    if given is None:
        return None
    return Step(
        name=name,
        do=reader.text(given["do"], f"the step `{name}`"),
        by=reader.when(given["by"], "by") if "by" in given else None,
        who=reader.text(given["who"], "`who`") if "who" in given else "",
        because=reader.text(given["because"], "`because`") if "because" in given else "",
    )


def _action(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> Action | None:
    given = _sentence_or_keys(reader, name, node, ("do", "why", "urgency", "for"), "action", "do")
    if given is None:
        return None
    return Action(
        name=name,
        do=reader.text(given["do"], f"the action `{name}`"),
        why=reader.text(given["why"], "`why`") if "why" in given else "",
        urgency=reader.choice(given["urgency"], Urgency, "urgency") if "urgency" in given else None,
        audience=reader.text(given["for"], "`for`") if "for" in given else "",
    )


def _sentence_or_keys(
    reader: Reader, name: str, node: Node, keys: tuple[str, ...], what: str, main: str
) -> dict[str, Node] | None:
    """A sentence alone stands for the main key; a table that has none of the keys is a sentence that a colon tore apart."""
    if isinstance(node, Text) or (isinstance(node, Table) and len(node.entries) == 1 and not set(node.entries) & set(keys)):
        if isinstance(node, Table) or node.is_empty:
            reader.text(node, f"the {what} `{name}`")
            return None
        return {main: node}
    table = reader.table(node, f"the {what} `{name}`", f"write one sentence, or `{main}:` and further keys below it")
    if table is None:
        return None
    given = reader.keys(table, keys, f"a {what}")
    if main not in given:
        reader.problem(
            "missing-key", node.at, f"the {what} `{name}` does not say what", f"add a line `{main}:` with one sentence"
        )
        return None
    return given


def _data_state(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> DataState | None:
    return reader.choice(node, DataState, f"state of {name}")


def _corrections(front: _Front) -> Mapping[str, str]:
    """Reasons by what they correct: a fact's name, or a name after `affected.`, `data.` or `action.`, or one of the fixed few."""
    node = front.given.get("corrections")
    if node is None or (isinstance(node, Text) and node.is_empty):
        return MappingProxyType({})
    reader = front.reader
    example = "write what is corrected, a colon and why, such as `data.password: We had searched in English only.`"
    table = reader.table(node, "`corrections`", example)
    values: dict[str, str] = {}
    for entry in table.entries.values() if table else ():
        kind, dot, name = entry.key.partition(".")
        fixed = entry.key in {"nature", "window", "actions", "incident.title", "incident.aware"}
        named = NAME.fullmatch(name) if dot and kind in {"affected", "data", "action"} else NAME.fullmatch(entry.key)
        if not fixed and not named:
            reader.problem(
                "bad-name",
                entry.key_at,
                f"`{entry.key[:60]}` is not the name of something that can be corrected",
                "name a fact, nature, affected.<who>, data.<kind>, window, action.<name>, actions, incident.title or incident.aware",
            )
            continue
        if text := reader.text(entry.value, f"the reason for correcting `{entry.key}`"):
            values[entry.key] = text
    return MappingProxyType(values)


def _window(reader: Reader, node: Node) -> Window | None:
    table = reader.table(node, "`window`", "write it like {from: 2027-03-02T14:20Z, to: 2027-03-02T19:05Z}")
    if table is None:
        return None
    given = reader.keys(table, ("from", "to"), "`window`")
    ends = [
        reader.when(given[key], key) if key in given and not _is_word(given, key, "unknown") else None for key in ("from", "to")
    ]
    if not given:
        reader.problem("wrong-type", node.at, "`window` says neither when it began nor when it ended", "add `from:` and `to:`")
    return Window(start=ends[0], end=ends[1])


def _watch(reader: Reader, node: Node) -> Watch | None:
    """What is watched: a sentence, or `what` and `looked`."""
    keys = ("what", "looked")
    if isinstance(node, Text) or (isinstance(node, Table) and len(node.entries) == 1 and not set(node.entries) & set(keys)):
        what = reader.text(node, "`monitoring`")
        return Watch(what=what) if what else None
    table = reader.table(node, "`monitoring`", "write one sentence, or `what:` and `looked:` below it")
    if table is None:
        return None
    given = reader.keys(table, keys, "`monitoring`")
    what = reader.text(given["what"], "`what`") if "what" in given else ""
    looked = reader.when(given["looked"], "looked") if "looked" in given else None
    return Watch(what=what, looked=looked)


def _amended(reader: Reader, node: Node) -> Amendment | None:
    table = reader.table(node, "`amended`", "write it like {when: 2027-03-04, what: {recieved: received}}")
    if table is None:
        return None
    given = reader.keys(table, ("when", "what"), "`amended`")
    for key in ("when", "what"):
        if key not in given:
            reader.problem("missing-key", node.at, f"`amended` does not say {key}", f"add `{key}:`")
    when = reader.when(given["when"], "when") if "when" in given else None
    what = _mended_words(reader, given["what"]) if "what" in given else MappingProxyType({})
    return Amendment(when=when, what=what) if when is not None and what else None


def _mended_words(reader: Reader, node: Node) -> Mapping[str, str]:
    table = reader.table(
        node, "`what`", "write the word as it was published, a colon and the word as it is now: {recieved: received}"
    )
    words: dict[str, str] = {}
    for entry in table.entries.values() if table else ():
        now = reader.text(entry.value, f"the new spelling of `{entry.key}`")
        if now and is_spelling(entry.key, now):
            words[entry.key] = now
        elif now:
            reader.problem(
                "wrong-type",
                entry.value.at,
                f"`{short(entry.key)}` to `{short(now)}` is more than a mended spelling",
                "bring the published text back, and write a new update with a correction",
            )
    return MappingProxyType(words)


def is_spelling(was: str, now: str) -> bool:
    """Whether two words or names differ in spelling alone: one or two letters, or marks and spaces, and never a digit or a short word."""
    one, other = (re.sub(r"[\W_]+", "", text).casefold() for text in (was, now))
    if re.sub(r"\D", "", was) != re.sub(r"\D", "", now) or not one or not other:
        return False
    if one == other:
        return True
    changed = sum(
        max(end - start, there_end - there_start)
        for tag, start, end, there_start, there_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
        if tag != "equal"
    )
    # "now" and "not" are one letter apart: a word of fewer than five letters may mean anything.
    return changed <= 2 and min(len(one), len(other)) >= 5 and len(was.split()) == len(now.split()) == 1


def _delay(reader: Reader, node: Node) -> Delay | None:
    table = reader.table(node, "`delayed`", "write it like {by: the police, from: 2027-03-04, to: 2027-03-06}")
    if table is None:
        return None
    given = reader.keys(table, ("by", "from", "to"), "`delayed`")
    if "by" not in given:
        reader.problem("missing-key", node.at, "`delayed` does not say who asked us to wait", "add `by:`")
    return Delay(
        by=reader.text(given["by"], "`by`") if "by" in given else "",
        start=reader.when(given["from"], "from") if "from" in given else None,
        end=reader.when(given["to"], "to") if "to" in given else None,
    )


def _by_clock(reader: Reader, given: Mapping[str, Node], key: str, example: str, read: Any) -> Mapping[str, Any]:
    """Values by the name of a profile's clock: `<profile>` or `<profile>.<clock>`. Whether there is such a clock is a rule's business."""
    node = given.get(key)
    if node is None or (isinstance(node, Text) and node.is_empty):
        return MappingProxyType({})
    table = reader.table(node, f"`{key}`", f"write the clock's name first, such as `{example}`")
    values: dict[str, Any] = {}
    for entry in table.entries.values() if table else ():
        parts = entry.key.split(".")
        if len(parts) > 2 or not all(NAME.fullmatch(part) for part in parts):
            reader.problem(
                "bad-name",
                entry.key_at,
                f"`{entry.key[:60]}` is not the name of a clock",
                f"write the profile's name, or profile and clock with a dot between, such as `{example}`",
            )
        elif (value := read(reader, entry.key, entry.value)) is not None:
            values[entry.key] = value
    return MappingProxyType(values)


def _told(reader: Reader, name: str, node: Node) -> Told | None:
    """When somebody was told: a time, or `at` with `because`."""
    if not isinstance(node, Table):
        at = reader.moment(node, name)
        return Told(at=at) if at is not None else None
    given = reader.keys(node, ("at", "because"), "a telling")
    if "at" not in given:
        reader.problem("missing-key", node.at, f"`{name}` does not say when they were told", "add `at:` with the time")
        return None
    at = reader.moment(given["at"], "at")
    because = reader.text(given["because"], "`because`") if "because" in given else ""
    return Told(at=at, because=because) if at is not None else None


def _reason(reader: Reader, name: str, node: Node) -> str | None:
    return reader.text(node, f"why `{name}` is not needed") or None


def _question(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> Question | None:
    given = _sentence_or_keys(reader, name, node, ("ask", "answer", "unknown", "since"), "question", "ask")
    if given is None:
        return None
    if "answer" in given and "unknown" in given:
        reader.problem(
            "wrong-type",
            given["unknown"].at,
            f"the question `{name}` is both answered and open",
            "keep `answer:` or `unknown:`, not both",
        )
    return Question(
        name=name,
        ask=reader.text(given["ask"], f"the question `{name}`"),
        answer=reader.text(given["answer"], "the answer") if "answer" in given else "",
        unknown=reader.text(given["unknown"], "`unknown`") if "unknown" in given else "",
        since=reader.when(given["since"], "since") if "since" in given else None,
    )


def _telling(reader: Reader, name: str, node: Node, path: tuple[str, ...]) -> Telling | None:
    table = reader.table(
        node, f"what was told to `{name}`", "write it like {when: 2027-03-04, affected: {customers: {unit: people, exact: 1212}}}"
    )
    if table is None:
        return None
    given = reader.keys(table, ("when", "affected", "note"), "what was told elsewhere")
    if "when" not in given:
        reader.problem("missing-key", node.at, f"`{name}` does not say when it was told", "add `when:` and the day")
    when = reader.when(given["when"], "when") if "when" in given else None
    affected = population_counts(reader, given["affected"], *path, "affected") if "affected" in given else MappingProxyType({})
    note = reader.text(given["note"], "`note`") if "note" in given else ""
    return Telling(name=name, when=when, affected=affected, note=note) if when is not None else None


def _translated_question(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> Question | None:
    given = _sentence_or_keys(reader, name, node, ("ask", "answer"), "translated question", "ask")
    if given is None:
        return None
    return Question(
        name=name,
        ask=reader.text(given["ask"], f"the question `{name}`"),
        answer=reader.text(given["answer"], "the answer") if "answer" in given else "",
    )


def _corrective_action(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> CorrectiveAction | None:
    keys = ("do", "owner", "by", "moved", "done", "dropped")
    given = _sentence_or_keys(reader, name, node, keys, "corrective action", "do")
    if given is None:
        return None
    if "done" in given and "dropped" in given:
        reader.problem(
            "wrong-type",
            given["dropped"].at,
            f"the corrective action `{name}` is both done and given up",
            "keep `done:` or `dropped:`, not both",
        )
    if "moved" in given and "by" not in given:
        reader.problem(
            "missing-key", given["moved"].at, f"the corrective action `{name}` is moved to no day", "add `by:` and its new day"
        )
    return CorrectiveAction(
        name=name,
        do=reader.text(given["do"], f"the corrective action `{name}`"),
        owner=reader.text(given["owner"], "`owner`") if "owner" in given else "",
        by=reader.day(given["by"], "by") if "by" in given else None,
        moved=_move(reader, given["moved"]) if "moved" in given else None,
        done=reader.day(given["done"], "done") if "done" in given else None,
        dropped=reader.text(given["dropped"], "`dropped`") if "dropped" in given else "",
    )


def _move(reader: Reader, node: Node) -> Move | None:
    table = reader.table(node, "`moved`", "write it like {from: 2027-06-30, because: The new desk came later than promised.}")
    if table is None:
        return None
    given = reader.keys(table, ("from", "because"), "`moved`")
    if "from" not in given:
        reader.problem("missing-key", node.at, "`moved` does not say from which day", "add `from:` and the day promised first")
        return None
    start = reader.day(given["from"], "from")
    because = reader.text(given["because"], "`because`") if "because" in given else ""
    return Move(start=start, because=because) if start is not None else None
