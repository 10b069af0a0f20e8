"""The text of new files, with everything already known filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from generator.format.names import invented
from generator.format.strict_yaml import quoted, short
from generator.format.update import ACTION, OPEN_FACT
from generator.model.config import Policy, SiteConfig
from generator.model.incident import Impact
from generator.model.plan import Occasion, Plan, approval_for, longest_wait
from generator.model.update import Action, Count, Data, Fact, Outcome, Service, Status, Step, Watch
from generator.scaffolding.written_lines import approvals_line, promised, value_of, yaml_time, yaml_value


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStatement:
    """The answers for a first statement. Lists hold sentences; `actions` may be empty: nothing to do yet."""

    title: str
    published: datetime
    next_update: datetime
    status: Status = Status.INVESTIGATING
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    waiting: tuple[str, ...] = ()


#: A comment next to the time of an unpublished text; it is removed when the time is written.
NOT_YET = "# not yet:"
NOTHING_YET = "There is nothing you can do yet. We will say so here when there is."


def slug_of(title: str) -> str:
    """Make an address from a title's first words."""
    plain = title.encode("ascii", "ignore").decode()
    return invented(plain, ()).replace("_", "-").strip("-") or "incident"


def cadence(
    config: SiteConfig | None, status: Status, published: datetime, plan: Plan | None = None, impact: Impact | None = None
) -> datetime:
    """Return the latest time of the next update by the site's policy and the plan, rounded as people would promise it."""
    plan = plan if plan and plan.holds(published) else None
    wait = longest_wait(config.policy if config else Policy(), plan, status, impact)
    return promised(published, wait, config.site.timezone if config else UTC)


def incident_file(title: str, aware: datetime, impact: Impact | None = None, systems: Iterable[str] = ()) -> str:
    """Return the text of incident.md."""
    listed = [f"  - {quoted(system)}" for system in systems]
    lines = [
        "---",
        f"title: {quoted(title)}",
        f"aware: {yaml_time(aware)}   # when we first had good reason to believe it",
        *([f"impact: {impact}"] if impact else []),
        *(["systems:", *listed] if listed else []),
        "---",
        "",
    ]
    return "\n".join(lines)


def page_file(title: str) -> str:
    """Return the text of a free page whose content is still to be written."""
    return f"---\ntitle: {quoted(title)}\n---\n\n[[the text of this page]]\n"


def first_statement(answers: FirstStatement) -> str:
    """Return the text of 01-first-statement.md."""
    facts: list[str] = []  # Known and unknown facts share one set of names.
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        *_published(answers.published, answers.waiting),
        f"status: {answers.status}",
        "known:",
        *_named_sentences(answers.known, facts),
        "unknown:   # a line moves to `known` when it is answered; it never just disappears",
        *_named_sentences(answers.unknown, facts),
        "next_steps:",
        *_named_sentences(answers.next_steps),
        *(["actions:", *_named_sentences(answers.actions)] if answers.actions else [f"actions: {NOTHING_YET}"]),
        f"next_update: {yaml_time(answers.next_update)}",
        "---",
        "",
    ]
    return "\n".join(lines)


