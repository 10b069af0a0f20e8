"""The text of new files: what a writer finds when they open one, with everything that is known already in it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from generator.content.reading import invented
from generator.content.strict_yaml import quoted
from generator.model.config import Policy, SiteConfig
from generator.model.document import TemplateDocument
from generator.model.incident import Impact
from generator.model.plan import Approval, Plan, longest_wait
from generator.model.update import Action, Fact, Status, Step, When


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStatement:
    """The answers from which a first statement is written. Lists hold sentences; `actions` may be empty: nothing to do yet."""

    title: str
    aware: datetime
    published: datetime
    next_update: datetime
    status: Status = Status.INVESTIGATING
    known: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    impact: Impact | None = None
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


#: A text that begins with a blank of a template, after its key.
_BLANK_FIRST = re.compile(r"^(\s*[\w-]+:\s+)(\[\[.*\S)\s*$")

NOTHING_YET = "There is nothing you can do yet. We will say so here when there is."


def stamp(when: When) -> str:
    """A time as the format writes it: `2027-03-03T02:40Z`."""
    if not isinstance(when, datetime):
        return when.isoformat()
    moment = when.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment.second else f"{moment:%Y-%m-%dT%H:%MZ}"


def length(wait: timedelta) -> str:
    """A length of time as the format writes it: `90m`, `24h`, `7d`."""
    minutes = int(wait.total_seconds() // 60)
    if minutes % 1440 == 0 and minutes > 1440:
        return f"{minutes // 1440}d"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


def approvals_line(approval: Approval, plan: Plan | None, given: Mapping[str, str]) -> str:
    """`approved_by` as it could be written once all of them have approved, with the people of the plan."""
    names = {role: given.get(role) or (plan.roles[role].who if plan and role in plan.roles else "") for role in approval.roles}
    others = {role: name for role, name in given.items() if role not in names}
    people = ", ".join(f"{role}: {name or '…'}" for role, name in (others | names).items())
    return f"approved_by: {{{people}}}"


def slug_of(title: str) -> str:
    """An address made of a title's first words."""
    plain = title.encode("ascii", "ignore").decode()
    return invented(plain, ()).replace("_", "-").strip("-") or "incident"


def cadence(
    config: SiteConfig | None, status: Status, published: datetime, plan: Plan | None = None, impact: Impact | None = None
) -> datetime:
    """The latest time at which readers should hear again, by the site's policy and the plan, to the hour."""
    plan = plan if plan and plan.holds(published) else None
    due = published.astimezone(UTC) + longest_wait(config.policy if config else Policy(), plan, status, impact)
    return due.replace(minute=0, second=0, microsecond=0)


def incident_file(answers: FirstStatement) -> str:
    """incident.md."""
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        f"aware: {stamp(answers.aware)}   # when we first had good reason to believe it",
        *([f"impact: {answers.impact}"] if answers.impact else []),
        "---",
        "",
    ]
    return "\n".join(lines)


def first_statement(answers: FirstStatement) -> str:
    """01-first-statement.md."""
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        f"published: {stamp(answers.published)}",
        f"status: {answers.status}",
        "known:",
        *_sentences(answers.known),
        "unknown:   # a line moves to `known` when it is answered; it never just goes away",
        *_sentences(answers.unknown),
        "next_steps:",
        *_sentences(answers.next_steps),
        *(["actions:", *_sentences(answers.actions)] if answers.actions else [f"actions: {NOTHING_YET}"]),
        f"next_update: {stamp(answers.next_update)}",
        "---",
        "",
    ]
    return "\n".join(lines)


