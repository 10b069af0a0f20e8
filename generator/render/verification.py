"""What readers need to verify the site: the seals, the signing keys, and the list of all files."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from typing import Final

from generator.model.artifact import Artifact, Theme
from generator.model.document import LockDocument, Redaction
from generator.render.site import PublicIncident, Site
from generator.seals.integrity_list import (
    FOLDER,
    KEYS,
    LIST,
    PAGE_LOCK,
    Integrity,
    Part,
    allowed_signers,
    lock_path,
    validity,
    write_part,
)
from generator.seals.integrity_list import write as list_text
from generator.seals.key_changes import PUBLISHED
from generator.seals.ledger_lock import INCIDENT, LOCK, is_text, name_of
from generator.seals.listed_files import Listed
from generator.seals.page_words import PAGE_LOCK as AT
from generator.seals.page_words import is_page, page_name
from generator.seals.standing_words import file_of

#: How many incidents, of one year, with how many files, and how many other files have a list of their own.
_INCIDENTS_IN_LIST: Final = 100
_THEIR_FILES_IN_LIST: Final = 5000
_FILES_IN_LIST: Final = 1000
#: What all files of an incident have in their paths, in every language and for programs.
_OF_INCIDENT: Final = re.compile(r"(?:(?:^|/)incidents/|^\.well-known/csaf/\d{4}/[^/]*_)([a-z0-9-]+)(?:/|\.json(?:\.sha\d+)?$)")


@dataclass(frozen=True)
class Chain:
    """An incident's seals, or those of the free pages and of how to ask.

    Attributes:
        incident: the incident; None: the free pages.
        path: the path of its lock, relative to the site's root.
        last: the last link of the chain, 64 hexadecimal digits; empty when nothing is sealed.
        sealed: the number of sealed files; of incident.md, the title and the time are sealed.
        unsealed: the number of published files that are not sealed.
        redactions: what was taken out of which file, oldest first.
    """

    incident: PublicIncident | None
    path: str
    last: str
    sealed: int
    unsealed: int
    redactions: tuple[tuple[str, Redaction], ...] = ()

    @property
    def short(self) -> str:
        """The last link, short enough to compare by eye."""
        return f"{self.last[:8]}…{self.last[-8:]}" if self.last else ""


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every incident's ledger.lock unchanged, the keys that sign the list of files, and what each said of the one after it."""
    del theme  # The theme does not matter.
    for incident in site.incidents:
        lock = incident.folder.lock
        if lock is not None and lock.lines:
            yield Artifact(f"docs/{lock_path(incident.slug)}", lock.source.text.encode())
    if site.page_lock is not None and site.page_lock.lines:
        yield Artifact(f"docs/{PAGE_LOCK}", site.page_lock.source.text.encode())
    for one in site.key_announcements:
        yield Artifact(f"docs/{PUBLISHED}/{one.name}", one.text)
        yield Artifact(f"docs/{PUBLISHED}/{one.name}.sig", one.signature)
    if site.config.signing.keys:
        yield Artifact(f"docs/{KEYS}", allowed_signers(site.config.signing.keys).encode())


def lists(site: Site, digests: Mapping[str, tuple[int, str]]) -> Iterator[Artifact]:
    """Yield the lists of all files, with size and digest of each and the last link of every incident's chain; last the one that names the others.

    Args:
        site: the site.
        digests: size in bytes and hexadecimal SHA-256 digest of every other file, by path.
    """
    ends = {chain.incident.slug: chain.last for chain in chains(site) if chain.incident}
    whose = {path: found[1] for path in digests if (found := _OF_INCIDENT.search(path))}
    parts = _parts(site, Counter(whose.values()))
    # Who follows from an old key to a new one reads these before trusting any list.
    own: dict[str, Listed] = {}
    named: dict[str, dict[str, Listed]] = {name: {} for name in sorted(set(parts.values()))}
    shared = 0
    for path, (size, digest) in sorted(digests.items()):
        part = parts.get(whose.get(path, ""))
        one = Listed(digest=digest, size=size)
        if path == KEYS or path.startswith(f"{PUBLISHED}/"):
            own[path] = one
        elif part is not None:
            named[part][path] = one
        else:
            named.setdefault(f"{FOLDER}site-{shared // _FILES_IN_LIST + 1}.json", {})[path] = one
            shared += 1
    chained: dict[str, dict[str, str]] = {name: {} for name in named}
    for slug, end in ends.items():
        chained[parts[slug]][slug] = end
    of_lists = {}
    for name, files in named.items():
        data = write_part(Part(chains=chained[name], files=files))
        of_lists[name] = Listed(digest=sha256(data).hexdigest(), size=len(data))
        yield Artifact(name, data)
    # What is not signed must not say that a signature is valid.
    begun, over = validity(site.as_of, site.changed, site.config.signing.valid_days) if site.signed else (None, None)
    root = Integrity(
        site=site.config.site.url,
        newest=f"{site.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if site.incidents else "",
        pages=page_chain(site).last,
        mirrors=site.config.site.mirrors,
        signed_at=begun,
        valid_until=over,
        lists=of_lists,
        files=own,
    )
    yield Artifact(LIST, list_text(root))


