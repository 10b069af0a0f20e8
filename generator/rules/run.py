"""Every rule over everything: from content and ledgers to diagnostics, in one order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from generator.ledger.records import Ledger, Turn
from generator.model.diagnostic import Diagnostic, Finding, Severity
from generator.model.document import Content, Document, IncidentFolder, UpdateDocument
from generator.model.source import Source
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Context, Rule


@dataclass(frozen=True, slots=True)
class _Scopes:
    form: tuple[Rule, ...]
    update: tuple[Rule, ...]
    incident: tuple[Rule, ...]
    site: tuple[Rule, ...]


def scope(rule: Rule) -> type:
    """What a rule looks at: the type of its check's first parameter."""
    hints = get_type_hints(rule.check)
    first: type = next(hint for name, hint in hints.items() if name != "return")
    return first


@cache
def _scopes() -> _Scopes:
    by: dict[type, list[Rule]] = {Document: [], UpdateDocument: [], IncidentFolder: [], Content: []}
    for rule in ALL_RULES:
        by[scope(rule)].append(rule)
    return _Scopes(*(tuple(by[kind]) for kind in (Document, UpdateDocument, IncidentFolder, Content)))


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
    for document in _documents(content):
        if document.problems:
            draft = isinstance(document, UpdateDocument) and document.parsed is not None and document.parsed.draft
            for rule in _scopes().form:
                found += _run(rule, document, context, draft=draft)
    for folder in content.incidents:
        found += _incident(folder, ledgers.get(folder.slug), context)
    site = replace(context, ledgers=ledgers)
    for rule in _scopes().site:
        found += _run(rule, content, site)
    return tuple(sorted(set(found), key=lambda one: (one.span, one.code, one.message)))


def _documents(content: Content) -> Iterator[Document]:
    yield content.config
    yield Document(source=Source("content", ""), problems=content.problems)
    for folder in content.incidents:
        yield Document(source=Source(folder.slug, ""), problems=folder.problems)
        yield folder.document
        yield from folder.updates
        yield from folder.translations
        if folder.review:
            yield folder.review
        if folder.lock:
            yield folder.lock
    yield from content.pages


def _incident(folder: IncidentFolder, ledger: Ledger | None, context: Context) -> Iterator[Diagnostic]:
    turns: dict[str, Turn] = {}
    if ledger is not None:
        turns = {turn.document.source.path: turn for turn in (*ledger.turns, *ledger.drafts)}
    drafts = {document.source.path for document in folder.updates if document.parsed and document.parsed.draft}
    for document in folder.updates:
        if document.parsed is None:
            continue
        update = document.parsed
        # What is embargoed is judged as of the moment at which readers will see it.
        own = replace(context, now=max(context.now, update.published), ledger=ledger, turn=turns.get(document.source.path))
        waived = {name.upper() for name in update.waivers} | set(update.waivers)
        for rule in _scopes().update:
            if rule.waivable and (rule.name in waived or rule.code in waived):
                continue
            yield from _run(rule, document, own, draft=update.draft)
    if ledger is None:
        return
    own = replace(context, ledger=ledger)
    for rule in _scopes().incident:
        for diagnostic in _run(rule, folder, own):
            yield replace(diagnostic, blocks=False) if diagnostic.span.path in drafts else diagnostic


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
