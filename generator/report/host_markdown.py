"""Markdown that a git host renders: summaries of runs, comments on pull requests, bodies of issues. Nothing else makes any.

Whoever may propose a text may write anything into it, and a host renders what our reports quote of it: HTML, comments that hide what follows, pictures from
elsewhere, links, and mentions that write to people (`@name`, `@team`, `#12`, `!34`). None of it survives here: every value is plain text or code.
"""

import re
from collections.abc import Iterable
from typing import Final, NewType

from generator.report.terminal import Block, block, visible

#: Markdown in which no value can become markup. Only this module makes it.
Markdown = NewType("Markdown", str)

#: An invisible HTML entity that breaks up what git hosts would take for a mention, an issue, a commit, an address or an emoji.
_NOTHING: Final = "&#8203;"
_MARKS: Final = frozenset("\\`*_[]|~$")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CALLS: Final = re.compile(
    r"@|[#!~%&$^](?=[\w\"'(])|:(?=//)|(?<![^\W_])www(?=\.)|:(?=[\w+-]+:)"
    # ABC-12 of an issue tracker, and the beginning of a commit's name.
    r"|(?<=[a-z])-(?=\d)|(?<![^\W_])(?:\d|[a-f](?=[a-f]*\d))(?=[0-9a-f]{6,63}(?![^\W_]))",
    re.IGNORECASE,
)


def escaped(text: str) -> Markdown:
    """Escape text for one line of Markdown: it cannot become markup, HTML, a link, a picture, a mention or a reference."""
    shown = visible(" ".join(text.split()))
    calls = {found.end() for found in _CALLS.finditer(shown)}
    made = []
    for place, character in enumerate(shown):
        made.append(_ENTITIES.get(character) or (f"\\{character}" if character in _MARKS else character))
        if place + 1 in calls:
            made.append(_NOTHING)
    line = "".join(made)
    # Signs of lists, headings and rules count only at the start of a line.
    return Markdown(re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=/#]|:(?=:))", r"\\\1", line)))


def code(text: str) -> Markdown:
    """Return text as code on one line, within more backticks than it contains."""
    shown = visible(" ".join(text.split()))
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    room = " " if shown[:1] in {"`", ""} or shown[-1:] == "`" else ""
    return Markdown(f"{fence}{room}{shown}{room}{fence}")


def sentence(text: str) -> Markdown:
    """Escape one of our sentences: what stands between two backticks in it, a key or a command, is code."""
    parts = re.split(r"`([^`\n]+)`", text)
    pieces = [code(part) if number % 2 else _inner(part, first=number == 0) for number, part in enumerate(parts)]
    return Markdown("".join(pieces))


def _inner(part: str, *, first: bool) -> str:
    """Escape a part of a line, with the blanks at its ends."""
    if not part.strip():
        return " " if part and not first else ""
    before = " " if part[0].isspace() and not first else ""
    return f"{before}{escaped(part)}{' ' if part[-1].isspace() else ''}"


def bold(text: str) -> Markdown:
    """Return words in bold."""
    return Markdown(f"**{escaped(text)}**")


def heading(text: str, level: int = 2, *, loud: bool = False) -> Markdown:
    """Return a heading."""
    return Markdown(f"{'#' * level} {'⚠️ ' if loud else ''}{escaped(text)}")


def line(*parts: Markdown, between: str = ": ") -> Markdown:
    """Join parts to one line, with one of our own marks between them."""
    return Markdown(between.join(part for part in parts if part))


def item(*parts: Markdown, depth: int = 0, between: str = ": ") -> Markdown:
    """Return one item of a list."""
    return Markdown(f"{'  ' * depth}- {line(*parts, between=between)}")


def indented(part: Markdown) -> Markdown:
    """Return a paragraph that belongs to an item of a list."""
    return Markdown(f"  {part}")


def quoted(text: str, *, depth: int = 0) -> Markdown:
    """Quote an author's words, line by line."""
    lines = [escaped(part) for part in text.strip("\n").split("\n")]
    joined = [f"{one}\\" if one and following else one for one, following in zip(lines, [*lines[1:], ""], strict=True)]
    return Markdown("\n".join(f"{'  ' * depth}> {one}".rstrip() for one in joined))


def paragraphs(parts: Iterable[Markdown]) -> Markdown:
    """Join parts, each a paragraph of its own."""
    return Markdown("\n\n".join(part for part in parts if part))


def lines(parts: Iterable[Markdown]) -> Markdown:
    """Join the lines of one list."""
    return Markdown("\n".join(parts))


def document(*parts: Markdown) -> Block:
    """Return a whole text, ending in a newline; empty without parts."""
    return block(f"{paragraphs(parts)}\n") if parts else block("")