def from_template(document: TemplateDocument, published: datetime, next_update: datetime) -> str:
    """A first statement from a template, with the template's own words and lines, and its blanks still to be filled in.

    Args:
        document: a template that was understood.
        published: when it will be published.
        next_update: when readers will hear again.
    """
    lines = document.source.text.split("\n")
    title = document.places["title",].value.end_line
    given = [f"published: {stamp(published)}", f"template: {document.name}"]
    promise = f"next_update: {stamp(next_update)}"
    if document.wrote("next_update"):
        lines[document.places["next_update",].key.line - 1] = promise
    else:
        given.append(promise)
    # Between brackets that begin a text, and only there, a file of an incident needs quotes.
    lines = [_BLANK_FIRST.sub(lambda found: found.group(1) + quoted(found.group(2)), line) for line in lines]
    return "\n".join([*lines[:title], *given, *lines[title:]])


def _sentences(sentences: Iterable[str]) -> list[str]:
    lines: list[str] = []
    taken: list[str] = []
    for sentence in sentences:
        name = invented(sentence, taken)
        taken.append(name)
        lines.append(f"  {name}: {quoted(sentence)}")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStatement:
    """What the next update is written from: what still stands, and what is new about it.

    Attributes:
        title: what is new, in one sentence.
        published: when it will be published.
        status: where the incident stood.
        unknown: every open unknown.
        next_steps: every open step.
        actions: every standing action.
        no_action: the sentence in their place.
        next_update: when readers will hear again.
        late: why it comes later than promised; empty if it does not.
    """

    title: str
    published: datetime
    next_update: datetime
    status: Status
    unknown: tuple[Fact, ...] = ()
    next_steps: tuple[Step, ...] = ()
    actions: tuple[Action, ...] = ()
    no_action: str = ""
    late: str = ""


def next_statement(answers: NextStatement) -> str:
    """The next update, with everything that still stands in it."""
    lines = [
        "---",
        f"title: {quoted(answers.title)}",
        f"published: {stamp(answers.published)}",
        f"status: {answers.status}",
        *([f"late: {quoted(answers.late)}"] if answers.late else []),
        "known:   # what is new or changed, and every unknown below that you can answer now",
    ]
    if answers.unknown or answers.status is not Status.RESOLVED:
        lines.append("unknown:   # everything that is still open; a line moves to `known` when it is answered")
        for fact in answers.unknown:
            lines += _unknown(fact)
    else:
        lines.append("unknown: none_left")
    lines.append("next_steps:   # everything not yet done; what is done moves to `done`, with what came of it")
    for step in answers.next_steps:
        lines += _step(step)
    if answers.actions:
        lines.append("actions:")
        for action in answers.actions:
            lines += _action(action)
    else:
        lines.append(f"actions: {quoted(answers.no_action or NOTHING_YET)}")
    resolved = answers.status is Status.RESOLVED
    lines += [f"next_update: {'none_planned' if resolved else stamp(answers.next_update)}", "---", ""]
    return "\n".join(lines)


def _unknown(fact: Fact) -> list[str]:
    further = {
        "by": stamp(fact.by) if fact.by else "",
        "looked": quoted(fact.looked) if fact.looked else "",
        "through": stamp(fact.through) if fact.through else "",
        "cannot_see": quoted(fact.cannot_see) if fact.cannot_see else "",
    }
    return _entry(fact.name, "text", fact.text, further)


def _step(step: Step) -> list[str]:
    return _entry(
        step.name, "do", step.do, {"by": stamp(step.by) if step.by else "", "who": quoted(step.who) if step.who else ""}
    )


def _action(action: Action) -> list[str]:
    further = {
        "why": quoted(action.why) if action.why else "",
        "urgency": action.urgency.value if action.urgency else "",
        "for": quoted(action.audience) if action.audience else "",
    }
    return _entry(action.name, "do", action.do, further)


def _entry(name: str, key: str, text: str, further: Mapping[str, str]) -> list[str]:
    written = {which: value for which, value in further.items() if value}
    if not written:
        return [f"  {name}: {quoted(text)}"]
    return [f"  {name}:", f"    {key}: {quoted(text)}", *(f"    {which}: {value}" for which, value in written.items())]
