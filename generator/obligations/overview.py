"""A site's obligations at a moment. Times and lateness come from the same functions that the rules use.

Whatever the rules on promises (PRO) find late is late here too (`tests/obligations/test_overview.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from generator.deadlines.model import Answer, ClockReading, ClockState
from generator.deadlines.requested_profiles import RequestedProfile, clocks_that_count, newest_public, open_condition, unrecorded
from generator.inspection.analysis import Analysis
from generator.inspection.asked_readers import comprehension
from generator.inspection.context import Context
from generator.inspection.density import density
from generator.ledger.endings import is_without_intruder, still_unknown, unanswered
from generator.ledger.moments import end_of, start_of
from generator.ledger.promises import made_in, promises
from generator.ledger.records import Ledger, Promise, PromiseKind, PromiseState
from generator.ledger.stale import answerable_questions, stale_unknowns, unanswered_questions, unchecked_claims
from generator.ledger.statuses import still_watched
from generator.ledger.words import length_words, when_words
from generator.model.comprehension import QUESTIONS
from generator.model.config import SiteConfig
from generator.model.diagnostic import Severity
from generator.model.document import Content, IncidentFolder
from generator.model.plan import last_drill
from generator.model.source import Span
from generator.model.update import Outcome, ServiceState, Status, When
from generator.model.visibility import is_draft, is_public
from generator.obligations.model import Obligation, ObligationKind, Obligations, SaidMuch, Signed
from generator.rules.runner import judge_told

#: How long before its expiry an approval, a test or security.txt is listed: enough to find someone to renew it.
AHEAD = timedelta(days=30)

#: How long before its end a signature is listed: where it is renewed every day, it never has so little left.
SIGNED_AHEAD = timedelta(days=1)

#: The rule on promises that are made elsewhere.
PROMISED_ELSEWHERE = "ELS007"
#: The rule about a number that the ledger has given up.
GIVEN_UP_ELSEWHERE = "ELS002"

_NOT_WORKING = {
    ServiceState.LIMITED: "works in part",
    ServiceState.DOWN: "does not work",
    ServiceState.UNKNOWN: "may or may not work: nobody knows",
}
_PROMISED = {
    PromiseKind.UPDATE: ObligationKind.UPDATE,
    PromiseKind.STEP: ObligationKind.STEP,
    PromiseKind.ANSWER: ObligationKind.ANSWER,
    PromiseKind.REVIEW: ObligationKind.REVIEW,
    PromiseKind.NOTICE: ObligationKind.NOTICE,
}


def collect_obligations(analysis: Analysis, signed: Signed | None = None) -> Obligations:
    """Return every obligation at the time of an analysis.

    Args:
        analysis: the site.
        signed: the signature of what is published, as far as it is known.
    """
    content, config, now = analysis.content, analysis.config, analysis.now
    context = Context(analysis=analysis, now=now)
    zone = context.zone
    found: list[Obligation] = []
    for folder in content.incidents:
        ledger = analysis.ledgers.get(folder.slug)
        if ledger is None:
            found.append(_unreadable(f"content/incidents/{folder.slug}", folder.slug))
        else:
            found += _incident(folder, replace(context, ledger=ledger), ledger)
    found += _elsewhere(content, context)
    found += _prepared(content, context)
    found += _security_txt(content, config, now)
    found += _signature(content, config, signed, now)
    told = (_with_distance(one, now) for one in found)
    said = tuple(one for folder in content.incidents for one in _said_much(folder, analysis))
    return Obligations(as_of=now, zone=zone, obligations=tuple(sorted(told, key=_order)), said=said)


def _said_much(folder: IncidentFolder, analysis: Analysis) -> Iterator[SaidMuch]:
    """Yield how much the newest update of an open incident says, written or read."""
    ledger = analysis.ledgers.get(folder.slug)
    newest = max((*ledger.transitions, *ledger.drafts), key=lambda one: one.document.number, default=None) if ledger else None
    if newest is None or not newest.document.update.is_open:
        return
    said = density(newest.document, newest, folder, analysis.config)
    if said is not None and said.words:
        yield SaidMuch(
            incident=folder.slug, update=newest.document.number, sentences=said.sentences, thin=said.thin, words=said.words
        )


def _order(one: Obligation) -> tuple[bool, bool, datetime, datetime, str, str, str]:
    latest = datetime.max.replace(tzinfo=UTC)
    return (
        not one.late,
        one.due_at is None,
        one.due_at or latest,
        one.since or latest,
        one.incident,
        one.kind.value,
        one.subject,
    )


def _with_distance(one: Obligation, now: datetime) -> Obligation:
    if one.due_at is None:
        waits = one.since is not None and one.since <= now
        return replace(one, distance=f"for {length_words(now - one.since)}") if waits and one.since else one
    if one.due_at > now:
        return replace(one, distance=f"in {length_words(one.due_at - now)}")
    ago = length_words(now - one.due_at)
    # Due, but within the site's grace and so not late.
    return replace(one, distance=f"{ago} late" if one.late else f"due {ago} ago")


def _unreadable(path: str, slug: str = "") -> Obligation:
    return Obligation(
        kind=ObligationKind.UNREADABLE,
        incident=slug,
        what="some of its files cannot be understood, so it is not known what is due here"
        if slug
        else f"{path} cannot be understood, so it is not known what is due there",
        next=f"fix what `aboveboard validate {path}` finds",
        # An unreadable file may hide something late: silence would be a false all-clear.
        late=True,
        path=path,
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written of an incident beyond what readers see: the first update that is published automatically, and the first draft."""

    slug: str
    zone: ZoneInfo
    embargoed: str = ""
    comes: datetime | None = None
    draft: str = ""

    @property
    def where(self) -> str:
        """Say where to write next: "in FILE", or "in the next update" and how to start it."""
        if self.embargoed or self.draft:
            return f"in {self.embargoed or self.draft}"
        return f"in the next update (`aboveboard new update {self.slug}`)"

    def update(self, late_from: datetime) -> str:
        """Say what to do for the promised update, which is late from `late_from`."""
        if self.comes is not None:
            if self.comes <= late_from:
                return f"nothing: {self.embargoed} comes out on {when_words(self.comes, self.zone)}"
            return f"bring {self.embargoed} forward: it comes out only on {when_words(self.comes, self.zone)}"
        return (
            f"finish {self.draft}, then `aboveboard ready {self.draft}`" if self.draft else f"`aboveboard new update {self.slug}`"
        )


