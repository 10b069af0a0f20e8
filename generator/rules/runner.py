"""Running every rule over the whole site: from content and ledgers to diagnostics in one order."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, Protocol, TypeAlias
from zoneinfo import ZoneInfo

from generator.format.problems import UNDERSTOOD
from generator.format.template import dated
from generator.inspection.analysis import Analysis
from generator.inspection.context import Context
from generator.inspection.outside import LANGUAGES, NOT_ASKED, context_of, statement
from generator.inspection.published_prose import how_to_say_it
from generator.inspection.published_texts import published_texts
from generator.ledger.fold import fold
from generator.ledger.moments import end_of
from generator.ledger.records import Ledger, Transition
from generator.model.channel import Channel
from generator.model.config import Policy
from generator.model.diagnostic import Diagnostic, Finding, Severity
from generator.model.document import (
    Content,
    Document,
    IncidentDocument,
    IncidentFolder,
    OutsideDocument,
    ReadersDocument,
    TemplateDocument,
    TextKind,
    Translation,
    UpdateDocument,
    Written,
)
from generator.model.incident import Incident
from generator.model.outside_text import OutsideText
from generator.model.plan import longest_wait
from generator.model.source import Source, Span
from generator.model.visibility import is_draft
from generator.prose.likely_language import likely_language, may_be
from generator.rules.rule import Rule
from generator.rules.rule_set import OWN_RULES, RuleSet


@dataclass(frozen=True, slots=True)
class IncidentFindings:
    """What the rules find in one incident and its texts.

    Attributes:
        found: the findings, in no order.
        secrets: what other findings may not show of its texts.
    """

    found: tuple[Diagnostic, ...]
    secrets: frozenset[str] = frozenset()


class Judging(Protocol):
    """Gives the findings of incidents: those of an earlier run, or new ones."""

    def kept(self, folder: IncidentFolder) -> IncidentFindings | None:
        """Return an incident's findings from before; None where there are none."""

    def judged(self, folder: IncidentFolder, anew: Callable[[Analysis], IncidentFindings]) -> IncidentFindings:
        """Return an incident's new findings. It may be asked in another process.

        Args:
            folder: the incident.
            anew: judges it, given the site.
        """

    def told(self, folder: IncidentFolder, found: IncidentFindings) -> None:
        """Be told the new findings of an incident, in this process."""


class Anew:
    """Judges every incident, with all of the site in sight.

    Args:
        analysis: the site.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis

    def kept(self, _folder: IncidentFolder) -> IncidentFindings | None:
        """Return None: nothing is kept."""
        return None

    def judged(self, _folder: IncidentFolder, anew: Callable[[Analysis], IncidentFindings]) -> IncidentFindings:
        """Return an incident's findings."""
        return anew(self._analysis)

    def told(self, folder: IncidentFolder, found: IncidentFindings) -> None:
        """Keep nothing."""


#: What is found in a few incidents, and what finds it.
Found: TypeAlias = tuple[IncidentFindings, ...]
Task: TypeAlias = Callable[[], Found]
#: Does tasks, whoever does them, and returns their results in order; the second argument is given each as soon as it is there.
Share: TypeAlias = Callable[[Sequence[Task], Callable[[Found], None]], Iterable[Found]]
#: From how many incidents on they are judged by several processes: for fewer, starting them takes longer.
_SHARED: Final = 100
#: How many incidents are judged in one task.
_TOGETHER: Final = 10


def one_by_one(tasks: Sequence[Task], done: Callable[[Found], None]) -> Iterator[Found]:
    """Do tasks in this process, as `Share` does."""
    for task in tasks:
        result = task()
        done(result)
        yield result


