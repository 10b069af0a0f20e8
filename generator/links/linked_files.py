"""The attachments that texts link to: a file is published with the first published text that links to it.

Any form of link counts: Markdown in all its forms, HTML, a complete URL in a sentence, percent-encoded or not, with other case or another
Unicode form than the file's name.
"""

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import unquote, urljoin, urlsplit

from generator.links.markdown import addresses, to_html
from generator.model.allowed import GONE
from generator.model.config import SiteConfig
from generator.model.document import (
    ConfigDocument,
    Content,
    Document,
    IncidentDocument,
    IncidentFolder,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.update import Amendment, Update
from generator.model.visibility import Visibility

# Parts of a file that no page shows.
_UNSEEN = frozenset({"moments", "told", "not_needed", "profiles", "also_told", "template", "subscribe", "signing"})
# An unclosed one reaches to the end of the text, as in browsers, which also treat every other declaration as a comment.
_COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>|.*\Z)|<!(?!--)[^>]*>?", re.DOTALL)
_PORTS = {"http": 80, "https": 443}


def documents_of(folder: IncidentFolder) -> Iterator[Document]:
    """Yield every file of an incident that readers may see at some time."""
    yield folder.document
    yield from (*folder.incident_translations, *folder.updates, *folder.translations)
    if folder.review is not None:
        yield folder.review
    yield from folder.review_translations


def all_documents(content: Content) -> Iterator[Document]:
    """Yield every file of a site that readers may see at some time."""
    yield content.config
    yield from (*content.pages, *content.page_translations)
    for folder in content.incidents:
        yield from documents_of(folder)


def is_read(document: Document, config: SiteConfig) -> bool:
    """Whether the site has pages in a file's language: it is an original, or a translation into a language of the site."""
    language = getattr(document, "language", "").lower()
    own = config.site.language.lower()
    return not language or language in {tag.lower() for tag in config.site.languages if tag.lower() != own}


def file_openings(content: Content, config: SiteConfig, visibility: Visibility) -> Mapping[str, datetime | None]:
    """Return when readers can open each file of an incident.

    None means never in the site's present state, for example without a link to it.

    Args:
        content: the site.
        config: its configuration.
        visibility: when readers see each text.
    """
    paths = {path: folder.slug for folder in content.incidents for path in folder.files}
    texts = linking_texts(content, config, paths)
    return {path: visibility.file_opens(slug, texts.get(path, ())) for path, slug in paths.items()}


def linking_texts(content: Content, config: SiteConfig, paths: Iterable[str]) -> Mapping[str, list[Document]]:
    """Return the texts that link to each of some attachments, by its path; only texts with a page in a language of the site count."""
    documents = (document for document in all_documents(content) if is_read(document, config))
    return _linking(documents, config, paths, moved_addresses(content))


def moved_addresses(content: Content) -> Mapping[str, str]:
    """Return the present address of each incident's former one."""
    return {f"incidents/{name}/": f"incidents/{folder.slug}/" for folder in content.incidents for name in folder.former}


def linked(
    documents: Iterable[Document], config: SiteConfig, paths: Iterable[str], moved: Mapping[str, str] = MappingProxyType({})
) -> frozenset[str]:
    """Return those of some attachments that any of some texts links to; `moved` are the present addresses of former ones."""
    return frozenset(_linking(documents, config, paths, moved))


def _linking(
    documents: Iterable[Document], config: SiteConfig, paths: Iterable[str], moved: Mapping[str, str] = MappingProxyType({})
) -> Mapping[str, list[Document]]:
    """Return the texts that link to each of some attachments, by its path; attachments without links are omitted.

    Args:
        documents: the texts.
        config: gives the site's own address.
        paths: the attachments, relative to the site's root.
        moved: the present address of each incident's former one.
    """
    there = {path.removeprefix("content/"): path for path in paths}
    if not there:
        return {}
    alike: dict[str, list[str]] = defaultdict(list)
    for address in there:
        alike[_case_folded(address)].append(address)
    found: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        for href in _hrefs_of(document):
            target = _target(href, _base(document.source.path), config.site.url)
            was = "/".join((*target.split("/")[:2], ""))
            target = moved[was] + target.removeprefix(was) if was in moved else target
            # An exact name matches; a name in another spelling matches only if it is unambiguous.
            same = [target] if target in there else alike.get(_case_folded(target), [])
            if len(same) == 1:
                found[there[same[0]]].append(document)
    return found


