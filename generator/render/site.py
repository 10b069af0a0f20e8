"""The input of the renderers: everything to be shown, and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Self, TypeVar

from generator.ledger.records import Ledger, Promise, PromiseKind
from generator.links.audience_pages import page_address
from generator.links.link_targets import LinkTargets
from generator.model.artifact import Artifact, Theme
from generator.model.config import Audience, SiteConfig
from generator.model.diagnostic import Diagnostic
from generator.model.document import IncidentFolder, LockDocument, OrderEntry, PageDocument
from generator.model.kept import Kept, NothingKept
from generator.model.key_change import KeyAnnouncement, KeyRecord, KeyUse
from generator.model.moment import first_of
from generator.render.incident_facts import IncidentFacts, facts_of
from generator.render.kept_heads import KeptHeads
from generator.render.made_parts import MadeParts
from generator.render.shown_folder import ShownFolder

_T = TypeVar("_T")
#: How long every page says that a key was changed without a word of the one before. /verify/ says so for ever.
DOUBT: Final = timedelta(days=90)
#: How long an incident had no news, counted back from the site's latest, before it is at rest: time alone changes nothing.
REST: Final = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class PublicIncident:
    """An incident as shown: its folder contains only visible updates, and the ledger is folded from those alone.

    Attributes:
        promises: every promise, as of the site's `as_of`.
        audience: the readers to whom it is told so; None: everyone, who are told everything.
    """

    folder: IncidentFolder
    ledger: Ledger
    promises: tuple[Promise, ...] = ()
    audience: Audience | None = None

    @property
    def slug(self) -> str:
        """The name of the incident's folder: its address."""
        return self.folder.slug

    @property
    def place(self) -> str:
        """What sets it apart among all incidents and their readers: its slug, and behind it its audience."""
        return f"{self.slug}/for/{self.audience.name}" if self.audience else self.slug

    @property
    def address(self) -> str:
        """The address of its page, relative to the folder of a language."""
        return page_address(self.slug, self.audience.name) if self.audience else f"incidents/{self.slug}/"

    @property
    def identity(self) -> str:
        """The folder's first name, of which ids are made: it stays when the folder is renamed."""
        return self.facts.identity

    @cached_property
    def facts(self) -> IncidentFacts:
        """What lists of all incidents say of it."""
        return facts_of(self.folder, self.ledger, self.promises)

    @cached_property
    def promises_settled_in(self) -> Mapping[int, Promise]:
        """By the number of an update, the promise of an update that it was to keep."""
        found: dict[int, Promise] = {}
        for one in self.promises:
            if one.kind is PromiseKind.UPDATE and one.settled_in is not None:
                found.setdefault(one.settled_in, one)
        return MappingProxyType(found)

    @property
    def made_of(self) -> bytes | None:
        """The digest of what it follows from, where that is known without asking for it."""
        return None

    def forget(self) -> None:
        """Do nothing: it cannot be read again."""

    @property
    def is_open(self) -> bool:
        """Whether its newest update leaves it open."""
        return self.facts.is_open

    @property
    def changed(self) -> datetime:
        """When something of it was last published: its newest update, or its review."""
        return self.facts.changed


