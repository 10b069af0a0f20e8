"""Markdown as authors write it: the one parser, for those who make HTML of it and for those who judge what it holds.

The only home of markdown-it. Whole http and https addresses become links by themselves; nothing that merely looks like one does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt  # noqa: TID251  # this module is its home
from markdown_it.token import Token  # noqa: TID251  # this module is its home

__all__ = ["Left", "Token", "addresses", "definitions", "left", "to_html", "tokens"]


def _make_linkify() -> LinkifyIt:
    linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "//", "mailto:"):
        linkify.add(schema, None)
    return linkify


_ELEMENTS = re.compile(r"<!--.*?-->|<(pre|code|script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE)
_LINKIFY = _make_linkify()
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
if _MARKDOWN.linkify is not None:
    _MARKDOWN.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


# The same, but that what was escaped, or written as an entity, stays apart from what was typed, and that a link knows its definition.
_TYPED = MarkdownIt("commonmark", {"html": True, "linkify": True, "store_labels": True}).enable(
    ["table", "strikethrough", "linkify"]
)
_TYPED.disable("text_join")
if _TYPED.linkify is not None:
    _TYPED.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})

#: Stands in `Left.text` for what was read as markup: code, a link, an entity, a character that was escaped.
READ = "\N{OBJECT REPLACEMENT CHARACTER}"


def addresses(text: str) -> Iterable[Any]:
    """The whole http and https addresses in plain text, in order; each has `url`, `text`, `index` and `last_index`."""
    return _LINKIFY.match(text) or ()


def to_html(text: str) -> str:
    """A Markdown body as HTML, not yet sanitised."""
    return str(_MARKDOWN.render(text))


def tokens(text: str) -> list[Token]:
    """What a Markdown body is made of, in order; a token's `map` gives its first line and the one after its last, from 0."""
    return _MARKDOWN.parse(text)


@dataclass(frozen=True, slots=True)
class Left:
    """What of a block of Markdown readers see as it was typed.

    Attributes:
        text: the typed text, its lines kept, with `READ` for everything that was read as markup.
        read: how each of these was typed, in order; empty where that is not known.
        rows: the first row of the body and the one after its last, from 0.
        inside: the block: `paragraph`, `heading`, `cell`, or `html`, in which nothing is read as Markdown.
        item: whether it is the first paragraph of an item of a list.
    """

    text: str
    read: tuple[str, ...]
    rows: tuple[int, int]
    inside: str
    item: bool = False

    def typed(self, start: int, end: int) -> str:
        """A stretch of the text as it was typed; what is not known is left out."""
        parts = self.text[start:end].split(READ)
        first = self.text.count(READ, 0, start)
        marks = (*self.read[first : first + len(parts) - 1], "")
        return "".join(part + mark for part, mark in zip(parts, marks, strict=False))


def left(text: str) -> Iterator[Left]:
    """What of each block of a body was left as it was typed."""
    rows, opened = (0, 0), ["", ""]
    for token in _TYPED.parse(text):
        rows = (token.map[0], token.map[1]) if token.map else rows
        if token.type == "html_block":
            yield Left(_ELEMENTS.sub(READ, token.content), (), rows, "html")
        elif token.type == "inline":
            inside = {"paragraph_open": "paragraph", "heading_open": "heading"}.get(opened[-1], "cell")
            yield Left(*_typed(token.children or []), rows, inside, item=opened[-2] == "list_item_open")
        opened = [opened[-1], token.type]


def _typed(children: list[Token]) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    read: list[str] = []
    for child in children:
        if child.type == "text":
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type in {"link_open", "link_close"} and child.markup == "linkify":
            pass  # What became a link by itself is still what was typed.
        else:
            parts.append(READ)
            inside = {"code_inline": f"{child.markup}{child.content}{child.markup}", "html_inline": child.content}
            read.append(inside.get(child.type, child.markup))
    return "".join(parts), tuple(read)


def definitions(text: str) -> Mapping[str, bool]:
    """The addresses that a body defines for its links (`[name]: address`), by name in capitals: whether any link uses it."""
    env: dict[str, Any] = {}
    used = {
        str(child.meta.get("label", "")).upper()
        for token in _TYPED.parse(text, env)
        for child in token.children or ()
        if child.type in {"link_open", "image"}
    }
    return {str(name): str(name).upper() in used for name in env.get("references", {})}
