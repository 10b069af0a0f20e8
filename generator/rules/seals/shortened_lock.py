"""The record of what was published has lost lines.

## What it checks

That ledger.lock still begins with every line that it had before, where git's full history is available.

## Why it matters

A lock that is deleted, shortened or rewritten no longer protects what it sealed. Anyone who wants to change a published text secretly has
to start there.

## Instead of

    (ledger.lock deleted, or its last lines removed)

## Write

    (ledger.lock as it was published, and then `aboveboard seal`)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.history import PastIncident
from generator.model.source import Source, Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import LOCK, is_text, parse_lock


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """A line of the newest committed lock that the present one lacks in that position."""
    path = f"content/incidents/{folder.slug}/{LOCK}"
    past = context.analysis.past.get(folder.slug, PastIncident())
    yield from _elsewhere(folder, past, path)
    text = folder.lock.source.text if folder.lock else ""
    chains = [line.chain for line in folder.lock.lines] if folder.lock else []
    for public in reversed(past.locks):
        if text.startswith(public.text):
            continue
        lines = parse_lock(Source(path, public.text), (), folder.slug, (folder.identity,)).lines
        # Each link depends on all before it: if the last one is in place, they all are.
        if lines and (len(chains) < len(lines) or chains[len(lines) - 1] != lines[-1].chain):
            kept = sum(one.chain == other for one, other in zip(lines, chains, strict=False))
            yield Finding(
                at=folder.lock.span(str(kept)) if folder.lock else Span(path, 1, 1, 1, 1),
                message="the record of what was published is gone"
                if folder.lock is None
                else f"{len(lines) - kept} of the {len(lines)} lines that were here are gone",
                help=f"restore it: git checkout {public.commit[:10]} -- {path}",
            )
            return


def _elsewhere(folder: IncidentFolder, past: PastIncident, path: str) -> Iterator[Finding]:
    """Yield the first text that a lock on another branch sealed, and that the present lock does not speak of."""
    known = {(line.name, line.digest) for line in folder.lock.lines} if folder.lock else set[tuple[str, str]]()
    said = {line.said for line in folder.lock.lines if line.said} if folder.lock else set[str]()
    commits = {public.commit for public in past.locks}
    for public in past.other_locks:
        if public.commit in commits:
            continue
        for line in parse_lock(Source(path, public.text), (), folder.slug, (folder.identity,)).lines:
            if (line.name, line.digest) in known or line.said in said or not is_text(line):
                continue
            yield Finding(
                at=folder.lock.span("0") if folder.lock else Span(path, 1, 1, 1, 1),
                message=f"a text of {line.name} was sealed in the commit {public.commit[:10]}, but ledger.lock does not list it",
                help=f"look at it (`git show {public.commit[:10]}:{path}`); if readers saw it, restore ledger.lock and the text from that commit, and write what is right in a new update",
            )
            return


RULE = Rule(code="SEA004", name="shortened-lock", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
