"""Checking that a translation says what its original says.

Every file that can be translated (an update, incident.md, a review, a page) is reduced to the same four things: names in sections, values
that must be equal, sentences, and a body. The rules on translations compare those and need not know about kinds of files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from generator.content.sentences import Statement, statement_of
from generator.format.incident import INCIDENT
from generator.format.kinds import Path
from generator.format.review import REVIEW
from generator.format.strict_yaml import short
from generator.format.update import UPDATE
from generator.model.config import SiteConfig
from generator.model.document import (
    Document,
    Translation,
)
from generator.model.source import Span
from generator.prose.number_words import numeric_expressions

#: The main key that a plain sentence stands for, by section.
_MAIN = {key.name: key.short for record in (UPDATE, INCIDENT, REVIEW) for key in record.keys if key.short}

#: Names in these two sections are one set: a name found in the other section was moved, not lost.
_FACTS = ("known", "unknown")


@dataclass(frozen=True, slots=True)
class Names:
    """Differences between the names of a translation and those of its original.

    Attributes:
        lost: section and name of entries that the translation lacks.
        added: section and name of entries that the original lacks.
        changed: section, name in the translation, and the original name that it most likely replaces.
        moved: name, section in the translation, section in the original.
        unnamed: sections whose sentences have no names in the translation.
    """

    lost: tuple[tuple[str, str], ...]
    added: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str, str], ...]
    moved: tuple[tuple[str, str, str], ...]
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedTranslation:
    """A translation and its original, prepared for comparison.

    Attributes:
        pair: the two files.
        ours: the content of the original.
        theirs: the content of the translation.
        names: differences between the names.
        from_language: the original's language.
    """

    pair: Translation
    ours: Statement
    theirs: Statement
    names: Names
    from_language: str

    @property
    def original_name(self) -> str:
        """The original's file name."""
        return self.pair.original.source.path.rpartition("/")[2]

    def span(self, path: Path) -> Span:
        """Return the place in the translation of the value at `path`, or of its nearest written parent."""
        place = self.pair.document.places.get(_path_in_file(self.pair.document, path))
        return place.value if place else self.pair.document.span(*path)

    def is_shared(self, path: Path) -> bool:
        """Whether both files have the name that a path leads through, so that the values below it can be compared."""
        if len(path) == 1 or path[0] not in {*self.ours.names, *self.theirs.names}:
            return True
        return all(path[1] in said.names.get(path[0], ()) for said in (self.ours, self.theirs))

    def as_written(self, path: Path) -> str:
        """Return the original's line for a value, to be copied into the translation."""
        where = _path_in_file(self.pair.original, path)
        place = self.pair.original.places.get(where)
        # A value that stands for its record alone in both files has the record's name before it.
        key = path[-1] if path in self.pair.document.places else where[-1]
        if place is None:
            return key
        lines = self.pair.original.source.text.split("\n")[place.value.line - 1 : place.value.end_line]
        lines[-1] = lines[-1][: place.value.end_column - 1]
        lines[0] = lines[0][place.value.column - 1 :]
        return f"{key}: {short(' '.join(' '.join(lines).split()), 120)}"

    def paragraphs(self) -> Iterator[tuple[str, str, Span]]:
        """Yield pairs of paragraphs of the two bodies, with the translation's place.

        If the numbers of paragraphs differ, the whole bodies are one pair.
        """
        ours, theirs = (
            _paragraphs(self.pair.original, self.ours.body, self.from_language),
            _paragraphs(self.pair.document, self.theirs.body, self.pair.language),
        )
        if len(ours) == len(theirs):
            yield from ((mine[0], other[0], other[1]) for mine, other in zip(ours, theirs, strict=True))
        elif ours and theirs:
            yield "\n\n".join(text for text, _ in ours), "\n\n".join(text for text, _ in theirs), theirs[0][1]

    def texts(self) -> Iterator[tuple[str, str, Span]]:
        """Yield every sentence and paragraph that both have: the original's, the translation's, and its place."""
        for path, sentence in self.ours.sentences.items():
            if path in self.theirs.sentences and self.is_shared(path):
                yield sentence, self.theirs.sentences[path], self.span(path)
        yield from self.paragraphs()


