"""What a rule receives besides its subject, and the types of checks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from generator.inspection.analysis import Analysis
from generator.ledger.records import Ledger, Transition
from generator.links.link_targets import LinkTargets
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic, Finding
from generator.model.document import (
    ConfigDocument,
    Content,
    Document,
    IncidentFolder,
    ReadersDocument,
    Translation,
    UpdateDocument,
    Written,
)
from generator.model.incident import Impact
from generator.model.notice_profile import Profile
from generator.model.plan import Plan, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides its subject.

    Attributes:
        analysis: the whole site, its known past, and what its texts contain.
        now: the time of judgement; for an embargoed update, its `published`.
        ledger: the incident's ledger; None for rules on the whole site, or when the incident was not folded.
        transition: the effect of the update under judgement, or, for another text of the incident, of the last update that readers can see; None for
            other scopes, or when the incident was not folded.
        waivable: whether each rule may be waived, keyed by both name and code.
        rehearsed: for rules on the whole site: the other rules' findings in each template, by name, if it were used now.
    """

    analysis: Analysis
    now: datetime
    ledger: Ledger | None = None
    transition: Transition | None = None
    waivable: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    rehearsed: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def config(self) -> SiteConfig | None:
        """The site's configuration; None when it was not understood."""
        return self.analysis.config

    @property
    def settings(self) -> ConfigDocument:
        """site_config.yml with the places of its keys."""
        return self.analysis.content.config

    @property
    def plan(self) -> Plan | None:
        """The plan; None when there is none or it was not understood."""
        return self.analysis.plan

    @property
    def templates(self) -> Mapping[str, Template | None]:
        """The templates by name; None for a template that was not understood."""
        return self.analysis.templates

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Every notice profile that the site may name, by key."""
        return self.analysis.profiles

    @property
    def link_targets(self) -> LinkTargets | None:
        """Every possible target of a link; None when the configuration was not understood."""
        return self.analysis.link_targets

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone; UTC when the configuration was not understood."""
        return self.config.site.timezone if self.config else ZoneInfo("UTC")

    @property
    def impact(self) -> Impact | None:
        """The impact of the incident under judgement; None when it is not given."""
        return self.ledger.folder.incident.impact if self.ledger else None


UpdateCheck: TypeAlias = Callable[[UpdateDocument, Context], Iterator[Finding]]


ReadersCheck: TypeAlias = Callable[[ReadersDocument, Context], Iterator[Finding]]


DocumentCheck: TypeAlias = Callable[[Document, Context], Iterator[Finding]]


WrittenCheck: TypeAlias = Callable[[Written, Context], Iterator[Finding]]


IncidentCheck: TypeAlias = Callable[[IncidentFolder, Context], Iterator[Finding]]


SiteCheck: TypeAlias = Callable[[Content, Context], Iterator[Finding]]


TranslationCheck: TypeAlias = Callable[[Translation, Context], Iterator[Finding]]


#: Its first parameter is an `OutsideStatement` (inspection/outside.py), which is made with what stands here.
OutsideCheck: TypeAlias = Callable[[Any, Context], Iterator[Finding]]


Check: TypeAlias = (
    UpdateCheck | ReadersCheck | DocumentCheck | WrittenCheck | IncidentCheck | SiteCheck | TranslationCheck | OutsideCheck
)
