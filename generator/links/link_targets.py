"""The targets of links in author text: a page or file of the site, another site, or nothing.

A page can be linked by its source file (`02-scope.md`, `../../pages/faq.md`), by its address relative to the page or the file, from the site's
root, or by a complete URL. All of these resolve to one address, which the renderer of a page, feed or letter then writes.
"""

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import Enum
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import quote, unquote, urlsplit

from generator.format.hosts import ascii_host
from generator.format.mail_addresses import mail_link
from generator.format.telephone import dial_link
from generator.links import csaf_files, ledger_files
from generator.links.audience_pages import page_address, pages_of
from generator.links.markdown import addresses, to_html
from generator.model.allowed import is_safe_file
from generator.model.config import SiteConfig
from generator.model.document import (
    Document,
    IncidentFolder,
    PageDocument,
    body_of,
)
from generator.model.moment import local
from generator.model.update import CorrectionKind
from generator.model.visibility import openings
from generator.seals.integrity_list import KEYS, LIST, SIGNATURE, lock_path

_LOOSE = re.compile("[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_PORTS = {"http": 80, "https": 443}
_ALWAYS = datetime.min.replace(tzinfo=UTC)

#: Pages and files that every site has.
_PAGES = ("", "incidents/", "corrections/", "record/", "promises/", "lessons/", "subscribe/", "verify/", "verify/by-hand/")
_OF_A_FEED = ("feed.xml", "atom.xml", "feed.json")
_CALENDAR = "calendar.ics"
#: Version 0.1 published archives in each format of a feed; there is one of each by now, and links to the others lead to it.
_ARCHIVE = re.compile(r"archive/(?:feed|atom)-([1-9]\d*)\.(?:xml|json)")
_API = (
    *("status", "summary", "components", "incidents", "incidents/unresolved"),
    *("scheduled-maintenances", "scheduled-maintenances/active", "scheduled-maintenances/upcoming"),
)
_FILES = (
    *(_CALENDAR, "sitemap.xml", "robots.txt", "404.html", "badge/banner.css", LIST),
    *(ledger_files.INDEX, ledger_files.INDEX_SCHEMA, ledger_files.INCIDENT_SCHEMA, ledger_files.FIRST, ledger_files.FIRST_SCHEMA),
    *(ledger_files.RECORD, ledger_files.RECORD_SCHEMA, ledger_files.RECORD_YEAR_SCHEMA, ledger_files.YEAR_SCHEMA),
    *(f"api/v2/{name}.json" for name in _API),
)
_SECURITY_TXT = ".well-known/security.txt"
#: The part of a page with an update's corrections of one kind, and the part with those of earlier updates.
CORRECTION_ANCHORS: Mapping[CorrectionKind, tuple[str, str]] = {
    CorrectionKind.OUR_ERROR: ("h-fix", "h-earlier"),
    CorrectionKind.FOUND_MORE: ("h-found", "h-found-before"),
    CorrectionKind.NEW_EVENT: ("h-new-event", "h-new-event-before"),
}
#: Parts of pages with fixed names, except `CORRECTION_ANCHORS`; entries of an incident have parts by their names.
ANCHORS = frozenset(
    "feed-address h-short h-revised h-late h-was statement drill pages keys h-findings h-closed h-follow h-told h-background h-updates h-overdue h-coming h-awaited h-lessons h-ended"
    " h-past h-first h-promised h-corrected h-reviewed h-cause h-changes h-feed h-addresses h-mail h-calendar h-data h-address h-ask h-list h-kept h-never h-known h-unknown h-next h-watch"
    " h-who h-whom h-when h-questions h-record h-more h-act h-news h-response h-communication h-affects h-offer h-others h-works h-owed h-easy h-media large-print".split()
)
#: Files in content/ that readers never see.
_PRIVATE = re.compile(r"(?:content/(?:plan\.yml|templates/|drills/|asked/|profiles/)|site_config\.yml)")


class LinkKind(Enum):
    """The kinds of link targets."""

    PAGE = "page"
    FILE = "file"
    MAIL = "mail"
    CALL = "call"
    AWAY = "away"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget:
    """The target of a link.

    Attributes:
        address: for a page or file of the site: relative to the site's address, without language; otherwise the complete address.
        language: the language folder that the link names (`de/`; empty for the site's default); None: the reader's language.
        since: when readers can open it; None: never in its present state, because it is a draft.
        tail: the part of the address from `?` or `#` on.
        missing: the fragment that the link names and the page does not have.
        path: for a broken link, the path that was looked up, relative to the site's address.
        private: whether that path is a file that readers never see.
    """

    kind: LinkKind
    address: str = ""
    language: str | None = None
    since: datetime | None = _ALWAYS
    tail: str = ""
    missing: str = ""
    path: str = ""
    private: bool = False

    @property
    def inside(self) -> bool:
        """Whether it is a page or file of this site."""
        return self.kind in {LinkKind.PAGE, LinkKind.FILE}

    def opens(self, at: datetime) -> bool:
        """Whether readers can open it at a time."""
        return self.kind is not LinkKind.NOWHERE and self.since is not None and self.since <= at


_NOWHERE = LinkTarget(kind=LinkKind.NOWHERE, since=None)


@dataclass(frozen=True, slots=True)
class _Source:
    """The source file of a page: the page's address, the language of the file, and when readers see it."""

    address: str
    language: str | None
    since: datetime | None


class LinkTargets:
    """All possible targets of links in a site.

    Args:
        config: the site's configuration.
        folders: the incidents.
        pages: the free pages.
        page_translations: the translations of free pages.
        everything: whether everything counts as visible, as in the renderers' input; otherwise each from its own time on.
        signed: whether the list of files will have a signature, if the site names a key.
    """

    def __init__(
        self,
        config: SiteConfig,
        folders: Iterable[IncidentFolder],
        pages: Iterable[PageDocument],
        page_translations: Iterable[PageDocument] = (),
        *,
        everything: bool = False,
        signed: bool = True,
    ) -> None:
        split = urlsplit(config.site.url)
        self.url = config.site.url
        self._host, self._port = ascii_host(split.hostname or ""), split.port or _PORTS.get(split.scheme)
        self._path = split.path if split.path.endswith("/") else f"{split.path}/"
        own = config.site.language.lower()
        self._languages = {tag.lower(): f"{tag}/" for tag in config.site.languages if tag.lower() != own}
        self._own = (self._host, *config.organisation.domains)
        self._everything = everything
        self._audiences = config.audiences
        self._pages: dict[str, datetime | None] = dict.fromkeys(_PAGES, _ALWAYS)
        self._files: dict[str, datetime | None] = dict.fromkeys((*_FILES, *_OF_A_FEED), _ALWAYS)
        self._sources: dict[str, _Source] = {}
        self._anchors: dict[str, frozenset[str]] = {}
        if config.security_txt.contact:
            self._files[_SECURITY_TXT] = _ALWAYS
        if config.signing.keys:
            self._files |= {KEYS: _ALWAYS} | ({SIGNATURE: _ALWAYS} if signed else {})
        for slug in system_slugs(config.systems).values():
            self._files |= {f"systems/{slug}/{name}": _ALWAYS for name in _OF_A_FEED}
        for ending in ("", *(f".{place.removesuffix('/')}" for place in self._languages.values())):
            self._files |= {f"badge/site{ending}.svg": _ALWAYS, f"badge/banner{ending}.txt": _ALWAYS}
        self._moved: dict[str, str] = {}
        self._csaf = config if csaf_files.are_published(config) else None
        years: set[int] = set()
        #: Incidents whose pages and files are not listed yet, by name: those of one that nothing leads to need not be listed, nor read.
        self._waiting: dict[str, IncidentFolder] = {}
        for folder in folders:
            self._waiting[folder.slug] = folder
            self._moved.update(folder.moved)
            # Links are judged beside every other finding, also where an update cannot be read.
            told = folder.first
            years |= {local(told, config.site.timezone).year} if told else set()
        if years and self._csaf:
            self._files |= dict.fromkeys((csaf_files.METADATA, csaf_files.INDEX, csaf_files.CHANGES, csaf_files.FEED), _ALWAYS)
        self._anchors["incidents/"] = frozenset(f"h-{year}" for year in years)
        for page in (*pages, *page_translations):
            self._add_source(page, f"{page.slug}/", page.language, _ALWAYS)

    def _list(self, path: str) -> None:
        """List what a path may lead to: the incident that it is below, or, where that does not say which, every incident."""
        if not self._waiting:
            return
        waiting: tuple[str, ...]
        match path.removeprefix("content/").split("/"):
            case ["incidents", slug, *_]:
                waiting = (slug,) if slug in self._waiting else ()
            case [""] | ["incidents"] | ["pages", _]:
                waiting = ()
            case [_, "" | "index.html"] if f"{path.partition('/')[0]}/" in self._pages:
                waiting = ()
            case _:
                waiting = tuple(self._waiting)
        for slug in waiting:
            self._add_incident(self._waiting.pop(slug))

    def _list_all(self) -> None:
        for slug in tuple(self._waiting):
            self._add_incident(self._waiting.pop(slug))

    def _add_incident(self, folder: IncidentFolder) -> None:
        opens = openings(folder, everything=self._everything)
        first = opens[folder.document.source.path]
        address = f"incidents/{folder.slug}/"
        self._add_source(folder.document, address, "", first)
        self._files |= {address + name: first for name in (*_OF_A_FEED, _CALENDAR)}
        if folder.lock is not None and folder.lock.lines:
            self._files[lock_path(folder.slug)] = first
        self._files[ledger_files.incident_file(folder.slug)] = first
        self._files[f"badge/{folder.slug}.svg"] = first
        told = folder.first
        if told is not None and self._csaf:
            path = csaf_files.document_path(self._csaf, folder.identity, told)
            self._files |= dict.fromkeys((path, f"{path}.sha256", f"{path}.sha512"), first)
        for translated in folder.incident_translations:
            self._add_source(translated, address, translated.language, first)
        for document in (*folder.updates, *folder.translations):
            self._add_source(document, f"{address}{document.number}/", document.language, opens[document.source.path])
        if folder.review is not None:
            for review in (folder.review, *folder.review_translations):
                self._add_source(review, f"{address}review/", review.language, opens[review.source.path])
        for path in folder.files:
            if is_safe_file(path):
                self._files[composed(path.removeprefix("content/"))] = first
        for audience, since in pages_of(folder.updates, self._audiences, everything=self._everything).items():
            own = page_address(folder.slug, audience)
            self._pages[own] = since
            self._files |= {own + name: since for name in _OF_A_FEED}
            self._anchors[own] = frozenset(f"update-{document.number}" for document in folder.updates)
        self._anchors[address] = frozenset(_fact_anchors(folder))

    def _add_source(self, document: Document, address: str, language: str, since: datetime | None) -> None:
        place = self._languages.get(language.lower()) if language else None
        if language and place is None:
            return  # A translation into a language that the site does not have.
        self._sources[document.source.path] = _Source(address, place, since)
        if not language:
            self._pages[address] = since

    # Resolving a link.

    def lead(self, href: str, base: str = "") -> LinkTarget:
        """Return the target of a link.

        Args:
            href: the address as the Markdown parser returns it.
            base: the page with the text, relative to the site's address: for all texts of an incident, the incident's page.
        """
        loose = _LOOSE.sub("", href)
        if not loose or "\\" in loose:
            return _NOWHERE
        scheme = _SCHEME.match(loose)
        if scheme:
            return self._abroad(loose, scheme.group(1).lower())
        if loose.startswith("//"):
            return _NOWHERE
        path, tail = _parted(loose)
        found = [self._find(way) for way in self._ways(path, base)]
        if loose.startswith("/") and self._path != "/" and not any(found) and self._below(path) is None:
            # A part of the host outside the site, about which nothing is known here.
            return LinkTarget(kind=LinkKind.AWAY, address=f"{self.url.removesuffix(self._path)}{loose}")
        hit = next((one for one in found if one), None)
        return self._with_tail(hit, tail) if hit else self._lost(path, base)

    def _abroad(self, loose: str, scheme: str) -> LinkTarget:
        if scheme in {"mailto", "tel"}:
            address = mail_link(loose) if scheme == "mailto" else dial_link(loose)
            kind = LinkKind.MAIL if scheme == "mailto" else LinkKind.CALL
            return LinkTarget(kind=kind, address=address) if address else _NOWHERE
        if scheme not in _PORTS:
            return _NOWHERE
        try:
            split = urlsplit(loose)
            host, port = ascii_host(split.hostname or ""), split.port or _PORTS[scheme]
        except ValueError:
            return _NOWHERE
        if not host or "@" in split.netloc:
            return _NOWHERE
        same = host == self._host and (port == self._port or {port, self._port} == set(_PORTS.values()))
        path = self._below(split.path or "/")
        if not same or path is None:
            return LinkTarget(kind=LinkKind.AWAY, address=loose)
        tail = _parted(loose)[1]
        found = self._find(path)
        return self._with_tail(found, tail) if found else LinkTarget(kind=LinkKind.NOWHERE, since=None, path=unquote(path))

    def _below(self, path: str) -> str | None:
        """Return a path on the host relative to the site; None when it is outside the site."""
        ours = self._path.removesuffix("/").split("/")
        theirs = path.split("/")
        same = [composed(unquote(part)) for part in theirs[: len(ours)]] == [composed(unquote(part)) for part in ours]
        return "/".join(theirs[len(ours) :]) if same else None

    def _ways(self, path: str, base: str) -> Iterator[str]:
        """Yield the possible meanings of a path, relative to the site's address, the likeliest first."""
        if path.startswith("/"):
            below = self._below(path)
            yield from (below,) if below is not None else ()
            yield path.removeprefix("/")
            return
        if not path:
            yield base
            return
        # Relative to the file, to the incident's page or the page itself, and to the page of an update.
        for start in (folder_of(base), base, f"{base}0/" if base.startswith("incidents/") else ""):
            joined = posixpath.normpath(posixpath.join("/", start, path)).removeprefix("/")
            climbs = path.split("/").count("..") > start.count("/")
            if start and not climbs:
                yield f"{joined}/" if path.endswith(("/", "/.", "/..")) and joined else joined

    def _find(self, path: str) -> LinkTarget | None:
        name = composed(unquote(path)).removeprefix("./")
        name = name.removesuffix("index.html") if name == "index.html" or name.endswith("/index.html") else name
        language: str | None = None
        name = self._present(name)
        first, slash, rest = name.partition("/")
        if first.lower() in self._languages and self._languages[first.lower()] == f"{first}/" and not name.startswith("content/"):
            language, name = f"{first}/", rest if slash else ""
        self._list(name)
        for source in (
            (name, f"{name}.md") if name.startswith("content/") else (f"content/{name}",) if name.endswith(".md") else ()
        ):
            made = self._sources.get(source)
            if made and (language is None or made.language is None):
                return LinkTarget(kind=LinkKind.PAGE, address=made.address, language=made.language or language, since=made.since)
        # A folder of content/ corresponds to the folder of its pages; pages from content/pages/ are at the top.
        address = name.removeprefix("content/").removeprefix("pages/") if name.startswith("content/") else name
        for page in (address, f"{address}/"):
            if page in self._pages and (page or not name):
                return LinkTarget(kind=LinkKind.PAGE, address=page, language=language, since=self._pages[page])
        return self._file(address, language)

    def _present(self, path: str) -> str:
        """Return a path with the present name of an incident's folder, and of an update's file, where it has a former one."""
        for old, new in self._moved.items():
            before, found, rest = path.partition(old)
            if found and before in {"", "content/", *self._languages.values()}:
                path = f"{before}{new}{rest}"
        return path

    def _file(self, name: str, language: str | None) -> LinkTarget | None:
        place = language or ""
        if not place and name in self._files:
            return LinkTarget(kind=LinkKind.FILE, address=name, language="", since=self._files[name])
        folder, _, last = name.rpartition("/")
        in_archive = _ARCHIVE.search(name)
        if in_archive and in_archive.end() == len(name):
            folder, last = name[: in_archive.start()].rstrip("/"), _OF_A_FEED[0]
            name = f"{name[: in_archive.start()]}archive/atom-{in_archive[1]}.xml"
        feed = f"{folder}/{last}" if folder else last
        if last in {*_OF_A_FEED, _CALENDAR} and feed in self._files:
            return LinkTarget(kind=LinkKind.FILE, address=name, language=place, since=self._files[feed])
        return None

    def _with_tail(self, found: LinkTarget, tail: str) -> LinkTarget:
        before, sign, fragment = tail.partition("#")
        name = composed(unquote(fragment))
        if found.kind is not LinkKind.PAGE or not name or name.startswith(":~:") or self._has(found.address, name):
            return _as(found, tail=before + (sign + fragment if fragment else ""))
        return _as(found, tail=before, missing=name)

    def _has(self, address: str, name: str) -> bool:
        incident = "/".join(address.split("/")[:2]) + "/"
        if not address:
            self._list(f"incidents/{name[9:]}/")
        return (
            name in ANCHORS
            or any(name in anchors for anchors in CORRECTION_ANCHORS.values())
            or name in self._anchors.get(incident, ())
            or name in self._anchors.get(address, ())
            or (not address and f"incidents/{name[9:]}/" in self._pages)
        )

    def _lost(self, path: str, base: str) -> LinkTarget:
        ways = [composed(unquote(way)) for way in self._ways(path, base)]
        private = any(_PRIVATE.match(way) or _PRIVATE.match(f"content/{way}") for way in ways)
        # A target ending in `.md` means a file, any other an address.
        meant = next(
            (way for way in ways if way.startswith("content/") == path.endswith(".md")), ways[0] if ways else unquote(path)
        )
        return LinkTarget(kind=LinkKind.NOWHERE, since=None, path=meant, private=private)

    # Suggestions.

    def nearest(self, href: str, base: str, at: datetime) -> str:
        """Return a replacement for a broken link: the closest target that readers can open at a time; empty when nothing is close."""
        loose = _LOOSE.sub("", href)
        whole = bool(_SCHEME.match(loose))
        if not whole and "\\" in loose:
            turned = loose.replace("\\", "/")
            return turned if self.lead(turned, base).opens(at) else self.nearest(turned, base, at)
        if forgot := self._forgotten(loose):
            return forgot
        wanted = self.lead(href, base).path
        if not wanted:
            return ""
        self._list_all()
        if not whole and "@" in wanted:
            return mail_link(f"mailto:{loose}")
        if not whole and not loose.startswith("/") and (number := dial_link(f"tel:{loose}")):
            return number
        choices: dict[str, str] = {}
        if re.search(r"\.(?:md|html?)/?$", wanted):
            wanted = re.sub(r"\.(?:md|html?)/?$", ".md", wanted)
            folder = folder_of(base) or "content/"
            shown = {path for path, source in self._sources.items() if source.since is not None and source.since <= at}
            choices = {
                path: self.url + self._sources[path].address if whole else posixpath.relpath(path, folder) for path in shown
            }
            wanted = wanted if wanted.startswith("content/") else f"content/{wanted}"
        else:
            known = {**self._pages, **{path: since for path, since in self._files.items() if path not in _FILES}}
            choices = {
                address: self._written(address, base, whole=whole)
                for address, since in known.items()
                if since is not None and since <= at and address
            }
            wanted = wanted.removeprefix("content/").removeprefix("pages/")
        same = next(
            (key for key in choices if key.casefold().rstrip("/") == re.sub("/+", "/", wanted).casefold().rstrip("/")), None
        )
        near = [same] if same else _close(wanted, choices)
        if not near and not wanted.endswith(".md") and "files" not in wanted.split("/") and "." not in _stem(wanted):
            # The parent page, unless it is the home page, if the link names it or the number of one of its updates.
            above = [wanted[: slash.end()] for slash in re.finditer("/", wanted.rstrip("/"))]
            above = [one for one in above if whole or one != base or loose.startswith("/") or _stem(wanted).isdigit()]
            near = [next(address for address in reversed(above) if address in choices)] if set(above) & set(choices) else []
        return choices[near[0]] if near else ""

    def _forgotten(self, loose: str) -> str:
        """Return the complete form of a URL whose beginning is missing or mistyped; empty when it is not one."""
        if found := re.match(r"(?!https?://)(?:h{1,2}t{1,3}p{1,2}s?|htps?|hhtps?)[:/;]{1,3}/?(?=[\w-]+\.)", loose, re.IGNORECASE):
            return f"https://{loose[found.end() :]}"
        host = ascii_host(re.split("[/?#]", loose, maxsplit=1)[0])
        ours = any(host == domain or host.endswith(f".{domain}") for domain in self._own)
        return f"https://{loose}" if ours or loose.lower().startswith("www.") else ""

    def _written(self, address: str, base: str, *, whole: bool) -> str:
        if not whole and address.startswith(f"{base}files/"):
            return quote(address.removeprefix(base))
        return self.url + quote(address) if whole or self._path != "/" else f"/{quote(address)}"

    def whole(self, lead: LinkTarget) -> str:
        """Return the complete address of a target in this site."""
        return f"{self.url}{lead.language or ''}{quote(lead.address)}{lead.tail}"

    def targets(self, document: Document) -> Iterator[LinkTarget]:
        """Yield every target in this site that a file links to: from its Markdown, and from complete addresses in its keys."""
        base = base_of(document.source.path)
        for href in hrefs(document):
            lead = self.lead(href, base)
            if lead.inside:
                yield lead


def _close(wanted: str, choices: Mapping[str, str]) -> list[str]:
    # A target in the same folder is preferred to one of the same name elsewhere.
    folder = posixpath.dirname(wanted.rstrip("/"))
    beside = [key for key in choices if posixpath.dirname(key.rstrip("/")) == folder]
    last = _stem(wanted)
    names = {_stem(key): key for key in sorted(beside)}
    if near := get_close_matches(last, names, n=1, cutoff=0.6):
        return [names[near[0]]]
    # In other folders, the name must be more similar; of several matches, the one with the most similar path is meant.
    alike = set(get_close_matches(last, {_stem(key) for key in choices}, n=5, cutoff=0.65))
    return get_close_matches(wanted, sorted(key for key in choices if _stem(key) in alike), n=1, cutoff=0)


def _stem(path: str) -> str:
    """Return the part of a name to compare: a common extension would make any two names similar."""
    return posixpath.basename(path.rstrip("/")).removesuffix(".md")


def hrefs(document: Document) -> Iterator[str]:
    """Yield every address of a link or picture in a file, as the Markdown parser returns it."""
    body = body_of(document)
    if body:
        reader = _Hrefs()
        reader.feed(to_html(body))
        reader.close()
        yield from reader.found
    text = document.source.text
    yield from (found.url for found in addresses(text[: text.rfind(body)] if body else text))


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"a": "href", "img": "src"}.get(tag)
        self.found += [value for name, value in attrs if name == wanted and value]


