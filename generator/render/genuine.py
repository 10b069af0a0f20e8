"""What the page that lets readers check us shows of the seals: for every incident the last link of its chain, and how much of it is sealed."""

from dataclasses import dataclass

from generator.content.seals import INCIDENT, LOCK, name_of
from generator.render.site import Case, Site


@dataclass(frozen=True)
class Chain:
    """An incident's seals.

    Attributes:
        case: the incident.
        path: its lock, relative to the site's root.
        last: the chain's last link, 64 hexadecimal digits; empty when nothing is sealed.
        sealed: how many files are sealed; of incident.md its title and its time are.
        unsealed: how many published files are not.
    """

    case: Case
    path: str
    last: str
    sealed: int
    unsealed: int

    @property
    def short(self) -> str:
        """The last link, short enough to be compared by eye."""
        return f"{self.last[:8]}…{self.last[-8:]}" if self.last else ""


def chains(site: Site) -> tuple[Chain, ...]:
    """Every incident's seals, in the site's order."""
    hidden = site.preview.unpublished if site.preview else {}
    return tuple(
        _chain(case, {path for path in hidden if path.startswith(f"content/incidents/{case.slug}/")}) for case in site.cases
    )


def _chain(case: Case, hidden: set[str]) -> Chain:
    folder, lock = case.folder, case.folder.lock
    reviews = [folder.review, *folder.review_translations] if folder.review else []
    documents = [*folder.updates, *folder.translations, *reviews]
    published = {INCIDENT} | {name_of(folder, one.source.path) for one in documents if one.source.path not in hidden}
    sealed = {line.name for line in lock.lines} if lock else set[str]()
    return Chain(
        case=case,
        path=f"content/incidents/{folder.slug}/{LOCK}",
        last=lock.lines[-1].chain if lock and lock.lines else "",
        sealed=len(sealed),
        unsealed=len(published - sealed),
    )