def _incident(folder: IncidentFolder, context: Context, ledger: Ledger) -> Iterator[Obligation]:
    now = context.now
    coming = [transition.document for transition in ledger.transitions if not is_public(transition.document.update, now)]
    drafts = [document for document in folder.updates if is_draft(document)]
    written = _Written(
        folder.slug,
        zone=ledger.zone,
        embargoed=coming[0].source.path if coming else "",
        comes=coming[0].update.published if coming else None,
        draft=drafts[0].source.path if drafts else "",
    )
    yield from _promised(folder, context, ledger, written)
    yield from _untouched(folder, context, ledger, written)
    yield from _claims(folder, context, ledger, written)
    yield from _remedies(folder, context, ledger, written)
    yield from _questions(folder, ledger, now)
    yield from _end(folder, context, ledger, written)
    yield from _services(folder, ledger, now, written)
    for requested, reading in clocks_that_count(folder, context):
        yield from _clock(folder, requested, reading, seen=newest_public(ledger, now) is not None)
    yield from _corrective_actions(folder, ledger, now)
    yield from _translations(folder, context)
    for document in coming:
        yield Obligation(
            kind=ObligationKind.EMBARGOED,
            incident=folder.slug,
            subject=str(document.number),
            what=f"update {document.number} comes out: {document.update.title}",
            next="nothing, if a build runs then; until then, `aboveboard serve` shows it",
            due=document.update.published,
            due_at=document.update.published,
            path=document.source.path,
        )
    for document in drafts:
        yield Obligation(
            kind=ObligationKind.DRAFT,
            incident=folder.slug,
            subject=str(document.number),
            what=f"update {document.number} is a draft: {document.update.title}",
            next=f"finish it, then `aboveboard ready {document.source.path}`; or delete it",
            since=document.update.published if document.update.published <= now else None,
            path=document.source.path,
            line=document.span("draft").line,
        )
    yield from _review_to_come(folder, now)
    yield from _readers(folder, context, ledger)