class UnfoldedIncident(PublicIncident):
    """An incident of which is known what lists say: it is read and folded when anything else is asked for.

    It is taken for a `PublicIncident` by everything that compares or copies incidents.
    """

    _whole: Callable[[], PublicIncident]

    @classmethod
    def of(
        cls,
        slug: str,
        files: tuple[str, ...],
        facts: IncidentFacts,
        made_of: bytes | None,
        whole: Callable[[], PublicIncident],
        forgotten: Callable[[], None] = lambda: None,
    ) -> Self:
        """Return one.

        Args:
            slug: its slug.
            files: its files that readers may open.
            facts: what lists say of it.
            made_of: the digest of what it follows from; None: it is not known.
            whole: makes it whole.
            forgotten: told when it was forgotten.
        """
        made = cls.__new__(cls)
        folder = ShownFolder.of(lambda: made._folded().folder, facts, slug=slug, files=files)  # noqa: SLF001  # its own
        own = {"_made_of": made_of, "_whole": whole, "_forgotten": forgotten, "_stands": folder}
        made.__dict__.update(facts=facts, audience=None, folder=folder, **own)
        return made

    def forget(self) -> None:
        """Be as before it was read: whoever goes through all incidents need not have all of them in memory. It is read again when it is asked for."""
        if self.__dict__.pop("_read", None) is not None:
            self.__dict__["_stands"].forget()
            self.__dict__["_forgotten"]()

    @property
    def made_of(self) -> bytes | None:
        """The digest of what it follows from, where that is known."""
        digest: bytes | None = self.__dict__["_made_of"]
        return digest

    def _folded(self) -> PublicIncident:
        if "_read" not in self.__dict__:
            self.__dict__["_read"] = self.__dict__["_whole"]()
        read: PublicIncident = self.__dict__["_read"]
        return read

    @property
    def ledger(self) -> Ledger:
        """Its ledger, for which it is read and folded."""
        return self._folded().ledger

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Its promises, likewise."""
        return self._folded().promises

    @property  # type: ignore[misc]  # as for any object that stands for another
    def __class__(self) -> type[PublicIncident]:  # type: ignore[override]  # as above
        """Tell copies and comparisons that it is an incident like any other."""
        return PublicIncident


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Data that only the live preview shows.

    Attributes:
        findings: the findings by file.
        unpublished: files that the public would not see, with the reason: `draft` or `embargoed`.
        as_of: the requested time; None when the preview shows the present.
        themes: the themes in which pages can be seen, each with the folder of its pages (empty for the site's own).
    """

    findings: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=lambda: MappingProxyType({}))
    unpublished: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    as_of: datetime | None = None
    themes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Site:
    """The whole site.

    Attributes:
        incidents: incidents with at least one visible update, newest update first (then by slug).
        as_of: the time that decides what is overdue. It is never printed; of its day, badges are.
        shown_as_of: the same time, if every page is to state it and keep to it in readers' browsers, as in an example; None: time goes
            on.
        preview: set only in the live preview.
        signed: whether this build will be signed. Never true of a key alone: pages must not promise a signature that is not there.
        keys: the keys with which the site was signed over time.
        key_announcements: what each key said of the one after it, where its signature is good.
        order: when the updates and reviews with a settled place in feeds were published, the first one first. All others came later.
        page_lock: the seals of the free pages and of how to ask, if there are any.
        host_files: files copied unchanged to the site's root for its host.
        attachments: the published attachments' bytes, by path relative to the site's root.
        trusted: hosts beyond the organisation's own that may be linked to; None: any.
        kept: where results are kept from one run to the next. What is made is the same without.
    """

    config: SiteConfig
    incidents: tuple[PublicIncident, ...]
    pages: tuple[PageDocument, ...]
    page_translations: tuple[PageDocument, ...] = ()
    as_of: datetime
    shown_as_of: datetime | None = None
    preview: Preview | None = None
    signed: bool = False
    keys: KeyRecord = field(default_factory=KeyRecord)
    key_announcements: tuple[KeyAnnouncement, ...] = ()
    order: tuple[OrderEntry, ...] = ()
    page_lock: LockDocument | None = None
    host_files: tuple[Artifact, ...] = ()
    attachments: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    trusted: frozenset[str] | None = None
    kept: Kept = field(default_factory=NothingKept, compare=False, repr=False)

    @cached_property
    def by_slug(self) -> Mapping[str, PublicIncident]:
        """The incidents by their slugs."""
        return MappingProxyType({incident.slug: incident for incident in self.incidents})

    @cached_property
    def known(self) -> LinkTargets:
        """Every possible target of a link."""
        folders = [incident.folder for incident in self.incidents]
        return LinkTargets(self.config, folders, self.pages, self.page_translations, everything=True, signed=self.signed)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What populations, kinds of data and others are called in the site's own language, by the words of all incidents together."""
        return MappingProxyType({name: words for incident in self.incidents for name, words in incident.facts.names})

    @cached_property
    def remembered(self) -> dict[tuple[Any, ...], Any]:
        """A cache of values that several parts of one incident need: its statements, and what the record counts of it."""
        return {}

    def once(self, name: tuple[Any, ...], make: Callable[[], _T]) -> _T:
        """Return a value that several parts of one incident need, made by the first of them.

        Args:
            name: what it is called, the incident among it, and all that it depends on beside the site.
            make: makes it.
        """
        if name not in self.remembered:
            self.remembered[name] = make()
        made: _T = self.remembered[name]
        return made

    @cached_property
    def speaking(self) -> dict[tuple[Theme, int, int], Any]:
        """A cache of what fills the templates of statements, by theme and the identity of the language and of the authors' texts, which it holds."""
        return {}

    @cached_property
    def cards(self) -> dict[tuple[str, int, str], Any]:
        """A cache of what pictures say, by incident, number of the update, and language: it is in the head of every page of the incident."""
        return {}

    @cached_property
    def readings(self) -> dict[tuple[str, str], PublicIncident]:
        """A cache of incidents as their audiences read them, by slug and audience."""
        return {}

    @cached_property
    def digests(self) -> dict[str, bytes]:
        """A cache of digests of what incidents are made from, by slug."""
        return {}

    @cached_property
    def heads(self) -> KeptHeads:
        """What is told of the kept parts of this site."""
        return KeptHeads(self.kept, (self.config.site.identity, self.config.site.url))

    @cached_property
    def parts(self) -> dict[tuple[Theme, str, str], Any]:
        """A cache of what keeps the parts of its incidents, by theme, language, and the language of the product's own words."""
        return {}

    @cached_property
    def made(self) -> MadeParts:
        """The parts of its incidents that this run has made so far."""
        return MadeParts()

    def forget(self, incidents: Iterable[PublicIncident]) -> None:
        """Empty the caches that have something of every incident, and forget some incidents that can be read again.

        Args:
            incidents: they. Others, such as open ones, of which many pages tell, would only be read again and again.
        """
        for cache in (self.remembered, self.cards, self.readings):
            cache.clear()
        for incident in incidents:
            incident.forget()

    @property
    def doubted_keys(self) -> tuple[KeyUse, ...]:
        """The keys in use that no key before them announced, for as long as every page says so."""
        return tuple(use for use in self.keys.silent if use.since is None or use.since > self.as_of - DOUBT)

    @cached_property
    def changed(self) -> datetime:
        """When something was last published: the newest visible update or review; the start of 1980 when there is none."""
        return max((incident.changed for incident in self.incidents), default=datetime(1980, 1, 1, tzinfo=UTC))

    def is_at_rest(self, incident: PublicIncident) -> bool:
        """Whether an incident is over, with nothing promised, and all that was said of it came out long before the site's latest news.

        What never changes by itself any more is written once: its other formats lead to that, and its picture is that of all that are over.
        """
        return incident.slug in self.resting

    @cached_property
    def resting(self) -> frozenset[str]:
        """The slugs of the incidents at rest."""
        came = {(one.slug, one.number): one.when for one in self.order}
        newest = max((self.changed, *came.values()))
        since = newest - REST
        return frozenset(
            incident.slug
            for incident in self.incidents
            if not incident.is_open
            and incident.changed <= since
            and incident.facts.is_settled
            # Where a site seals, what has no place yet is the latest news, whatever its date.
            and all(came.get((incident.slug, number), newest if came else since) <= since for number in incident.facts.numbers)
            and all(first_of(day, self.config.site.timezone) <= since for day in incident.facts.noted)
        )
