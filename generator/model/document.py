"""Files that were read: a value and the place of every key in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from generator.model.config import SiteConfig
from generator.model.diagnostic import Problem
from generator.model.incident import Incident, Review
from generator.model.source import Place, Source, Span
from generator.model.update import Update


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file, what was wrong with its form, and where each key stands.

    Attributes:
        source: the text.
        places: the place of every key that was written, by its path: `("known", "entry", "text")`. Items of lists have their
            index as text: `("systems", "0")`. The path `()` is the front matter as a whole (or the first line without one).
        problems: what the parser met. With any, the document is judged no further than the FRM rules.
    """

    source: Source
    places: Mapping[tuple[str, ...], Place] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()

    def wrote(self, *path: str) -> bool:
        """Whether the key at `path` was written at all."""
        return path in self.places

    def span(self, *path: str) -> Span:
        """Where `path` stands: key and value if on one line, else the key; the nearest written parent if it is missing."""
        while path and path not in self.places:
            path = path[:-1]
        place = self.places.get(path)
        return place.whole if place else Span(self.source.path, 1, 1, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigDocument(Document):
    """site_config.yml; `config` is None when it could not be understood."""

    config: SiteConfig | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDocument(Document):
    """incident.md; `incident` is None when it could not be understood."""

    incident: Incident | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateDocument(Document):
    """An update or its translation.

    Attributes:
        number: the number its file name begins with.
        slug: the file name's words after the number.
        language: the language of a translation; empty for the original.
        parsed: the update; None when it could not be understood.
    """

    number: int
    slug: str
    language: str = ""
    parsed: Update | None

    @property
    def update(self) -> Update:
        """The update of a document that was understood; rules only ever see such.

        Raises:
            LookupError: it was not understood.
        """
        if self.parsed is None:
            raise LookupError(self.source.path)
        return self.parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDocument(Document):
    """review.md; `review` is None when it could not be understood."""

    review: Review | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """One line of ledger.lock: a published file's name in the incident's folder, its digest, and what binds it to the line before."""

    chain: str
    digest: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockDocument(Document):
    """ledger.lock: what has been published, oldest first. The place of the line at index N has the path `(str(N),)`."""

    lines: tuple[SealLine, ...] = ()

    def last(self, name: str) -> SealLine | None:
        """The line that counts for a name; None when it was never sealed."""
        return next((line for line in reversed(self.lines) if line.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDocument(Document):
    """A free page: Markdown with a title. `slug` is its file name."""

    slug: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFolder:
    """content/incidents/<slug>/ as it is on disk.

    Attributes:
        slug: the folder's name; the incident's identity and address.
        document: incident.md.
        updates: the originals, ordered by number, drafts and embargoed ones among them.
        translations: their translations, ordered by number and language.
        review: review.md, if there is one.
        lock: ledger.lock, if there is one.
        files: paths under `files/`, relative to the site's root.
        problems: what is wrong with the folder itself (clashing numbers, stray files).
    """

    slug: str
    document: IncidentDocument
    updates: tuple[UpdateDocument, ...] = ()
    translations: tuple[UpdateDocument, ...] = ()
    review: ReviewDocument | None = None
    lock: LockDocument | None = None
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether incident.md and every original update could be understood, so that continuity can be judged."""
        return self.document.incident is not None and all(u.parsed is not None for u in self.updates) and not self.problems

    @property
    def incident(self) -> Incident:
        """What incident.md says.

        Raises:
            LookupError: it was not understood.
        """
        if self.document.incident is None:
            raise LookupError(self.document.source.path)
        return self.document.incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that was read of a site."""

    config: ConfigDocument
    incidents: tuple[IncidentFolder, ...] = ()
    pages: tuple[PageDocument, ...] = ()
    problems: tuple[Problem, ...] = ()