def _promised(folder: IncidentFolder, context: Context, ledger: Ledger, written: _Written) -> Iterator[Obligation]:
    grace = context.config.policy.grace if context.config else timedelta()
    newest = newest_public(ledger, context.now)
    outcome = newest.after.outcome if newest else None
    for promise in promises(ledger, context.now, grace):
        if promise.settled is not None or promise.state not in {PromiseState.PENDING, PromiseState.MISSED}:
            continue
        late = promise.state is PromiseState.MISSED
        at = _span_of_promise(folder, promise)
        yield Obligation(
            kind=_PROMISED[promise.kind],
            incident=folder.slug,
            subject=promise.subject,
            what=_promise_words(promise, outcome, late=late),
            next=_promise_next(folder, promise, written, promise.due_at + promise.grace),
            late=late,
            due=promise.due,
            due_at=promise.due_at,
            since=promise.made,
            path=at.path,
            line=at.line,
        )


def _span_of_promise(folder: IncidentFolder, promise: Promise) -> Span:
    path = {
        PromiseKind.UPDATE: ("next_update",),
        PromiseKind.STEP: ("next_steps", promise.subject),
        PromiseKind.ANSWER: ("unknown", promise.subject),
        PromiseKind.REVIEW: ("review_by",),
        PromiseKind.NOTICE: ("direct_notice", promise.subject),
    }
    return made_in(folder, promise).span(*path[promise.kind])


#: How an incident ended, beside its review.
_ENDED = {
    Outcome.FALSE_ALARM: "it was a false alarm",
    Outcome.NOTHING_REACHED: "it ended, and no data was reached",
    Outcome.PART_OF_ANOTHER: "it goes on in another incident",
}


def _promise_words(promise: Promise, outcome: Outcome | None, *, late: bool) -> str:
    match promise.kind:
        case PromiseKind.UPDATE:
            return "the promised update" if late else "the next update"
        case PromiseKind.STEP:
            return f"the step `{promise.subject}`: {_bare(promise.text)}"
        case PromiseKind.ANSWER:
            return f"an answer to `{promise.subject}`: {_bare(promise.text)}"
        case PromiseKind.REVIEW:
            how = f" ({_ENDED[outcome]})" if outcome else ""
            return f"the promised review{how}" if late else f"the review{how}"
        case PromiseKind.NOTICE:
            return f"the direct notice to `{promise.subject}`: {_bare(promise.text)}"


def _promise_next(folder: IncidentFolder, promise: Promise, written: _Written, late_from: datetime) -> str:
    match promise.kind:
        case PromiseKind.UPDATE:
            return written.update(late_from)
        case PromiseKind.STEP:
            return f"say {written.where} what happened to it: `done:`, `dropped:` or a later `by:`"
        case PromiseKind.ANSWER:
            return f"answer it {written.where}, give it a later `by:`, or say under `unanswerable:` why it will never be known"
        case PromiseKind.REVIEW:
            review = folder.review.review if folder.review else None
            if review is not None and not review.draft:
                return f"nothing: review.md comes out on {when_words(review.published, written.zone)}"
            verb = "finish" if folder.review else "write"
            return f"{verb} content/incidents/{folder.slug}/review.md"
        case PromiseKind.NOTICE:
            return f"say {written.where} under `direct_notice:` how many have been `sent:`, and `complete: true` or a later `by:`"


def _remedies(folder: IncidentFolder, context: Context, ledger: Ledger, written: _Written) -> Iterator[Obligation]:
    """Yield the last days on which readers can ask for what they are offered, as long as they are to come."""
    newest = newest_public(ledger, context.now)
    for entry in newest.after.standing_remedies if newest else ():
        by = entry.remedy.enrol_by
        if newest is None or by is None or end_of(by, ledger.zone) <= context.now:
            continue
        at = newest.document.span("remedies", entry.name)
        yield Obligation(
            kind=ObligationKind.REMEDY,
            incident=folder.slug,
            subject=entry.name,
            what=f"the last day to ask for `{entry.name}`: {_bare(entry.remedy.what)}",
            next=f"remind people {written.where}; a later `enrol_by:` gives them more time",
            due=by,
            due_at=end_of(by, ledger.zone),
            path=at.path,
            line=at.line,
        )