def composed(name: str) -> str:
    """Normalise a file name (Unicode NFC) for comparison and publication: some systems store accents separately."""
    return unicodedata.normalize("NFC", name)


def base_of(path: str) -> str:
    """Return the page with the text of a file, relative to the site's address.

    For all texts of an incident, this is the incident's page; for the home page, an empty string.
    """
    match path.split("/"):
        case ["content", "incidents", slug, _, *_]:
            return f"incidents/{slug}/"
        case ["content", "pages", name]:
            return f"{name.partition('.')[0]}/"
        case _:
            return ""


def folder_of(base: str) -> str:
    """Return the folder of content/ with the texts of a page."""
    return f"content/{base}" if base.startswith("incidents/") and base.count("/") == 2 else "content/pages/" if base else ""


def system_slugs(systems: Iterable[str]) -> dict[str, str]:
    """Return each system's part of an address.

    A name without Latin letters, or with the same letters as an earlier one in the list, is identified by its digest, so that additions
    at the end of the list change no address.
    """
    slugs: dict[str, str] = {}
    for system in systems:
        slug = _slug(system)
        if not slug or slug in slugs.values():
            slug = f"{slug or 'system'}-{sha256(system.encode()).hexdigest()[:8]}"
        slugs[system] = slug
    return slugs


def _slug(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _fact_anchors(folder: IncidentFolder) -> Iterator[str]:
    for document in folder.updates:
        update = document.parsed
        if update is not None:
            yield from (f"fact-{name}" for name in (*update.known, *update.unknown))
            yield from (f"step-{name}" for name in update.next_steps)
            yield from (f"action-{name}" for name in update.actions)
            yield from (f"remedy-{name}" for name in update.remedies)
            yield from (f"claim-{name}" for name in update.claims)
            yield from (f"fake-{name}" for name in update.fakes)
    if folder.document.incident is not None:
        yield from (f"question-{name}" for name in folder.document.incident.questions)


def _parted(address: str) -> tuple[str, str]:
    """Split an address into its path and the encoded rest from `?` or `#` on."""
    at = min((found for found in map(address.find, "?#") if found >= 0), default=len(address))
    return address[:at], quote(address[at:], safe=":/?#[]@!$&'()*+,;=%-._~")


def _as(lead: LinkTarget, *, tail: str, missing: str = "") -> LinkTarget:
    return LinkTarget(
        kind=lead.kind, address=lead.address, language=lead.language, since=lead.since, tail=tail, missing=missing, path=lead.path
    )
