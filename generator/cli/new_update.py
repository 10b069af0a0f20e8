"""`aboveboard new update`: writes the next update, pre-filled from the ledger."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from generator.adapters.file_writing import write_new
from generator.adapters.theme_files import read_theme
from generator.cli.judging import incident_of, judge, time_of
from generator.cli.output import say
from generator.cli.prompts import Asker, PromptClock, day, finish, is_nothing, moment, named
from generator.cli.what_is_owed import Owed, owed_lines
from generator.cli.what_works import asked_services
from generator.errors import UsageError
from generator.format.names import SLUG
from generator.ledger.comforts import in_doubt
from generator.ledger.endings import (
    OutcomeRefusal,
    doubt,
    is_without_intruder,
    may_say_none_left,
    reached,
    refused_outcome,
    still_unknown,
    unanswered,
)
from generator.ledger.moments import day_of, end_of, is_before
from generator.ledger.promises import grace_of_last
from generator.ledger.records import Ledger, State
from generator.ledger.statuses import can_be_false_alarm, refusal, still_watched
from generator.ledger.words import when_words
from generator.model.config import Policy
from generator.model.plan import Occasion
from generator.model.update import DataState, Fact, Outcome, Status, Watch
from generator.model.visibility import is_public
from generator.pipeline.checking import Checked
from generator.render.language import language_for
from generator.render.words import DOUBTED
from generator.scaffolding import new_files
from generator.scaffolding.new_files import blank

#: The default time from the end of an incident to its review, in days.
_REVIEW_AFTER = 30
#: The question for a new sentence in place of "nothing to do", by the incident's new status.
_ADVICE_ANEW: Final = {
    "resolved": "what readers should still do, or that nothing is left for them to do",
    "reopened": "what readers should do now, or that there is nothing they can do yet",
}


@dataclass(frozen=True, slots=True)
class _Said:
    """The options given for keys that a status requires, as written."""

    because: str | None
    contained_by: str | None
    monitor_until: str | None
    watch: str | None
    looked: str | None
    review_by: str | None


def run(
    incident: str | None,
    title: str | None,
    slug: str | None,
    late: str | None,
    status: str | None,
    answers: tuple[str, ...],
    never_known: tuple[str, ...],
    done: tuple[str, ...],
    dropped: tuple[str, ...],
    no_longer: tuple[str, ...],
    services: tuple[str, ...],
    claims: tuple[str, ...],
    notices: tuple[str, ...],
    remedies: tuple[str, ...],
    published: str | None,
    outcome: str | None,
    root: Path,
    now: str | None,
    **given: str | None,
) -> None:
    """Run the command; its help describes it."""
    when = asked_at = time_of(now, root).replace(second=0, microsecond=0)
    judged = judge(root, when)
    checked = judged.checked
    open_slugs = [
        slug for slug, ledger in checked.ledgers.items() if ledger.transitions and ledger.transitions[-1].document.update.is_open
    ]
    known = open_slugs or [slug for slug, ledger in checked.ledgers.items() if ledger.transitions]
    incident, ledger = incident_of(judged, incident, open_slugs, "new update", known)
    if ledger.drafts and not ledger.transitions:
        raise UsageError(
            f"{incident} has only drafts so far, so there is nothing to update",
            f"delete the line `draft: true` in {ledger.drafts[0].document.source.path} when it can be published",
        )
    folder, state = ledger.folder, ledger.state
    if ledger.transitions and when <= ledger.transitions[-1].document.update.published:
        # Two updates cannot be published in the same minute.
        when = ledger.transitions[-1].document.update.published.astimezone(when.tzinfo) + timedelta(minutes=1)
    out_at = moment(published, "--published", PromptClock(asked_at, ledger.zone))
    when = out_at or when
    ask = Asker(ledger.zone)
    unknown, steps = (entry.name for entry in state.open_unknowns), (entry.name for entry in state.open_steps)
    open_unknowns, open_steps = tuple(unknown), tuple(steps)
    answered = named(answers, open_unknowns, "--answer", "an open unknown")
    values = {one.subject: one for one in still_unknown(state)}
    unanswerable = named(
        never_known, (*open_unknowns, *values), "--never-known", "an open unknown, or of a value that is unknown"
    )
    ended = named(done, open_steps, "--done", "an open step")
    given_up = named(dropped, open_steps, "--drop", "an open step")
    standing = [entry.name for entry in state.known]
    standing += [f"consequence.{entry.name}" for entry in state.standing_consequences]
    standing += [f"fakes.{entry.name}" for entry in state.standing_fakes]
    over = named(no_longer, standing, "--ended", "a known fact, a consequence or a fake")
    to = Status(status) if status else state.status or Status.INVESTIGATING
    # The sentence in place of advice is rarely still true when the incident ends or reopens.
    advice = _ADVICE_ANEW.get(to, "") if to is not state.status and not state.standing_actions else ""
    statement = new_files.NextStatement(
        title=title or "",
        published=when,
        next_update=when,
        status=to,
        unknown=(
            *(one.fact for one in state.open_unknowns if one.name not in {*answered, *unanswerable}),
            *(_doubted(checked, state, over, root) if to is Status.REOPENED is not state.status else ()),
        ),
        next_steps=tuple(one.step for one in state.open_steps if one.name not in {*ended, *given_up}),
        actions=tuple(entry.action for entry in state.standing_actions),
        no_action=new_files.blank(advice) if advice else state.no_action,
        no_action_before=state.no_action if advice else "",
        known=answered,
        unanswerable=unanswerable,
        done=ended,
        told_late=_told_late(ledger, ended, when),
        dropped=given_up,
        ended=over,
        outcome=Outcome(outcome) if outcome else None,
    )
    if status or outcome:
        statement = _outcome(ledger, statement, ask)
        _refuse(ledger, statement)
    config = checked.content.config.config
    concerned = folder.incident.systems
    systems = (*(config.systems if config else ()), *concerned, *state.services)
    works = asked_services(state, to, tuple(dict.fromkeys(systems)), concerned, services, ask)
    statement = replace(
        statement,
        services=works,
        services_before=tuple(entry.service for entry in state.broken_services if entry.name not in {one.name for one in works}),
    )
    owed = owed_lines(state, to, Owed(claims=claims, notices=notices, remedies=remedies), ask, ledger.zone)
    statement = replace(statement, owed=owed)
    plan = checked.content.plan.plan if checked.content.plan else None
    late = "" if late is not None and is_nothing(late) else late
    title = title or ask.sentence(
        "What is new, in one plain sentence?", why="It is the headline in every feed reader.", option="--title"
    )
    promised = state.next_update
    if (
        promised is not None
        and when > promised + grace_of_last(ledger, config.policy.grace if config else timedelta())
        and late is None
    ):
        late = ask.sentence(
            f"This update was promised for {when_words(promised, ledger.zone)}. Why does it come later?",
            why="Readers waited for it. One sentence is enough.",
            option="--late",
            needed=False,
        )
    slug = slug or new_files.slug_of(title)
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug} cannot be part of a file's name", "use lower-case letters, digits and hyphens")
    number = max((document.number for document in folder.updates), default=0) + 1
    path = f"content/incidents/{incident}/{number:02}-{slug}.md"
    due = new_files.cadence(config, to, when, plan, folder.incident.impact)
    statement = replace(statement, title=title, late=late or "", next_update=due)
    said = _Said(**{key: None if is_nothing(value or "") else value for key, value in given.items()})
    language = config.site.language if config else "en"
    statement = _with_keys(ledger, statement, said, due, PromptClock(asked_at, ledger.zone), ask, language)
    policy = config.policy if config else Policy()
    occasion = Occasion.RESOLVED if to is Status.RESOLVED else Occasion.UPDATE
    waiting = new_files.waits_for(policy, plan, occasion, folder.incident.impact, when)
    rehearses = config is not None and config.drill
    # Answering took time: the time of publication is the present, not when the first answer was given.
    stamped = out_at or max(when, time_of(now, root).replace(second=0, microsecond=0))
    statement = replace(statement, published=stamped, waiting=() if published or rehearses else waiting)
    write_new(root, {path: new_files.next_statement(statement)})
    finish(root, stamped, (path,))
    if statement.waiting:
        say(f"It is a draft. Once it is approved, `aboveboard ready {path}` writes the time, and it can be published.", err=True)


def _told_late(ledger: Ledger, done: Iterable[str], when: datetime) -> dict[str, date]:
    """Return those of some finished steps whose day has passed, and that no update has listed since, with that day."""
    found: dict[str, date] = {}
    for name in done:
        by = ledger.state.steps[name].step.by
        listed = ledger.state.said.get(f"step.{name}", when)
        if by is not None and end_of(by, ledger.zone) < when and not is_before(day_of(by, ledger.zone), listed, ledger.zone):
            found[name] = day_of(by, ledger.zone)
    return found


def _would_be(ledger: Ledger, status: Status) -> State:
    """The incident with another status."""
    return replace(ledger.state, status=status, passed=ledger.state.passed | {status})


def _is_alarm(ledger: Ledger, statement: new_files.NextStatement) -> bool:
    """Whether the incident would end as a false alarm: it was never more than confirmed, and nobody says that it happened."""
    if statement.outcome is not None or statement.status is not Status.RESOLVED:
        return statement.outcome is Outcome.FALSE_ALARM
    passed = [transition.document.update.status for transition in ledger.transitions]
    happened = ledger.state.status is not Status.INVESTIGATING and is_without_intruder(ledger.state)
    return can_be_false_alarm(passed) and not happened


def _outcome(ledger: Ledger, statement: new_files.NextStatement, ask: Asker) -> new_files.NextStatement:
    """Return the statement with the outcome, which is asked for where nobody can tell whether it was a false alarm.

    Raises:
        UsageError: it was none, or nobody can be asked.
    """
    moves = ledger.state.status is not statement.status
    if statement.outcome is not None or not moves or not _is_alarm(ledger, statement) or reached(ledger.state):
        return statement
    subject = doubt(ledger.state)
    if not subject:
        return statement
    happened = "confirmed" if is_without_intruder(ledger.state) else "contained"
    said = ask.choice(
        "How did it end?",
        why=f"Readers were told of {subject}, so it is not clear whether it was a false alarm.",
        among={"false_alarm": "it was not what it seemed", "happened": f"it happened, so it continues as {happened}"},
    )
    if said != Outcome.FALSE_ALARM.value:
        raise UsageError(
            f"it is not clear whether this was a false alarm: readers were told of {subject}",
            f"give --outcome false_alarm if it was one; otherwise continue with --status {happened}",
        )
    return replace(statement, outcome=Outcome.FALSE_ALARM)


def _doubted(checked: Checked, state: State, over: Mapping[str, str], root: Path) -> Iterator[Fact]:
    """Yield what nobody is certain of any more once an incident is reopened, as unknowns: the writer says which of it holds.

    Each is asked in the site's language, and keeps everything else that was said of it.
    """
    site = checked.content.config.config.site if checked.content.config.config else None
    language = language_for(site.language, read_theme(site.theme, root)) if site else None
    for entry in in_doubt(state, site.language if site else "en"):
        if entry.name not in over:
            asked = language.gettext(DOUBTED, what=entry.fact.text) if language else DOUBTED % {"what": entry.fact.text}
            yield replace(entry.fact, text=asked)


def _refuse(ledger: Ledger, statement: new_files.NextStatement) -> None:
    """Report what prevents the requested status.

    Raises:
        UsageError: something does.
    """
    state = ledger.state
    passed = [transition.document.update.status for transition in ledger.transitions]
    false_alarm = can_be_false_alarm(passed) and statement.outcome is not Outcome.NOTHING_REACHED
    refused = refusal(state, statement.status, false_alarm=false_alarm, without_intruder=is_without_intruder(state))
    goes_on = statement.outcome is Outcome.PART_OF_ANOTHER
    if goes_on and not ledger.folder.incident.related:
        raise UsageError(
            "readers would not be told in which incident it goes on",
            f"first name it in content/incidents/{ledger.folder.slug}/incident.md, such as `related: [meter-portal]`",
        )
    if refused is not None and not goes_on:
        raise UsageError(*refused)
    if statement.outcome is not None:
        _refuse_outcome(ledger, statement.outcome, statement.status)
    if statement.status is not Status.RESOLVED:
        return
    if _is_alarm(ledger, statement):
        for subject in reached(state)[:1]:
            raise UsageError(
                f"this would be a false alarm, but readers were told that {subject} was reached",
                "correct that in an update first if it was wrong; otherwise continue with --status contained",
            )
    until = still_watched(state, statement.published, ledger.zone) if state.status in _WATCHED and not goes_on else ""
    if until:
        raise UsageError(
            f"you promised to keep watch until {until}, which is still to come", f"write --status {state.status} until then"
        )
    _refuse_what_is_open(ledger, statement)


#: Statuses in which readers are told until when the incident is watched.
_WATCHED: Final = frozenset({Status.CONTAINED, Status.MONITORING})
#: What is said with the outcome itself: that a kind of data was not reached, and that nobody was.
_SAID_WITH_IT: Final = frozenset({OutcomeRefusal.NOT_UNAFFECTED, OutcomeRefusal.COUNTED})


def _refuse_outcome(ledger: Ledger, outcome: Outcome, status: Status) -> None:
    """Report what contradicts an outcome, but for what the update itself can say.

    Raises:
        UsageError: something does.
    """
    state, certain = ledger.state, reached(ledger.state)
    for refused in refused_outcome(outcome, state, _would_be(ledger, status)):
        match refused.reason:
            case OutcomeRefusal.NOT_RESOLVED:
                raise UsageError(
                    f"--outcome says how the incident ended, but it is still {status}",
                    "also give --status resolved, or leave out --outcome",
                )
            case OutcomeRefusal.ANOTHER:
                raise UsageError(
                    f"readers were told that it {f'ended as {state.outcome}' if state.outcome else 'happened'}",
                    "leave out --outcome; if that was wrong, give --status reopened",
                )
            case OutcomeRefusal.CONTAINED:
                raise UsageError(
                    "this incident was contained or reopened before, so it was no false alarm",
                    "leave out --outcome, or give --outcome nothing_reached if no data was reached",
                )
            case _ if refused.reason not in _SAID_WITH_IT or refused.subject in certain:
                raise UsageError(
                    f"readers were told of {refused.subject}, so it did not end as {outcome}",
                    "correct that in an update first if it was wrong; otherwise leave out --outcome",
                )


def _refuse_what_is_open(ledger: Ledger, statement: new_files.NextStatement) -> None:
    """Report what has to be ended before the incident is resolved.

    Raises:
        UsageError: something has.
    """
    # What is unknown may still be found out in the incident in which this one goes on.
    goes_on = statement.outcome is Outcome.PART_OF_ANOTHER
    unknown, steps = [fact.name for fact in statement.unknown if not goes_on], [step.name for step in statement.next_steps]
    parts = [
        *([f"still unknown: {', '.join(unknown)}"] if unknown else []),
        *([f"neither done nor dropped: {', '.join(steps)}"] if steps else []),
    ]
    if parts:
        options = [
            *([f'--answer "{unknown[0]}=…" or --never-known "{unknown[0]}=why"'] if unknown else []),
            *([f'--done "{steps[0]}=the result" or --drop "{steps[0]}=why"'] if steps else []),
        ]
        raise UsageError(
            f"this incident cannot be resolved yet; {'; '.join(parts)}", f"end each with {', and with '.join(options)}"
        )
    settled = {*statement.known, *statement.unanswerable}
    state = replace(ledger.state, outcome=statement.outcome) if goes_on else ledger.state
    advice = unanswered(state, ledger.folder.incident.questions.values())
    for question in (one for one in advice if one.unknown not in settled):
        raise UsageError(
            f"this incident cannot be resolved yet; the question {question.name} has no answer: {question.ask}",
            f"run `aboveboard questions answer {ledger.folder.slug} {question.name}` to answer it; or say in incident.md, under `because:`, why there is no answer",
        )


def _with_keys(
    ledger: Ledger, statement: new_files.NextStatement, said: _Said, due: datetime, clock: PromptClock, ask: Asker, language: str
) -> new_files.NextStatement:
    """Return the statement with the keys that its status requires; `language` is the site's own."""
    state, to = ledger.state, statement.status
    moves = state.status is not to
    changes: dict[str, Any] = {}
    false_alarm = _is_alarm(ledger, statement)
    unwatched = to is Status.RESOLVED and state.status is not Status.MONITORING
    goes_on = statement.outcome is Outcome.PART_OF_ANOTHER
    if moves and (to is Status.REOPENED or unwatched or goes_on):
        question = (
            "Why is it reopened?"
            if to is Status.REOPENED
            else "Why was it a false alarm?"
            if false_alarm
            else "How do you know that it is part of another incident?"
            if statement.outcome is Outcome.PART_OF_ANOTHER
            else "Why is it over?"
        )
        changes["because"] = said.because or ask.sentence(
            question, why="Readers were told something else before. One sentence.", option="--because"
        )
    if to is Status.REOPENED and moves:
        changes["doubted"] = tuple(entry.fact for entry in in_doubt(state, language) if entry.name not in statement.ended)
    if to is Status.RESOLVED and not goes_on:
        changes |= _values(state, statement)
    elif not statement.unknown and state.none_left and may_say_none_left(_would_be(ledger, to)):
        changes["none_left"] = True
    if to is Status.CONTAINED and (said.contained_by or (moves and not is_without_intruder(state))):
        changes["facts"] = tuple(entry.fact for entry in state.known) + tuple(
            entry.fact for entry in state.open_unknowns if entry.name in statement.known
        )
        changes["contained_by"] = said.contained_by or (
            ask.sentence(
                "Which fact says what was done and how it was tested?",
                why=f"Its name. So far there are: {', '.join(fact.name for fact in changes['facts']) or 'none'}. Leave it empty to write a new fact.",
                option="--contained-by",
                needed=False,
            )
            or blank("the name of the fact")
        )
    if to is Status.MONITORING:
        until: date | None = _ahead(said.monitor_until, "--monitor-until", clock, statement.published) or state.monitor_until
        passed = until is not None and end_of(until, ledger.zone) <= statement.published
        if passed or (moves and until is None):
            # The next promised update can then report what was seen until then; a watch lasts at least until tomorrow.
            changes["watch_ended"] = None if moves else until
            tomorrow = statement.published.astimezone(ledger.zone).date() + timedelta(days=1)
            until = max(due.astimezone(ledger.zone).date() - timedelta(days=1), tomorrow)
        changes["monitor_until"] = until
        before = state.monitoring or Watch()
        changes["monitoring"] = Watch(
            what=said.watch
            or before.what
            or ask.sentence("What are you watching?", why="What someone looks at, and how often.", option="--watch", needed=False)
            or blank("what you watch, and how often someone looks"),
            looked=moment(said.looked, "--looked", clock, past=True) or before.looked,
        )
    review_by = _ahead(said.review_by, "--review-by", clock, statement.published)
    review = ledger.folder.review.review if ledger.folder.review else None
    # There is one review: when readers have it, a day would promise nothing.
    owed = moves and not false_alarm and not goes_on and not is_public(review, statement.published)
    if to is Status.RESOLVED and (review_by or owed):
        last = statement.published.astimezone(ledger.zone).date() + timedelta(days=_REVIEW_AFTER)
        changes["review_by"] = review_by or last
    return replace(statement, **changes)


