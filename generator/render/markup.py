"""The only module that turns authors' texts into HTML.

It has two functions: `sentence` for plain text in the front matter, `document` for Markdown bodies. For any input, the result

- is well formed (as XML too: every element closed, every attribute quoted, no named entities),
- contains only elements of an allow-list, without ids, classes, styles, handlers, forms, frames or scripts,
- requests nothing from other hosts: images come from the incident's own `files/` folder, anything else becomes a link,
- shows the target of links that leave the organisation's own hosts, and has no links to hosts that nobody vouches for,
- passes through Python-Markdown unchanged inside an HTML block (no blank lines, no control characters).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import SupportsIndex
from urllib.parse import quote, urlsplit

import nh3  # noqa: TID251  # this module is its home

from generator.format.hosts import ascii_address, ascii_host
from generator.format.mail_addresses import mail_address
from generator.format.telephone import telephone_numbers
from generator.links.link_targets import LinkKind, LinkTarget, LinkTargets
from generator.links.markdown import addresses, to_html
from generator.model.allowed import ATTRIBUTES, ELEMENTS, GONE, IMAGES, SCHEMES

_VOID = frozenset({"br", "hr", "img"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NUMBER = re.compile(r"-?[0-9]{1,4}")

# Control characters, surrogates and non-characters (not allowed in XML and meaningless to readers), and characters that override the
# direction of the following text, which can make a page read differently from its source. Direction marks are kept.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
# Characters that need no encoding in an e-mail address (RFC 6068).
_IN_MAIL = "@!$'*+-._~"
# Elements that begin a line, also those that only the style sheet makes to; a blank within them would be seen, and there is none.
_BLOCKS = (
    "article aside blockquote caption dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul"
).split()
# By their first letters: most elements begin with none of these, and need not be compared with each name.
_BLOCK = "|".join(f"{first}(?:{'|'.join(name[1:] for name in names)})" for first, names in groupby(_BLOCKS, itemgetter(0)))
# They begin with what is sought first, and the first is replaced by plain text: both make them several times as fast.
_BEFORE_BLOCK = re.compile(rf'<(?<=\S<)(?=(?:{_BLOCK})[\s>/]|span class="ab-note)')
_AFTER_BLOCK = re.compile(rf"<(?:/(?:{_BLOCK})>|[bh]r ?/?>)(?=\S)")
_LOOSE_URL = re.compile("[\x00-\x20\x7f]+")


class Html(str):
    """Text that is HTML already, which templates print unescaped."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text for a template (the protocol of template engines with auto-escaping)."""
        return str(self)

    def __add__(self, other: str) -> "Html":
        """HTML plus HTML is HTML; anything else is escaped first."""
        return Html(str.__add__(self, html_of(other)))

    def join(self, parts: "list[str] | tuple[str, ...]") -> "Html":  # type: ignore[override]  # the parts are escaped, so only lists that can be read twice are taken
        """Join parts; parts that are not HTML are escaped."""
        return Html(str.join(self, [html_of(part) for part in parts]))

    def __mul__(self, times: SupportsIndex) -> "Html":
        """Repeated HTML is HTML."""
        return Html(str.__mul__(self, times))


def html_of(text: str) -> Html:
    """Return text as HTML, escaped unless it is HTML already."""
    return text if isinstance(text, Html) else _escaped(text)


# As with `clean`: it takes longer to escape a name or a title than to find it.
@lru_cache(maxsize=16_384, typed=True)
def _escaped(text: str) -> Html:
    return Html(escape(clean(text)))


# Names and titles stand on every page. `Html` and plain text are kept apart, or what is not escaped would be taken for what is.
@lru_cache(maxsize=16_384, typed=True)
def clean(text: str) -> str:
    """Remove what no page may contain: control characters, lone surrogates, direction overrides. Line ends become newlines."""
    # Nearly every text has nothing of that, which Python tells much faster. Two signs stand for what is no letter, and count as printable.
    if text.isprintable() and "\ufffc" not in text and "\ufffd" not in text:
        return text
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


@lru_cache(maxsize=16_384, typed=True)
def flat(text: str) -> str:
    """Return clean text on one line."""
    return " ".join(clean(text).split())