def compare_translation(pair: Translation, config: SiteConfig | None) -> ComparedTranslation:
    """Prepare a translation and its original for comparison."""
    ours, theirs = (_without_redactions(one, statement_of(one)) for one in (pair.original, pair.document))
    language = config.site.language if config else "en"
    return ComparedTranslation(pair, ours, theirs, _compare_names(pair.document, ours, theirs), language)


def _without_redactions(document: Document, said: Statement) -> Statement:
    """Return what a file says, without the marks of what was taken out of it: a translation does not repeat them."""
    if not document.redactions:
        return said
    sentences = dict(said.sentences)
    body = said.body
    for mark in {redaction.mark for redaction in document.redactions}:
        sentences = {path: text.replace(mark, "…") for path, text in sentences.items()}
        body = body.replace(mark, "…" * len(mark))
    return replace(said, sentences=sentences, body=body)


def _compare_names(document: Document, ours: Statement, theirs: Statement) -> Names:
    unnamed = tuple(section for section in ours.names if _is_unnamed(document, section))
    lost: list[tuple[str, str]] = []
    added: list[tuple[str, str]] = []
    changed: list[tuple[str, str, str]] = []
    moved: list[tuple[str, str, str]] = []
    for section in dict.fromkeys((*ours.names, *theirs.names)):
        if section in unnamed:
            continue
        mine, others = ours.names.get(section, ()), theirs.names.get(section, ())
        missing = [name for name in mine if name not in others]
        extra = [name for name in others if name not in mine]
        if section in _FACTS:
            (twin,) = (fact for fact in _FACTS if fact != section)
            moved += ((name, section, twin) for name in extra if name in ours.names.get(twin, ()))
            extra = [name for name in extra if name not in ours.names.get(twin, ())]
            missing = [name for name in missing if name not in theirs.names.get(twin, ())]
        for name in list(extra):
            near = get_close_matches(name, missing, n=1, cutoff=0.6)
            # As many new names as missing ones: the names were probably translated.
            match = near[0] if near else missing[0] if len(missing) == len(extra) else ""
            if match:
                changed.append((section, name, match))
                missing.remove(match)
                extra.remove(name)
        lost += ((section, name) for name in missing)
        added += ((section, name) for name in extra)
    return Names(tuple(lost), tuple(added), tuple(changed), tuple(moved), unnamed)


def _is_unnamed(document: Document, section: str) -> bool:
    place = document.places.get((section,))
    return place is not None and any(
        problem.rule == "unnamed-fact" and place.value.line <= problem.at.line <= place.value.end_line
        for problem in document.problems
    )


def _path_in_file(document: Document, path: Path) -> Path:
    """Return the path as in the file: a plain sentence does not have the main key it stands for."""
    if path not in document.places and len(path) > 1 and _MAIN.get(path[0]) == path[-1]:
        return path[:-1]
    return path


_LIST_MARK = re.compile(r"^[ \t>]*(?:\d{1,3}[.)]|[-*+])\s+", re.MULTILINE)


def _without_marks(text: str, language: str) -> str:
    """Return a paragraph without list markers. "12. März" at the start of a line is a day, not a list item."""

    def mark(found: re.Match[str]) -> str:
        first = next(iter(numeric_expressions(text[found.end() :].split("\n", 1)[0], language)), None)
        is_day = first is not None and first.start == 0 and any(kind == "month" for kind, _ in first.readings)
        return found.group() if is_day else ""

    return _LIST_MARK.sub(mark, text)


def _paragraphs(document: Document, body: str, language: str) -> list[tuple[str, Span]]:
    """Return the paragraphs of a body without list markers, each with the place of its first line."""
    start = document.without_marks.rfind(body) if body else -1
    if start < 0:
        return []
    line = document.source.text.count("\n", 0, start) + 1
    found: list[tuple[str, Span]] = []
    rows: list[str] = []
    for offset, row in enumerate([*body.split("\n"), ""]):
        if row.strip():
            rows.append(row)
        elif rows:
            at = line + offset - len(rows)
            found.append((_without_marks("\n".join(rows), language), Span(document.source.path, at, 1, at, len(rows[0]) + 1)))
            rows = []
    return found
