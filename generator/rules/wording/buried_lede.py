"""The news is buried.

## What it checks

That an update whose news is bad begins with the worst of it: in its title, or in the first sentence of its summary, of its first fact or of a
correction. The worst is, in this order:

- that people died or were hurt, when one of its facts says so
- what was done with a kind of data, in the update in which the ledger first says that it was accessed, or that it was taken. A plain verb says
  it (read, copied, opened, deleted, got into); what we did ourselves does not ("we opened a telephone line"). If a kind belongs to a grave
  category under `categories` (health, children, identity, money, passwords) and another does not, the grave one is named
- how many are affected, when the ledger counts at least twice as many as before

An audience whose page begins with another fact is asked about by itself. And that the body of a first statement, if it is longer than 60 words,
says it within its first 40 words.

## Why it matters

Readers skim. They do not see what follows a paragraph of introduction.

## Instead of

    At Larkfield Energy we have always believed in the trust between us and our customers, and in these times …

## Write

    On 2 March someone read 1,212 customers' tickets.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType

from generator.inspection.context import Context
from generator.inspection.wording_frames import has_frames, says
from generator.inspection.wording_language import count_said, sentence_of
from generator.ledger.audiences import Audiences
from generator.ledger.records import Transition
from generator.ledger.sentences import Naming
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.incident_facts import Category
from generator.model.source import Span
from generator.model.update import Count, DataState, Fact
from generator.prose.clause_kinds import ClauseKind, ReadClause, clause_kinds
from generator.prose.clause_subject import Actor
from generator.prose.clauses import sentences
from generator.prose.numbers import numbers
from generator.prose.subjects import SubjectNames
from generator.rules.rule import Rule

#: How bad a state is; what is not listed is not bad.
_DEPTH = MappingProxyType({DataState.ACCESSED: 1, DataState.TAKEN: 2})
#: What people cannot change, or can lose their money, their good name or their safety by.
_GRAVE = frozenset(
    {
        *(Category.SOCIAL_SECURITY_NUMBER, Category.IDENTITY_NUMBER, Category.FINANCIAL_ACCOUNT, Category.PAYMENT_CARD),
        *(Category.CREDENTIALS, Category.HEALTH, Category.BIOMETRIC, Category.GENETIC, Category.SENSITIVE, Category.CHILDREN),
    }
)
#: Kinds of clauses that say nothing of what happened.
_NO_STATEMENT = frozenset({ClauseKind.CONDITIONAL, ClauseKind.ORDER})
#: What joins two statements of one subject.
_AND = re.compile(r"\W*(?:and|und|et|y|e)\b", re.IGNORECASE)
#: How many times as many as before is news that belongs in front.
_MANY_MORE = 2


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Bad news that stands further down, and a long first body that does not come to the point."""
    language = context.analysis.language(document)
    if not has_frames(language):
        return
    if context.transition is not None:
        yield from _top(document, context.transition, context, language)
    if document.number != 1:
        return
    update = document.update
    words = update.body.split()
    if len(words) <= 60 or says(" ".join(words[:40]), language, "plain_verb"):
        return
    start = document.source.text.rfind(update.body)
    line = document.source.text.count("\n", 0, max(start, 0)) + 1
    yield Finding(
        at=Span(document.source.path, line, 1, line, len(update.body.split("\n", 1)[0]) + 1),
        message=sentence_of(language, "WRD025", "body", "what happened does not stand in the first 40 words"),
        help=sentence_of(language, "WRD025", "body_help", "begin with who did what, to whose data, and when"),
    )


def _top(document: UpdateDocument, transition: Transition, context: Context, language: str) -> Iterator[Finding]:
    """Yield the worst that the beginning does not say."""
    state, at = transition.after, document.span("title")
    hurt = next((fact for fact in document.update.known.values() if _says_so(fact.text, language, "people_harmed")), None)
    if hurt is not None and not all(
        any(_says_so(one, language, "people_harmed") for one in top) for top in _tops(document, transition, context, language)
    ):
        yield Finding(
            at=at,
            message=sentence_of(
                language,
                "WRD025",
                "harm",
                "title, summary and first fact do not begin with what happened to people, as `%(name)s` says",
                name=hurt.name,
            ),
            help=sentence_of(
                language,
                "WRD025",
                "harm_help",
                "say in the title or in the first fact that people died or were hurt, and how many",
            ),
        )
        return
    incident = context.ledger.folder.document.incident if context.ledger else None
    # A correction of the kind itself says on the page, above everything, what was said and what is true.
    corrected = document.update.corrections
    worse = [
        kind
        for kind, entry in state.data.items()
        if f"data.{kind}" not in corrected
        and _DEPTH.get(entry.state, 0)
        > (_DEPTH.get(transition.before.data[kind].state, 0) if kind in transition.before.data else 0)
    ]
    more = _many_more(transition)
    # Most updates bring no news that belongs in front.
    if not worse and more is None:
        return
    tops = tuple(_tops(document, transition, context, language))
    naming = Naming(language=language, zone=context.zone, called=incident.names if incident else MappingProxyType({}))
    kinds = SubjectNames({kind: naming.words(kind) for kind in state.data}, language)
    categories = incident.categories if incident else MappingProxyType({})
    grave = [kind for kind in worse if not _GRAVE.isdisjoint(categories.get(kind, ()))]
    if worse and not all(any(_tells(one, language, kinds, grave) for one in top) for top in tops):
        yield Finding(
            at=at,
            message=sentence_of(
                language,
                "WRD025",
                "top",
                "title, summary and first fact do not begin with what happened to %(data)s",
                data=(grave or worse)[0],
            ),
            help=sentence_of(
                language,
                "WRD025",
                "top_help",
                "say in the title or in the first fact who did what, to whose data: read, copied, deleted, locked",
            ),
        )
        return
    if (
        more is not None
        and f"affected.{more.population}" not in corrected
        and not all(any(_gives(one, language, more) for one in top) for top in tops)
    ):
        yield Finding(
            at=at,
            message=sentence_of(
                language,
                "WRD025",
                "count",
                "title, summary and first fact do not say how many there are now: at least twice as many `%(population)s` as before",
                population=more.population,
            ),
            help=sentence_of(
                language,
                "WRD025",
                "count_help",
                "begin with the new number: %(count)s",
                count=count_said(more, language) or str(more.stated[0]),
            ),
        )