def _untouched(folder: IncidentFolder, context: Context, ledger: Ledger, written: _Written) -> Iterator[Obligation]:
    """Yield unknowns by age. Those with a promised answer are listed as promises, unless a mere promise is no longer enough."""
    newest = newest_public(ledger, context.now)
    if newest is None:
        return
    for waiting in stale_unknowns(ledger, context.now):
        by = newest.after.facts[waiting.name].fact.by
        if by is not None and (not waiting.late or end_of(by, ledger.zone) <= context.now):
            continue
        at = newest.document.span("unknown", waiting.name)
        yield Obligation(
            kind=ObligationKind.UNKNOWN,
            incident=folder.slug,
            subject=waiting.name,
            what=f"nothing new about `{waiting.name}` for {length_words(context.now - waiting.since)}: {_bare(waiting.text)}",
            next=f"say {written.where} what you have looked at since (`looked:`), or when you expect to know (`by:`)",
            late=waiting.late,
            due=waiting.until,
            due_at=waiting.until,
            since=waiting.since,
            path=at.path,
            line=at.line,
        )


def _claims(folder: IncidentFolder, context: Context, ledger: Ledger, written: _Written) -> Iterator[Obligation]:
    """Yield what others say and nobody has checked, by age."""
    newest = newest_public(ledger, context.now)
    if newest is None:
        return
    for waiting in unchecked_claims(ledger, context.now):
        at = newest.document.span("claims", waiting.name)
        yield Obligation(
            kind=ObligationKind.CLAIM,
            incident=folder.slug,
            subject=waiting.name,
            what=f"nobody has checked the claim `{waiting.name}` for {length_words(context.now - waiting.since)}: {_bare(waiting.text)}",
            next=f"give your view (`we_say:`) {written.where} under `claims:`; until then the incident cannot be resolved",
            late=waiting.late,
            due=waiting.until,
            due_at=waiting.until,
            since=waiting.since,
            path=at.path,
            line=at.line,
        )


#: Statuses after which an incident can be called resolved, if a false alarm is left aside.
_NEARLY = frozenset({Status.CONTAINED, Status.MONITORING})


def _end(folder: IncidentFolder, context: Context, ledger: Ledger, written: _Written) -> Iterator[Obligation]:
    """Yield what is open before an incident that is contained can be called resolved; nothing while it is not, or where nothing is."""
    newest = newest_public(ledger, context.now)
    if newest is None:
        return
    state = newest.after
    if state.status not in _NEARLY and not (state.status is Status.CONFIRMED and is_without_intruder(state)):
        return
    settled = {entry.name for entry in state.open_unknowns}
    questions = unanswered(state, folder.incident.questions.values())
    until = still_watched(state, context.now, ledger.zone) if state.status in _NEARLY else ""
    open_ = [
        *_several("unanswered", (f"`{entry.name}`" for entry in state.open_unknowns)),
        *_several("neither done nor dropped", (f"`{entry.name}`" for entry in state.open_steps)),
        *(one.words for one in still_unknown(state)),
        *_several(
            "a claim that nobody has checked", (f"`{entry.name}`" for entry in state.standing_claims if entry.is_unchecked)
        ),
        *_several("a question without an answer", (f"`{one.name}`" for one in questions if one.unknown not in settled)),
        *([f"you promised to keep watch until {until}"] if until else []),
    ]
    if not open_:
        return
    at = newest.document.span("status")
    yield Obligation(
        kind=ObligationKind.END,
        incident=folder.slug,
        what=f"it cannot be resolved yet: {'; '.join(open_)}",
        next=f"end each {written.where}: an answer under `known:`, `unanswerable:` with the reason, `done:` or `dropped:`",
        since=newest.document.update.published,
        path=at.path,
        line=at.line,
    )


def _several(what: str, names: Iterable[str]) -> list[str]:
    found = ", ".join(names)
    return [f"{what}: {found}"] if found else []


