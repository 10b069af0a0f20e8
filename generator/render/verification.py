"""What readers need to verify the site: the seals, the signing keys, and the list of all files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from generator.model.artifact import Artifact, Theme
from generator.render.site import PublicIncident, Site
from generator.seals.integrity_list import KEYS, LIST, Integrity, Listed, allowed_signers, lock_path
from generator.seals.integrity_list import write as list_text
from generator.seals.ledger_lock import INCIDENT, LOCK, WORDS, name_of


@dataclass(frozen=True)
class Chain:
    """An incident's seals.

    Attributes:
        incident: the incident.
        path: the path of its lock, relative to the site's root.
        last: the last link of the chain, 64 hexadecimal digits; empty when nothing is sealed.
        sealed: the number of sealed files; of incident.md, the title and the time are sealed.
        unsealed: the number of published files that are not sealed.
    """

    incident: PublicIncident
    path: str
    last: str
    sealed: int
    unsealed: int

    @property
    def short(self) -> str:
        """The last link, short enough to compare by eye."""
        return f"{self.last[:8]}…{self.last[-8:]}" if self.last else ""


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield every incident's ledger.lock unchanged, and the keys that sign the list of files."""
    del theme  # The theme does not matter.
    for incident in site.incidents:
        lock = incident.folder.lock
        if lock is not None and lock.lines:
            yield Artifact(f"docs/{lock_path(incident.slug)}", lock.source.text.encode())
    if site.config.signing:
        yield Artifact(f"docs/{KEYS}", allowed_signers(site.config.signing).encode())


def integrity(site: Site, digests: Mapping[str, tuple[int, str]]) -> Artifact:
    """Return the list of all files: size and digest of each, and the last link of every incident's chain.

    Args:
        site: the site.
        digests: size in bytes and hexadecimal SHA-256 digest of every other file, by path.
    """
    listed = Integrity(
        site=site.config.site.url,
        newest=f"{site.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if site.incidents else "",
        chains={chain.incident.slug: chain.last for chain in chains(site)},
        files={path: Listed(digest=digest, size=size) for path, (size, digest) in digests.items()},
    )
    return Artifact(LIST, list_text(listed))


def chains(site: Site) -> tuple[Chain, ...]:
    """Return every incident's seals, in the site's order."""
    hidden = site.preview.unpublished if site.preview else {}
    return tuple(
        _chain(incident, {path for path in hidden if path.startswith(f"content/incidents/{incident.slug}/")})
        for incident in site.incidents
    )


def _chain(incident: PublicIncident, hidden: set[str]) -> Chain:
    folder, lock = incident.folder, incident.folder.lock
    reviews = [folder.review, *folder.review_translations] if folder.review else []
    documents = [*folder.updates, *folder.translations, *reviews]
    published = {INCIDENT} | {name_of(folder, one.source.path) for one in documents if one.source.path not in hidden}
    sealed = {line.name for line in lock.lines if not line.name.startswith(WORDS)} if lock else set[str]()
    return Chain(
        incident=incident,
        path=f"content/incidents/{folder.slug}/{LOCK}",
        last=lock.lines[-1].chain if lock and lock.lines else "",
        sealed=len(sealed),
        unsealed=len(published - sealed),
    )