def _values(state: State, statement: new_files.NextStatement) -> dict[str, Any]:
    """Return what an end asks to be said of values: that nobody was reached, or why something will never be known.

    The writer of `nothing_reached` says that each kind of data was not affected, so that is written. What else is unknown is theirs to say.
    """
    reaching = statement.outcome is Outcome.NOTHING_REACHED
    given = {
        one.subject: blank("why it will never be known; or delete this line, and give the value")
        for one in still_unknown(state)
        if not (reaching and one.subject.startswith(("data.", "affected.")))
    }
    changes: dict[str, Any] = {"unanswerable": {**given, **statement.unanswerable}}
    if reaching:
        changes["not_affected"] = tuple(
            replace(one, kind=entry.kind, population=one.population if len(entry.told) > 1 else "")
            for entry in state.data.values()
            if entry.state is not DataState.NOT_AFFECTED
            for one in entry.told
        )
        changes["nobody"] = tuple(entry.count for entry in state.affected.values() if entry.count.high != 0)
    return changes


def _ahead(written: str | None, option: str, clock: PromptClock, published: datetime) -> date | None:
    """Return a day in the future at the time of publication; None when none was given.

    Raises:
        UsageError: it will be past by then, or is not a day.
    """
    found = day(written, option, clock)
    today = published.astimezone(clock.zone).date()
    if found is not None and found < today:
        raise UsageError(
            f"{option} {found} has passed", f"name a day in the future, such as {today + timedelta(days=_REVIEW_AFTER)}"
        )
    return found
