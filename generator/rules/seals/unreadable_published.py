"""A published text cannot be read any more.

## What it checks

That every file whose text ledger.lock seals can be understood by this version of aboveboard. What is wrong with its form is a warning, as long
as nothing of it is lost.

## Why it matters

What cannot be understood cannot be shown. A statement that silently drops out of the site when the program is brought up to date is, to its
readers, withdrawn.

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
from generator.seals.ledger_lock import digest_of, name_of


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Sealed files that no update, translation or review could be made of."""
    del context  # It depends on the files alone.
    for folder in content.incidents:
        updates = [(one, one.parsed is not None) for one in (*folder.updates, *folder.translations)]
        originals = (folder.review,) if folder.review else ()
        reviews = [(one, one.review is not None) for one in (*originals, *folder.review_translations)]
        for document, understood in (*updates, *reviews):
            line = folder.lock.last(name_of(folder, document.source.path)) if folder.lock and not understood else None
            if line is not None and line.digest == digest_of(document.source.text):
                yield Finding(
                    at=Span(document.source.path, 1, 1, 1, 1),
                    message="this was published, and this version of aboveboard cannot read it, so readers would no longer find it",
                    help="build with the version that published it (`git log -p -- requirements.txt` shows which), and report this as a bug",
                )


RULE = Rule(code="SEA006", name="unreadable-published", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
