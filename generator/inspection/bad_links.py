"""Links: every link in a text, its place, and what is wrong with its target."""

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cache, lru_cache
from html import unescape
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from generator.format.hosts import ascii_host
from generator.format.mail_addresses import addresses_within
from generator.format.telephone import telephone_numbers
from generator.inspection.text_spans import Places, TextSpan
from generator.links.link_targets import LinkKind, LinkTarget, LinkTargets, base_of
from generator.links.markdown import addresses, tokens
from generator.model.allowed import IMAGES, SCHEMES, is_safe_file
from generator.model.config import SiteConfig
from generator.model.document import Content, Document, IncidentFolder, ReviewDocument, UpdateDocument, Written
from generator.model.source import Span
from generator.model.visibility import opens, said_in

# The parser takes long to load, and many texts have nothing for it to read.
if TYPE_CHECKING:
    from generator.links.markdown import Token


class Wrong(Enum):
    """What is wrong with a link. Each fault has a rule of its own."""

    FOREIGN = "foreign-link"
    LOOK_ALIKE = "look-alike-link"
    DISGUISED = "disguised-link"
    DEAD = "dead-link"


@dataclass(frozen=True, slots=True)
class BadLink:
    """A link that should not be used.

    Attributes:
        at: the place of the link's own characters, where the file holds them literally.
    """

    wrong: Wrong
    at: Span
    message: str
    help: str


@dataclass(frozen=True, slots=True)
class _Link:
    """A link or picture: its target, its text (empty when the target is the text), and whether it is a picture."""

    at: Span
    href: str
    shown: str = ""
    picture: bool = False


