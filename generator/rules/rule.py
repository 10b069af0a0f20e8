"""The definition of a rule, and checks that several rules share."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from generator.content.settings import zone_in
from generator.inspection.context import Check, Context, DocumentCheck
from generator.ledger.records import Promise, PromiseKind, PromiseState, Violation, ViolationKind
from generator.model.diagnostic import Finding, Severity, TypedTime
from generator.model.document import Document, TextKind
from generator.model.plan import Approval, Plan
from generator.model.update import Status, Update
from generator.scaffolding.written_lines import approvals_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule.

    The rule's scope is the type of the first parameter of `check`: a document of any kind (rules of form), a file of any kind that was
    understood, a file with sentences that readers see (an update is one), an update, a translation with its original, an incident folder, or the whole content.

    Attributes:
        code: permanent, never reused.
        name: worded so that it reads well after "allow".
        severity: how much a finding matters.
        check: yields findings.
        waivable: whether a writer may waive the rule, with a reason that readers see.
        timed: whether the passage of time alone can cause a finding; such findings never block a build.
        translations: for a rule on updates, whether it also checks their translations. Only rules that read sentences do; values that a
            translation repeats are judged once, in the original.
        unfit: for a rule on sentences, in which kinds of texts it is not asked, and why.
        violations: for a rule on updates that only says what each of some violations is: their kinds. An update without any is not held to it.
        drafts: whether errors in a draft stop the build too: for what makes a published text a draft again.
        if_published: advice for a text that was published and so must not be edited; there, the rule's errors become warnings.
        doc: the rule's page.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    waivable: bool
    doc: str
    timed: bool = False
    translations: bool = False
    unfit: Mapping[TextKind, str] = field(default_factory=lambda: MappingProxyType({}))
    violations: frozenset[ViolationKind] = frozenset()
    drafts: bool = False
    if_published: str = "it was published, so the text stays as it is; if it misled readers, say what is right in a new update, under `corrections:`"


def approval_exemption_help(what: str, published: datetime) -> str:
    """Say what to do where today's plan requires an approval of a text published before that plan."""
    since = published.date() + timedelta(days=1)
    return (
        f"it was published, so it stays as it is; to hold only later {what} to this, write `since: {since}` in content/plan.yml"
    )


def approval_help(approval: Approval, plan: Plan | None, given: Mapping[str, str]) -> str:
    """Say what to do about a missing approval, with the line to write.

    The line holds an example name where the plan names nobody.
    """
    line = approvals_line(approval, plan, given)
    if "…" in line:
        return f"ask them, then write who approved it, such as `{line.replace('…', 'Sam Reed')}`"
    return f"ask them, then write `{line}`"


def parser_problems(name: str) -> DocumentCheck:
    """Return a check that reports the parser's problems with this rule name."""

    def check(document: Document, context: Context) -> Iterator[Finding]:
        for problem in document.problems:
            if problem.rule == name:
                yield problem if problem.time is None else replace(problem, help=_meant(problem.time, context))

    return check


def day_ahead(update: Update, context: Context) -> date:
    """Return an example day for something an update promises: 30 days after the later of publication and judgement.

    Where the update announces a watch that ends later, the day comes after that end.
    """
    zone = context.config.site.timezone if context.config else UTC
    day = max(update.published, context.now).astimezone(zone).date() + timedelta(days=30)
    until = context.transition.after.monitor_until if context.transition else update.monitor_until
    last = until.astimezone(zone).date() if isinstance(until, datetime) else until
    return max(day, last + timedelta(days=1)) if last and update.status is not Status.MONITORING else day


def _meant(typed: TypedTime, context: Context) -> str:
    """Return the line to write for a time, which depends on the site's time zone and the time of judgement."""
    from generator.format.typed_times import offered  # noqa: PLC0415  # few files have a time that is not written in full

    zone = context.config.site.timezone if context.config is not None else zone_in(context.settings.source)
    return offered(typed.key, typed.written, context.now, zone, days=typed.days, moments=typed.moments)


def overdue(context: Context, kind: PromiseKind) -> Iterator[Promise]:
    """Yield the incident's promises of one kind that are past their time without having been kept."""
    if context.ledger is None:
        return
    grace = context.config.policy.grace if context.config else timedelta()
    for promise in context.analysis.promises(context.ledger, context.now, grace):
        if promise.kind is kind and promise.state is PromiseState.MISSED and promise.settled is None:
            yield promise


def violations(context: Context, *kinds: ViolationKind) -> Iterator[Violation]:
    """Yield those violations of the judged update that are of one of these kinds."""
    if context.transition is not None:
        yield from (violation for violation in context.transition.violations if violation.kind in kinds)
