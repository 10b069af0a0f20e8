"""A redaction removed more than it may.

## What it checks

That the texts before and after a redaction, if git has both, differ only in words that a mark replaces, and that none of those words
decides what a sentence says: no denial, count, date, modal verb or plain word for harm, and no whole fact. If the words were removed from
git's history, as they should be, there is nothing left to compare.

## Why it matters

A way to remove a person's name must not become a way to remove a number. `aboveboard redact` makes sure of that; a line in ledger.lock that was
written by hand may not.

## Instead of

    (a line in ledger.lock that says `redacted`, and "1,212" taken out of the text)

## Write

    corrections: {whose-tickets: We had not counted the people in attached files.}
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.history.publication import standing_of
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import (
    Content,
    Document,
    IncidentFolder,
    LockDocument,
    PageDocument,
    ReviewDocument,
    SealLine,
    UpdateDocument,
)
from generator.model.history import PastIncident
from generator.prose.deciding import deciding_word
from generator.rules.rule import Rule
from generator.seals.ledger_lock import is_sealed_as, name_of
from generator.seals.page_words import every_page, page_name
from generator.seals.said import differences
from generator.seals.standing_words import line_name, standing_documents, standing_words, words_with

#: Who answers may be a name and nothing else.
_WHO = "contact.who"
_LETTER = re.compile(r"[^\W_]")


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Redactions after which more is gone than a person's data."""
    own = context.config.site.language if context.config else "en"
    for folder in content.incidents:
        lock = folder.lock if folder.may_be_sealed else None
        if lock is None or not any(line.redaction for line in lock.lines):
            continue
        reviews = (folder.review,) if folder.review else ()
        for document in (*folder.updates, *folder.translations, *reviews, *folder.review_translations):
            for line, before in _redactions(lock, name_of(folder, document.source.path)):
                yield from _found(document, line, _more(document, line, before, context, document.language or own))
        yield from _parts(folder, lock, context, own)
    for page in every_page(content) if content.page_lock else ():
        for line, before in _redactions(content.page_lock, page_name(page)) if content.page_lock else ():
            yield from _found(page, line, _more(page, line, before, context, page.language or own))


def _found(document: Document, line: SealLine, why: str) -> Iterator[Finding]:
    if why and line.redaction:
        yield Finding(
            at=document.span(),
            message=f"the redaction of {line.redaction.when:%-d %B %Y} removed more than it may: {why}",
            help="restore the text and its lock (`git log -p` shows them); correct what is wrong in a new update, under `corrections:`",
        )


def _parts(folder: IncidentFolder, lock: LockDocument, context: Context, own: str) -> Iterator[Finding]:
    """Yield the redactions of incident.md and its translations, part by part."""
    past = context.analysis.past.get(folder.slug, PastIncident())
    for document, language, held in standing_documents(folder):
        told = (*standing_of(document.source.path, past.standing.get(document.source.path, ()), folder), held)
        for part in standing_words(held):
            for line, before in _redactions(lock, line_name(part, language)):
                was, now = words_with(before.digest, told, part), words_with(line.digest, told, part)
                if was and now and line.redaction:
                    yield from _found(document, line, _beyond(part, was, now, line.redaction.mark, language or own))


def _redactions(lock: LockDocument, name: str) -> Iterator[tuple[SealLine, SealLine]]:
    """Yield each redaction of a file, and the line before it."""
    lines = [line for line in lock.lines if line.name == name]
    for before, line in pairwise(lines):
        if line.redaction is not None:
            yield line, before


def _more(
    document: UpdateDocument | ReviewDocument | PageDocument, line: SealLine, before: SealLine, context: Context, language: str
) -> str:
    """Return what went besides; empty where nothing did, or where it cannot be told."""
    path = document.source.path
    was, now = context.analysis.committed(path, before.digest), context.analysis.committed(path, line.digest)
    if now is None and is_sealed_as(line, document.source.text):
        now = document.source.text
    if was is None or now is None or line.redaction is None:
        return ""
    found = (_beyond(key, old, new, line.redaction.mark, language) for key, old, new in differences(was, now))
    return next((why for why in found if why), "")


def _beyond(key: str, old: str, new: str, mark: str, language: str) -> str:
    """Return what went of a text besides what may; empty where nothing did."""
    where = f"`{key}`" if key else "the text below the keys"
    taken = _taken(old, new, mark)
    if taken is None:
        return f"other words of {where} changed too"
    for start, end in taken:
        if not _LETTER.search(old[:start] + old[end:]) and _WHO not in key:
            return f"nothing is left of {where}"
        if deciding := deciding_word(old, start, end, language):
            return f"`{deciding}` was essential to what {where} said"
    return ""


def _taken(old: str, new: str, mark: str) -> list[tuple[int, int]] | None:
    """Return where words were taken out of a text; None where it differs in another way."""
    parts = [re.escape(part) for part in re.split(re.escape(mark) + " ?(?=[(\\[:])|" + re.escape(mark), new)]
    if len(parts) == 1:
        return None
    found = re.fullmatch("(.+?)".join(parts), old, re.DOTALL)
    return [found.span(group) for group in range(1, len(parts))] if found else None


RULE = Rule(code="SEA021", name="refused-redaction", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
