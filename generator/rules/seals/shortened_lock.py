"""The record of what was published has lost what it held.

## What it checks

That ledger.lock still begins with every line that git remembers of it, where its whole history is there.

## Why it matters

A lock that is deleted, cut short or written anew no longer holds anybody to what it sealed. Who changes a published text in silence has to begin with it.

## Instead of

    (ledger.lock deleted, or its last lines taken out)

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
from generator.seals.ledger_lock import LOCK, parse_lock


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """The newest committed lock with a line that today's does not have in its place."""
    path = f"content/incidents/{folder.slug}/{LOCK}"
    text = folder.lock.source.text if folder.lock else ""
    chains = [line.chain for line in folder.lock.lines] if folder.lock else []
    for public in reversed(context.analysis.past.get(folder.slug, PastIncident()).locks):
        if text.startswith(public.text):
            continue
        lines = parse_lock(Source(path, public.text), (), folder.slug).lines
        # Each link is made of all that stand before it: with the last one in its place, they all are.
        if lines and (len(chains) < len(lines) or chains[len(lines) - 1] != lines[-1].chain):
            kept = sum(one.chain == other for one, other in zip(lines, chains, strict=False))
            yield Finding(
                at=folder.lock.span(str(kept)) if folder.lock else Span(path, 1, 1, 1, 1),
                message="the record of what was published is gone"
                if folder.lock is None
                else f"{len(lines) - kept} of the {len(lines)} lines that were here are gone",
                help=f"bring it back: git checkout {public.commit[:10]} -- {path}",
            )
            return


RULE = Rule(code="SEA004", name="shortened-lock", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
