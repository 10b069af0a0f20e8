"""The record of what was published has lost lines.

## What it checks

That ledger.lock still begins with every line that it had before, where git's full history is available.

## Why it matters

A lock that is deleted, shortened or rewritten no longer protects what it sealed. Whoever wants to change a published text secretly has to
start with it.

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
    """A line of the newest committed lock that the present one lacks in that position."""
    path = f"content/incidents/{folder.slug}/{LOCK}"
    text = folder.lock.source.text if folder.lock else ""
    chains = [line.chain for line in folder.lock.lines] if folder.lock else []
    for public in reversed(context.analysis.past.get(folder.slug, PastIncident()).locks):
        if text.startswith(public.text):
            continue
        lines = parse_lock(Source(path, public.text), (), folder.slug).lines
        # Each link depends on all before it: if the last one is in place, they all are.
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