def _questions(folder: IncidentFolder, ledger: Ledger, now: datetime) -> Iterator[Obligation]:
    dated = {waiting.name: waiting for waiting in unanswered_questions(ledger, now)}
    known = dict(answerable_questions(ledger, now))
    for name, question in folder.incident.questions.items():
        waiting = dated.get(name)
        if question.answer or question.because or (question.unknown and name not in known):
            continue
        asking = f"since {when_words(question.since, ledger.zone)} customers ask" if question.since else "customers ask"
        answer = f"`aboveboard questions answer {folder.slug} {name}`"
        yield Obligation(
            kind=ObligationKind.QUESTION,
            incident=folder.slug,
            subject=name,
            what=f"{asking} `{name}`: {question.ask}",
            next=f"{answer}; updates have already answered `{known[name]}`" if name in known else answer,
            late=waiting.late if waiting else False,
            due=waiting.until if waiting else None,
            due_at=waiting.until if waiting else None,
            since=waiting.since if waiting else end_of(question.since, ledger.zone) if question.since else None,
            path=folder.document.source.path,
            line=folder.document.span("questions", name).line,
        )


def _services(folder: IncidentFolder, ledger: Ledger, now: datetime, written: _Written) -> Iterator[Obligation]:
    """What does not work by what readers were told, and since when."""
    seen = ledger.seen(now)
    for entry in seen[-1].after.broken_services if seen else ():
        service, zone = entry.service, ledger.zone
        since = service.since or entry.changed
        said = (
            f"since {when_words(service.since, zone)}" if service.since else f"as you said on {when_words(entry.changed, zone)}"
        )
        yield Obligation(
            kind=ObligationKind.SERVICE,
            incident=folder.slug,
            subject=entry.name,
            what=f"{entry.name} {_NOT_WORKING[service.state]}, {said}",
            next=f"when it works again, say so under `services:` {written.where}",
            since=start_of(since, zone),
            path=folder.document.source.path,
        )


def _clock(folder: IncidentFolder, requested: RequestedProfile, reading: ClockReading, *, seen: bool) -> Iterator[Obligation]:
    clock = reading.clock
    condition = open_condition(reading)
    # The words of the law come before the circumstances, or they would seem to belong to those.
    soon = f" {clock.soon}" if reading.due is None and clock.soon else ""
    task = f"{clock.task}{soon}, if {condition}" if condition else f"{clock.task}{soon}"
    tell = f"tell them, and add the time in incident.md under `told:`, `{reading.name}: …` (a reminder, not legal advice)"
    started = reading.state in {ClockState.RUNNING, ClockState.NEAR, ClockState.PASSED, ClockState.STOPPED}
    moments = unrecorded(reading, folder.incident)
    if seen and reading.state is ClockState.NOT_STARTED and moments and reading.condition.answer is Answer.MET:
        what = f"the clock `{reading.name}` has not started: nothing is recorded under `{moments[0]}`"
        tell = f"once it has happened, add its time in incident.md under `moments:`, `{moments[0]}: …`"
    elif started:
        stopped = "; the police have asked you to wait" if reading.state is ClockState.STOPPED else ""
        what = f"`{reading.name}`, to {task}{stopped}"
    else:
        return
    yield Obligation(
        kind=ObligationKind.CLOCK,
        incident=folder.slug,
        subject=reading.name,
        what=what,
        next=tell,
        late=reading.state is ClockState.PASSED,
        due=reading.due_on,
        due_at=reading.due,
        since=reading.start,
        path=requested.at.path,
        line=requested.at.line,
    )


def _corrective_actions(folder: IncidentFolder, ledger: Ledger, now: datetime) -> Iterator[Obligation]:
    document = folder.review
    review = document.review if document else None
    if document is None or review is None or not is_public(review, now):
        return
    for action in review.corrective_actions.values():
        if action.done is not None:
            continue
        at = document.span("corrective_actions", action.name)
        due_at = end_of(action.by, ledger.zone) if action.by else None
        owner = f" ({action.owner})" if action.owner else ""
        yield Obligation(
            kind=ObligationKind.CORRECTIVE_ACTION,
            incident=folder.slug,
            subject=action.name,
            what=f"the corrective action `{action.name}`{owner}: {_bare(action.do)}",
            next=f"ask {action.owner or 'who does it'}; when it is done, add the day in {document.source.path}, `done: …`",
            late=due_at is not None and now > due_at,
            due=action.by,
            due_at=due_at,
            since=review.published,
            path=at.path,
            line=at.line,
        )