_WORTH = re.compile(r"://|\]\(|\]:|<\s*(?:a|img)\b|<[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_LOOSE = re.compile(r"[\x00-\x20\x7f]+")
_TAG = re.compile(r"<(?:a|img)\b[^>]{0,2000}", re.IGNORECASE)
_HREF = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_MARKUP = re.compile(r"<[^>]*>?")
_ADDRESS = re.compile(r"https?://[^\s<>\"'()\[\]\\]+", re.IGNORECASE)
_FOREIGN = frozenset({"foreign-link", "saf029"})
_RUNS = frozenset({"javascript", "vbscript", "data", "file", "blob"})
_HOST_SHOWN = re.compile(r"(?:(https?)://)?(?:[^\s/@]+@)?((?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)


def bad_links(
    written: Written,
    spans: Callable[[], Sequence[TextSpan]],
    config: SiteConfig | None,
    link_targets: LinkTargets | None,
    now: datetime,
) -> Iterator[BadLink]:
    """Yield the links of a file that should not be used. Each is reported once, for its worst fault.

    Args:
        written: the file.
        spans: returns the file's author text, which is not asked for where it has no link.
        config: the site's configuration.
        link_targets: every possible target of a link.
        now: the time of judgement.
    """
    text = written.document.source.text
    if config is None or link_targets is None or not (_WORTH.search(text) or "\\" in text):
        return
    here = ascii_host(_host(config.site.url))
    own = (*config.organisation.domains, here, _host(config.organisation.url))
    own = tuple(sorted({ascii_host(host) for host in own if host}))
    if "\\" not in text and not _WORTH.search(_plain_links(own, here).sub("", text)):
        return
    for link in _links(written, spans()):
        found = _verdict(link.href, link.shown, link.picture, own, config.organisation.name)
        found = found or _inside(link, written, link_targets, now)
        if found:
            yield BadLink(found[0], link.at, found[1], found[2])


@lru_cache(maxsize=8)
def _plain_links(own: tuple[str, ...], here: str) -> re.Pattern[str]:
    """Return a pattern for harmless links to the organisation's own hosts: a file with no other links need not be parsed.

    Links to this site do not match: their targets may be missing.
    """
    hosts = "|".join(re.escape(host) for host in own)
    address = rf"https://(?!{re.escape(here)}(?![\w.-]))(?:[a-z0-9-]{{1,63}}\.)*(?:{hosts})(?![\w.:@-])(?:/[\w/.-]*)?"
    return re.compile(rf"\[[\w ,'’-]{{1,200}}\]\({address}\)|(?<![\w\[(<\"'=]){address}(?![^\s.,;)\]]|[.,;)\]]\()")


def trusted_hosts(content: Content) -> frozenset[str]:
    """Return the foreign hosts to which texts may link.

    These are the organisation's website, and hosts that an update vouches for with a waiver. Published texts may link to hosts that were
    the organisation's own at the time; today's pages do not show such links. Hosts linked from a text without a waiver are such former
    hosts, so the waiver of another text does not vouch for them.
    """
    config = content.config.config
    own = {ascii_host(_host(config.organisation.url))} if config else set[str]()
    waived: set[str] = set()
    others: set[str] = set()
    for folder in content.incidents:
        may_waive = folder.may_say("waivers")
        if not may_waive and folder.outline is not None and folder.outline.hosts is not None:
            others.update(folder.outline.hosts)
            continue
        waiving = {one.number for one in folder.updates if may_waive and _waives(one)}
        for update in (*folder.updates, *folder.translations):
            (waived if update.number in waiving or (may_waive and _waives(update)) else others).update(_hosts(update))
        for document in _others(folder):
            others |= _hosts(document)
    return frozenset((own | (waived - others)) - {""})


def hosts_in(folder: IncidentFolder) -> tuple[str, ...]:
    """Return the hosts to which texts of an incident lead, as `trusted_hosts` asks."""
    texts = (*folder.updates, *folder.translations, *_others(folder))
    return tuple(sorted(set[str]().union(*map(_hosts, texts))))


def _others(folder: IncidentFolder) -> Iterator[Document]:
    """Yield the texts of an incident that vouch for no host."""
    yield from (folder.document, *((folder.review,) if folder.review else ()), *folder.review_translations)


def _hosts(document: Document) -> set[str]:
    return {ascii_host(_host(found.group())) for found in _ADDRESS.finditer(document.source.text)}


def _waives(document: UpdateDocument) -> bool:
    return document.parsed is not None and not _FOREIGN.isdisjoint(name.lower() for name in document.parsed.waivers)


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


# Finding links.


def _links(written: Written, spans: Sequence[TextSpan]) -> Iterator[_Link]:
    if written.body:
        yield from _body_links(written)
        spans = spans[:-1]
    for span in spans:
        if "://" in span.text:
            for found in addresses(span.text):
                yield _Link(span.span(found.index, found.last_index), found.url)


def _body_links(written: Written) -> Iterator[_Link]:
    if not _WORTH.search(written.body):
        return
    places = Places(written)
    for token in tokens(written.body):
        places.enter(token.map)
        if token.type == "html_block":
            yield from _html_links(token.content, places)
        elif token.type == "inline":
            yield from _inline_links(token.children or [], places)


def _inline_links(children: "list[Token]", places: Places) -> Iterator[_Link]:
    href: str | None = None
    raw: _Link | None = None
    shown: list[str] = []
    by_itself = False
    for child in children:
        if child.type == "link_open":
            href, shown, by_itself = str(child.attrs.get("href", "")), [], child.info == "auto"
        elif child.type == "link_close" and href is not None:
            words = "".join(shown)
            yield _Link(places.find(href, unquote(href), words), href, "" if by_itself else words)
            href = None
        elif child.type == "image":
            src = str(child.attrs.get("src", ""))
            yield _Link(places.find(src, unquote(src), child.content), src, picture=True)
        elif child.type == "html_inline" and child.content[:2].lower() == "<a":
            raw, shown = next(_html_links(child.content, places), None), []
        elif child.type == "html_inline" and child.content[:3].lower() == "</a" and raw is not None:
            yield replace(raw, shown="".join(shown))
            raw = None
        elif child.type == "html_inline":
            yield from _html_links(child.content, places)
        elif child.type in {"text", "code_inline"}:
            shown.append(child.content)
    if raw is not None:
        yield raw


def _html_links(html: str, places: Places) -> Iterator[_Link]:
    for tag in _TAG.finditer(html):
        if found := _HREF.search(tag.group()):
            written = next((group for group in found.groups() if group is not None), "")
            picture = tag.group()[1:4].lower() == "img"
            words = "" if picture else _MARKUP.sub("", html[tag.end() : tag.end() + 500].partition("</")[0].lstrip(">"))
            yield _Link(places.find(written), unescape(written), unescape(words), picture)


# Judging links.

_Verdict = tuple[Wrong, str, str]


@lru_cache(maxsize=4096)
def _verdict(href: str, shown: str, picture: bool, own: tuple[str, ...], name: str) -> _Verdict | None:
    loose = _LOOSE.sub("", unicodedata.normalize("NFKC", href))
    what = "picture" if picture else "link"
    if not loose:
        return Wrong.DEAD, f"this {what} has no address", "write the address, or write the words without a link"
    scheme = loose.partition(":")[0].lower() if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", loose) else ""
    if scheme in _RUNS:
        return (
            Wrong.DISGUISED,
            f"this {what} runs or opens something instead of leading to a page (`{scheme}:`)",
            "write an address that begins with https://, or delete it",
        )
    if loose.startswith("//"):
        return Wrong.DEAD, f"`{loose[:80]}` is not a complete address", f"begin it with https: `https:{loose[:80]}`"
    if scheme and scheme not in SCHEMES and not re.match(r"h+t+p+s?:", loose, re.IGNORECASE):
        return (
            Wrong.DEAD,
            f"an address that begins with `{scheme[:20]}:` does not work as a link here",
            "write one that begins with https://",
        )
    return _foreign(loose, shown, own, name) if scheme in {"http", "https"} else None


def _inside(link: _Link, written: Written, link_targets: LinkTargets, now: datetime) -> _Verdict | None:
    """Return what is wrong with a link within this site, to a mail address or to a telephone number."""
    at = _read_at(written, now)
    base = base_of(written.document.source.path)
    href = _LOOSE.sub("", link.href)
    lead = link_targets.lead(href, base)
    if href[:7].lower() == "mailto:" or href[:4].lower() == "tel:":
        return None if lead.kind in {LinkKind.MAIL, LinkKind.CALL} else _unreachable(href)
    if lead.kind is LinkKind.AWAY:
        return None
    if not lead.opens(at) and not _is_own(lead, written):
        return _not_there(link, lead, written, link_targets, at)
    if lead.missing:
        bare = re.sub("#.*", "", href)
        return (
            Wrong.DEAD,
            f"that page has no part called `#{lead.missing[:60]}`; headings do not have their own addresses",
            f"leave out the part: `{bare[:200]}`" if bare else "name the heading in words, without a link",
        )
    if link.picture and not lead.address.lower().endswith(tuple(IMAGES)):
        return Wrong.DEAD, f"`{href[:80]}` is not a picture", "link to it instead: delete the ! before the bracket"
    return None


def _read_at(written: Written, now: datetime) -> datetime:
    """Return when readers first see a text, or now if they already can."""
    said = said_in(written.document)
    if said is not None:
        # A draft has no opening (`opens`), but its links must work when it is published: at its own time, or when `draft` is taken out.
        return max(now, said.published)
    updates = written.folder.updates if written.folder is not None else ()
    return max(now, min((opening for one in updates if (opening := opens(one.parsed)) is not None), default=now))


def _is_own(lead: LinkTarget, written: Written) -> bool:
    """Whether a link target is published together with the draft that links to it: its incident, its own page, or an attachment."""
    base = base_of(written.document.source.path)
    number = written.document.number if isinstance(written.document, UpdateDocument) else None
    if not lead.inside or written.folder is None or not base:
        return False
    review = isinstance(written.document, ReviewDocument) and lead.address == f"{base}review/"
    return (
        review
        or lead.address in {base, f"{base}{number}/"}
        or (lead.kind is LinkKind.FILE and lead.address.startswith(base) and lead.since is None)
    )


def _not_there(link: _Link, lead: LinkTarget, written: Written, link_targets: LinkTargets, at: datetime) -> _Verdict:
    href, base = _LOOSE.sub("", link.href), base_of(written.document.source.path)
    said = f"`{unquote(href)[:120]}`"
    if lead.inside:
        # The message gives no time and no reason: more people may read a finding than may read the hidden text.
        return (
            Wrong.DEAD,
            f"readers of this text cannot open {said} yet",
            "remove the link until that is published; meanwhile readers see its words without a link",
        )
    if lead.private:
        return (
            Wrong.DEAD,
            f"{said} is a file that is not published",
            "write the words without a link, or link to one of the pages",
        )
    near = link_targets.nearest(href, base, at)
    if written.folder and not near and (hidden := _unsafe(href, written)):
        return Wrong.DEAD, f"`{hidden[:80]}` is not published", "files of this type never are; save it as a different type"
    if near:
        return Wrong.DEAD, f"{said} is not on this site", f"write `{near}` if that is what you mean"
    if link.picture:
        return (
            Wrong.DEAD,
            "this picture is not among the incident's files",
            "put it into files/ beside the update, and write files/ before its name",
        )
    what = "put the file there, or fix its name" if "files/" in href else "fix the address"
    return Wrong.DEAD, f"{said} is not on this site", f"{what}, or write the words without a link"


def _unsafe(href: str, written: Written) -> str:
    """Return the file that a link means if its type is not published; otherwise an empty string."""
    name = unquote(href).removeprefix("./")
    paths = written.folder.files if written.folder else ()
    return next((name for path in paths if path.endswith(f"/{name}") and not is_safe_file(path)), "")


def _unreachable(href: str) -> _Verdict:
    scheme, _, rest = href.partition(":")
    if scheme.lower() == "mailto":
        near = addresses_within(unquote(rest))
        return (
            Wrong.DEAD,
            "no mail program can use this address",
            f"write `mailto:{near[0]}`" if near else "write it like `mailto:help@larkfield.example`",
        )
    uris = [number.uri for number in telephone_numbers(unquote(rest)) if number.uri]
    return (
        Wrong.DEAD,
        "no telephone can dial this number",
        f"write one number, digits only: `{uris[0]}`" if uris else "write its digits with the country code: `tel:+442079460018`",
    )


def _foreign(href: str, shown: str, own: tuple[str, ...], name: str) -> _Verdict | None:
    try:
        split = urlsplit(href)
        host = ascii_host(split.hostname or "")
        split.port  # noqa: B018  # reading it is what refuses an impossible port
    except ValueError:
        host, split = "", None
    if split is None or not host or "\\" in split.netloc:
        return Wrong.DEAD, "this address cannot be right", "write it like https://larkfield.example/help"
    if "@" in split.netloc:
        return (
            Wrong.DISGUISED,
            f"the part before the @ only looks like the host; this leads to `{host}`",
            "write the address without the part before the @",
        )
    if _is_number(host):
        return (
            Wrong.DISGUISED,
            "this leads to a bare number, so readers cannot tell whose it is",
            "write the address with its name, on one of your own domains",
        )
    is_own = any(host == domain or host.endswith(f".{domain}") for domain in own)
    if pretended := _pretended(shown, host, own, href):
        return (
            Wrong.DISGUISED,
            f"this link shows `{pretended}` and leads to `{host}`",
            "show the address it leads to, or words that are not an address",
        )
    if is_own or "." not in host:
        return None  # Hosts without a dot are left to internal-address.
    if any(host == short or host.endswith(f".{short}") for short in _shorteners()):
        return (
            Wrong.DISGUISED,
            f"`{host}` shortens addresses, so readers cannot see where the link leads",
            "write the address that it leads to",
        )
    if resembled := _resembled(host, own, name):
        return (
            Wrong.LOOK_ALIKE,
            f"`{host}` {resembled}",
            "link to your own domain; if this one is yours too, add it to `organisation.domains` in site_config.yml",
        )
    return (
        Wrong.FOREIGN,
        f"this link leads to another organisation's site, `{host}`",
        f"add `{host}` to `organisation.domains` in site_config.yml if you take responsibility for sending readers there, or remove the link",
    )


def _is_number(host: str) -> bool:
    """Whether a host is an IP address in any notation that browsers accept."""
    if re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*", host):
        return True
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _pretended(shown: str, host: str, own: tuple[str, ...], href: str) -> str:
    """Return the host that a link's text shows, if it differs from the host of its target."""
    found = _HOST_SHOWN.fullmatch(shown.strip())
    if not found:
        return ""
    said = ascii_host(found.group(2))
    is_host = found.group(1) or said.startswith("www.") or any(said == one or said.endswith(f".{one}") for one in own)
    if not is_host and not _suffixes().publicsuffix(said, accept_unknown=False):
        return ""  # For example, a file name.
    if said in unquote(urlsplit(href).path).lower() and not found.group(1):
        return ""
    both_own = all(any(one == domain or one.endswith(f".{domain}") for domain in own) for one in (said, host))
    same = (_registrable(said) == _registrable(_readable(host))) or (_registrable(said) == _registrable(host))
    return "" if both_own or same else said


def is_of_one_owner(host: str, other: str) -> bool:
    """Whether two hosts belong to one registered domain: `status.larkfield.example` and `incidents.larkfield.example`."""
    return _registrable(host) == _registrable(other)


@cache
def _suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415, TID251  # this module is its home; only links need it

    return PublicSuffixList()


@cache
def _shorteners() -> frozenset[str]:
    text = files("generator.inspection").joinpath("shorteners.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.split("\n") if line.strip() and not line.startswith("#"))


def _registrable(host: str) -> str:
    """Return the registered part of a host name: `larkfield.example` for `status.larkfield.example`."""
    return str(_suffixes().privatesuffix(host) or host)


def _readable(host: str) -> str:
    """Return a host name in its own script."""
    labels = []
    for label in host.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna") if label.startswith("xn--") else label)
        except (UnicodeError, ValueError):
            labels.append(label)
    return ".".join(labels)


@lru_cache(maxsize=1024)
def _resembled(host: str, own: tuple[str, ...], name: str) -> str:
    """Say how a foreign host could be mistaken for one of the organisation's; empty if it could not."""
    readable = _readable(host)
    suffix = str(_suffixes().publicsuffix(readable) or "")
    labels = readable.removesuffix(suffix).strip(".").split(".")
    names = {_squeezed(_registrable(_readable(domain)).partition(".")[0]) for domain in own} | {_squeezed(name)}
    # Longest first, so that every run reports the same resemblance.
    for mine in sorted((one for one in names if len(one) >= 4), key=lambda one: (-len(one), one)):
        for label in labels:
            theirs = _squeezed(label)
            if mine == theirs:
                return (
                    "has your name but is not your domain"
                    if label.isascii()
                    else "is written with letters that look like those of your name"
                )
            if len(mine) >= 5 and mine in theirs:
                return "contains your name but is not your domain"
            far = 2 if len(mine) >= 10 else 1
            if len(mine) >= 5 and any(_distance(mine, part, far) <= far for part in {theirs, *map(_squeezed, label.split("-"))}):
                return "is almost your name, like a fraudulent address"
    if any(_is_mixed(label) for label in labels):
        return "mixes similar letters from several alphabets"
    return ""


_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "|": "l"})


@lru_cache(maxsize=4096)
def _squeezed(text: str) -> str:
    """Reduce a name to what the eye sees: lower-case letters and digits, with look-alikes mapped to one character."""
    plain = "".join(_latin_twin(character) for character in unicodedata.normalize("NFKC", text).lower())
    plain = re.sub(
        r"[^\w]|_", "", "".join(character for character in unicodedata.normalize("NFKD", plain) if character.isalnum())
    )
    return plain.replace("rn", "m").replace("vv", "w").translate(_ALIKE)


@lru_cache(maxsize=1024)
def _latin_twin(character: str) -> str:
    if character.isascii() or not character.isalpha():
        return character
    from confusable_homoglyphs import confusables  # noqa: PLC0415, TID251  # this module is its home; few hosts need it

    for found in confusables.is_confusable(character, greedy=True, preferred_aliases=["latin"]) or ():
        for twin in found["homoglyphs"]:
            if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalnum():
                return str(twin["c"]).lower()
    return character


def _is_mixed(label: str) -> bool:
    if label.isascii():
        return False
    from confusable_homoglyphs import confusables  # noqa: PLC0415, TID251  # as above

    return bool(confusables.is_dangerous(label, preferred_aliases=["latin"]))


def _distance(one: str, other: str, most: int) -> int:
    """Return the edit distance between two words (insertions, deletions, substitutions, transpositions); `most` + 1 if it is greater."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        above, row = row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return row[-1]
