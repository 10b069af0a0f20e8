"""Pasting: what a help offers, written where it says, as somebody does who copies it.

A line to write stands in backticks, whole: `key: value`. In front of it the help says where: "under `known:`" for a block at the top, "in
incident.md" or "in site_config.yml" for another file, "in the next update" for the newest one. Without that it belongs where the finding
points: in place of the entry of its name, else below the name that is pointed at, else among the keys at the top. Lines with "and" between
them belong together; each of several with "or" or a semicolon between them does alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.format import yaml_files
from generator.format.strict_yaml import Entry, Items, Node, Table, Text

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Offer:
    """Lines that belong together, each with its block and file, and the block from which its name is removed first."""

    lines: tuple[tuple[str, str, str], ...]
    out_of: str = ""


def is_line(code: str) -> bool:
    """Whether a text in backticks is a line to write: a key with a value."""
    if code.startswith("- "):
        return True
    # What begins with a bracket is Markdown: the address of a link, for the text below the keys.
    # The name of a system may have spaces, and quotes where there is a colon in it.
    if not re.match(r"""(?:[^\s`:]+|"?services\.[^`"]+"?|"[^`"]+"|[A-Z][^`:"<.]+): \S""", code) or code.startswith(
        ("git ", "[", "\\[")
    ):
        return False
    node, problems = yaml_files.read(code + "\n", "offer")
    assert isinstance(node, Table), f"`{code}` is not YAML: {problems}"
    assert len(node.entries) == 1, code
    assert [one for one in problems if one.rule != "cut-text"] == [], code
    return True


def offers(help: str) -> Iterator[Offer]:
    """What a help offers to write."""
    group: list[tuple[str, str, str]] = []
    under, file, end, out_of = "", "", 0, ""
    for found in _CODE.finditer(help):
        code, between = found.group(1), help[end : found.start()]
        if re.search(r"remove it from $", between):
            out_of = code.removesuffix(":")
        renames = re.fullmatch(r"[^\s:]+:", code) and re.search(r"(?:write|hyphens:) $", between)
        if not renames and (not is_line(code) or re.search(r"\b(?:delete|remove) $", between)):
            continue
        together = group and re.search(r"\band (?:add |write )?(?:under `[\w.]+:` )?(?:the line )?$", between)
        if group and not together:
            yield Offer(tuple(group), out_of)
            group = []
        blocks = re.findall(r"\bunder `([^`]+):`", between)
        if blocks:
            under = blocks[-1]
        elif not re.search(r"\b(?:and|or) the line $", between):
            under = ""
        named = re.findall(r"incident(?:\.[a-z-]+)?\.md|site_config\.yml|content/plan\.yml|next update", between)
        after = re.match(
            r",? (?:to|in) (incident(?:\.[a-z-]+)?\.md|site_config\.yml|content/plan\.yml|the next update)", help[found.end() :]
        )
        file = after.group(1).removeprefix("the ") if after else named[-1] if named else "" if ";" in between else file
        group.append((code, under, file))
        end = found.end()
    if group:
        yield Offer(tuple(group), out_of)


def without(path: str, text: str, name: str, block: str) -> str:
    """The file without an entry of a block."""
    lines, first, last = split(path, text)
    node, _ = yaml_files.read("\n".join(lines[first:last]) + "\n", path, first + 1)
    entry = _named(node, block) if isinstance(node, Table) else None
    if entry is not None and isinstance(entry.value, Items):
        # A list of names on one line.
        left = [item.value for item in entry.value.items if isinstance(item, Text) and item.value != name]
        line = f"{block}: [{', '.join(left)}]"
        return _joined(_replaced(lines, entry, line) if left else [*lines[: entry.key_at.line - 1], *lines[_end(entry)[0] :]])
    if entry is None or not isinstance(entry.value, Table) or name not in entry.value.entries:
        return text
    gone = entry.value.entries[name]
    if len(entry.value.entries) == 1:
        gone = entry
    return _joined([*lines[: gone.key_at.line - 1], *lines[_end(gone)[0] :]])


def split(path: str, text: str) -> tuple[list[str], int, int]:
    """The lines of a file, and the first and the last one (exclusive) of its YAML."""
    lines = text.rstrip("\n").split("\n")
    if not path.endswith(".md"):
        return lines, 0, len(lines)
    ends = [number for number, line in enumerate(lines) if re.fullmatch(r"-{3,}\s*", line)]
    return lines, 1, ends[1] if len(ends) > 1 else len(lines)


def _start(pattern: str, line: str) -> str:
    found = re.match(pattern, line)
    return found.group() if found else ""


def pasted(path: str, text: str, line: str, under: str, at: Any) -> Iterator[str]:
    """The file with a line pasted, each way in which somebody may understand where it belongs; the likeliest first."""
    lines, first, last = split(path, text)
    if line.startswith("- "):
        number = at.line - 1
        indent = _start(r"\s*", lines[number]) if number < len(lines) else ""
        yield _joined([*lines[:number], indent + line, *lines[number + 1 :]])
        return
    key = line.partition(":")[0]
    front = "\n".join(lines[first:last]) + "\n"
    node, _ = yaml_files.read(front, path, first + 1)
    if not isinstance(node, Table):
        # What cannot be read yet is fixed by the line itself.
        number = at.line - 1
        indent = _start(r"\s*(?:- )?", lines[number]) if number < len(lines) else ""
        yield _joined([*lines[:number], indent.replace("-", " ") + line, *lines[number + 1 :]])
        yield _joined([*lines[:number], indent + line, *lines[number + 1 :]])
        return
    if under:
        yield from _below(lines, last, node, under, key, line)
        return
    trail = list(_trail(node, at))
    number = at.line - 1
    if line.endswith(":"):
        written, place = lines[number], next((entry.key_at for entry in reversed(trail) if entry.key_at.line == at.line), at)
        yield _joined(
            [*lines[:number], written[: place.column - 1] + key + written[place.end_column - 1 :], *lines[number + 1 :]]
        )
        return
    for depth in range(len(trail) - 1, -1, -1):
        if trail[depth].key == key:
            yield _joined(_replaced(lines, trail[depth], line))
    if trail and not isinstance(trail[-1].value, Table):
        # The value alone may be what is pointed at: a name that is to be another one.
        yield _joined(_replaced(lines, trail[-1], line))
    if (
        first <= number < last
        and (found := re.match(r"(\s*)(?:- )?\S", lines[number]))
        and not (trail and trail[-1].key_at.line == at.line)
    ):
        # The line itself: it is no entry of its own, or the second one of its name.
        yield _joined([*lines[:number], re.sub(r"\s", " ", found.group(1)) + line, *lines[number + 1 :]])
        yield _joined([*lines[:number], found.group(1) + "  " + line, *lines[number + 1 :]])
    for entry in reversed(trail):
        if isinstance(entry.value, Table):
            yield from _into(lines, entry, key, line)
    if key in node.entries:
        yield _joined(_replaced(lines, node.entries[key], line))
    else:
        yield _joined([*lines[:last], line, *lines[last:]])


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def _trail(table: Table, at: Any) -> Iterator[Entry]:
    """The entries in which a place lies, from the outside in."""
    for entry in table.entries.values():
        begin, end = (entry.key_at.line, entry.key_at.column), _end(entry)
        if begin <= (at.line, at.column) <= end:
            yield entry
            if isinstance(entry.value, Table):
                yield from _trail(entry.value, at)
            return


def _end(entry: Entry) -> tuple[int, int]:
    return _node_end(entry.value, (entry.key_at.end_line, entry.key_at.end_column))


def _node_end(node: Node, least: tuple[int, int]) -> tuple[int, int]:
    ends = [least, (node.at.end_line, node.at.end_column)]
    if isinstance(node, Table):
        ends += [_end(entry) for entry in node.entries.values()]
    elif isinstance(node, Items):
        ends += [_node_end(item, least) for item in node.items]
    return max(ends)


def _replaced(lines: list[str], entry: Entry, line: str) -> list[str]:
    (last, column), first = _end(entry), entry.key_at.line - 1
    rest = lines[last - 1][column - 1 :]
    rest = rest if rest.lstrip().startswith((",", "}", "#")) else ""
    return [*lines[:first], lines[first][: entry.key_at.column - 1] + line + rest, *lines[last:]]


def _into(lines: list[str], entry: Entry, key: str, line: str) -> Iterator[str]:
    """Among the keys of a block."""
    table = entry.value
    assert isinstance(table, Table)
    if key in table.entries:
        yield _joined(_replaced(lines, table.entries[key], line))
        return
    if table.flow:
        at, column = table.at.line - 1, table.at.column
        comma = ", " if table.entries else ""
        yield _joined([*lines[:at], f"{lines[at][:column]}{line}{comma}{lines[at][column:]}", *lines[at + 1 :]])
        return
    inner = next(iter(table.entries.values()))
    number = inner.key_at.line - 1
    yield _joined([*lines[:number], " " * (inner.key_at.column - 1) + line, *lines[number:]])


def _below(lines: list[str], last: int, node: Table, name: str, key: str, line: str) -> Iterator[str]:
    entry = _named(node, name)
    if entry is None:
        yield _joined([*lines[:last], f"{name}:", f"  {line}", *lines[last:]])
    elif isinstance(entry.value, Table):
        yield from _into(lines, entry, key, line)
    else:
        indent = " " * (entry.key_at.column - 1)
        replaced = _replaced(lines, entry, f"{name}:")
        at = entry.key_at.line
        yield _joined([*replaced[:at], f"{indent}  {line}", *replaced[at:]])


def _named(table: Table, name: str) -> Entry | None:
    if name in table.entries:
        return table.entries[name]
    inner = [_named(entry.value, name) for entry in table.entries.values() if isinstance(entry.value, Table)]
    return next((one for one in inner if one), None)