@dataclass(frozen=True, slots=True)
class Link:
    """The target of a link. `host` is the foreign host to name next to it; empty for the organisation's own."""

    href: str
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """How addresses are written on one page.

    Attributes:
        site: the site's public address, ending in a slash, which begins the site's absolute addresses.
        known: every valid target of a link in this site; other addresses do not become links.
        domains: the organisation's own hosts; their subdomains count too.
        page: the page's address, relative to the site's, ending in a slash; empty for the home page.
        base: the address from which relative links in author text are resolved: the incident's, relative to the site's.
        absolute: whether addresses are absolute (in feeds) or relative to the page.
        language: the folder of pages in the page's language, relative to the site's address: `de/`; empty for the default language.
        size: gives the width and height of one of the site's images, by its address relative to the site's, so that no line moves when it comes.
        trusted: foreign hosts that may be linked to; for others, only the text of a link is shown. None: all hosts.
    """

    site: str
    known: LinkTargets
    domains: tuple[str, ...] = ()
    page: str = ""
    base: str = ""
    absolute: bool = False
    language: str = ""
    trusted: frozenset[str] | None = None
    size: Callable[[str], tuple[int, int] | None] = lambda _: None

    def to(self, path: str) -> str:
        """Return the address of one of the site's pages in the page's language, given relative to that language's folder."""
        return self.root(self.language + path)

    def root(self, path: str) -> str:
        """Return the address of one of the site's files or pages, given relative to the site's address."""
        if self.absolute:
            return self.site + path
        if path == self.page:
            return "./"
        if self.page and path.startswith(self.page):
            return path[len(self.page) :]
        return "../" * self.page.count("/") + path or "./"

    def resolve(self, href: str, shown: str = "") -> Link | None:
        """Resolve an address in author text; None when it may not be a link, or leads to nothing that readers can open.

        Args:
            href: the address.
            shown: the link's text. An address that readers see as text leads to exactly that page, and not to its version in their
                language.
        """
        loose = _LOOSE_URL.sub("", clean(href))
        lead = self.known.lead(loose, self.base)
        match lead.kind:
            case LinkKind.PAGE | LinkKind.FILE:
                return Link(self._inside(lead, exact="://" in shown and ascii_address(shown.strip()) == ascii_address(loose)))
            case LinkKind.MAIL | LinkKind.CALL:
                return Link(lead.address)
            case LinkKind.AWAY:
                address = ascii_address(lead.address)
                host = (urlsplit(address).hostname or "").rstrip(".")
                return Link(_encode(address), "" if self.owns(host) else host) if self.leads_to(host) else None
            case LinkKind.NOWHERE:
                return None

    def _inside(self, lead: LinkTarget, *, exact: bool = False) -> str:
        place = lead.language if lead.language is not None else "" if exact else self.language
        return self.root(place + quote(lead.address)) + lead.tail

    def image(self, src: str) -> tuple[str, tuple[int, int] | None]:
        """Return the address of one of the site's images, and its width and height; empty when it is not one."""
        lead = self.known.lead(_LOOSE_URL.sub("", clean(src)), self.base)
        is_image = lead.kind is LinkKind.FILE and PurePosixPath(lead.address).suffix.lower() in IMAGES
        return (self._inside(lead), self.size(lead.address)) if is_image else ("", None)

    def leads_to(self, host: str) -> bool:
        """Whether links to a host are allowed: the organisation's own hosts, and those it vouches for."""
        return self.trusted is None or ascii_host(host) in self.trusted or self.owns(host)

    def owns(self, host: str) -> bool:
        """Whether a host is the organisation's own."""
        own = (*self.domains, urlsplit(self.site).hostname or "")
        host = ascii_host(host)
        return any(host == domain or host.endswith("." + domain) for domain in map(ascii_host, own) if domain)


def anchor(link: Link, text: Html) -> Html:
    """Return a link. A link to a foreign host is marked, and names the host unless its text already does."""
    if not link.host:
        return Html(f'<a href="{escape(link.href)}">{text}</a>')
    named = "" if re.search(rf"(?<![\w.-]){re.escape(link.host)}(?![\w.-])", text) else f" <small>[{escape(link.host)}]</small>"
    return Html(f'<a href="{escape(link.href)}" rel="noopener nofollow external">{text}</a>{named}')