def _named_sentences(sentences: Iterable[str], taken: list[str] | None = None) -> list[str]:
    """Return sentences with new names, and add these to the names taken."""
    lines: list[str] = []
    taken = [] if taken is None else taken
    for sentence in sentences:
        name = invented(sentence, taken)
        taken.append(name)
        lines.append(f"  {name}: {quoted(sentence)}")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStatement:
    """The content for the next update: what continues from before, and what is new.

    Attributes:
        title: what is new, in one sentence.
        published: the planned time of publication.
        status: the status before.
        unknown: every open unknown.
        next_steps: every open step.
        actions: every current action.
        no_action: the sentence in place of actions; a blank when the previous one would no longer be true.
        no_action_before: the previous sentence, shown to the writer.
        next_update: the time promised for the following update.
        late: why this update is later than promised; empty if it is not.
        known: what has been answered, by the unknown's name.
        unanswerable: why an unknown will never be answered, by its name.
        done: the outcomes of finished steps, by name.
        told_late: of finished steps whose time has passed, the day by which they were promised.
        dropped: why steps are given up, by name.
        ended: what is true now, by the name of what is true no longer.
        services: the systems of which it says whether they work.
        owed: the lines about what others say, how people are told, and what they are offered.
        services_before: the systems that did not work by the update before, of which it says nothing.
        because: why the incident is reopened, or is over without having been watched.
        outcome: as what it ended, where that has to be said; None where it has not.
        not_affected: kinds of data that are to be said not to have been reached.
        nobody: populations of which nobody is to be said to have been affected.
        none_left: whether nothing is left to find out, as was said before.
        doubted: known facts that may no longer hold.
        contained_by: the fact that says how the incident was contained; a blank when unknown, empty when not needed.
        facts: the known facts to choose `contained_by` from.
        monitor_until: the end of the monitoring; None where it is not stated here.
        watch_ended: the announced end of a monitoring that is over; otherwise None.
        monitoring: what is monitored; its `what` may be a blank.
        review_by: when the review will be published; None where it is not stated here.
        waiting: the lines of the approvals needed, until which the text is a draft; empty when none is needed.
    """

    title: str
    published: datetime
    next_update: datetime
    status: Status
    unknown: tuple[Fact, ...] = ()
    next_steps: tuple[Step, ...] = ()
    actions: tuple[Action, ...] = ()
    no_action: str = ""
    no_action_before: str = ""
    late: str = ""
    known: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unanswerable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    done: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    told_late: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    dropped: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ended: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    services: tuple[Service, ...] = ()
    services_before: tuple[Service, ...] = ()
    owed: tuple[str, ...] = ()
    because: str = ""
    outcome: Outcome | None = None
    not_affected: tuple[Data, ...] = ()
    nobody: tuple[Count, ...] = ()
    none_left: bool = False
    doubted: tuple[Fact, ...] = ()
    contained_by: str = ""
    facts: tuple[Fact, ...] = ()
    monitor_until: date | None = None
    watch_ended: date | None = None
    monitoring: Watch | None = None
    review_by: date | None = None
    waiting: tuple[str, ...] = ()


def _published(published: datetime, waiting: tuple[str, ...]) -> list[str]:
    """Return the time of publication; for a text that needs approval, with the lines that keep it a draft."""
    if not waiting:
        return [f"published: {yaml_time(published)}"]
    return [
        f"published: {yaml_time(published)}   {NOT_YET} `aboveboard ready` writes the time once it is approved",
        "draft: true   # not published while this line is here",
        *(f"# {line}" for line in waiting),
    ]


def waits_for(policy: Policy, plan: Plan | None, occasion: Occasion, impact: Impact | None, at: datetime) -> tuple[str, ...]:
    """Return the lines `approved_by` for a text of this kind after all have approved; empty when nobody must.

    Args:
        policy: the policy where the plan says nothing.
        plan: the plan, if there is one.
        occasion: the kind of text.
        impact: the incident's impact.
        at: the time of writing.
    """
    if plan and not plan.holds(at):
        return ()
    found = [approval_for(policy, plan, occasion), plan.approvals_by_impact.get(impact) if plan and impact else None]
    return tuple(approvals_line(one, plan, {}) for one in found if one is not None and one.roles)


def blank(ask: str) -> str:
    """Return a blank to be filled in. A file that is not a draft is not published while it contains one."""
    return f"[[{ask}]]"


