"""A published text can no longer be read.

## What it checks

That this version of aboveboard understands every file whose text is sealed in ledger.lock. Problems of form are only warnings, as long as
no content is lost.

## Why it matters

A text that cannot be understood cannot be shown. If a statement silently disappears from the site after a new version of the program,
readers think it was withdrawn.

## Instead of

    (a site built with a version of aboveboard that refuses what an earlier one published)

## Write

    (the version that published it, in requirements.txt, until a newer one can read it)
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import is_sealed_as, name_of


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Sealed files that were not understood."""
    del context  # This depends only on the files.
    for folder in content.incidents:
        if folder.outline is not None:
            continue  # All of it was understood.
        updates = [(one, one.parsed is not None) for one in (*folder.updates, *folder.translations)]
        originals = (folder.review,) if folder.review else ()
        reviews = [(one, one.review is not None) for one in (*originals, *folder.review_translations)]
        for document, understood in (*updates, *reviews):
            line = folder.lock.last(name_of(folder, document.source.path)) if folder.lock and not understood else None
            if line is not None and is_sealed_as(line, document.source.text):
                yield Finding(
                    at=Span(document.source.path, 1, 1, 1, 1),
                    message="this was published, but this version of aboveboard cannot read it, so readers would no longer find it",
                    help="build with the version that published it (`git log -p -- requirements.txt` shows which), and report this as a bug",
                )


RULE = Rule(code="SEA006", name="unreadable-published", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
