"""A blank has not been filled in.

## What it checks

That no `[[blank]]` of a template is left in an incident's files.

## Why it matters

"Someone got into [[which system]]" shows readers that nobody has read the page before them.

## Instead of

    entry: Someone got into [[which system]] on 2 March.

## Write

    entry: Someone got into our support desk on 2 March.
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import IncidentFolder
from generator.model.plan import blanks
from generator.rules.rule import Rule


def check(folder: IncidentFolder, context: Context) -> Iterator[Finding]:
    """Blanks in texts that readers will see."""
    del context
    originals = (folder.document, *folder.updates, folder.review)
    for document in (*originals, *folder.translations, *folder.incident_translations, *folder.review_translations):
        for blank in blanks(document.source) if document else ():
            yield Finding(
                at=blank.at,
                message=f"this still has to be filled in: {blank.ask}",
                help="write it in place of the brackets, or delete the sentence",
            )


RULE = Rule(
    code="PLN016",
    name="unfilled-blank",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="it was published, so the text stays as it is; say what belongs there in a new update",
    doc=__doc__,
)