def _translations(folder: IncidentFolder, context: Context) -> Iterator[Obligation]:
    if context.config is None:
        return
    site = context.config.site
    for language in site.languages:
        missing = folder.untranslated(language)
        if language.lower() == site.language.lower() or not missing:
            continue
        folder_path = folder.document.source.path.rpartition("/")[0]
        published = {one.source.path.rpartition("/")[2]: one.update.published for one in folder.updates if one.parsed}
        since = [published[name] for name in missing if name in published and published[name] <= context.now]
        yield Obligation(
            kind=ObligationKind.TRANSLATION,
            incident=folder.slug,
            subject=language,
            what=f"not yet in `{language}`: {', '.join(missing)}",
            next=f"write {folder_path}/{missing[0].removesuffix('.md')}.{language}.md",
            since=min(since, default=None),
            path=f"{folder_path}/{missing[0]}",
        )


def _readers(folder: IncidentFolder, context: Context, ledger: Ledger) -> Iterator[Obligation]:
    """Whether readers outside the team understand the newest update of an open incident: nobody has asked, or too few do."""
    asked = comprehension(context.analysis.content, ledger, context.now)
    if asked is None:
        return
    document = next(one for one in folder.updates if one.number == asked.number)
    command = f"`aboveboard ask-readers {folder.slug}`"
    if asked.misunderstood:
        questions = "; ".join(f"{QUESTIONS[one.question]} ({one.right} of {one.marked})" for one in asked.misunderstood)
        yield Obligation(
            kind=ObligationKind.READERS,
            incident=folder.slug,
            subject=f"update-{asked.number}",
            what=f"fewer than four of five readers understood update {asked.number}: {questions}",
            next=f"say it in plainer words in the next update (`aboveboard new update {folder.slug}`), and ask other people",
            path=asked.records[0].source.path,
        )
    elif not asked.questions and ledger.state.status is not Status.RESOLVED:
        yield Obligation(
            kind=ObligationKind.READERS,
            incident=folder.slug,
            subject=f"update-{asked.number}",
            what=f"nobody has asked whether people outside the team understand update {asked.number}",
            next=f"ask five of them: {command} prints the questions",
            path=document.source.path,
        )


def _review_to_come(folder: IncidentFolder, now: datetime) -> Iterator[Obligation]:
    document = folder.review
    if document is None or document.review is None:
        return
    review = document.review
    if review.draft:
        yield Obligation(
            kind=ObligationKind.DRAFT,
            incident=folder.slug,
            what=f"the review is a draft: {review.title}",
            next=f"finish it, then `aboveboard ready {document.source.path}`; or delete it",
            since=review.published if review.published <= now else None,
            path=document.source.path,
            line=document.span("draft").line,
        )
    elif not is_public(review, now):
        yield Obligation(
            kind=ObligationKind.EMBARGOED,
            incident=folder.slug,
            what=f"the review comes out: {review.title}",
            next="nothing, if a build runs then; until then, `aboveboard serve` shows it",
            due=review.published,
            due_at=review.published,
            path=document.source.path,
        )


def _elsewhere(content: Content, context: Context) -> Iterator[Obligation]:
    """Yield the texts that were told elsewhere, and that the ledger contradicts by now."""
    for document in content.elsewhere:
        ledger, record = context.analysis.ledgers.get(document.slug), document.record
        if ledger is None or record is None or (told := end_of(record.told, ledger.zone)) > context.now:
            continue
        righted = end_of(record.righted, ledger.zone) if record.righted else None
        # A day before the telling, or one that is to come, rights nothing.
        rights = (
            righted
            if righted is not None
            and record.righted is not None
            and told <= righted
            and _has_begun(record.righted, ledger, context)
            else None
        )
        known = (
            {one.message for one in judge_told(document, context.analysis, min(rights, context.now))} if rights else set[str]()
        )
        then = {one.message for one in judge_told(document, context.analysis, told) if one.severity is not Severity.ERROR}
        wrong = [
            one
            for one in judge_told(document, context.analysis, context.now)
            # What it promised was for its time.
            if one.code != PROMISED_ELSEWHERE and one.message not in known
            # A number that has been given up since is wrong by now, though one cannot be certain that the sentence is about it.
            if one.severity is Severity.ERROR or (one.code == GIVEN_UP_ELSEWHERE and one.message not in then)
        ]
        if wrong:
            more = f", and {len(wrong) - 1} more" if len(wrong) > 1 else ""
            yield Obligation(
                kind=ObligationKind.ELSEWHERE,
                incident=document.slug,
                subject=document.name,
                what=f"`{document.name}`, told to {record.to}, is now wrong: {wrong[0].message}{more}",
                next=f"tell {record.to} what is right, then write `righted:` and the day in {document.source.path}",
                since=told,
                path=wrong[0].span.path.partition("#")[0],
                line=wrong[0].span.line,
            )


