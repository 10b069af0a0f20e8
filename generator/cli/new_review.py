"""`aboveboard new review`: writes an incident's review, with what its updates show filled in."""

from datetime import timedelta
from pathlib import Path

from generator.adapters.file_writing import write_new
from generator.cli.judging import incident_of, judge, time_of
from generator.cli.output import say
from generator.cli.prompts import Asker, PromptClock, day, finish, given, is_nothing
from generator.errors import UsageError
from generator.ledger.retrospective import retrospective
from generator.ledger.statuses import is_false_alarm
from generator.model.config import Policy
from generator.model.plan import Occasion, approval_for, longest_wait
from generator.model.update import Status
from generator.scaffolding import new_files, written_lines


def run(
    incident: str | None,
    title: str | None,
    cause: str | None,
    lessons: tuple[str, ...],
    action: str | None,
    owner: str | None,
    due: str | None,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root).replace(second=0, microsecond=0)
    judged = judge(root, when)
    content, ledgers = judged.checked.content, judged.checked.ledgers
    waiting = [
        slug
        for slug, ledger in ledgers.items()
        if ledger.transitions
        and not ledger.transitions[-1].document.update.is_open
        and ledger.folder.review is None
        and not is_false_alarm(ledger.transitions)
    ]
    incident, ledger = incident_of(judged, incident, waiting, "new review")
    path = f"content/incidents/{incident}/review.md"
    if (root / path).exists():
        raise UsageError(f"{path} already exists", "open it; `aboveboard validate` lists what still has to be filled in")
    promised, today = day(due, "--by", PromptClock(when, ledger.zone)), when.astimezone(ledger.zone).date()
    if promised is not None and promised < today:
        raise UsageError(f"--by {promised} has passed", f"name a day in the future, such as {today + timedelta(days=60)}")
    if not ledger.transitions:
        raise UsageError(f"{incident} has published nothing yet", "a review looks back; write its updates first")
    if ledger.transitions[-1].document.update.is_open:
        say("This incident is still open. A review written now may have to be rewritten.", err=True)
    ask = Asker(ledger.zone)
    lessons = given(lessons)
    cause, action, owner = ("" if is_nothing(one or "") else one for one in (cause, action, owner))
    cause = cause or ask.sentence(
        "Why did it happen?",
        why="One plain sentence: the cause, not the culprit. Leave it empty if you do not know yet.",
        option="--cause",
        needed=False,
    )
    if not lessons:
        lesson = ask.sentence(
            "What do you know now that you did not know before?",
            why="One lesson is enough for now.",
            option="--lesson",
            needed=False,
        )
        lessons = (lesson,) if lesson else ()
    action = action or ask.sentence(
        "What will you change because of it?",
        why="Something that people can see done. The site shows it until it is.",
        option="--action",
        needed=False,
    )
    if action:
        owner = owner or ask.sentence("Who is responsible for it?", why="A person or a team.", option="--owner", needed=False)
        promised = promised or ask.day("By which day will it be done?", why="This is a promise to readers.", now=when)
    config, plan = content.config.config, content.plan.plan if content.plan else None
    policy = config.policy if config else Policy()
    holding = plan if plan and plan.holds(when) else None
    approval = approval_for(policy, plan, Occasion.REVIEW)
    about = ledger.folder.incident
    patience = longest_wait(policy, holding, Status.INVESTIGATING, about.impact)
    past = retrospective(
        ledger, when, policy.grace if config else timedelta(), patience, config.site.language if config else "en"
    )
    answers = new_files.ReviewAnswers(
        title=title or f"{about.title.rstrip('.')}: why it happened, and what we change",
        published=when,
        cause=cause,
        lessons=lessons,
        action=action,
        owner=owner or "",
        by=promised,
        well=past.well,
        badly=past.badly,
        approval=written_lines.approvals_line(approval, plan, {}) if approval and approval.roles else "",
    )
    write_new(root, {path: new_files.review_file(answers)})
    finish(root, when, (path,))
    say("It is a draft: it is not published until you delete the line `draft: true`.", err=True)