def _tops(document: UpdateDocument, transition: Transition, context: Context, language: str) -> Iterator[tuple[str, ...]]:
    """Yield what each page of the update begins with: that of all readers, and those of audiences to whom another fact comes first."""
    update = document.update
    shared = [_first_sentence(text, language) for text in (update.title, update.summary)]
    # Corrections stand above everything.
    shared += [_first_sentence(one.because, language) for one in update.corrections.values()]
    names = context.config.audiences if context.config else ()
    audiences = Audiences.among(names, {name: entry.count for name, entry in transition.after.affected.items()})
    facts = tuple(update.known.values())
    firsts: dict[str, Fact | None] = {"": next(iter(facts), None)}
    if names:
        firsts = {name: next((fact for fact in facts if audiences.shows(fact, name)), None) for name in names}
    for first in dict.fromkeys(fact.text if fact else "" for fact in firsts.values()):
        yield tuple(one for one in (*shared, _first_sentence(first, language)) if one)


def _tells(sentence: str, language: str, kinds: SubjectNames[str], grave: Iterable[str]) -> bool:
    """Whether a sentence says with a plain verb what was done, and names a grave kind where it names another."""
    # What no text has, no part of it has; to part it into clauses takes far longer.
    if not says(sentence, language, "plain_verb"):
        return False
    named = kinds.subjects(sentence)
    if grave and named and named.isdisjoint(grave):
        return False
    for clause, text in _clauses(sentence, language):
        # "Our archive was opened": that it is ours does not say that we did it.
        we_did = clause.subject is Actor.US and says(text, language, "we_alone")
        ours = we_did and not kinds.subjects(text) and not says(text, language, "our_fault")
        states = not ours and not clause.asked and not clause.negated and clause.kind not in _NO_STATEMENT
        if states and says(text, language, "plain_verb"):
            return True
    return False


def _says_so(text: str, language: str, name: str) -> bool:
    """Whether a text states an example of a class: it does not ask, deny or suppose it."""
    # As above.
    return says(text, language, name) and any(
        says(part, language, name) and not clause.asked and not clause.negated and clause.kind not in _NO_STATEMENT
        for clause, part in _clauses(text, language)
    )


def _clauses(text: str, language: str) -> Iterator[tuple[ReadClause, str]]:
    parts = clause_kinds(text, language)
    goes_on = False
    for part, after in zip(parts, [*(one.start for one in parts[1:]), len(text)], strict=True):
        said = text[part.start : after]
        # "They came back, and read payslips": what goes on with a statement is no order, though its verb may look like one.
        joined = goes_on and part.kind is ClauseKind.ORDER and bool(_AND.match(said))
        clause = replace(part, kind=ClauseKind.MAIN) if joined else part
        goes_on = clause.kind not in _NO_STATEMENT and not clause.asked
        yield clause, said


def _many_more(transition: Transition) -> Count | None:
    """Return the count of which the ledger has at least twice as many as before this update."""
    before = transition.before.affected
    for population, entry in transition.after.affected.items():
        was = before[population].count if population in before else None
        if was is None or not was.stated or not entry.count.stated:
            continue
        if min(entry.count.stated) >= _MANY_MORE * max(was.stated) > 0:
            return entry.count
    return None


def _gives(sentence: str, language: str, count: Count) -> bool:
    """Whether a sentence has a figure of a count."""
    return any(not set(one.values).isdisjoint(count.stated) for one in numbers(sentence, language))


def _first_sentence(text: str, language: str) -> str:
    return text[slice(*next(iter(sentences(text, language)), (0, 0)))]


RULE = Rule(code="WRD025", name="buried-lede", severity=Severity.WARNING, check=check, waivable=True, doc=__doc__)
