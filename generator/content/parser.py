"""Parsing incident.md, updates, reviews, free pages and drill records into immutable documents.

Nothing here raises on an author's text.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from generator.content import frontmatter
from generator.format import yaml_files
from generator.format.asked_readers import ASKED_READERS
from generator.format.drill_record import DRILL_RECORD
from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION
from generator.format.invisible_characters import in_words
from generator.format.name_reader import SECTIONS
from generator.format.page import PAGE
from generator.format.problems import READABLE, UNDERSTOOD, is_unread, once
from generator.format.reader import Reader
from generator.format.record import Record
from generator.format.review import REVIEW
from generator.format.strict_yaml import Node, Table, Text, line_of
from generator.format.template import TEMPLATE, UNDATED
from generator.format.update import UPDATE
from generator.model.comprehension import AskedReaders
from generator.model.diagnostic import Finding
from generator.model.document import (
    AskedDocument,
    DrillDocument,
    IncidentDocument,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.incident import Incident, IncidentTranslation, Review
from generator.model.plan import DrillRecord
from generator.model.source import Place, Source, Span
from generator.model.update import Update

_NAME_OF_THE_ORIGINAL = "give it its name from the original: the name, a colon and the sentence, in place of the hyphen"
_LINE_OF_THE_ORIGINAL = "copy the line from the original, and translate it if it is a sentence"


class _Front:
    """The front matter of a file while a document is made from it."""

    def __init__(
        self,
        source: Source,
        problems: tuple[Finding, ...],
        record: Record,
        earlier: Mapping[tuple[str, str], str] = MappingProxyType({}),
        *,
        names: bool = True,
        taken: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> None:
        self.reader = Reader(source.path, source.text, earlier, names=names, taken=taken)
        self.reader.problems += problems
        self.record = record
        self.body = ""
        self.given: dict[str, Node] = {}
        self.fields: dict[str, Any] = {}
        self.is_table = False
        if is_unread(source, problems):
            return
        parts, split_problems = frontmatter.split(source)
        self.reader.problems += [self._closed(problem, source, record.names) for problem in split_problems]
        first = source.text.split("\n", 1)[0]
        self.reader.places[()] = Place(Span(source.path, 1, 1, 1, len(first) + 1), Span(source.path, 1, 1, 1, len(first) + 1))
        if parts is None:
            return
        self.body = parts.body.strip("\n")
        self._check_body(parts.body, parts.body_line, record.names)
        self.reader.problems += in_words(parts.body, source.path, parts.body_line)
        node, yaml_problems = yaml_files.read(parts.front, source.path, parts.front_line)
        self.reader.problems[:] = once((*self.reader.problems, *yaml_problems))
        if isinstance(node, Table):
            self.is_table = True
            self.reader.record_all(node)
            self.given = self.reader.keys(node, record.names, record.of)
        elif node is not None and not (isinstance(node, Text) and node.is_empty):
            self._no_keys(node, record.names)
        elif not yaml_problems:
            self.is_table = True

    def _no_keys(self, node: Node, keys: tuple[str, ...]) -> None:
        """Report what was meant where no line in the front matter is a key."""
        found = re.match(r"([a-z_]+):(\S.*)", node.value) if isinstance(node, Text) and node.plain else None
        if found and found.group(1) in keys:
            start = self.reader.lines.start(node.at)
            self.reader.problem(
                "unreadable-front-matter",
                node.at,
                f"there is no space after `{found.group(1)}:`",
                f"write `{line_of(found.group(1), found.group(2))}`",
                (self.reader.lines.put((start[0], start[1] + found.end(1) + 1), " "),),
            )
            return
        self.reader.problem(
            "unreadable-front-matter",
            node.at,
            "there are no keys between the two lines of ---",
            f"write each key on its own line with its text after it, such as `{keys[0]}: …`",
        )

    def _closed(self, problem: Finding, source: Source, keys: tuple[str, ...]) -> Finding:
        # If the file contains only keys, the missing line of --- belongs at its end.
        lines = source.text.rstrip("\n").split("\n")
        if problem.rule != "unclosed-front-matter" or problem.edits or len(lines) < 2:
            return problem
        node, problems = yaml_files.read("\n".join(lines[1:]), source.path, 2)
        if not isinstance(node, Table) or problems or not set(node.entries) <= set(keys):
            return problem
        end = (len(lines) - 1, len(lines[-1]))
        return replace(problem, edits=(self.reader.lines.put(end, "\n---"),))

    def _check_body(self, body: str, line: int, keys: tuple[str, ...]) -> None:
        for offset, written in enumerate(body.split("\n")):
            if not written.strip():
                continue
            if (found := re.match(r"([a-z_]+):(?:\s|$)", written)) and found.group(1) in keys:
                at = Span(self.reader.path, line + offset, 1, line + offset, len(written) + 1)
                self.reader.problem(
                    "keys-in-body",
                    at,
                    f"`{found.group(1)}:` is after the closing --- and would be shown to readers as text",
                    "move it above the closing ---, or delete the --- in the middle of the keys",
                )
            return

    def read(self) -> dict[str, Any]:
        """Return the values of the keys and the text after them, by attribute of the model."""
        self.fields = (self.record.values(self.reader, None, self.given, ()) if self.is_table else None) or {}
        return {**self.fields, "body": self.body}

    def understood(self, *, sealed: bool = False) -> bool:
        """Whether the content can be used; for a published text, fewer problems prevent that.

        Args:
            sealed: whether exactly this text was published.
        """
        # An empty sentence can be ignored, a missing time cannot.
        lacking = any(self.fields.get(key.attribute) is None for key in self.record.required)
        return self.is_table and not lacking and self.reader.within(READABLE if sealed else UNDERSTOOD)

    def look_at_the_original(self) -> None:
        """In a translation, say that missing names and dates are to be copied from the original."""
        helps = {"unnamed-fact": _NAME_OF_THE_ORIGINAL, "missing-key": _LINE_OF_THE_ORIGINAL}
        self.reader.problems[:] = [
            replace(problem, help=helps[problem.rule]) if problem.rule in helps else problem for problem in self.reader.problems
        ]


def parse_update(
    source: Source,
    problems: tuple[Finding, ...],
    number: int,
    slug: str,
    language: str = "",
    earlier: Mapping[tuple[str, str], str] = MappingProxyType({}),
    taken: Mapping[str, Collection[str]] = MappingProxyType({}),
    *,
    template: bool = False,
    sealed: bool = False,
) -> UpdateDocument:
    """Parse an update, a translation of one, or the first statement that a template makes.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        number: the number in its file name.
        slug: the words in its file name.
        language: a translation's language; empty for an original.
        earlier: names used so far in the incident, by kind and wording of sentences, as returned by `names_in`.
        taken: names used in the incident's other updates, as returned by `taken_in`.
        template: whether it is a template, which has lengths of time in place of times: its update is "published" at `UNDATED`.
        sealed: whether exactly this text was published: then it counts as understood if every value can be read, whatever other problems
            it has.
    """
    front = _Front(source, problems, TEMPLATE if template else UPDATE, earlier, names=not language, taken=taken)
    fields = front.read()
    if template:
        fields["published"] = UNDATED
    if language:
        front.look_at_the_original()
    update = Update(number=number, slug=slug, **fields) if front.understood(sealed=sealed) else None
    return UpdateDocument(**front.reader.document(source), number=number, slug=slug, language=language, parsed=update)


def names_in(document: UpdateDocument) -> Mapping[tuple[str, str], str]:
    """Return the names of an update's facts, steps and actions, by kind and wording."""
    if document.parsed is None:
        return MappingProxyType({})
    update = document.parsed
    names = {("fact", fact.text): fact.name for facts in (update.known, update.unknown) for fact in facts.values()}
    names |= {("step", step.do): step.name for step in update.next_steps.values()}
    names |= {("action", action.do): action.name for action in update.actions.values()}
    names |= {("consequence", consequence.text): name for name, consequence in update.consequences.items()}
    return MappingProxyType(names)