def next_statement(answers: NextStatement) -> str:
    """Return the next update, with everything that continues from before."""
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        *_published(answers.published, answers.waiting),
        f"status: {answers.status}",
        *([f"late: {quoted(answers.late)}"] if answers.late else []),
        *_for_the_status(answers),
        f"known:   # what is new or changed{', and every unknown below that you can answer now' if answers.unknown else ''}",
        *_pairs(answers.known),
    ]
    if answers.none_left:
        lines.append("unknown: none_left   # as before; if something is unknown again, list it here")
    elif answers.unknown or answers.status is not Status.RESOLVED:
        lines.append("unknown:   # everything that is still open; a line moves to `known` when it is answered")
        for fact in answers.unknown:
            lines += _unknown(fact)
    else:
        lines.append("unknown: none_left")
    if answers.unanswerable:
        lines += ["unanswerable:", *_pairs(answers.unanswerable)]
    if answers.ended:
        lines += ["ended:", *_pairs(answers.ended)]
    lines += _services(answers)
    lines += answers.owed
    lines += _not_reached(answers)
    if answers.doubted:
        lines += [
            "# Readers were told these facts, but they are no longer certain, so they are under `unknown:`. Remove any that you know:",
            "# - what is still true goes under `still_true:` by its name, or under `known:` in the same words",
            "# - what was true and has ended goes under `ended:`, with a sentence that says what is true now",
            "# - what was never true is corrected under `known:`, with a line under `corrections:`",
        ]
        lines += [f"#   {fact.name}: {short(fact.text, 90)}" for fact in answers.doubted]
        first = answers.doubted[0].name
        lines += [
            f"# still_true: [{first}]",
            "# ended:",
            f"#   {first}: What is true now.",
            "# corrections:",
            f"#   {first}: {{because: Why we got it wrong., kind: our_error}}   # or found_more, new_event",
        ]
    if answers.next_steps or answers.status is not Status.RESOLVED:
        lines.append("next_steps:   # everything not yet done; what is done moves to `done`, with the result")
    for step in answers.next_steps:
        lines += _step(step)
    if answers.done:
        lines += [
            "done:",
            *(line for name, what in answers.done.items() for line in _done(name, what, answers.told_late.get(name))),
        ]
    if answers.dropped:
        lines += ["dropped:", *_pairs(answers.dropped)]
    if answers.actions:
        lines.append("actions:")
        for action in answers.actions:
            lines += _action(action)
    else:
        before = f"   # so far: {short(answers.no_action_before, 90)}" if answers.no_action_before else ""
        lines.append(f"actions: {quoted(answers.no_action or NOTHING_YET)}{before}")
    resolved = answers.status is Status.RESOLVED
    lines += [f"next_update: {'none_planned' if resolved else yaml_time(answers.next_update)}", "---", ""]
    return "\n".join(lines)


def _services(answers: NextStatement) -> list[str]:
    """Return what the update says of systems; what did not work before and was not asked about stands behind `#`."""
    lines = ["services:", *(line for one in answers.services for line in _service(one))] if answers.services else []
    if answers.services_before:
        head = (
            "#services:   # what readers were told; if one works again, write its new state, and delete the first # of each line"
        )
        lines += [
            *([] if answers.services else [head]),
            *(f"#{line}" for one in answers.services_before for line in _service(one)),
        ]
    return lines


def _service(service: Service) -> list[str]:
    further = {
        "what": quoted(service.what) if service.what else "",
        "instead": quoted(service.instead) if service.instead else "",
        "since": yaml_time(service.since) if service.since else "",
        "because": quoted(service.because) if service.because else "",
        "for": yaml_value(service.for_whom),
    }
    return _entry(quoted(service.name), "state", service.state.value, further)


def _not_reached(answers: NextStatement) -> list[str]:
    """Return what `nothing_reached` says of each kind of data and of each population."""
    lines: list[str] = []
    if answers.not_affected:
        lines.append("data:   # so that it is true that no data was reached")
    several: dict[str, list[Data]] = {}
    for one in answers.not_affected:
        several.setdefault(one.kind, []).append(one)
    for kind, told in several.items():
        if len(told) == 1:
            lines.append(f"  {kind}: not_affected")
        else:
            lines.append(f"  {kind}:")
            lines += [f"    - {{state: not_affected, for: {one.population}}}" for one in told]
    if answers.nobody:
        lines.append("affected:   # the same")
    lines += [f"  {count.population}: {{unit: {quoted(count.unit, flow=True)}, exact: 0}}" for count in answers.nobody]
    return lines


def _for_the_status(answers: NextStatement) -> list[str]:
    """Return the keys required by the status."""
    lines: list[str] = []
    if answers.outcome:
        lines.append(f"outcome: {answers.outcome}")
    if answers.because:
        lines.append(f"because: {quoted(answers.because)}")
    if answers.contained_by:
        lines.append(
            "# `contained_by` is the name of the fact that says what was done and how it was tested: a new one, or one of these"
        )
        lines += [f"#   {fact.name}: {short(fact.text, 90)}" for fact in answers.facts]
        lines.append(f"contained_by: {quoted(answers.contained_by)}")
    if answers.monitor_until:
        ended = (
            f"   # a new end: readers were told {yaml_time(answers.watch_ended)}, which has passed" if answers.watch_ended else ""
        )
        lines.append(f"monitor_until: {yaml_time(answers.monitor_until)}{ended}")
    if answers.monitoring:
        lines += ["monitoring:", f"  what: {quoted(answers.monitoring.what)}"]
        example = yaml_time(answers.published)
        lines.append(
            f"  looked: {yaml_time(answers.monitoring.looked)}   # when someone last looked: write the new time"
            if answers.monitoring.looked
            else f"  # looked: {example}   # when someone last looked: write the time, and delete the first # of each line"
        )
    if answers.review_by:
        lines.append(f"review_by: {answers.review_by}")
    return lines