def judge(
    analysis: Analysis,
    rules: RuleSet = OWN_RULES,
    told: Callable[[int, int], None] = lambda _done, _all: None,
    judging: Judging | None = None,
    share: Share = one_by_one,
) -> tuple[Diagnostic, ...]:
    """Run all rules over a site.

    Args:
        analysis: the site.
        rules: what it is held to.
        told: told time and again how many incidents were judged, and how many there are.
        judging: gives the findings of an incident, anew or because it has them from before; None: anew, with all of the site in sight.
        share: does tasks where there are many, whoever does them: each judges a few incidents and changes nothing.

    Returns:
        The findings, ordered by file, line, column and code. A document that was not understood is checked only by the rules of form, and
        the continuity rules skip its incident, so that one broken file yields one finding, not ten.
    """
    content = analysis.content
    context = Context(analysis=analysis, now=analysis.now, waivable=rules.waivable)
    standing = published_texts(content, analysis.past, analysis.shown)
    found: list[Diagnostic] = []
    for document, draft in _documents(content):
        if document.problems:
            for rule in rules.form:
                found += _run(rule, document, context, draft=draft)
    around: list[Diagnostic] = []
    for folder in content.incidents:
        # A problem of the folder does not count as a problem of the published text in which it is reported.
        start = Span(f"content/incidents/{folder.slug}/incident.md", 1, 1, 1, 1)
        for rule in rules.form if folder.outline is None and folder.problems else ():
            wrong = _run(rule, Document(source=Source(folder.slug, ""), problems=folder.problems), context)
            around += (replace(one, span=start) if one.span.path in standing.texts else one for one in wrong)
    secrets: set[str] = set()
    for written in _texts_of_all(content):
        found += _judge_text(written, context, secrets, rules)
        found += _sentences(written, context, rules)
    for one in _judged_incidents(context, rules, told, judging or Anew(analysis), share):
        found += one.found
        secrets |= one.secrets
    for pair in content.pairs:
        found += _pair(pair, context, frozenset(), rules)
    rehearsed = {document.name: tuple(_rehearse(document, context, rules)) for document in content.templates}
    site = replace(context, rehearsed=rehearsed)
    for rule in rules.site:
        found += _run(rule, content, site)
    found += _outside(content, context)
    found = [*standing.settled(found), *around]
    found = [_without(one, secrets) for one in found] if secrets else found
    # Originals come before their translations, because an error in an original often explains a disagreement.
    return tuple(sorted(set(found), key=lambda one: (one.span.path.removesuffix(".md"), one.span, one.code, one.message)))


def _judged_incidents(
    context: Context, rules: RuleSet, told: Callable[[int, int], None], judging: Judging, share: Share
) -> Iterator[IncidentFindings]:
    """Yield the findings of each incident, in order."""
    folders = context.analysis.content.incidents
    held = {folder.slug: found for folder in folders if (found := judging.kept(folder)) is not None}
    rest = [folder for folder in folders if folder.slug not in held]
    done = len(held)

    def judge_some(some: Sequence[IncidentFolder]) -> Found:
        return tuple(judging.judged(folder, partial(_judged_in, folder, context, rules)) for folder in some)

    def count(found: Found) -> None:
        nonlocal done
        done += len(found)
        told(done, len(folders))

    told(done, len(folders))
    tasks = [partial(judge_some, rest[at : at + _TOGETHER]) for at in range(0, len(rest), _TOGETHER)]
    new = iter([one for some in (share if len(rest) >= _SHARED else one_by_one)(tasks, count) for one in some])
    for folder in folders:
        if folder.slug in held:
            yield held[folder.slug]
        else:
            found = next(new)
            judging.told(folder, found)
            yield found


def _judged_in(folder: IncidentFolder, context: Context, rules: RuleSet, seen: Analysis) -> IncidentFindings:
    return _judged(folder, replace(context, analysis=seen, now=seen.now), rules)


def unread_because(texts: Iterable[OutsideText], ledger: Ledger, analysis: Analysis, language: str = "") -> str:
    """Return why sentences of a text that speaks of an incident elsewhere are not compared with its ledger; empty where they are.

    Args:
        texts: the text, or its pages in order.
        ledger: of the incident.
        analysis: the site.
        language: its language, as a BCP 47 tag; empty: the one whose words it has.
    """
    config = analysis.config
    spoken = (config.site.language if config else "en").partition("-")[0].lower()
    words = _words(texts)
    tag = (language or likely_language(words, (spoken, *LANGUAGES))).partition("-")[0].lower()
    if tag not in LANGUAGES:
        return f"sentences in the language `{tag}` cannot be read"
    if not language and not may_be(words, tag):
        return f"it seems to be in none of the languages that can be read ({', '.join(LANGUAGES)})"
    told = {one.language.partition("-")[0].lower() for one in ledger.folder.translations}
    if tag != spoken and tag not in told and not ledger.folder.translated_incident(tag):
        return f"the incident has no words in `{tag}`: write what its names are called in incident.{tag}.md, under `names`"
    return ""


def _words(texts: Iterable[OutsideText]) -> str:
    return " ".join(paragraph.text for text in texts for paragraph in text.paragraphs)


