"""Seals that were kept in a second place are not in ledger.lock.

## What it checks

That every end of a chain that the publish workflow kept in a tag under `seals/` is in the incident's ledger.lock.

## Why it matters

Anyone who can push to the branch can rewrite it, seals and all. Tags cannot be rewritten with it if a rule of the host lets nobody move or delete
them (docs/hosting.md says how to set that up).

## Instead of

    (ledger.lock deleted and made again, then force-pushed)

## Write

    (ledger.lock as it was when the tag was made, and then `aboveboard seal`)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import LOCK
from generator.seals.page_words import PAGE_LOCK, PAGES_END


def check(content: Content, context: Context) -> Iterator[Finding]:
    """The newest kept end of each incident that its lock does not have."""
    if not context.analysis.ends:
        return
    folders = {name: folder for folder in content.incidents for name in (*folder.former, folder.identity, folder.slug)}
    said: set[str] = set()
    for end in reversed(context.analysis.ends):
        folder = folders.get(end.slug)
        lock, path = folder.lock if folder else None, f"content/incidents/{folder.slug if folder else end.slug}/{LOCK}"
        if end.slug == PAGES_END:
            lock, path = content.page_lock, PAGE_LOCK
        lines, name = lock.lines if lock else (), path.rpartition("/")[2]
        if end.slug in said or any(line.chain == end.chain for line in lines):
            continue
        said.add(end.slug)
        yield Finding(
            at=Span(path, 1, 1, 1, 1),
            message=f"the seals kept in the tag {end.tag} are not in {name}, so it has been rewritten",
            help=f"restore {name} as it was then, with the files it seals (`git log --all -- content` finds the commit)",
        )


RULE = Rule(code="SEA012", name="missing-chain-end", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