def _pairs(sentences: Mapping[str, str]) -> list[str]:
    return [f"  {name}: {quoted(sentence)}" for name, sentence in sentences.items()]


def _done(name: str, what: str, promised: date | None) -> list[str]:
    """Return a finished step; where its day has passed, with a place for the day on which it was done."""
    if promised is None:
        return _pairs({name: what})
    on = f"    # on: {promised}   # promised by then: if it was done in time, write the day, and delete the first # of each line"
    return [f"  {name}:", f"    what: {quoted(what)}", on]


def _unknown(fact: Fact) -> list[str]:
    """Return an unknown with every key that its fact has, as they are declared."""
    return _entry(
        fact.name, "text", fact.text, {key.name: yaml_value(key.get(fact)) for key in OPEN_FACT.keys if key.name != "text"}
    )


def _step(step: Step) -> list[str]:
    return _entry(
        step.name, "do", step.do, {"by": yaml_time(step.by) if step.by else "", "who": quoted(step.who) if step.who else ""}
    )


def _action(action: Action) -> list[str]:
    """Return an action with every key that it has, as they are declared."""
    return _entry(
        action.name, "do", action.do, {key.name: yaml_value(value_of(key, action)) for key in ACTION.keys if key.name != "do"}
    )


def _entry(name: str, key: str, text: str, further: Mapping[str, str]) -> list[str]:
    written = {which: value for which, value in further.items() if value}
    if not written:
        return [f"  {name}: {quoted(text)}"]
    return [f"  {name}:", f"    {key}: {quoted(text)}", *(f"    {which}: {value}" for which, value in written.items())]


#: The distance of the example day at which a review promises that something will be done.
_USUALLY_DONE_AFTER = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAnswers:
    """The content for a review. Empty values become blanks, except `approval`.

    Attributes:
        title: the review's title.
        published: the planned time of publication.
        cause: the cause, in one sentence.
        lessons: the lessons.
        action: the corrective action.
        owner: who is responsible for it.
        by: the day by which it is promised.
        well: what went well in informing people, by name.
        badly: what went badly in it, by name.
        approval: the line `approved_by` after all have approved; empty when nobody must.
    """

    title: str
    published: datetime
    cause: str = ""
    lessons: tuple[str, ...] = ()
    action: str = ""
    owner: str = ""
    by: date | None = None
    well: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    badly: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    approval: str = ""


def review_file(answers: ReviewAnswers) -> str:
    """Return the text of review.md, as a draft."""
    lessons = _named_sentences(answers.lessons) or [f"  first: {quoted(blank('what you know now that you did not know before'))}"]
    name = invented(answers.action, ()) if answers.action else "first"
    owner, action = (
        answers.owner or blank("who is responsible for it"),
        answers.action or blank("what you will change, in one sentence"),
    )
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        f"published: {yaml_time(answers.published)}   {NOT_YET} when you publish it; `aboveboard ready` sets the final time",
        "draft: true   # not published while this line is here; delete it when nothing is left to fill in",
        *([f"# {answers.approval}   # delete the first # once they have approved it"] if answers.approval else []),
        f"cause: {quoted(answers.cause or blank('why it happened, in one plain sentence'))}",
        "response_well:   # in finding it, stopping it and repairing it",
        f"  first: {quoted(blank('what went well; or delete this line'))}",
        "response_badly:",
        f"  first: {quoted(blank('what went badly; or delete this line'))}",
        "communication_well:   # in telling the people affected; drafted from your updates: keep what is true, in your own words",
        *_pairs(answers.well),
        "communication_badly:   # the same; keep what readers saw themselves",
        *_pairs(answers.badly),
        "lessons:",
        *lessons,
        "corrective_actions:   # each is shown, with its owner and day, until it is done",
        f"  {name}:",
        f"    do: {quoted(action)}",
        f"    owner: {quoted(owner)}",
        f"    by: {answers.by}"
        if answers.by
        else f"    # by: {answers.published.date() + _USUALLY_DONE_AFTER}   # write the day, and delete the first #",
        "---",
        "",
    ]
    return "\n".join(lines)
