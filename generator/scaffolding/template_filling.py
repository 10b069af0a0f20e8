"""Filling answers into a file in place, keeping its layout, comments and everything else."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from generator.content import frontmatter
from generator.content.plan import marked_blanks, without_blank_marks
from generator.format import yaml_files
from generator.format.reader import Reader
from generator.format.strict_yaml import Entry, Items, Node, Table, Text, quoted
from generator.format.template import PROMISING
from generator.model.plan import fill
from generator.model.source import Source, Span
from generator.scaffolding.written_lines import promised, yaml_time


def page(source: Source, answers: Mapping[str, str]) -> str:
    """Fill in the blanks of a Markdown file.

    Args:
        source: the file.
        answers: by `blank_key`; blanks without an answer stay.
    """

    def filled(path: tuple[str, ...], text: str) -> str | None:
        del path
        new = fill(text, answers)
        return new if new != text else None

    # Texts in the front matter are rewritten, with quotes if needed; the remaining blanks are in the body, where quotes are not needed.
    return fill(_rewritten(source, filled), answers)


def settings(source: Source, values: Mapping[tuple[str, ...], str]) -> str:
    """Replace values in a file of keys; keys that the file lacks, and empty values, change nothing.

    Args:
        source: the file.
        values: the new values, by path of the key.
    """
    return _replaced(source.text, _changes(source.path, source.text, 1, lambda path, _text: values.get(path) or None))


def statement(
    source: Source, name: str, answers: Mapping[str, str], published: datetime, next_update: datetime, zone: tzinfo = UTC
) -> str:
    """Make a first statement from a template.

    Args:
        source: the template's file.
        name: the template's name.
        answers: by `blank_key`; blanks without an answer stay.
        published: the time of publication.
        next_update: the time promised for the next update.
        zone: the site's time zone, in which days are counted.
    """
    text = page(source, answers)
    parts, _ = frontmatter.split(Source(source.path, text))
    if parts is None:
        return text
    node, _ = yaml_files.read(marked_blanks(parts.front), source.path, parts.front_line)
    entries = node.entries if isinstance(node, Table) else {}
    # From the end, so that earlier line numbers stay valid.
    closing = parts.front_line - 1 + len(parts.front.rstrip("\n").split("\n"))
    added = [f"template: {name}"]
    promises = list(_promises(entries, published, zone))
    if "next_update" in entries:
        promises.append((entries["next_update"].value.at, yaml_time(next_update)))
    else:
        added.insert(0, f"next_update: {yaml_time(next_update)}")
    lines = _replaced(text, promises).split("\n")
    lines[closing:closing] = added
    above = entries["title"].value.at.end_line if "title" in entries else parts.front_line - 1
    lines.insert(above, f"published: {yaml_time(published)}")
    return "\n".join(lines)


def _promises(entries: Mapping[str, Entry], published: datetime, zone: tzinfo) -> Iterator[tuple[Span, str]]:
    """Yield the place of each `by` and the day or time that it becomes: whole days end with a day, anything shorter at a time."""
    for key in PROMISING:
        named = entries[key].value if key in entries else None
        for one in named.entries.values() if isinstance(named, Table) else ():
            by = one.value.entries.get("by") if isinstance(one.value, Table) else None
            wait = Reader("").length(by.value, "by") if by else None
            if by and wait and wait % timedelta(days=1):
                yield by.value.at, yaml_time(promised(published, wait, zone))
            elif by and wait:
                yield by.value.at, yaml_time((published.astimezone(zone) + wait).date())


_COUNT_OR_TIME = re.compile(r"0|[1-9][0-9]{0,14}|\d{4}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-][\d:]+))?", re.ASCII)
_Replacement = Callable[[tuple[str, ...], str], str | None]


def _rewritten(source: Source, change: _Replacement) -> str:
    parts, _ = frontmatter.split(source)
    if parts is None:
        return source.text
    return _replaced(source.text, _changes(source.path, marked_blanks(parts.front), parts.front_line, change))


def _changes(path: str, front: str, first_line: int, change: _Replacement) -> list[tuple[Span, str]]:
    node, _ = yaml_files.read(front, path, first_line)
    lines = front.split("\n")
    found: list[tuple[Span, str]] = []
    for place, text, flow in _texts(node, (), flow=False):
        row = lines[text.at.line - first_line] if text.at.line - first_line < len(lines) else ""
        if row[text.at.column - 1 : text.at.column] in {"|", ">"}:
            continue  # Texts of this kind need no quotes.
        new = change(place, without_blank_marks(text.value))
        if new is not None:
            after = row[: text.at.column - 1]
            # After a key without a value, the space is missing too.
            found.append((text.at, (" " if after.endswith(":") else "") + _in_its_place(new, flow=flow)))
    return found


def _texts(node: Node | None, path: tuple[str, ...], *, flow: bool) -> Iterator[tuple[tuple[str, ...], Text, bool]]:
    if isinstance(node, Text):
        yield path, node, flow
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            yield from _texts(item, (*path, str(number)), flow=flow or node.flow)
    elif isinstance(node, Table):
        for entry in node.entries.values():
            yield from _texts(entry.value, (*path, entry.key), flow=flow or node.flow)


def _in_its_place(text: str, *, flow: bool) -> str:
    # A number or a time in place of a blank stays unquoted.
    return text if _COUNT_OR_TIME.fullmatch(text) else quoted(text, flow=flow)


def _replaced(text: str, changes: list[tuple[Span, str]]) -> str:
    lines = text.split("\n")
    for span, new in sorted(changes, reverse=True):
        first, last = span.line - 1, span.end_line - 1
        lines[first : last + 1] = [lines[first][: span.column - 1] + new + lines[last][span.end_column - 1 :]]
    return "\n".join(lines)
