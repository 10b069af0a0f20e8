"""The only maker of HTML from what authors write.

Two doors: `sentence` for the plain text of the front matter, `document` for Markdown bodies. Whatever comes in, what goes out

- is well formed (as XML too: every element closed, every attribute quoted, no named entities),
- holds only elements of an allow-list, without ids, classes, styles, handlers, forms, frames or scripts,
- asks nothing of another host: images come from the incident's own `files/` folder, anything else becomes a link,
- shows where a link leads when it leaves the organisation's own hosts, and makes no link to one that nobody answers for,
- passes through Python-Markdown untouched when it stands inside an HTML block (no blank lines, no control characters).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import SupportsIndex
from urllib.parse import quote, urlsplit

import nh3  # noqa: TID251  # this module is its home

from generator.format.hosts import ascii_address, ascii_host
from generator.format.mail_addresses import mail_address
from generator.format.telephone import numbers
from generator.links.link_targets import LinkKind, LinkTarget, LinkTargets
from generator.links.markdown import addresses, to_html
from generator.model.allowed import ATTRIBUTES, ELEMENTS, GONE, IMAGES, SCHEMES

_VOID = frozenset({"br", "hr", "img"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NUMBER = re.compile(r"-?[0-9]{1,4}")

# Control characters, surrogates and non-characters (none is allowed in XML or means anything to a reader), and the characters that turn
# the direction of the text that follows them, which can make a page read as what it does not say. The direction marks stay.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
# What need not be encoded in an address of e-mail (RFC 6068).
_IN_MAIL = "@!$'*+-._~"
_LOOSE_URL = re.compile("[\x00-\x20\x7f]+")


class Html(str):
    """Text that is HTML already: templates pass it through."""

    __slots__ = ()

    def __html__(self) -> str:
        """What a template prints (the protocol of template engines that escape)."""
        return str(self)

    def __add__(self, other: str) -> "Html":
        """HTML joined to HTML stays HTML; anything else is escaped first."""
        return Html(str.__add__(self, html_of(other)))

    def join(self, parts: "list[str] | tuple[str, ...]") -> "Html":  # type: ignore[override]  # the parts are escaped, so only lists that can be read twice are taken
        """Join parts; those that are not HTML are escaped."""
        return Html(str.join(self, [html_of(part) for part in parts]))

    def __mul__(self, times: SupportsIndex) -> "Html":
        """HTML repeated stays HTML."""
        return Html(str.__mul__(self, times))


def html_of(text: str) -> Html:
    """Text as HTML: escaped unless it is HTML already."""
    return text if isinstance(text, Html) else Html(escape(clean(text)))


def clean(text: str) -> str:
    """Text without what no page can hold: control characters, lone surrogates, changes of direction. Line ends become newlines."""
    return _UNFIT.sub("", _LINE_ENDS.sub("\n", text))


def flat(text: str) -> str:
    """Clean text on one line."""
    return " ".join(clean(text).split())


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads. `host` is the foreign host to name beside it; empty for our own."""

    href: str
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """How addresses are written on one page.

    Attributes:
        site: what our own addresses begin with when they are written in full: the site's public address, ending in a slash.
        known: everything of the site that a link can lead to; what is not in it is no link.
        domains: the organisation's own hosts; their subdomains are its own too.
        page: the page's address, relative to the site's, ending in a slash; empty for the home page.
        base: what relative links in author text start from: the incident's address, relative to the site's.
        absolute: whether addresses are written in full (feeds) or relative to the page.
        language: where the pages in the page's language are, relative to the site's address: `de/`; empty for the site's own language.
        trusted: the foreign hosts that may be linked to; to others only the words of a link are shown. None: any may be.
    """

    site: str
    known: LinkTargets
    domains: tuple[str, ...] = ()
    page: str = ""
    base: str = ""
    absolute: bool = False
    language: str = ""
    trusted: frozenset[str] | None = None

    def to(self, path: str) -> str:
        """The address of one of our own pages in the page's language, given relative to where those pages are."""
        return self.root(self.language + path)

    def root(self, path: str) -> str:
        """The address of one of our own files or pages, given relative to the site's address."""
        if self.absolute:
            return self.site + path
        if path == self.page:
            return "./"
        if self.page and path.startswith(self.page):
            return path[len(self.page) :]
        return "../" * self.page.count("/") + path or "./"

    def resolve(self, href: str, shown: str = "") -> Link | None:
        """Where an address in author text leads; None when it may not be a link, or leads to nothing that readers can open.

        Args:
            href: the address.
            shown: the words that it stands under: an address that readers see leads just there, and not to the same page in their language.
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

    def image(self, src: str) -> str:
        """The address of one of our own images; empty when it is none."""
        lead = self.known.lead(_LOOSE_URL.sub("", clean(src)), self.base)
        is_image = lead.kind is LinkKind.FILE and PurePosixPath(lead.address).suffix.lower() in IMAGES
        return self._inside(lead) if is_image else ""

    def leads_to(self, host: str) -> bool:
        """Whether a link may lead to a host: the organisation's own, or one that it answers for."""
        return self.trusted is None or ascii_host(host) in self.trusted or self.owns(host)

    def owns(self, host: str) -> bool:
        """Whether a host is the organisation's own."""
        own = (*self.domains, urlsplit(self.site).hostname or "")
        host = ascii_host(host)
        return any(host == domain or host.endswith("." + domain) for domain in map(ascii_host, own) if domain)


