"""Checking a site: assemble the content, fold the ledgers, run the rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.content.assembly import ReadFolders, assemble
from generator.errors import UsageError
from generator.history.former_audiences import former_audiences
from generator.history.former_identity import former_identity
from generator.history.key_announcements import former_announcements
from generator.history.present_names import under_present_names
from generator.history.publication import PublicHistory, promise_settings, public_history
from generator.history.readable_since import counted, readable_since
from generator.history.signing_keys import signing_keys
from generator.inspection.analysis import Analysis
from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content, IncidentFolder
from generator.model.history import Arrival, History, PromiseSettings
from generator.model.kept import Kept
from generator.model.key_change import KeyAnnouncement, KeyRecord
from generator.model.source import RawFile
from generator.pipeline.extensions import NO_EXTENSIONS, Extend, Extensions, no_extensions
from generator.pipeline.kept_findings import KeptFindings, SourceDigests, source_digests
from generator.pipeline.kept_outlines import OutlinedFolders
from generator.pipeline.spooled_folders import SpooledFolders
from generator.rules.runner import Share, judge, one_by_one
from generator.seals.key_changes import key_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A site that was read and judged.

    Attributes:
        analysis: what the rules judged, and everything derived from it.
        diagnostics: ordered by file, line, column and code.
        terms: the promise settings in force over time, where version control knows them.
        extensions: what the site's plugins add.
        sources: the digests of its files, where findings are kept.
    """

    analysis: Analysis
    diagnostics: tuple[Diagnostic, ...]
    terms: tuple[PromiseSettings, ...] = ()
    extensions: Extensions = NO_EXTENSIONS
    sources: "Sources | None" = None

    @property
    def content(self) -> Content:
        """Everything that was read."""
        return self.analysis.content

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        """The ledgers by slug, for incidents whose every file was understood."""
        return self.analysis.ledgers

    @property
    def blocked(self) -> bool:
        """Whether the findings stop a build."""
        return any(diagnostic.blocks for diagnostic in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Sources:
    """The digests of a site's files, where findings are kept, and the outlines that are kept beside them; none of a former state."""

    digests: SourceDigests
    kept: Kept
    outlined: OutlinedFolders | None = None


class Ledgers(Mapping[str, Ledger]):
    """The ledgers of a site, by slug, each folded when it is first asked for."""

    def __init__(self, folders: Mapping[str, IncidentFolder], fold: Callable[[IncidentFolder], Ledger]) -> None:
        """Take the incidents to fold.

        Args:
            folders: by slug.
            fold: folds one.
        """
        self._folders = folders
        self._fold = fold
        self._folded: dict[str, Ledger] = {}

    def __getitem__(self, slug: str) -> Ledger:
        """Return a ledger."""
        if slug not in self._folded:
            self._folded[slug] = self._fold(self._folders[slug])
        return self._folded[slug]

    def __contains__(self, slug: object) -> bool:
        """Whether there is a ledger; nothing is folded."""
        return slug in self._folders

    def __iter__(self) -> Iterator[str]:
        """Yield the slugs."""
        return iter(self._folders)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._folders)


def zone(content: Content) -> ZoneInfo:
    """Return the time zone in which a day without a time ends; UTC when the configuration was not understood."""
    return content.config.config.site.timezone if content.config.config else ZoneInfo("UTC")


def check(
    files: Iterable[RawFile],
    now: datetime,
    history: History | None = None,
    *,
    ids: History | None = None,
    signer: Callable[[KeyAnnouncement], str | None] = lambda _announcement: None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    extend: Extend = no_extensions,
    kept: Kept | None = None,
    folders: ReadFolders | None = None,
    spooled: SpooledFolders | None = None,
    whole: bool = False,
    share: Share = one_by_one,
) -> Checked:
    """Read, fold and judge a site.

    Args:
        files: every file of the site below its root.
        now: the time of judgement.
        history: the history of these files in version control; without it, only ledger.lock says what was published.
        ids: a history used only to find what permanent ids were derived from before.
        signer: returns the fingerprint of the key that signed an announcement; None where nobody can tell.
        progress: told after each incident how many were judged, and how many there are.
        extend: returns what the plugins that the site names add. Former states are judged without them: a rule that is added today must not
            decide what was published yesterday.
        kept: where findings are kept from one run to the next; None: nowhere. Nothing is kept of a site with plugins, which may look at anything.
        folders: the incidents' folders as they were last read; None: none was.
        spooled: reads the incidents' folders, if they are many of which nothing is kept; None: each is read when it is needed, and stays in memory.
        whole: whether what is read of incidents is kept too, as all of it is asked for afterwards in each run.
        share: does tasks, whoever does them, and returns their results in order. A plugin's rules, which may remember what they saw, are all run here.

    Raises:
        EnvironmentFailedError: a plugin that the site names is not installed, or fails.
    """
    files = tuple(files)
    digests = source_digests(files) if kept is not None else None
    outlined = (
        OutlinedFolders(kept, digests, folders, whole=whole, stored=spooled) if kept is not None and digests is not None else None
    )
    content = assemble(files, outlined or spooled or folders)
    told = tuple(replace(one, signer=signer(one)) for one in content.key_announcements)
    known = ids or history
    former = tuple(replace(one, signer=signer(one)) for one in former_announcements(known, content)) if known else ()
    config = content.config.config
    added = extend(config.plugins) if config and config.plugins else NO_EXTENSIONS
    return _checked(
        replace(content, key_announcements=told),
        now,
        history,
        known,
        look_back=True,
        told_before=former,
        added=added,
        progress=progress,
        sources=Sources(digests, kept, outlined)
        if digests and outlined and kept is not None and added is NO_EXTENSIONS
        else None,
        share=share,
    )


