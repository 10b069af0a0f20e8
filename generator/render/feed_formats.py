"""RSS 2.0, Atom 1.0 and JSON Feed 1.1: from items to bytes. Only this module uses the feed library.

An item appears in several feeds and in an archive. It is serialised once in each format, and documents are assembled from the results.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from html import escape
from io import StringIO
from types import MappingProxyType
from typing import Any, Protocol
from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed  # noqa: TID251  # this module is its home
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator  # noqa: TID251  # as above

from generator.render.channels import ATOM, JSON, LISTED, RSS, Format

# The version, which the standard gives as a URL.
_JSON_FEED = "https://jsonfeed.org/version/1.1"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# RFC 5005: paged and archived feeds.
_HISTORY = "http://purl.org/syndication/history/1.0"
_PLAIN = re.compile(r"[A-Za-z0-9 ./:#_-]*")
_CDATA_MARKS = "<![CDATA[]]>"
_NOT_XML = re.compile(r"[\x00-\x08\x0B\x0C\x0E-\x1F]")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One update or review as shown in feeds. All text is clean and on one line; `content` is HTML.

    Attributes:
        id: permanent.
        link: the page with the same content.
        title: plain text.
        summary: one sentence, plain text.
        content: the whole statement.
        published: the time of publication.
        updated: the time when its text last changed.
        tags: its status and systems, in words.
        language: the language of the text if it differs from the feed's; otherwise empty.
    """

    id: str
    link: str
    title: str
    summary: str
    content: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]
    language: str = ""

    @cached_property
    def for_library(self) -> Mapping[str, Any]:
        """The same as the library has it, whatever it writes of it."""
        feed = SyndicationFeed("", "", "")
        feed.add_item(
            title=self.title,
            link=self.link,
            # Both formats hold HTML here.
            description=escape(self.summary, quote=False),
            content=self.content,
            pubdate=self.published,
            updateddate=self.updated,
            unique_id=self.id,
            unique_id_is_permalink=False,
            categories=self.tags,
            language=self.language,
        )
        (given,) = feed.items
        return MappingProxyType(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """The publisher."""

    name: str
    url: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The part of a feed document before its items. Addresses are absolute.

    Attributes:
        id: the feed's permanent id, shared by all its pages.
        title: plain text.
        promise: a sentence that says what the feed brings.
        language: the feed's language.
        author: the publisher.
        page: the web page with the same content.
        self: the document's own address.
        updated: the time when the newest item last changed.
        hub: a WebSub hub that notifies programs of new items; empty for none, and in archives.
        current: for an archive, the feed that it belongs to; otherwise empty.
        older: the archive before this document; empty when there is none.
        complete: whether it holds every item that the feed ever had.
    """

    id: str
    title: str
    promise: str
    language: str
    author: Author
    page: str
    self: str
    updated: datetime
    hub: str = ""
    current: str = ""
    older: str = ""
    complete: bool = False

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """The links between the documents of one feed, and to the hub: relation and address."""
        every = (("current", self.current), ("prev-archive", self.older), ("hub", self.hub))
        return tuple((relation, address) for relation, address in every if address)


class Writer(Protocol):
    """A serialiser of one format."""

    def item(self, item: Item) -> str:
        """Serialise an item independently of its document."""
        ...

    def document(self, head: Head, items: Iterable[str]) -> bytes:
        """Assemble a document from serialised items."""
        ...


class _Rss(Rss201rev2Feed):  # type: ignore[misc]  # the library has no types
    """The library's RSS feed with missing parts added."""

    def latest_post_date(self) -> datetime:
        """Return when the newest item changed. The library would use the clock for an empty feed."""
        updated: datetime = self.feed["head"].updated
        return updated

    def rss_attributes(self) -> dict[str, str]:
        """Return the namespaces."""
        spaces = {"xmlns:content": _CONTENT, "xmlns:dc": _DUBLIN_CORE, "xmlns:fh": _HISTORY}
        return {**super().rss_attributes(), **spaces}

    def add_root_elements(self, handler: Any) -> None:
        """Write the channel's own elements."""
        super().add_root_elements(handler)
        handler.addQuickElement("docs", "https://www.rssboard.org/rss-specification")
        _add_history(handler, self.feed["head"], "atom:link")

    def write_items(self, handler: Any) -> None:
        """Write the items that were serialised before."""
        for item in self.feed["written"]:
            # The only way to pass text through the handler unchanged.
            handler.ignorableWhitespace(item)

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Write an item's elements and the whole statement."""
        super().add_item_elements(handler, item)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["content"])


class _Atom(Atom1Feed):  # type: ignore[misc]  # as above
    """The library's Atom feed with missing parts added."""

    def latest_post_date(self) -> datetime:
        """Return when the newest item changed, as in the RSS class."""
        updated: datetime = self.feed["head"].updated
        return updated

    def root_attributes(self) -> dict[str, str]:
        """Return the namespaces and the language."""
        return {**super().root_attributes(), "xmlns:fh": _HISTORY}

    def add_root_elements(self, handler: Any) -> None:
        """Write the feed's own elements."""
        super().add_root_elements(handler)
        _add_history(handler, self.feed["head"], "link")

    def write_items(self, handler: Any) -> None:
        """Write the items that were serialised before."""
        for item in self.feed["written"]:
            handler.ignorableWhitespace(item)

    def item_attributes(self, item: Any) -> dict[str, str]:
        """Return the language, where it differs from the feed's."""
        return {"xml:lang": item["language"]} if item["language"] else {}