def telephone(text: str, mark: Callable[[str], Html]) -> Html:
    """Turn a telephone contact into HTML: each number becomes a link that dials it, the text stays as written.

    Args:
        text: a number, or several with words in between.
        mark: turns the text of a number into HTML.
    """
    parts: list[Html] = []
    at = 0
    text = clean(text)
    for number in telephone_numbers(text):
        said = mark(text[number.start : number.end])
        called = Html(f'<a href="{escape(number.uri)}">{said}</a>') if number.uri else said
        parts += [html_of(text[at : number.start]), called]
        at = number.end
    return Html("").join([*parts, html_of(text[at:])])


def mail(text: str, mark: Callable[[str], Html]) -> Html:
    """Return an e-mail address as a link, as written."""
    address = _mail_link(text)
    return Html(f'<a href="{address}">{mark(text)}</a>') if address else mark(text)


@lru_cache(maxsize=1024)
def _mail_link(text: str) -> str:
    """Return where the link of an e-mail address leads, escaped; empty where it is none. The way to ask is in every statement."""
    address = mail_address(text)
    return escape(f"mailto:{quote(address, safe=_IN_MAIL)}") if address else ""


def sentence(text: str, links: Links) -> Html:
    """Render a sentence of the front matter: plain text in which only complete http and https addresses become links."""
    plain = flat(text)
    if "://" not in plain:
        return _linkless_sentence(plain)
    parts: list[str] = []
    at = 0
    for found in addresses(plain):
        link = links.resolve(found.url, found.text)
        if link is None:
            continue
        parts += [escape(plain[at : found.index]), anchor(link, Html(escape(found.text)))]
        at = found.last_index
    return Html(_still("".join((*parts, escape(plain[at:])))))


# The same few sentences of an incident stand on each of its pages, and in its feeds.
@lru_cache(maxsize=16_384, typed=True)
def _linkless_sentence(plain: str) -> Html:
    return Html(_still(escape(plain)))


# What programs take for an address or a number and make a link of: a joiner, which nobody sees, in its middle keeps them from it.
_LINKED = re.compile(r"(?<=\w)(?=[.@](?=\w))|(?<=[a-z]:)(?=//)|(?<=\d)(?=[ \u00a0.\-]?\d{3}(?:\D|$))", re.IGNORECASE)
_JOINER = "\u2060"
# Where a line could end inside a telephone number.
_BREAKS = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": f"-{_JOINER}"})


def unlinked(text: str) -> Html:
    """Render a text of somebody else exactly as it reads, so that no page, feed or mail program makes a link of it."""
    return Html(escape(_LINKED.sub(_JOINER, _whole_numbers(flat(text)))))


def _whole_numbers(text: str) -> str:
    """Keep telephone numbers on one line: whoever compares one with that on their display must see all of it at once."""
    for number in reversed(telephone_numbers(text)):
        text = text[: number.start] + text[number.start : number.end].translate(_BREAKS) + text[number.end :]
    return text


def document(text: str, links: Links, top: int = 3) -> Html:
    """Render a Markdown body.

    Args:
        text: the author's text; HTML in it is kept as far as the allow-list permits.
        links: how addresses are written.
        top: the level (1 to 6) of the body's highest heading.
    """
    if not text.strip():
        return Html()
    safe = _safe(text)
    # Links and images alone depend on the page; what has none is the same on each.
    return _written(safe, links, top) if "<a" in safe or "<img" in safe else _unlinked_document(safe, top)


@lru_cache(maxsize=1024)
def _unlinked_document(safe: str, top: int) -> Html:
    return _written(safe, None, top)


def _written(safe: str, links: Links | None, top: int) -> Html:
    writer = _Writer(links, top)
    writer.feed(safe)
    writer.close()
    return writer.html()