def anchor(link: Link, text: Html) -> Html:
    """A link. One to a foreign host says so, and names the host unless its text already does."""
    if not link.host:
        return Html(f'<a href="{escape(link.href)}">{text}</a>')
    named = "" if re.search(rf"(?<![\w.-]){re.escape(link.host)}(?![\w.-])", text) else f" <small>[{escape(link.host)}]</small>"
    return Html(f'<a href="{escape(link.href)}" rel="noopener nofollow external">{text}</a>{named}')


def telephone(text: str, mark: Callable[[str], Html]) -> Html:
    """What somebody gave as telephone number: every number in it as a link that a telephone dials, the text as it was written.

    Args:
        text: a number, or several with words between them.
        mark: what makes HTML of a number.
    """
    parts: list[Html] = []
    at = 0
    text = clean(text)
    for number in numbers(text):
        said = mark(text[number.start : number.end])
        called = Html(f'<a href="{escape(number.uri)}">{said}</a>') if number.uri else said
        parts += [html_of(text[at : number.start]), called]
        at = number.end
    return Html("").join([*parts, html_of(text[at:])])


def mail(text: str, mark: Callable[[str], Html]) -> Html:
    """An e-mail address as a link, as it was written."""
    address = mail_address(text)
    return Html(f'<a href="mailto:{escape(quote(address, safe=_IN_MAIL))}">{mark(text)}</a>') if address else mark(text)


def sentence(text: str, links: Links) -> Html:
    """A sentence of the front matter: plain text in which only whole http and https addresses become links."""
    plain = flat(text)
    if "://" not in plain:
        return Html(_still(escape(plain)))
    parts: list[str] = []
    at = 0
    for found in addresses(plain):
        link = links.resolve(found.url, found.text)
        if link is None:
            continue
        parts += [escape(plain[at : found.index]), anchor(link, Html(escape(found.text)))]
        at = found.last_index
    return Html(_still("".join((*parts, escape(plain[at:])))))


def document(text: str, links: Links, top: int = 3) -> Html:
    """A Markdown body.

    Args:
        text: what the author wrote; HTML in it is kept as far as the allow-list goes.
        links: how addresses are written.
        top: the level (1 to 6) that the body's highest heading becomes.
    """
    if not text.strip():
        return Html()
    writer = _Writer(links, top)
    writer.feed(_safe(text))
    writer.close()
    return writer.html()


@lru_cache(maxsize=16_384)
def _safe(text: str) -> str:
    # A body stands on its permalink, on the incident's page and in feeds: what is the same in all of them is done once.
    return nh3.clean(
        to_html(clean(text)),
        tags=set(ELEMENTS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        clean_content_tags=set(GONE),
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def passage(html: str) -> Html:
    """Finished HTML in the form in which it crosses Python-Markdown untouched: no blank lines, tabs, or marks of fenced code."""
    # `expandtabs`, fenced code and the trimming of white lines all happen before Markdown looks for HTML blocks.
    return Html(re.sub(r"\n\s*\n", "\n", _still(html)))


def _still(html: str) -> str:
    # Python-Markdown reads fences before HTML blocks, so no line may begin with one.
    return html.replace("`", "&#96;").replace("~", "&#126;").replace("\t", "&#9;")


def _encode(url: str) -> str:
    # Everything that is not allowed in an address is percent-encoded; what is encoded already stays as it is.
    return quote(url, safe=":/?#[]@!$&'()*+,;=%-._~")


class _Writer(HTMLParser):
    """Rewrites HTML that nh3 has cleaned: it is balanced and canonical, so this only decides links, images and headings."""

    def __init__(self, links: Links, top: int) -> None:
        super().__init__(convert_charrefs=True)
        self._links = links
        self._top = top
        self._highest = 0
        self._last = top - 1
        # One frame for each open element: its name as written, what it has so far, and how to finish it.
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
        # A blank line in preformatted text must not be one in the page's source.
        self._write(text.replace("\n", "&#10;") if inside_pre else re.sub(r"\s*\n\s*", "\n", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            href = given.get("href", "")

            def linked(inner: str) -> str:
                link = self._links.resolve(href, unescape(inner))
                return anchor(link, Html(inner)) if link else inner

            self._frames.append((tag, [], linked))
        elif tag == "img":
            self._write(self._image(given))
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

    def _image(self, given: dict[str, str]) -> str:
        alt = flat(given.get("alt", "")) or flat(given.get("title", ""))
        src = given.get("src", "")
        if own := self._links.image(src):
            return f'<img src="{escape(own)}" alt="{escape(alt)}" loading="lazy" />'
        link = self._links.resolve(src) if "://" in src else None
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