def judge_outside(
    texts: Iterable[OutsideText],
    ledger: Ledger,
    when: datetime,
    analysis: Analysis,
    *,
    language: str = "",
    channel: Channel | None = None,
    waived: frozenset[str] = frozenset(),
) -> tuple[Diagnostic, ...]:
    """Run the rules that read sentences over a text that speaks of an incident elsewhere.

    Args:
        texts: the text, or its pages in order.
        ledger: of the incident.
        when: the time as of which it is judged.
        analysis: the site.
        language: its language, as a BCP 47 tag; empty: the one whose words it has.
        channel: how it reaches people; None: not said.
        waived: the names and codes of rules that it need not keep.

    Returns:
        The findings, ordered by page, line, column and code; none where the ledger held nothing then.
    """
    pages = tuple(texts)
    config = analysis.config
    spoken = (config.site.language if config else "en").partition("-")[0].lower()
    tag = language or likely_language(_words(pages), (spoken, *LANGUAGES))
    not_asked = waived | NOT_ASKED.get(channel, frozenset())
    found: list[Diagnostic] = []
    for text in pages:
        said = statement(text, tag, ledger, when, config.wording.allow if config else ())
        if said is None:
            continue
        context = context_of(said, analysis, OWN_RULES.waivable)
        on_page: list[Diagnostic] = []
        for rule in OWN_RULES.outside:
            if not _is_waived(rule, not_asked):
                on_page += _run(rule, said, context)
        # Of the rules on updates, those that read sentences alone: the others look at keys, and such a text has none.
        for rule in OWN_RULES.update if channel is not Channel.SUPPLIER else ():
            if rule.translations and rule.code.startswith("WRD") and not _is_waived(rule, not_asked):
                on_page += _run(rule, said.transition.document, context)
        found += sorted(set(on_page), key=lambda one: (one.span, one.code, one.message))
    return tuple(found)


