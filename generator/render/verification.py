"""What lets readers check us: the seals, the keys, and the list of every file of the site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from generator.model.artifact import Artifact, Theme
from generator.render.site import PublicIncident, Site
from generator.seals.integrity_list import KEYS, LIST, Integrity, Listed, allowed_signers, lock_path
from generator.seals.integrity_list import write as list_text
from generator.seals.ledger_lock import INCIDENT, LOCK, name_of


@dataclass(frozen=True)
class Chain:
    """An incident's seals.

    Attributes:
        incident: the incident.
        path: its lock, relative to the site's root.
        last: the chain's last link, 64 hexadecimal digits; empty when nothing is sealed.
        sealed: how many files are sealed; of incident.md its title and its time are.
        unsealed: how many published files are not.
    """

    incident: PublicIncident
    path: str
    last: str
    sealed: int
    unsealed: int

    @property
    def short(self) -> str:
        """The last link, short enough to be compared by eye."""
        return f"{self.last[:8]}…{self.last[-8:]}" if self.last else ""


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Every incident's ledger.lock as it is, and the keys that sign the list of files."""
    del theme  # Nothing of it is seen.
    for incident in site.incidents:
        lock = incident.folder.lock
        if lock is not None and lock.lines:
            yield Artifact(f"docs/{lock_path(incident.slug)}", lock.source.text.encode())
    if site.config.signing:
        yield Artifact(f"docs/{KEYS}", allowed_signers(site.config.signing).encode())


def integrity(site: Site, digests: Mapping[str, tuple[int, str]]) -> Artifact:
    """The list of every file: its size and digest, and the last link of every incident's chain.

    Args:
        site: the site.
        digests: the size in bytes and the SHA-256 digest in hexadecimal of every other file, by path.
    """
    listed = Integrity(
        site=site.config.site.url,
        newest=f"{site.changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if site.incidents else "",
        chains={chain.incident.slug: chain.last for chain in chains(site)},
        files={path: Listed(digest=digest, size=size) for path, (size, digest) in digests.items()},
    )
    return Artifact(LIST, list_text(listed))


def chains(site: Site) -> tuple[Chain, ...]:
    """Every incident's seals, in the site's order."""
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
    sealed = {line.name for line in lock.lines} if lock else set[str]()
    return Chain(
        incident=incident,
        path=f"content/incidents/{folder.slug}/{LOCK}",
        last=lock.lines[-1].chain if lock and lock.lines else "",
        sealed=len(sealed),
        unsealed=len(published - sealed),
    )