class _Listed(_Atom):
    """The same, with items that say where their statement is (RFC 4287, section 4.1.3.2)."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Write an item's elements, with the address of its statement."""
        super().add_item_elements(handler, {**item, "content": None})
        handler.addQuickElement("content", None, {"type": "text/html", "src": item["link"]})


def _add_history(handler: Any, head: Head, link: str) -> None:
    if head.complete:
        handler.addQuickElement("fh:complete")
    if head.current:
        handler.addQuickElement("fh:archive")
    for relation, address in head.links:
        handler.addQuickElement(link, None, {"rel": relation, "href": address})


class _Elements(SimplerXMLGenerator):  # type: ignore[misc]  # as above
    """The library's XML writer, with an element that contains only text written at once: an item has a dozen of them."""

    def addQuickElement(self, name: str, contents: str | None = None, attrs: dict[str, str] | None = None) -> None:  # noqa: N802  # the library's name
        """Write an element without children.

        Raises:
            ValueError: the text contains a character that XML does not allow.
        """
        if contents and _NOT_XML.search(contents):
            raise ValueError(name)
        given = "".join(f" {key}={_quoted(value)}" for key, value in sorted(attrs.items())) if attrs else ""
        self.ignorableWhitespace(f"<{name}{given}>{_text(contents)}</{name}>" if contents else f"<{name}{given}/>")


def _quoted(value: str) -> str:
    """Return the value of an attribute as it stands in XML: most are short words and addresses, with nothing to escape."""
    return f'"{value}"' if _PLAIN.fullmatch(value) else quoteattr(value)


def _text(contents: str) -> str:
    """Return text as it stands in XML, in the shorter of two ways: HTML as CDATA is a fifth shorter than with every sign escaped, and reads the same."""
    escaped = escape_xml(contents)
    if len(escaped) <= len(contents) + len(_CDATA_MARKS):
        return escaped
    whole = f"<![CDATA[{contents.replace(']]>', ']]]]><![CDATA[>')}]]>"
    return whole if len(whole) < len(escaped) else escaped


class _Xml:
    """RSS or Atom, written with the library."""

    def __init__(self, library: Any, element: str) -> None:
        self.library = library
        self.element = element
        # What it writes of an item does not depend on the feed.
        self._empty = library("", "", "")

    def item(self, item: Item) -> str:
        """Serialise an item as an element."""
        given = item.for_library
        written = StringIO()
        handler = _Elements(written, "utf-8", short_empty_elements=True)
        handler.startElement(self.element, self._empty.item_attributes(given))
        self._empty.add_item_elements(handler, given)
        handler.endElement(self.element)
        return f"\n{written.getvalue()}"

    def document(self, head: Head, items: Iterable[str]) -> bytes:
        """Assemble a document from serialised items."""
        feed = self.library(
            title=head.title,
            link=head.page,
            description=head.promise,
            language=head.language,
            feed_url=head.self,
            feed_guid=head.id,
            author_name=head.author.name,
            author_link=head.author.url or None,
            author_email=head.author.email or None,
            head=head,
            written=items,
        )
        written: str = feed.writeString("utf-8")
        return f"{written}\n".encode()


class _Json:
    """JSON Feed."""

    def item(self, item: Item) -> str:
        """Serialise an item as an object on one line."""
        given: dict[str, Any] = {
            "id": item.id,
            "url": item.link,
            "title": item.title,
            "summary": item.summary,
            "content_html": item.content,
            "date_published": _rfc3339(item.published),
            "tags": list(item.tags),
        }
        if item.updated != item.published:
            given["date_modified"] = _rfc3339(item.updated)
        if item.language:
            given["language"] = item.language
        return f"\n{json.dumps(given, ensure_ascii=False, separators=(',', ':'))}"

    def document(self, head: Head, items: Iterable[str]) -> bytes:
        """Assemble a document from serialised items."""
        author = {"name": head.author.name} | ({"url": head.author.url} if head.author.url else {})
        given: dict[str, Any] = {
            "version": _JSON_FEED,
            "title": head.title,
            "home_page_url": head.page,
            "feed_url": head.self,
            "description": head.promise,
            "language": head.language,
            "authors": [author],
        }
        if head.older:
            # `next_url` would have to lead to another JSON Feed. An extension has a name with an underscore.
            given["_prev_archive"] = {"about": _HISTORY, "url": head.older, "mime_type": ATOM.media}
        if head.hub:
            given["hubs"] = [{"type": "WebSub", "url": head.hub}]
        before = json.dumps(given, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{before},\n "items": [{",".join(items)}\n]}}\n'.encode()


def _rfc3339(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


#: The serialiser of each format, and of what archives list.
WRITTEN_BY: dict[Format, Writer] = {
    RSS: _Xml(_Rss, "item"),
    ATOM: _Xml(_Atom, "entry"),
    LISTED: _Xml(_Listed, "entry"),
    JSON: _Json(),
}
