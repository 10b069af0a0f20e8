"""Published text was changed in its file.

## What it checks

That every published update, translation and review still has its text. For a file named in the incident's ledger.lock, that is the text
that was sealed; for any other, the first text on the published branch after its time had come, where git's full history is available. A
misspelt word may be corrected if `amended` gives its old and new spelling; readers see both.

A text that was a draft, embargoed, refused by a build or there for less than ten minutes does not count as published; nor does one older
than `public_since` in site_config.yml.

## Why it matters

Readers save pages, and journalists compare versions. A silent change looks like what it often was: a number made smaller, or a promise
removed.

## Instead of

    # in an update that was published on 3 March
    whose-tickets: They opened 2,500 customers' tickets.     # it was 1,212

## Write

    # in a new update
    known:
      whose-tickets: They opened 2,500 customers' tickets.
    corrections:
      whose-tickets: We had not counted the people in attached files.
"""

from collections.abc import Iterator

from generator.history.publication import is_unchanged
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder, ReviewDocument, UpdateDocument
from generator.model.history import PastIncident
from generator.model.source import Span
from generator.rules.rule import Rule
from generator.seals.ledger_lock import matches, name_of


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Published files with a different text."""
    past = context.analysis.past.get(folder.slug, PastIncident())
    documents: list[UpdateDocument | ReviewDocument] = [*folder.updates, *folder.translations, *folder.review_translations]
    if folder.review is not None:
        documents.append(folder.review)
    for document in documents:
        held = document.parsed if isinstance(document, UpdateDocument) else document.review
        amended = held.amended if held else None
        line = folder.lock.last(name_of(folder, document.source.path)) if folder.lock else None
        texts = past.texts.get(document.source.path, ())
        if line is not None:
            source = "--"
            if matches(document, amended, line.digest):
                continue
        elif texts and not is_unchanged(document, texts):
            source = f"{texts[0].commit[:10]} --"
        else:
            continue
        yield Finding(
            at=document.span("amended") if amended else Span(document.source.path, 1, 1, 1, 1),
            message=(
                "more than the words that `amended` names has changed since this was published"
                if amended
                else "this was published with another text"
            ),
            help=f"bring the published text back (`git checkout {source} {document.source.path}`{', or from the commit that published it' if line else ''}), and write what"
            " is right in a new update, under `corrections:`; a misspelt word may stay corrected if you add"
            " `amended: {when: 2027-03-04, what: {recieved: received}}`",
        )


RULE = Rule(code="CON013", name="edited-in-place", severity=Severity.ERROR, check=check, waivable=False, drafts=True, doc=__doc__)
