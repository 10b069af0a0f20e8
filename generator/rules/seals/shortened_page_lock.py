"""The record of the site's own pages has lost lines.

## What it checks

That content/pages/pages.lock still begins with every line that it had before, where git's full history is available.

## Why it matters

A lock that is deleted, shortened or rewritten no longer protects what it sealed: the pages and contacts.

## Instead of

    (pages.lock deleted, or its last lines removed)

## Write

    (pages.lock as it was published, and then `aboveboard seal`)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content, LockDocument
from generator.model.source import Source, Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import parse_lock
from generator.seals.page_words import PAGE_LOCK, PAGES


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A line of a committed lock that the present one lacks in that position."""
    lock = content.page_lock
    chains = [line.chain for line in lock.lines] if lock else []
    for public in reversed(context.analysis.page_locks):
        lines = parse_lock(Source(PAGE_LOCK, public.text), (), PAGES).lines
        # Each link depends on all before it: if the last one is in place, they all are.
        if lines and (len(chains) < len(lines) or chains[len(lines) - 1] != lines[-1].chain):
            kept = sum(one.chain == other for one, other in zip(lines, chains, strict=False))
            yield Finding(
                at=lock.span(str(kept)) if lock else Span(PAGE_LOCK, 1, 1, 1, 1),
                message="the record of the site's own pages and contacts is gone"
                if lock is None
                else f"{len(lines) - kept} of the {len(lines)} lines that were here are gone",
                help=f"restore it: git checkout {public.commit[:10]} -- {PAGE_LOCK}",
            )
            return
    yield from _elsewhere(lock, context)


def _elsewhere(lock: LockDocument | None, context: Context) -> Iterator[Finding]:
    """Yield the first line of a lock on another branch of which the present one does not speak."""
    known = {(line.name, line.digest) for line in (lock.lines if lock else ())}
    said = {line.said for line in (lock.lines if lock else ()) if line.said}
    commits = {public.commit for public in context.analysis.page_locks}
    for public in context.analysis.other_page_locks:
        if public.commit in commits:
            continue
        for line in parse_lock(Source(PAGE_LOCK, public.text), (), PAGES).lines:
            if (line.name, line.digest) not in known and line.said not in said:
                what = line.name.partition("##")[2] or line.name
                yield Finding(
                    at=lock.span("0") if lock else Span(PAGE_LOCK, 1, 1, 1, 1),
                    message=f"{what} was sealed in the commit {public.commit[:10]}, but pages.lock does not list it",
                    help=f"look at it (`git show {public.commit[:10]}:{PAGE_LOCK}`); if readers saw it, restore pages.lock from that commit (`git checkout {public.commit[:10]} -- {PAGE_LOCK}`), and say what has changed since, under `changed`",
                )
                return


RULE = Rule(code="SEA023", name="shortened-page-lock", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
