"""Words under `names`, by which sentences were understood, have changed.

## What it checks

That the words under `names` in incident.md are those that ledger.lock says were published, or that there are more of them.

## Why it matters

By these words the check knows what a sentence is about. With other words, it could lose track of a reassuring sentence, and would not ask about
it when it turns out to be wrong.

## Instead of

    names: {scans: picture}     # it was published as: X-ray picture

## Write

    names: {scans: X-ray picture}
"""

from collections.abc import Iterator
from urllib.parse import unquote

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, SealLine
from generator.rules.rule import Rule
from generator.seals.ledger_lock import OWED, WORDS, sealed_words


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Words that are not those that were sealed."""
    del context  # Only the lock matters.
    incident = folder.document.incident
    if folder.lock is None or incident is None:
        return
    now = dict(sealed_words(incident))
    # The first line counts: one that is added later cannot make other words of those that were published.
    binding: dict[str, SealLine] = {}
    for one in folder.lock.lines:
        if one.name.startswith(WORDS) and not one.name.startswith(OWED) and (one.redaction or one.name not in binding):
            binding[one.name] = one
    for line in binding.values():
        if now.get(line.name) == line.digest:
            continue
        name = unquote(line.name.removeprefix(WORDS))
        yield Finding(
            at=folder.document.span("names", name),
            message=f"the words for `{name}` under `names` are {'gone' if line.name not in now else 'not those that were published'}",
            help="restore the words that were published (git log shows them); you may add other names",
        )


RULE = Rule(code="CON054", name="changed-words", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