def _checked(
    content: Content,
    now: datetime,
    history: History | None,
    ids: History | None,
    *,
    look_back: bool,
    told_before: tuple[KeyAnnouncement, ...] = (),
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    added: Extensions = NO_EXTENSIONS,
    sources: Sources | None = None,
    share: Share = one_by_one,
) -> Checked:
    named = under_present_names(history, content) if history else None
    held = promise_settings(history, content, now) if history else ()
    config = content.config.config
    language, systems = (config.site.language, config.systems) if config else ("en", ())
    arrived = readable_since(named, content, now)
    ledgers = Ledgers(
        {folder.slug: folder for folder in content.incidents if folder.understood},
        lambda folder: fold(as_counted(folder, content, arrived, held), zone(content), held, language, systems),
    )
    former = former_identity(ids, content, now) if ids else None
    gone = former_audiences(ids, content, now) if ids else ()
    analysis = Analysis(
        content=content,
        ledgers=ledgers,
        now=now,
        former=former,
        without_pages=gone,
        arrived=arrived,
        former_state=not look_back,
        keys=_keys(content, ids, now, told_before),
    )

    def judged(analysis: Analysis) -> tuple[Diagnostic, ...]:
        if sources is None:
            return judge(analysis, added.rules, progress, share=share if added is NO_EXTENSIONS else one_by_one)
        outlined = sources.outlined
        told = outlined.add if outlined else lambda _slug: None
        judging = KeptFindings(analysis, sources.digests, held, sources.kept, told)
        found = judge(analysis, added.rules, progress, judging, share)
        if outlined:
            outlined.write()
        return found

    if history is None:
        return Checked(analysis=analysis, diagnostics=judged(analysis), extensions=added, sources=sources)

    def built(then: tuple[RawFile, ...], at: datetime) -> bool:
        # A check of a former state uses that state's publication times but no other knowledge of its past: otherwise one state would be
        # judged by way of another, without end.
        kept = Sources(source_digests(then), sources.kept) if sources else None
        return not _checked(assemble(then), at, history, None, look_back=False, sources=kept).blocked

    was = public_history(history, content, now, built, named) if look_back else PublicHistory()
    earlier = history.earlier if look_back else {}
    analysis = replace(
        analysis,
        past=was.incidents,
        shown=was.shown,
        committed=was.committed,
        earlier=earlier,
        page_locks=was.page_locks,
        other_page_locks=was.other_page_locks,
        asked=was.asked,
    )
    if look_back:
        analysis = replace(analysis, odd=history.odd, ends=history.ends, guessed=history.guessed)
    return Checked(analysis=analysis, diagnostics=judged(analysis), terms=held, extensions=added, sources=sources)


def _keys(content: Content, history: History | None, now: datetime, told_before: tuple[KeyAnnouncement, ...]) -> KeyRecord:
    config = content.config.config
    if config is None or config.drill:
        return KeyRecord()
    versions = signing_keys(history, now) if history else ()
    return key_record(
        config.signing.keys, config.site.identity, versions, content.page_lock, content.key_announcements, told_before
    )


def as_counted(
    folder: IncidentFolder, content: Content, arrived: Mapping[str, Arrival], terms: tuple[PromiseSettings, ...]
) -> IncidentFolder:
    """Return an incident in which what came later than it says is published when it came."""
    config = content.config.config
    return counted(folder, arrived, config, terms) if config else folder


def settings_of(checked: Checked) -> SiteConfig:
    """Return the site's configuration.

    Raises:
        UsageError: the configuration was not understood.
    """
    config = checked.content.config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    return config
