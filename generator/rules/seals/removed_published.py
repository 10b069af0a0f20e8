"""A published file is gone.

## What it checks

That every file that is named in ledger.lock, or was published according to git's full history, still exists under its name.

## Why it matters

To its readers, a page that vanishes was withdrawn without a word. Errors are corrected, not removed.

## Instead of

    (02-scope.md deleted or renamed after it was published)

## Write

    (02-scope.md where it was, and a new update with `corrections:`)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import INCIDENT, WORDS, name_of


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Sealed or public files that no longer exist."""
    reviews = (folder.review,) if folder.review else ()
    documents = (*folder.updates, *folder.translations, *reviews, *folder.review_translations)
    present = {INCIDENT, *(name_of(folder, document.source.path) for document in documents)}
    for path, texts in context.analysis.past.get(folder.slug, PastIncident()).texts.items():
        if name_of(folder, path) not in present:
            yield Finding(
                at=Span(path, 1, 1, 1, 1),
                message=f"{name_of(folder, path)} was published and is gone",
                help=f"bring it back: git checkout {texts[0].commit[:10]} -- {path}",
            )
    if folder.lock is None:
        return
    said: set[str] = set()
    for index, line in enumerate(folder.lock.lines):
        if line.name in present or line.name in said or line.name.startswith(WORDS):
            continue
        said.add(line.name)
        yield Finding(
            at=folder.lock.span(str(index)),
            message=f"{line.name} was published and is gone",
            help=f"bring it back: git log -- content/incidents/{folder.slug}/{line.name} shows where it was",
        )


RULE = Rule(code="SEA002", name="removed-published", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
