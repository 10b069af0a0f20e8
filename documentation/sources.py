"""The pages of docs/ as MkDocs reads them: written for a git host, and brought here to what MkDocs and Python-Markdown expect.

A git host and MkDocs differ in three ways that matter. The site has files of the repository's root as pages, under other names. Python-Markdown wants
four spaces for what belongs to an item of a list, and an empty line before a list. And the site links the code of a rule to its page.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markdown_it import MarkdownIt

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_MARKER: Final = re.compile(r" *(?:[-*+]|\d{1,9}[.)]) +")
#: A span of code; a link or picture with its text; a tag that names a file; the code of a rule.
_PIECES: Final = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<open>!?\[)(?P<text>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]+)\)"
    r'|(?P<tag><[^<>]*?\b(?:src|href)="(?P<source>[^"]+)"[^<>]*>)'
    r"|(?P<rule>\b[A-Z]{3}\d{3}\b)",
    re.DOTALL,
)


class BrokenSourceError(Exception):
    """A page of the repository that cannot be a page of the site, with the reason."""


@dataclass(frozen=True)
class Places:
    """Where things stand in the site; every path has slashes, and is relative to the top of the repository or of the site.

    Attributes:
        pages: the page that each file or folder of the repository became.
        files: the copy of each file that is no page.
        folders: what is put into the finished site, such as the example, by the folder of the repository that it shows; ends in a slash.
        rules: the page of each rule, by its code.
    """

    pages: Mapping[str, str]
    files: Mapping[str, str]
    folders: Mapping[str, str]
    rules: Mapping[str, str]


def page(text: str, source: str, place: str, places: Places) -> str:
    """Return Markdown as MkDocs reads it, with its links leading to where things stand in the site, and codes of rules linked.

    Args:
        text: Markdown as a git host reads it.
        source: its path in the repository, from where its links lead.
        place: its path in the site.
        places: where what it links to stands.

    Raises:
        BrokenSourceError: it links to something that the site does not hold, or a list in it has an empty item.
    """
    lines = text.split("\n")
    kept = set[int]()
    for token in _MARKDOWN.parse(text):
        if token.map is not None and token.type in {"fence", "code_block", "heading_open"}:
            kept.update(range(*token.map))
    parts: list[str] = []
    for keep, numbers in groupby(range(len(lines)), lambda at: at in kept):
        part = "\n".join(lines[at] for at in numbers)
        parts.append(part if keep else _PIECES.sub(lambda found: _piece(found, source, place, places), part))
    return _with_wide_lists("\n".join(parts))


def _piece(found: re.Match[str], source: str, place: str, places: Places) -> str:
    if found["code"]:
        return found[0]
    if found["rule"]:
        of_rule = places.rules.get(found["rule"])
        return f"[{found[0]}]({_relative(of_rule, place)})" if of_rule and of_rule != place else found[0]
    target = found["target"] or found["source"]
    if re.match(r"[a-z]+:|#", target):
        return found[0]
    path, mark, anchor = target.partition("#")
    where = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if where in places.folders:
        # From the address of the page: a folder of its own, but for index.md.
        depth = place.removesuffix("index.md").removesuffix(".md").rstrip("/").count("/") + 1 if place != "index.md" else 0
        return f'<a href="{"../" * depth}{places.folders[where]}">{found["text"]}</a>'
    there = places.pages.get(where) or places.files.get(where)
    if there is None:
        raise BrokenSourceError(f"{source} links to {target}, which the documentation does not hold")
    new = _relative(there, place) + mark + anchor
    if found["tag"]:
        # MkDocs leaves a tag as it is: from the address of the page.
        new = new if place == "index.md" else f"../{new}"
        return found[0].replace(f'"{target}"', f'"{new}"')
    return f"{found['open']}{found['text']}]({new})"


def _relative(there: str, place: str) -> str:
    return posixpath.relpath(there, posixpath.dirname(place) or ".")


def _with_wide_lists(text: str) -> str:
    """Return Markdown in which all that belongs to an item of a list stands four spaces further in, and an empty line stands before each list and behind code."""
    lines = text.split("\n")
    cut, depth = [0] * len(lines), [0] * len(lines)
    before = set[int]()
    for token in _MARKDOWN.parse(text):
        if token.map is None:
            continue
        first, end = token.map
        if token.type == "fence" and end < len(lines):
            before.add(end)
        if token.type in {"bullet_list_open", "ordered_list_open"} and first and lines[first - 1].strip() and not depth[first]:
            before.add(first)
        if token.type == "list_item_open":
            marker = _MARKER.match(lines[first], cut[first])
            if marker is None:
                raise BrokenSourceError(f"an item of a list has nothing in it: {lines[first]}")
            for at in range(first + 1, end):
                cut[at], depth[at] = marker.end(), depth[first] + 1
    wide: list[str] = []
    for at, line in enumerate(lines):
        wide += [""] if at in before else []
        indent = len(line) - len(line.lstrip(" "))
        wide.append(" " * 4 * depth[at] + line[min(cut[at], indent) :] if line.strip() else "")
    return "\n".join(wide)