def _case_folded(address: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).casefold())


def _base(path: str) -> str:
    """Return the base of relative links in a file, relative to the site's address."""
    match path.split("/"):
        case ["content", "incidents", slug, *_]:
            return f"incidents/{slug}/"
        case ["content", "pages", name]:
            return f"{name.partition('.')[0]}/"
        case _:
            return ""


def _target(href: str, base: str, site: str) -> str:
    """Return a link's target, relative to the site's address and decoded; empty when it is outside the site."""
    try:
        ours, theirs = urlsplit(site), urlsplit(urljoin(site + base, re.sub(r"[\t\r\n]", "", href.strip())))
        same = _host(ours.scheme, ours.hostname, ours.port) == _host(theirs.scheme, theirs.hostname, theirs.port)
    except ValueError:
        return ""
    if not same or theirs.scheme not in _PORTS:
        return ""
    path, top = (posixpath.normpath(f"/{unquote(one).strip('/')}") for one in (theirs.path, ours.path))
    return path.removeprefix(top).lstrip("/") if path.startswith(f"{top.rstrip('/')}/") else ""


def _host(scheme: str, host: str | None, port: int | None) -> tuple[str, int | None]:
    # A site is the same over http and https if both use their default ports.
    return (host or "").rstrip("."), None if port in {None, _PORTS.get(scheme)} else port


def _hrefs_of(document: Document) -> Iterator[str]:
    """Yield every address in a file: in its Markdown, and in the sentences of its keys."""
    said, body = _keys_and_body(document)
    amended = getattr(said, "amended", None)
    for text in _texts(said):
        if "://" in text:
            yield from (found.url for found in addresses(" ".join(text.split())))
    yield from _hrefs(body)
    if isinstance(said, Update):
        yield from (href for recording in said.recordings.values() for href in recording.links if href)
    if isinstance(amended, Amendment):
        # Published links stay: the original form of a link in corrected words counts too.
        for was, now in amended.what.items():
            body = body.replace(now, was) if now else body
        yield from _hrefs(body)


def _keys_and_body(document: Document) -> tuple[object, str]:
    """Return a file's keys and its Markdown; a file that was not understood is read as Markdown as a whole."""
    match document:
        case UpdateDocument(parsed=said) | IncidentTranslationDocument(parsed=said):
            pass
        case IncidentDocument(incident=said):
            pass
        case ReviewDocument(review=said):
            pass
        case PageDocument():
            return document.title, document.body
        case ConfigDocument():
            return document.config, ""
        case _:
            return None, ""
    return (said, said.body) if said is not None else (None, document.source.text)


def _texts(said: object) -> Iterator[str]:
    """Yield every text in a value, at any depth."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for value in said.values():
            yield from _texts(value)
    elif isinstance(said, tuple):
        for value in said:
            yield from _texts(value)
    elif is_dataclass(said):
        for field in fields(said):
            if field.name not in _UNSEEN and field.name != "body":
                yield from _texts(getattr(said, field.name))


@lru_cache(maxsize=4096)
def _hrefs(body: str) -> tuple[str, ...]:
    """Return every address of a link or picture in a Markdown body, as a browser would receive it."""
    if not body.strip():
        return ()
    reader = _Reader()
    reader.feed(_COMMENT.sub("", to_html(body)))
    reader.close()
    return tuple(reader.found)


class _Reader(HTMLParser):
    """Collects addresses, except in elements that are removed from pages with their content."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._gone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in GONE:
            self._gone.append(tag)
        elif not self._gone:
            wanted = {"a": "href", "img": "src"}.get(tag)
            self.found += [value for name, value in attrs if name == wanted and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in GONE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._gone:
            del self._gone[self._gone.index(tag) :]
