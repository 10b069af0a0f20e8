"""Every rule over everything: from content and ledgers to diagnostics, in one order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from generator.ledger.records import Ledger, Turn
from generator.model.diagnostic import Diagnostic, Finding, Severity
from generator.model.document import (
    Content,
    Document,
    IncidentFolder,
    ReviewDocument,
    Translation,
    UpdateDocument,
)
from generator.model.source import Source
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Context, Rule


@dataclass(frozen=True, slots=True)
class _Scopes:
    form: tuple[Rule, ...]
    update: tuple[Rule, ...]
    incident: tuple[Rule, ...]
    translation: tuple[Rule, ...]
    site: tuple[Rule, ...]


def scope(rule: Rule) -> type:
    """What a rule looks at: the type of its check's first parameter."""
    hints = get_type_hints(rule.check)
    first: type = next(hint for name, hint in hints.items() if name != "return")
    return first


@cache
def _scopes() -> _Scopes:
    by: dict[type, list[Rule]] = {Document: [], UpdateDocument: [], IncidentFolder: [], Translation: [], Content: []}
    for rule in ALL_RULES:
        by[scope(rule)].append(rule)
    return _Scopes(*(tuple(rules) for rules in by.values()))


@cache
def _waivable() -> Mapping[str, bool]:
    both = {rule.name: rule.waivable for rule in ALL_RULES} | {rule.code: rule.waivable for rule in ALL_RULES}
    return MappingProxyType(both)


def judge(content: Content, ledgers: Mapping[str, Ledger], now: datetime) -> tuple[Diagnostic, ...]:
    """Judge a site.

    Args:
        content: everything that was read.
        ledgers: by slug, of the incidents whose every file was understood.
        now: the time of judgement.

    Returns:
        The findings, ordered by file, line, column and code. A document that was not understood is judged by the rules of form alone,
        and its incident gets no continuity rules: one broken file yields one finding, not ten.
    """
    context = Context(config=content.config.config, now=now, waivable=_waivable())
    found: list[Diagnostic] = []
    for document, draft in _documents(content):
        if document.problems:
            for rule in _scopes().form:
                found += _run(rule, document, context, draft=draft)
    for folder in content.incidents:
        found += _incident(folder, ledgers.get(folder.slug), context)
    for pair in content.pairs:
        found += _pair(pair, context, frozenset())
    site = replace(context, ledgers=ledgers)
    for rule in _scopes().site:
        found += _run(rule, content, site)
    return tuple(sorted(set(found), key=lambda one: (one.span, one.code, one.message)))


def _documents(content: Content) -> Iterator[tuple[Document, bool]]:
    """Every file, and whether it is a draft or the translation of one."""
    yield content.config, False
    yield Document(source=Source("content", ""), problems=content.problems), False
    for folder in content.incidents:
        yield Document(source=Source(folder.slug, ""), problems=folder.problems), False
        yield folder.document, False
        drafts = {document.number for document in folder.updates if is_draft(document)}
        yield from ((document, document.number in drafts) for document in folder.updates)
        yield from ((document, document.number in drafts or is_draft(document)) for document in folder.translations)
        yield from ((document, False) for document in folder.incident_translations)
        if folder.review:
            yield folder.review, False
        yield from ((document, is_draft(folder.review) or is_draft(document)) for document in folder.review_translations)
    yield from ((page, False) for page in (*content.pages, *content.page_translations))


def is_draft(document: Document | None) -> bool:
    """Whether an update or a review says that it is a draft."""
    if isinstance(document, UpdateDocument):
        return document.parsed is not None and document.parsed.draft
    return isinstance(document, ReviewDocument) and document.review is not None and document.review.draft


def _incident(folder: IncidentFolder, ledger: Ledger | None, context: Context) -> Iterator[Diagnostic]:
    turns: dict[str, Turn] = {}
    if ledger is not None:
        turns = {turn.document.source.path: turn for turn in (*ledger.turns, *ledger.drafts)}
    drafts = {document.source.path for document in folder.updates if is_draft(document)}
    own = {
        document.source.path: replace(
            context,
            # What is embargoed is judged as of the moment at which readers will see it.
            now=max(context.now, document.update.published),
            ledger=ledger,
            turn=turns.get(document.source.path),
        )
        for document in folder.updates
        if document.parsed
    }
    for document in folder.updates:
        if document.parsed is None:
            continue
        waived = _waived(document)
        for rule in _scopes().update:
            if not _is_waived(rule, waived):
                yield from _run(rule, document, own[document.source.path], draft=document.parsed.draft)
    for pair in folder.pairs:
        # What the original waives is waived in its translations, which may waive more: a sealed original cannot be changed for their sake.
        waived = _waived(pair.original) | _waived(pair.document)
        yield from _pair(pair, own.get(pair.original.source.path, replace(context, ledger=ledger)), waived)
    if ledger is None:
        return
    for rule in _scopes().incident:
        for diagnostic in _run(rule, folder, replace(context, ledger=ledger)):
            yield replace(diagnostic, blocks=False) if diagnostic.span.path in drafts else diagnostic


def _pair(pair: Translation, context: Context, waived: frozenset[str]) -> Iterator[Diagnostic]:
    """A translation against its original, and its own sentences."""
    draft = is_draft(pair.original) or is_draft(pair.document)
    for rule in _scopes().translation:
        if not _is_waived(rule, waived):
            yield from _run(rule, pair, context, draft=draft)
    if isinstance(pair.document, UpdateDocument):
        for rule in _scopes().update:
            if rule.translations and not _is_waived(rule, waived):
                yield from _run(rule, pair.document, context, draft=draft)


def _waived(document: Document) -> frozenset[str]:
    if not isinstance(document, UpdateDocument):
        return frozenset()
    return frozenset(document.update.waivers) | {name.upper() for name in document.update.waivers}


def _is_waived(rule: Rule, waived: frozenset[str]) -> bool:
    return rule.waivable and (rule.name in waived or rule.code in waived)


def _run(rule: Rule, subject: Any, context: Context, *, draft: bool = False) -> Iterable[Diagnostic]:
    check: Any = rule.check
    finding: Finding
    for finding in check(subject, context):
        yield Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=rule.severity,
            message=finding.message,
            help=finding.help,
            span=finding.at,
            blocks=rule.severity is Severity.ERROR and not rule.timed and not draft,
        )
