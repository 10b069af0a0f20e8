"""The shape of a rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from generator.content.compose import approvals_line
from generator.content.linking import Linking
from generator.content.settings import zone_in
from generator.content.spoken_times import offered
from generator.ledger.promises import promises
from generator.ledger.records import Clash, Conflict, Ledger, Promise, PromiseKind, PromiseState, Turn
from generator.model.config import SiteConfig
from generator.model.diagnostic import Diagnostic, Finding, Severity, TypedTime
from generator.model.document import ConfigDocument, Content, Document, IncidentFolder, Translation, UpdateDocument, Written
from generator.model.incident import Impact
from generator.model.plan import Approval, Plan, Template
from generator.model.profile import Profile
from generator.model.update import Status, Update
from generator.rules.analysis import Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule may look at besides its subject.

    Attributes:
        analysis: the whole site, what is known of it, and what stands in its texts.
        now: the time of judgement; for an embargoed update, its own `published`.
        ledger: the incident's ledger; None at the scope of the site or when the incident could not be folded.
        turn: what the update under judgement did; None at other scopes or when the incident could not be folded.
        waivable: whether each rule may be waived, by name and by code.
        rehearsed: at the scope of the site: what the other rules find in each template, by its name, if it were used now.
    """

    analysis: Analysis
    now: datetime
    ledger: Ledger | None = None
    turn: Turn | None = None
    waivable: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    rehearsed: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def config(self) -> SiteConfig | None:
        """The site's configuration; None when it could not be understood."""
        return self.analysis.config

    @property
    def settings(self) -> ConfigDocument:
        """site_config.yml with the places of its keys."""
        return self.analysis.content.config

    @property
    def plan(self) -> Plan | None:
        """The plan; None when there is none or it could not be understood."""
        return self.analysis.plan

    @property
    def templates(self) -> Mapping[str, Template | None]:
        """The templates by name; None for one that could not be understood."""
        return self.analysis.templates

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Every notice profile that the site may name, by key."""
        return self.analysis.profiles

    @property
    def linking(self) -> Linking | None:
        """Everything that a link can lead to; None when the configuration could not be understood."""
        return self.analysis.linking

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone; UTC when the configuration could not be understood."""
        return self.config.site.timezone if self.config else ZoneInfo("UTC")

    @property
    def impact(self) -> Impact | None:
        """The impact of the incident under judgement, as far as it is said."""
        return self.ledger.folder.incident.impact if self.ledger else None


UpdateCheck: TypeAlias = Callable[[UpdateDocument, Context], Iterator[Finding]]
DocumentCheck: TypeAlias = Callable[[Document, Context], Iterator[Finding]]
WrittenCheck: TypeAlias = Callable[[Written, Context], Iterator[Finding]]
IncidentCheck: TypeAlias = Callable[[IncidentFolder, Context], Iterator[Finding]]
SiteCheck: TypeAlias = Callable[[Content, Context], Iterator[Finding]]
TranslationCheck: TypeAlias = Callable[[Translation, Context], Iterator[Finding]]
Check: TypeAlias = UpdateCheck | DocumentCheck | WrittenCheck | IncidentCheck | SiteCheck | TranslationCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule.

    Attributes:
        code: never reused.
        name: reads well after "allow".
        severity: how much it matters.
        check: yields findings; the type of its first parameter says its scope: a document of any kind (form), a file of
            any kind that was understood, an update, a translation beside its original, an incident's folder, or the whole content.
        waivable: whether a writer may waive it, with a reason that readers see.
        timed: whether the passing of time alone can cause it; such a finding never blocks a build.
        translations: of a rule that looks at one update: whether it looks at the update's translations too. Only those do that read
            sentences; what a translation repeats is judged once, in the original.
        drafts: whether its errors stop the build in a draft as well: what was published is one no longer.
        if_published: what to do about it in a text that was published, so that it may not be changed. Its errors are warnings there.
        doc: its page.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    waivable: bool
    doc: str
    timed: bool = False
    translations: bool = False
    drafts: bool = False
    if_published: str = "it was published, so the text stays as it is; if it misled readers, say what is right in a new update, under `corrections:`"


def not_held(what: str, published: datetime) -> str:
    """What to do where today's plan asks for an approval of what was published before."""
    since = published.date() + timedelta(days=1)
    return (
        f"it was published, so it stays as it is; to hold only later {what} to this, write `since: {since}` in content/plan.yml"
    )


def ask_them(approval: Approval, plan: Plan | None, given: Mapping[str, str]) -> str:
    """What to do where somebody still has to approve a text: the line to write then, with a name in it as an example where the plan has none."""
    line = approvals_line(approval, plan, given)
    if "…" in line:
        return f"ask them, then write who it was, such as `{line.replace('…', 'Sam Reed')}`"
    return f"ask them, then write `{line}`"


def form(name: str) -> DocumentCheck:
    """A check that reports what the parser met under this name."""

    def check(document: Document, context: Context) -> Iterator[Finding]:
        for problem in document.problems:
            if problem.rule == name:
                yield problem if problem.time is None else replace(problem, help=_meant(problem.time, context))

    return check


def ahead(update: Update, context: Context) -> date:
    """A day to offer for something that an update promises: 30 days on, counted from when it is published or judged, whichever is later.

    A watch that has not ended by then ends first: nothing that comes after it is offered before its end.
    """
    zone = context.config.site.timezone if context.config else UTC
    day = max(update.published, context.now).astimezone(zone).date() + timedelta(days=30)
    until = context.turn.after.monitor_until if context.turn else update.monitor_until
    last = until.astimezone(zone).date() if isinstance(until, datetime) else until
    return max(day, last + timedelta(days=1)) if last and update.status is not Status.MONITORING else day


def _meant(typed: TypedTime, context: Context) -> str:
    """The line to write for a time, which depends on where the site's clocks hang and on what time it is."""
    zone = context.config.site.timezone if context.config is not None else zone_in(context.settings.source)
    return offered(typed.key, typed.written, context.now, zone, days=typed.days, moments=typed.moments)


def overdue(context: Context, kind: PromiseKind) -> Iterator[Promise]:
    """The incident's promises of one kind whose time has passed without anything having come of them."""
    if context.ledger is None:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    for promise in promises(context.ledger, context.now, grace):
        if promise.kind is kind and promise.state is PromiseState.MISSED and promise.settled is None:
            yield promise


def made_in(folder: IncidentFolder, promise: Promise) -> UpdateDocument:
    """The update that made a promise."""
    return next(document for document in folder.updates if document.number == promise.made_in)


def clashes(context: Context, *conflicts: Conflict) -> Iterator[Clash]:
    """The clashes of the update under judgement that are one of `conflicts`."""
    if context.turn is not None:
        yield from (clash for clash in context.turn.clashes if clash.conflict in conflicts)
