"""The shape of a rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from generator.content.settings import zone_in
from generator.format.typed_times import offered
from generator.inspection.context import Check, Context, DocumentCheck
from generator.ledger.promises import promises
from generator.ledger.records import Promise, PromiseKind, PromiseState, Violation, ViolationKind
from generator.model.diagnostic import Finding, Severity, TypedTime
from generator.model.document import Document
from generator.model.plan import Approval, Plan
from generator.model.update import Status, Update
from generator.scaffolding.new_files import approvals_line


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


def approval_exemption_help(what: str, published: datetime) -> str:
    """What to do where today's plan asks for an approval of what was published before."""
    since = published.date() + timedelta(days=1)
    return (
        f"it was published, so it stays as it is; to hold only later {what} to this, write `since: {since}` in content/plan.yml"
    )


def approval_help(approval: Approval, plan: Plan | None, given: Mapping[str, str]) -> str:
    """What to do where somebody still has to approve a text: the line to write then, with a name in it as an example where the plan has none."""
    line = approvals_line(approval, plan, given)
    if "…" in line:
        return f"ask them, then write who it was, such as `{line.replace('…', 'Sam Reed')}`"
    return f"ask them, then write `{line}`"


def parser_problems(name: str) -> DocumentCheck:
    """A check that reports what the parser met under this name."""

    def check(document: Document, context: Context) -> Iterator[Finding]:
        for problem in document.problems:
            if problem.rule == name:
                yield problem if problem.time is None else replace(problem, help=_meant(problem.time, context))

    return check


def day_ahead(update: Update, context: Context) -> date:
    """A day to offer for something that an update promises: 30 days on, counted from when it is published or judged, whichever is later.

    A watch that has not ended by then ends first: nothing that comes after it is offered before its end.
    """
    zone = context.config.site.timezone if context.config else UTC
    day = max(update.published, context.now).astimezone(zone).date() + timedelta(days=30)
    until = context.transition.after.monitor_until if context.transition else update.monitor_until
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


def violations(context: Context, *kinds: ViolationKind) -> Iterator[Violation]:
    """The violations of the update under judgement that are one of `kinds`."""
    if context.transition is not None:
        yield from (violation for violation in context.transition.violations if violation.kind in kinds)
