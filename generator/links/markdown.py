"""Markdown as authors write it: one parser for rendering and for judging.

Only this module uses markdown-it. Complete http and https addresses become links automatically; text that merely looks like an address does
not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from generator.prose.unclosed_marks import COMMENT, masked, unmasked

# The parsers take long to load, and many texts have nothing for them to read.
if TYPE_CHECKING:
    from linkify_it import LinkifyIt
    from markdown_it import MarkdownIt  # noqa: TID251  # this module is its home
    from markdown_it.token import Token  # noqa: TID251  # this module is its home

__all__ = ["Left", "Token", "addresses", "definitions", "left", "to_html", "tokens"]

#: Links are complete addresses alone.
_COMPLETE = {"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False}


@cache
def _linkify() -> "LinkifyIt":
    from linkify_it import LinkifyIt  # noqa: PLC0415  # as above

    linkify = LinkifyIt(options=_COMPLETE)
    for schema in ("ftp:", "//", "mailto:"):
        linkify.add(schema, None)
    return linkify


_ELEMENTS = re.compile(r"<!--.*?-->|<(pre|code|script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>", re.DOTALL | re.IGNORECASE)
#: What begins and ends the elements whose content is not read.
_ENCLOSING = tuple(
    (re.compile(rf"<(?={name}\b)", re.IGNORECASE), re.compile(rf"</{name}\s*>", re.IGNORECASE))
    for name in ("pre", "code", "script", "style")
)


def _parser(options: Mapping[str, bool]) -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415, TID251  # as above

    parser = MarkdownIt("commonmark", {"html": True, "linkify": True, **options}).enable(["table", "strikethrough", "linkify"])
    if parser.linkify is not None:
        parser.linkify.set(_COMPLETE)
    return parser


@cache
def _markdown() -> "MarkdownIt":
    return _parser({})


@cache
def _typed_markdown() -> "MarkdownIt":
    """Return a variant in which escaped characters and entities stay separate from typed text, and links know their definitions."""
    return _parser({"store_labels": True}).disable("text_join")


#: Stands in `Left.text` for anything parsed as markup: code, a link, an entity, an escaped character.
READ = "\N{OBJECT REPLACEMENT CHARACTER}"


def addresses(text: str) -> Iterable[Any]:
    """Return the complete http and https addresses in plain text, in order; each has `url`, `text`, `index` and `last_index`."""
    return _linkify().match(text) or ()


def to_html(text: str) -> str:
    """Convert a Markdown body to HTML that is not sanitised."""
    return str(_markdown().render(text))


def tokens(text: str) -> "list[Token]":
    """Return the tokens of a Markdown body, in order; a token's `map` holds its first line and the one after its last, from 0."""
    return _markdown().parse(text)


@dataclass(frozen=True, slots=True)
class Left:
    """The parts of a Markdown block that readers see as typed.

    Attributes:
        text: the typed text with its line breaks, with `READ` for everything parsed as markup.
        read: the source of each of those, in order; empty where it is unknown.
        rows: the first row in the body and the one after the last, from 0.
        inside: the kind of block: `paragraph`, `heading`, `cell`, or `html`, in which Markdown is not parsed.
        item: whether it is the first paragraph of a list item.
    """

    text: str
    read: tuple[str, ...]
    rows: tuple[int, int]
    inside: str
    item: bool = False

    def typed(self, start: int, end: int) -> str:
        """Return a part of the text as typed; unknown sources are omitted."""
        parts = self.text[start:end].split(READ)
        first = self.text.count(READ, 0, start)
        marks = (*self.read[first : first + len(parts) - 1], "")
        return "".join(part + mark for part, mark in zip(parts, marks, strict=False))


def left(text: str) -> Iterator[Left]:
    """Yield the text of each block that readers see as typed."""
    rows, opened = (0, 0), ["", ""]
    for token in _typed_markdown().parse(text):
        rows = (token.map[0], token.map[1]) if token.map else rows
        if token.type == "html_block":
            yield Left(_without_elements(token.content), (), rows, "html")
        elif token.type == "inline":
            inside = {"paragraph_open": "paragraph", "heading_open": "heading"}.get(opened[-1], "cell")
            yield Left(*_typed(token.children or []), rows, inside, item=opened[-2] == "list_item_open")
        opened = [opened[-1], token.type]


def _without_elements(html: str) -> str:
    shown = masked(html, *COMMENT)
    for opening, closing in _ENCLOSING:
        shown = masked(shown, opening, closing)
    return unmasked(_ELEMENTS.sub(READ, shown))


def _typed(children: "list[Token]") -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    read: list[str] = []
    for child in children:
        if child.type == "text":
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type in {"link_open", "link_close"} and child.markup == "linkify":
            pass  # An automatic link still shows what was typed.
        else:
            parts.append(READ)
            inside = {"code_inline": f"{child.markup}{child.content}{child.markup}", "html_inline": child.content}
            read.append(inside.get(child.type, child.markup))
    return "".join(parts), tuple(read)


def definitions(text: str) -> Mapping[str, bool]:
    """Return the link definitions of a body (`[name]: address`): by name in upper case, whether any link uses it."""
    env: dict[str, Any] = {}
    used = {
        str(child.meta.get("label", "")).upper()
        for token in _typed_markdown().parse(text, env)
        for child in token.children or ()
        if child.type in {"link_open", "image"}
    }
    return {str(name): str(name).upper() in used for name in env.get("references", {})}