def _parts(site: Site, counts: Mapping[str, int]) -> Mapping[str, str]:
    """Return which list has the files of an incident, by its name: the older a list, the less reason it has to change.

    Args:
        site: the site.
        counts: how many files each incident has.
    """
    parts: dict[str, str] = {}
    year = number = incidents = files = 0
    for first, slug in sorted((one.facts.updates[0].published.astimezone(UTC), one.slug) for one in site.incidents):
        if first.year != year:
            year, number, incidents, files = first.year, 1, 0, 0
        elif incidents == _INCIDENTS_IN_LIST or files + counts[slug] > _THEIR_FILES_IN_LIST:
            number, incidents, files = number + 1, 0, 0
        parts[slug] = f"{FOLDER}{year}-{number}.json"
        incidents, files = incidents + 1, files + counts[slug]
    return parts


def chains(site: Site) -> tuple[Chain, ...]:
    """Return every incident's seals, in the site's order."""
    hidden = site.preview.unpublished if site.preview else {}
    return tuple(
        _chain(incident, {path for path in hidden if path.startswith(f"content/incidents/{incident.slug}/")})
        for incident in site.incidents
    )


def page_chain(site: Site) -> Chain:
    """Return the seals of the free pages and of how to ask."""
    lock = site.page_lock
    sealed = {line.name for line in lock.lines if is_page(line)} if lock else set[str]()
    pages = {page_name(page) for page in (*site.pages, *site.page_translations)}
    last = lock.lines[-1].chain if lock and lock.lines else ""
    return Chain(
        incident=None, path=AT, last=last, sealed=len(sealed), unsealed=len(pages - sealed), redactions=_redactions(lock)
    )


def _redactions(lock: LockDocument | None) -> tuple[tuple[str, Redaction], ...]:
    """Return each redaction once, with its file: of incident.md, each part has a line of its own."""
    found: dict[tuple[str, Redaction], None] = {}
    for line in lock.lines if lock else ():
        if line.redaction:
            name, language = file_of(line.name)
            found[f"{name.removesuffix('.md')}.{language}.md" if language else name, line.redaction] = None
    return tuple(found)


def _chain(incident: PublicIncident, hidden: set[str]) -> Chain:
    if not incident.facts.is_sealed and not hidden:
        path = f"content/incidents/{incident.slug}/{LOCK}"
        return Chain(incident=incident, path=path, last="", sealed=0, unsealed=incident.facts.texts, redactions=_redactions(None))
    folder, lock = incident.folder, incident.folder.lock
    reviews = [folder.review, *folder.review_translations] if folder.review else []
    documents = [*folder.updates, *folder.translations, *reviews]
    published = {INCIDENT} | {name_of(folder, one.source.path) for one in documents if one.source.path not in hidden}
    sealed = {line.name for line in lock.lines if is_text(line)} if lock else set[str]()
    return Chain(
        incident=incident,
        path=f"content/incidents/{folder.slug}/{LOCK}",
        last=lock.lines[-1].chain if lock and lock.lines else "",
        sealed=len(sealed),
        unsealed=len(published - sealed),
        redactions=_redactions(lock),
    )