def judge_told(document: OutsideDocument, analysis: Analysis, when: datetime) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a text that is kept under content/elsewhere/, as of a time; nothing where it was not understood."""
    ledger = analysis.ledgers.get(document.slug)
    record, file = document.record, document.file
    if ledger is None or record is None or file is None:
        return ()
    waived = frozenset(record.waivers) | {name.upper() for name in record.waivers}
    return judge_outside(file.texts, ledger, when, analysis, language=record.language, channel=record.channel, waived=waived)


def _outside(content: Content, context: Context) -> Iterator[Diagnostic]:
    """Yield what is wrong with the kept texts, each as of the day on which it is told."""
    for document in content.elsewhere:
        record, ledger = document.record, context.analysis.ledgers.get(document.slug)
        if record is None or ledger is None:
            continue
        told = end_of(record.told, ledger.zone)
        if told > context.now:
            yield from judge_told(document, context.analysis, context.now)
        elif record.righted is None or end_of(record.righted, ledger.zone) < told:
            for one in judge_told(document, context.analysis, told):
                # What was said cannot be changed, only put right.
                if one.severity is Severity.ERROR:
                    help = f"this was told to {record.to}: tell them what is right, then write `righted:` and the day in {document.source.path}"
                    yield replace(one, severity=Severity.WARNING, blocks=False, help=help)


def _documents(content: Content) -> Iterator[tuple[Document, bool]]:
    """Yield every file that may have a problem of form, and whether it is a draft or a translation of a draft."""
    yield content.config, False
    yield Document(source=Source("content", ""), problems=content.problems), False
    for folder in content.incidents:
        if folder.outline is not None:
            continue  # There is no problem in it.
        yield folder.document, False
        drafts = {document.number for document in folder.updates if is_draft(document)}
        yield from ((document, document.number in drafts) for document in folder.updates)
        yield from ((document, document.number in drafts or is_draft(document)) for document in folder.translations)
        yield from ((document, False) for document in folder.incident_translations)
        if folder.review:
            yield folder.review, is_draft(folder.review)
        yield from ((document, is_draft(folder.review) or is_draft(document)) for document in folder.review_translations)
        if folder.lock:
            yield folder.lock, False
    if content.order:
        yield content.order, False
    if content.page_lock:
        yield content.page_lock, False
    prepared = (content.plan,) if content.plan else ()
    rehearsed = (*content.templates, *content.drills, *content.scenarios, *content.asked, *content.assessments)
    others = (*content.pages, *content.page_translations, *prepared, *rehearsed, *content.profiles, *content.elsewhere)
    yield from ((document, False) for document in others)


def _rehearse(template: TemplateDocument, context: Context, rules: RuleSet) -> Iterator[Diagnostic]:
    """Yield the findings that the first statement made from a template would have if it were published now."""
    if template.template is None or template.filled is None:
        return
    config = context.config
    update = template.filled.update
    policy = config.policy if config else Policy()
    wait = template.template.next_update or longest_wait(policy, context.plan, update.status)
    filled = replace(template.filled, parsed=replace(dated(update, context.now), next_update=context.now + wait))
    incident = Incident(title=update.title, aware=context.now)
    folder = IncidentFolder(
        slug=template.name, document=IncidentDocument(source=Source("", ""), incident=incident), updates=(filled,)
    )
    ledger = fold(
        folder,
        config.site.timezone if config else ZoneInfo("UTC"),
        language=config.site.language if config else "en",
        systems=config.systems if config else (),
    )
    rehearsal = replace(context, analysis=context.analysis.rehearsal, ledger=ledger, transition=ledger.transitions[0])
    yield from _update(filled, rehearsal, rules)
    written = Written(document=filled, body=update.body, folder=folder, waived=_waived(filled))
    yield from _judge_text(written, context, set(), rules)


def _texts_of_all(content: Content) -> Iterator[Written]:
    """Yield every file that was understood and belongs to no incident."""
    if content.config.config:
        yield Written(document=content.config)
    for page in (*content.pages, *content.page_translations):
        if all(problem.rule in UNDERSTOOD for problem in page.problems):
            yield Written(document=page, body=page.body)


def _judged(folder: IncidentFolder, context: Context, rules: RuleSet) -> IncidentFindings:
    found: list[Diagnostic] = []
    secrets: set[str] = set()
    ledger = context.analysis.ledgers.get(folder.slug)
    seen = (ledger.seen(context.now) or ledger.transitions) if ledger is not None else ()
    spoken = replace(context, ledger=ledger, transition=seen[-1] if seen else None)
    for written in _texts_of(folder):
        found += _judge_text(written, context, secrets, rules)
        found += _sentences(written, spoken, rules)
    found += _incident(folder, ledger, context, rules)
    return IncidentFindings(tuple(found), frozenset(secrets))


def _texts_of(folder: IncidentFolder) -> Iterator[Written]:
    """Yield every file of an incident that was understood, in the order in which files are judged."""
    if folder.document.incident:
        yield Written(document=folder.document, body=folder.document.incident.body, folder=folder)
    yield from (
        Written(document=document, body=document.parsed.body, folder=folder)
        for document in folder.incident_translations
        if document.parsed
    )
    originals = {document.number: document for document in folder.updates if document.parsed}
    for document in (*folder.updates, *folder.translations):
        if document.parsed is None:
            continue
        original = originals.get(document.number, document)
        yield Written(
            document=document,
            body=document.parsed.body,
            folder=folder,
            draft=is_draft(document) or is_draft(original),
            waived=_waived(document) | _waived(original),
        )
    for review in (folder.review, *folder.review_translations):
        if review and review.review:
            draft = is_draft(review) or is_draft(folder.review)
            yield Written(document=review, body=review.review.body, folder=folder, draft=draft)


def _judge_text(written: Written, context: Context, secrets: set[str], rules: RuleSet) -> Sequence[Diagnostic]:
    held_to = _not_waived(rules.written, written.waived)
    return _run_all(held_to, written, context, draft=written.draft, secrets=secrets)


def _sentences(written: Written, context: Context, rules: RuleSet) -> Iterator[Diagnostic]:
    """Yield what is wrong with the sentences of a text that is no update.

    It has no place for a waiver, so a rule that would have one there only warns. A page and incident.md may be public already, so they are never stopped.
    """
    document = written.document
    if not isinstance(document, ReadersDocument) or document.KIND is TextKind.UPDATE:
        return
    hits = context.analysis.author_text(document).hits
    asked = [rule for rule, words in rules.sentences[document.KIND] if not words or words in hits]
    for one in _run_all(asked, document, context, draft=written.draft):
        milder = one.severity is Severity.ERROR and (
            document.KIND is not TextKind.REVIEW or rules.waivable[one.code] or written.draft
        )
        told = replace(one, severity=Severity.WARNING, blocks=False) if milder else one
        instead = how_to_say_it(document, one.span, written.folder, context)
        yield replace(told, help=f"{told.help}; {instead}") if instead else told


def _waived(document: Document) -> frozenset[str]:
    if not isinstance(document, UpdateDocument) or document.parsed is None:
        return frozenset()
    return frozenset(document.parsed.waivers) | {name.upper() for name in document.parsed.waivers}


def _not_waived(rules: Sequence[Rule], waived: frozenset[str]) -> Sequence[Rule]:
    return [rule for rule in rules if not _is_waived(rule, waived)] if waived else rules


def _is_waived(rule: Rule, waived: frozenset[str]) -> bool:
    return rule.waivable and (rule.name in waived or rule.code in waived)


def _incident(folder: IncidentFolder, ledger: Ledger | None, context: Context, rules: RuleSet) -> Iterator[Diagnostic]:
    transitions: dict[str, Transition] = {}
    if ledger is not None:
        transitions = {transition.document.source.path: transition for transition in (*ledger.transitions, *ledger.drafts)}
    drafts = {document.source.path for document in (*folder.updates, folder.review) if document and is_draft(document)}
    if folder.updates and all(document.source.path in drafts for document in folder.updates):
        # Readers see nothing of an incident that has only drafts, incident.md included.
        drafts.add(folder.document.source.path)
    own = {
        document.source.path: replace(
            context,
            # Embargoed texts are judged as of the moment when readers will see them.
            now=max(context.now, document.parsed.published),
            ledger=ledger,
            transition=transitions.get(document.source.path),
        )
        for document in folder.updates
        if document.parsed
    }
    for document in folder.updates:
        if document.parsed is not None:
            yield from _update(document, own[document.source.path], rules)
    for pair in folder.pairs:
        # A waiver in the original also holds in its translations. These may waive more, because a sealed original cannot be changed for
        # their sake.
        waived = _waived(pair.original) | _waived(pair.document)
        yield from _pair(pair, own.get(pair.original.source.path, replace(context, ledger=ledger)), waived, rules)
    if ledger is None:
        return
    whole = replace(context, ledger=ledger)
    for rule in rules.incident:
        for diagnostic in _run(rule, folder, whole):
            yield diagnostic if rule.drafts or diagnostic.span.path not in drafts else replace(diagnostic, blocks=False)


def _update(document: UpdateDocument, context: Context, rules: RuleSet) -> Sequence[Diagnostic]:
    held_to = _not_waived(_that_may_find(rules, document, context), _waived(document))
    return _run_all(held_to, document, context, draft=document.update.draft)


def _that_may_find(rules: RuleSet, document: UpdateDocument, context: Context) -> list[Rule]:
    """Return the rules about an update, without those about words or violations of which it has none."""
    violated = {one.kind for one in context.transition.violations} if context.transition is not None else set()
    hits: Collection[str] = context.analysis.author_text(document).hits.keys()
    return [
        rule
        for rule, words in rules.about_words
        if (not words or words in hits) and (not rule.violations or not rule.violations.isdisjoint(violated))
    ]


def _pair(pair: Translation, context: Context, waived: frozenset[str], rules: RuleSet) -> Iterator[Diagnostic]:
    """Check a translation against its original, and its own sentences."""
    draft = is_draft(pair.original) or is_draft(pair.document)
    for rule in rules.translation:
        if not _is_waived(rule, waived):
            yield from _run(rule, pair, context, draft=draft)
    if isinstance(pair.document, UpdateDocument):
        for rule in _that_may_find(rules, pair.document, context):
            if rule.translations and not _is_waived(rule, waived):
                yield from _run(rule, pair.document, context, draft=draft)


def _without(diagnostic: Diagnostic, secrets: set[str]) -> Diagnostic:
    """Return a diagnostic with any text removed that another finding keeps secret."""
    message, help = diagnostic.message, diagnostic.help
    for secret in sorted(secrets, key=len, reverse=True):
        message, help = message.replace(secret, "…"), help.replace(secret, "…")
    return replace(diagnostic, message=message, help=help)


def _run(
    rule: Rule, subject: Any, context: Context, *, draft: bool = False, secrets: set[str] | None = None
) -> Sequence[Diagnostic]:
    return _run_all((rule,), subject, context, draft=draft, secrets=secrets)


def _run_all(
    rules: Iterable[Rule], subject: Any, context: Context, *, draft: bool = False, secrets: set[str] | None = None
) -> Sequence[Diagnostic]:
    """Return what rules find in one subject. Most find nothing: a call for each of them would take as long as they do."""
    found: list[Diagnostic] = []
    finding: Finding
    for rule in rules:
        check: Any = rule.check
        for finding in check(subject, context):
            if finding.hides and secrets is not None:
                secrets.add(finding.hides)
            found.append(
                Diagnostic(
                    code=rule.code,
                    name=rule.name,
                    severity=rule.severity,
                    message=finding.message,
                    help=finding.help,
                    span=finding.at,
                    hidden=bool(finding.hides),
                    blocks=rule.severity is Severity.ERROR and not rule.timed and not draft,
                    edits=finding.edits,
                    if_published="" if rule.timed else finding.if_published or rule.if_published,
                )
            )
    return found
