"""A file contains something that readers do not see.

## What it checks

That documents contain no comments, tracked changes, hidden words, sheets, rows, slides or layers, no speaker notes, nothing typed into a form, no
cropped parts of pictures, and no place that is only marked for redaction; and that texts contain no invisible characters. Such things are not removed
when the file is published, because only you can say what belongs there instead.

## Why it matters

Anyone can make them visible again, and journalists will be the first.

## Instead of

    files/letter.docx, with the changes of four people in it

## Write

    files/letter.docx, with all changes accepted or rejected, and without comments
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, _context: Context) -> Iterator[Finding]:
    """What files hold that nobody sees, and that is not taken out of them."""
    for folder in content.incidents:
        for attachment in folder.attachments:
            yield from (one for one in attachment.problems if one.rule == "hidden-in-file")


RULE = Rule(code="SAF062", name="hidden-in-file", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