def _has_begun(day: date, ledger: Ledger, context: Context) -> bool:
    return day <= context.now.astimezone(ledger.zone).date()


def _prepared(content: Content, context: Context) -> Iterator[Obligation]:
    document, plan = content.plan, context.plan
    if document is None:
        return
    if plan is None:
        yield _unreadable(document.source.path)
        return
    now = context.now
    last = last_drill((drill.record for drill in content.drills), now.date())
    drill = Obligation(
        kind=ObligationKind.DRILL,
        what=f"the next drill; the last was on {when_words(last, context.zone)}" if last else "the first drill",
        next="hold one, and record the results in content/drills/",
        path=document.source.path,
        line=document.span("drills_every").line,
    )
    yield _by_day(drill, plan.drill_due(last), now)
    for template in plan.templates.values():
        at = document.span("templates", template.name, "approved_on")
        approval = Obligation(
            kind=ObligationKind.TEMPLATE,
            subject=template.name,
            what=f"the approval of the template `{template.name}`",
            next="have it approved again, and write the day under `approved_on:` in content/plan.yml",
            path=at.path,
            line=at.line,
        )
        if template.good_until is not None and template.good_until <= now.date() + AHEAD:
            yield _by_day(approval, template.good_until, now)
    for channel in plan.channels.values():
        at = document.span("channels", channel.name, "tested")
        trial = Obligation(
            kind=ObligationKind.CHANNEL,
            subject=channel.name,
            what=f"a test of the spare channel `{channel.name}`{'' if channel.tested else ', which has never been tested'}",
            next="send a test message over it, and write the day under `tested:` in content/plan.yml",
            path=at.path,
            line=at.line,
        )
        if channel.without_our_systems and (channel.good_until is None or channel.good_until <= now.date() + AHEAD):
            yield _by_day(trial, channel.good_until, now)


def _by_day(obligation: Obligation, last: date | None, now: datetime) -> Obligation:
    """Return the obligation with a due day in UTC, as the rules on preparedness count."""
    if last is None:
        return obligation
    return replace(obligation, due=last, due_at=end_of(last, ZoneInfo("UTC")), late=now.date() > last)


def _security_txt(content: Content, config: SiteConfig | None, now: datetime) -> Iterator[Obligation]:
    end = config.security_txt.ends_at(config.site.timezone) if config else None
    if config is None or end is None or end > now + AHEAD:
        return
    at = content.config.span("security_txt", "expires")
    due: When | None = config.security_txt.expires
    yield Obligation(
        kind=ObligationKind.SECURITY_TXT,
        what="security.txt expires",
        next="check that someone still reads each contact in it, then set a later `expires:` in site_config.yml",
        late=end < now,
        due=due,
        due_at=end,
        path=at.path,
        line=at.line,
    )


def _signature(content: Content, config: SiteConfig | None, signed: Signed | None, now: datetime) -> Iterator[Obligation]:
    if config is None or not config.signing.keys or signed is None:
        return
    at, until = content.config.span("signing"), signed.until
    if not signed.ours:
        yield Obligation(
            kind=ObligationKind.SIGNATURE,
            what="the published site is not signed with the key that site_config.yml names",
            next="run `aboveboard verify`, and start the publish workflow; if you publish another way, find out who can write to the server",
            late=True,
            path=at.path,
            line=at.line,
        )
        return
    if until is None or until > now + SIGNED_AHEAD:
        return
    yield Obligation(
        kind=ObligationKind.SIGNATURE,
        what="the signature of the published site runs out" if until > now else "the signature of the published site has run out",
        next="publish again, after checking what else has changed: start the publish workflow and find out why it has not run, or run `aboveboard build --sign KEYFILE`",
        late=until <= now,
        due=until,
        due_at=until,
        path=at.path,
        line=at.line,
    )


def _bare(text: str) -> str:
    return text.removesuffix(".")
