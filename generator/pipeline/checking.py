"""Checking a site: assemble the content, fold the ledgers, run the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.content.assembly import assemble
from generator.errors import UsageError
from generator.history.former_identity import former_identity
from generator.history.publication import PublicHistory, promise_settings, public_history
from generator.history.readable_since import counted, readable_since
from generator.inspection.analysis import Analysis
from generator.ledger.fold import fold
from generator.ledger.records import Ledger
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content, IncidentFolder
from generator.model.history import Arrival, History, PromiseSettings
from generator.model.source import RawFile
from generator.rules.runner import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A site that was read and judged.

    Attributes:
        analysis: what the rules judged, and everything derived from it.
        diagnostics: ordered by file, line, column and code.
        terms: the promise settings in force over time, where version control knows them.
    """

    analysis: Analysis
    diagnostics: tuple[Diagnostic, ...]
    terms: tuple[PromiseSettings, ...] = ()

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


def zone(content: Content) -> ZoneInfo:
    """Return the time zone in which a day without a time ends; UTC when the configuration was not understood."""
    return content.config.config.site.timezone if content.config.config else ZoneInfo("UTC")


def check(files: Iterable[RawFile], now: datetime, history: History | None = None, *, ids: History | None = None) -> Checked:
    """Read, fold and judge a site.

    Args:
        files: every file of the site below its root.
        now: the time of judgement.
        history: the history of these files in version control; without it, only ledger.lock says what was published.
        ids: a history used only to find what permanent ids were derived from before.
    """
    return _checked(assemble(files), now, history, ids or history, look_back=True)


def _checked(content: Content, now: datetime, history: History | None, ids: History | None, *, look_back: bool) -> Checked:
    held = promise_settings(history, content, now) if history else ()
    config = content.config.config
    language, systems = (config.site.language, config.systems) if config else ("en", ())
    arrived = readable_since(history, content, now)
    ledgers = {
        folder.slug: fold(as_counted(folder, content, arrived, held), zone(content), held, language, systems)
        for folder in content.incidents
        if folder.understood
    }
    former = former_identity(ids, content, now) if ids else None
    analysis = Analysis(content=content, ledgers=ledgers, now=now, former=former, arrived=arrived)
    if history is None:
        return Checked(analysis=analysis, diagnostics=judge(analysis))

    def built(then: tuple[RawFile, ...], at: datetime) -> bool:
        # A check of a former state uses that state's publication times but no other knowledge of its past: otherwise one state would be
        # judged by way of another, without end.
        return not _checked(assemble(then), at, history, None, look_back=False).blocked

    was = public_history(history, content, now, built) if look_back else PublicHistory()
    analysis = replace(analysis, past=was.incidents, shown=was.shown)
    return Checked(analysis=analysis, diagnostics=judge(analysis), terms=held)


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