def taken_in(documents: Iterable[UpdateDocument]) -> Mapping[str, frozenset[str]]:
    """Return the names that updates define, by kind, including those of updates that were not understood."""
    names: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for path in document.places:
            if len(path) == 2 and path[0] in SECTIONS and not path[1].isdecimal():
                names[SECTIONS[path[0]]].add(path[1])
    return MappingProxyType({kind: frozenset(found) for kind, found in names.items()})


def parse_incident(source: Source, problems: tuple[Finding, ...]) -> IncidentDocument:
    """Parse incident.md."""
    front = _Front(source, problems, INCIDENT)
    fields = front.read()
    return IncidentDocument(**front.reader.document(source), incident=Incident(**fields) if front.understood() else None)


def parse_incident_translation(source: Source, problems: tuple[Finding, ...], language: str) -> IncidentTranslationDocument:
    """Parse incident.<language>.md: it contains only sentences, since times and states are the original's."""
    front = _Front(source, problems, INCIDENT_TRANSLATION)
    fields = front.read()
    front.look_at_the_original()
    parsed = IncidentTranslation(**fields) if front.understood() else None
    return IncidentTranslationDocument(**front.reader.document(source), language=language, parsed=parsed)


def parse_review(source: Source, problems: tuple[Finding, ...], language: str = "", *, sealed: bool = False) -> ReviewDocument:
    """Parse review.md, or a translation of it into `language`."""
    front = _Front(source, problems, REVIEW)
    fields = front.read()
    if language:
        front.look_at_the_original()
    review = Review(**fields) if front.understood(sealed=sealed) else None
    return ReviewDocument(**front.reader.document(source), language=language, review=review)


def parse_page(source: Source, problems: tuple[Finding, ...], slug: str, language: str = "") -> PageDocument:
    """Parse a free page, or a translation of it into `language`."""
    front = _Front(source, problems, PAGE)
    fields = {"title": "", **front.read()}
    if language:
        front.look_at_the_original()
    return PageDocument(**front.reader.document(source), slug=slug, language=language, **fields)


def parse_drill(source: Source, problems: tuple[Finding, ...], name: str) -> DrillDocument:
    """Parse the record of a drill; `name` is its file name without extension."""
    front = _Front(source, problems, DRILL_RECORD)
    fields = front.read()
    record = DrillRecord(name=name, **fields) if front.understood() else None
    return DrillDocument(**front.reader.document(source), name=name, record=record)


def parse_asked(source: Source, problems: tuple[Finding, ...], name: str) -> AskedDocument:
    """Parse a record of what readers understood; `name` is its file name without extension."""
    front = _Front(source, problems, ASKED_READERS)
    fields = front.read()
    record = AskedReaders(name=name, **fields) if front.understood() else None
    return AskedDocument(**front.reader.document(source), name=name, record=record)