@lru_cache(maxsize=16_384)
def _safe(text: str) -> str:
    # A body appears on its own page, on the incident's page and in feeds; the common part of the work is cached.
    return nh3.clean(
        to_html(clean(text)),
        tags=set(ELEMENTS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        clean_content_tags=set(GONE),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def passage(html: str) -> Html:
    """Return finished HTML in a form that passes through Python-Markdown unchanged: no blank lines, tabs, or code fences."""
    # `expandtabs`, fenced code and trimming of blank lines all come before Markdown's search for HTML blocks.
    return Html(re.sub(r"\n\s*\n", "\n", separated(_still(html))))


def separated(html: str) -> str:
    """Put white space between blocks, so that no two words run together where a program takes the tags out: mail, chats, results of searches."""
    return _AFTER_BLOCK.sub(_and_newline, _BEFORE_BLOCK.sub("\n<", html))


def _and_newline(found: re.Match[str]) -> str:
    return found[0] + "\n"


def _still(html: str) -> str:
    # Python-Markdown reads fences before HTML blocks, so no line may start with one.
    return html.replace("`", "&#96;").replace("~", "&#126;").replace("\t", "&#9;")


def _encode(url: str) -> str:
    # Characters not allowed in addresses are percent-encoded; what is encoded already stays as it is.
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")


class _Writer(HTMLParser):
    """Rewrites HTML cleaned by nh3: since it is balanced and canonical, only links, images and headings need decisions.

    Args:
        links: how addresses are written; None: there are neither links nor images in it.
        top: the level (1 to 6) of its highest heading.
    """

    def __init__(self, links: Links | None, top: int) -> None:
        super().__init__(convert_charrefs=True)
        self._links = links
        self._top = top
        self._highest = 0
        self._last = top - 1
        # One frame for each open element: its name, the content so far, and how to finish it.
        self._frames: list[tuple[str, list[str], Callable[[str], str]]] = [("", [], str)]

    def feed(self, data: str) -> None:
        levels = [int(level) for level in re.findall(r"<h([1-6])>", data)]
        self._highest = min(levels, default=1)
        super().feed(data)

    def html(self) -> Html:
        while len(self._frames) > 1:
            self._finish()
        return Html(_still("".join(self._frames[0][1])).strip())

    def handle_data(self, data: str) -> None:
        inside_pre = any(name == "pre" for name, _, _ in self._frames)
        text = escape(clean(data), quote=False)
        # A blank line in preformatted text must not be blank in the page's source.
        self._write(text.replace("\n", "&#10;") if inside_pre else re.sub(r"\s*\n\s*", "\n", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            href = given.get("href", "")

            def linked(inner: str) -> str:
                link = self._links and self._links.resolve(href, unescape(inner))
                return anchor(link, Html(inner)) if link else inner

            self._frames.append((tag, [], linked))
        elif tag == "img" and self._links:
            self._write(self._image(given, self._links))
        elif tag in _VOID:
            self._write(f"<{tag} />")
        else:
            name = self._heading(tag) if tag in _HEADINGS else tag
            opening = f"<{name}{_attributes(tag, given)}>"
            closing = f"</{name}>"
            self._frames.append((tag, [], lambda inner: f"{opening}{inner}{closing}"))

    def handle_endtag(self, tag: str) -> None:
        if tag in (name for name, _, _ in self._frames):
            while self._frames[-1][0] != tag:
                self._finish()
            self._finish()

    def _heading(self, tag: str) -> str:
        level = min(6, self._top + int(tag[1]) - self._highest, self._last + 1)
        self._last = level
        return f"h{level}"

    def _image(self, given: dict[str, str], links: Links) -> str:
        alt = flat(given.get("alt", "")) or flat(given.get("title", ""))
        src = given.get("src", "")
        own, size = links.image(src)
        if own:
            room = f' width="{size[0]}" height="{size[1]}"' if size else ""
            return f'<img src="{escape(own)}" alt="{escape(alt)}"{room} loading="lazy" />'
        link = links.resolve(src) if "://" in src else None
        label = Html(escape(alt or flat(src)))
        inside_link = any(name == "a" for name, _, _ in self._frames)
        return anchor(link, label) if link and not inside_link else label

    def _write(self, html: str) -> None:
        self._frames[-1][1].append(html)

    def _finish(self) -> None:
        _, parts, finish = self._frames.pop()
        self._write(finish("".join(parts)))


def _attributes(tag: str, given: dict[str, str]) -> str:
    kept = []
    for name, value in given.items():
        fits = {"start": _NUMBER, "colspan": _NUMBER, "rowspan": _NUMBER, "scope": re.compile("row|col")}.get(name)
        if name in ATTRIBUTES.get(tag, ()) and (fits is None or fits.fullmatch(value)):
            kept.append(f' {name}="{escape(flat(value))}"')
    return "".join(kept)
