"""Markdown as authors write it: the one parser, for those who make HTML of it and for those who judge what it holds.

The only home of markdown-it. Whole http and https addresses become links by themselves; nothing that merely looks like one does.
"""

from collections.abc import Iterable
from typing import Any

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt  # noqa: TID251  # this module is its home
from markdown_it.token import Token  # noqa: TID251  # this module is its home

__all__ = ["Token", "addresses", "to_html", "tokens"]


def _make_linkify() -> LinkifyIt:
    linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("ftp:", "//", "mailto:"):
        linkify.add(schema, None)
    return linkify


_LINKIFY = _make_linkify()
_MARKDOWN = MarkdownIt("commonmark", {"html": True, "linkify": True}).enable(["table", "strikethrough", "linkify"])
if _MARKDOWN.linkify is not None:
    _MARKDOWN.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


def addresses(text: str) -> Iterable[Any]:
    """The whole http and https addresses in plain text, in order; each has `url`, `text`, `index` and `last_index`."""
    return _LINKIFY.match(text) or ()


def to_html(text: str) -> str:
    """A Markdown body as HTML, not yet sanitised."""
    return str(_MARKDOWN.render(text))


def tokens(text: str) -> list[Token]:
    """What a Markdown body is made of, in order; a token's `map` gives its first line and the one after its last, from 0."""
    return _MARKDOWN.parse(text)
