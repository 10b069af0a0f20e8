"""What writers are given: everything that is to be shown, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType

from generator.ledger.records import Ledger, Promise
from generator.links.link_targets import LinkTargets
from generator.model.artifact import Artifact, Theme
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, OrderEntry, PageDocument
from generator.render.markup import Html


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicIncident:
    """An incident as it is shown: its folder holds only the updates to show, and the ledger is folded from just those.

    Attributes:
        promises: every promise, as of the site's `as_of`.
    """

    folder: IncidentFolder
    ledger: Ledger
    promises: tuple[Promise, ...] = ()

    @property
    def slug(self) -> str:
        """The incident's identity and address."""
        return self.folder.slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What only the live preview shows.

    Attributes:
        findings: by file.
        unpublished: the files that the public would not see, and why: `draft` or `embargoed`.
        as_of: the time that was asked for; None: the preview shows the present.
        themes: the themes in which every page can be seen, each with the folder at which its pages are (empty for the site's own).
    """

    findings: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unpublished: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    as_of: datetime | None = None
    themes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Site:
    """The whole site.

    Attributes:
        incidents: the incidents with at least one update to show, newest update first (then by slug).
        as_of: the time that decides what is overdue. Never printed.
        shown_as_of: the same, if every page is to say it and to keep to it in the reader's browser: of an example. None: time goes on.
        preview: set only by the live preview.
        order: when the updates and reviews whose place in feeds is settled came out, the first one first. What is not in it came after all of
            them.
        host_files: what goes to the site's root as it is, for its host.
        attachments: the bytes of the published attachments, by path relative to the site's root.
        trusted: the hosts beyond the organisation's own to which links may lead; None: any.
    """

    config: SiteConfig
    incidents: tuple[PublicIncident, ...]
    pages: tuple[PageDocument, ...]
    page_translations: tuple[PageDocument, ...] = ()
    as_of: datetime
    shown_as_of: datetime | None = None
    preview: Preview | None = None
    order: tuple[OrderEntry, ...] = ()
    host_files: tuple[Artifact, ...] = ()
    attachments: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    trusted: frozenset[str] | None = None

    @cached_property
    def known(self) -> LinkTargets:
        """Everything that a link can lead to."""
        folders = [incident.folder for incident in self.incidents]
        return LinkTargets(self.config, folders, self.pages, self.page_translations, everything=True)

    @cached_property
    def statements(self) -> dict[tuple[Theme, str, int, str], Html]:
        """The statements of updates as feeds have them, as far as they were made: by theme, incident, number and language."""
        return {}

    @property
    def changed(self) -> datetime:
        """When something was last published: the newest update or review shown; the start of 1980 when there is none."""
        times = [document.update.published for incident in self.incidents for document in incident.folder.updates]
        times += [
            incident.folder.review.review.published
            for incident in self.incidents
            if incident.folder.review and incident.folder.review.review
        ]
        return max(times, default=datetime(1980, 1, 1, tzinfo=UTC))
