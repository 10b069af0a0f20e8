"""Adding customers' questions and answers to incident.md in place: one or two new lines, everything else unchanged.

The result is parsed again: it must contain what was there before plus the addition, and nothing else. Otherwise nothing is written, and the
writer is shown the lines to add.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.autofix.fixer import apply, text_of, with_text
from generator.content import frontmatter
from generator.content.parser import parse_incident
from generator.format import yaml_files
from generator.format.strict_yaml import Entry, Node, Table, Text, quoted
from generator.model.diagnostic import Edit
from generator.model.incident import Incident, Question
from generator.model.source import RawFile, Source, Span, with_newlines
from generator.scaffolding.written_lines import yaml_time

_STEP = "  "


def with_question(file: RawFile, question: Question) -> RawFile | None:
    """Return incident.md with another question under `questions`; None when that cannot be done safely."""
    text, table = _read_keys(file)
    if table is None:
        return None
    entry = table.entries.get("questions")
    edits = _new(file.path, text, entry, question) if entry else _first_question(file.path, text, question)
    return _judged(file, edits, lambda incident: {**incident.questions, question.name: question})


def with_answer(file: RawFile, name: str, answer: str) -> RawFile | None:
    """Return incident.md with a question answered and its `unknown` or `because`, if any, removed; None when that cannot be done safely."""
    text, table = _read_keys(file)
    questions = table.get("questions") if table else None
    if not isinstance(questions, Table) or name not in questions.entries:
        return None
    edits = _answered(file.path, text, questions, questions.entries[name], answer)
    return _judged(
        file,
        edits,
        lambda incident: {
            which: replace(one, answer=" ".join(answer.split()), unknown="", because="") if which == name else one
            for which, one in incident.questions.items()
        },
    )


def lines_of(question: Question, indent: str = _STEP) -> list[str]:
    """Return the lines of a question below `questions:`."""
    return [f"{indent}{question.name}:", *(f"{indent}{_STEP}{key}: {value}" for key, value in _question_keys(question).items())]


def _question_keys(question: Question) -> Mapping[str, str]:
    parts = {
        "ask": quoted(question.ask),
        "answer": quoted(question.answer) if question.answer else "",
        "unknown": question.unknown,
        "because": quoted(question.because) if question.because else "",
        "since": yaml_time(question.since) if question.since else "",
    }
    return {key: value for key, value in parts.items() if value}


def _read_keys(file: RawFile) -> tuple[str, Table | None]:
    """Return the text with newlines as line ends, and its keys; None for keys that cannot be read."""
    text = with_newlines(text_of(file))
    parts, _ = frontmatter.split(Source(file.path, text))
    if parts is None:
        return text, None
    node, problems = yaml_files.read(parts.front, file.path, parts.front_line)
    return text, node if isinstance(node, Table) and not node.flow and not problems else None


def _judged(file: RawFile, edits: Iterable[Edit], wanted: Callable[[Incident], Mapping[str, Question]]) -> RawFile | None:
    before = _incident(file)
    applied = apply(text_of(file), edits)
    if before is None or applied is None or not edits:
        return None
    after = with_text(file, applied[0])
    said = replace(before, questions=MappingProxyType(dict(wanted(before))))
    return after if _incident(after) == said else None


def _incident(file: RawFile) -> Incident | None:
    text = with_newlines(text_of(file))
    document = parse_incident(Source(file.path, text), ())
    return document.incident if not document.problems else None


def _put(path: str, line: int, column: int, text: str) -> Edit:
    return Edit(Span(path, line, column, line, column), text)


def _first_question(path: str, text: str, question: Question) -> tuple[Edit, ...]:
    """Return the edit for the first question: `questions:` goes above the closing line of ---."""
    lines = text.split("\n")
    closing = next((number for number, line in enumerate(lines, 1) if number > 1 and re.fullmatch(r"-{3,}\s*", line)), None)
    if closing is None:
        return ()
    return (_put(path, closing, 1, "".join(f"{line}\n" for line in ("questions:", *lines_of(question)))),)


def _new(path: str, text: str, entry: Entry, question: Question) -> tuple[Edit, ...]:
    """Return the edit for a further question, below the last one, or in the braces that hold them."""
    lines = text.split("\n")
    value = entry.value
    if isinstance(value, Text) and value.is_empty:
        below = "".join(f"{line}\n" for line in lines_of(question))
        bare = re.search(r":\s*(?:#.*)?$", lines[entry.key_at.line - 1])
        return (_put(path, entry.key_at.line + 1, 1, below),) if bare else ()
    if not isinstance(value, Table):
        return ()
    if value.flow:
        last = list(value.entries.values())
        within = f"{question.name}: {_in_brackets(_question_keys(question))}"
        if last:
            end = last[-1].value.at
            return (_put(path, end.end_line, end.end_column, f", {within}"),)
        return (_put(path, value.at.end_line, value.at.end_column - 1, within),)
    first = next(iter(value.entries.values()))
    column = first.key_at.column
    line = _below(lines, value, column)
    return (_put(path, line, 1, "".join(f"{one}\n" for one in lines_of(question, " " * (column - 1)))),)


def _below(lines: list[str], table: Table, column: int) -> int:
    """Return the line before which to add to a table: after its last content and the comments that belong to it."""
    line = _last_line(table)
    while line < len(lines):
        written = lines[line]
        if not written.strip().startswith("#") or len(written) - len(written.lstrip(" ")) < column - 1:
            break
        line += 1
    return line + 1


def _last_line(node: Node) -> int:
    """Return the last line of a value, counted from 1."""
    if isinstance(node, Table) and not node.flow and node.entries:
        last = list(node.entries.values())[-1]
        return max(last.key_at.line, _last_line(last.value))
    # The parser places the end of a multi-line text at the start of the next line.
    return node.at.end_line - 1 if node.at.end_column == 1 and node.at.end_line > node.at.line else node.at.end_line


def _in_brackets(parts: Mapping[str, str]) -> str:
    written = [f"{key}: {_always_quoted(value) if key in {'ask', 'answer'} else value}" for key, value in parts.items()]
    return "{" + ", ".join(written) + "}"


def _always_quoted(value: str) -> str:
    """Return a text in quotes, for use in braces, where a comma would end a plain text."""
    if value[:1] in {'"', "'"}:
        return value
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def _answered(path: str, text: str, questions: Table, entry: Entry, answer: str) -> tuple[Edit, ...]:
    lines = text.split("\n")
    value = entry.value
    written = quoted(answer)
    if isinstance(value, Text):
        # A plain sentence becomes the `ask` of a question with two keys.
        if value.at.line != value.at.end_line or value.at.line != entry.key_at.line:
            return ()
        if questions.flow:
            return (
                _put(path, value.at.line, value.at.column, "{ask: "),
                _put(path, value.at.end_line, value.at.end_column, f", answer: {_always_quoted(written)}}}"),
            )
        indent = " " * (entry.key_at.column - 1) + _STEP
        gap = Span(path, value.at.line, entry.key_at.end_column + 1, value.at.line, value.at.column)
        return (
            Edit(gap, f"\n{indent}ask: "),
            _put(path, value.at.line + 1, 1, f"{indent}answer: {written}\n"),
        )
    if not isinstance(value, Table) or "answer" in value.entries:
        return ()
    if {"because", "unknown"} <= value.entries.keys():
        return ()
    # An answer takes the place of what it waited on, or of why there was none.
    ask, waits = value.entries.get("ask"), value.entries.get("because") or value.entries.get("unknown")
    new = f"answer: {_always_quoted(written) if value.flow else written}"
    if waits is not None:
        at = waits.value.at
        return (Edit(Span(path, waits.key_at.line, waits.key_at.column, at.end_line, at.end_column), new),)
    if ask is None:
        return ()
    if value.flow:
        return (_put(path, ask.value.at.end_line, ask.value.at.end_column, f", {new}"),)
    indent = " " * (ask.key_at.column - 1)
    line = _below(lines, Table(MappingProxyType({"ask": ask}), value.at), ask.key_at.column)
    return (_put(path, line, 1, f"{indent}{new}\n"),)
