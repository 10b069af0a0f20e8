"""Readers would get what they do not see.

## What it checks

That documents hold no comments, tracked changes, hidden words, sheets, rows, slides or layers, no notes for the speaker, nothing typed into a form,
nothing cut off a picture, and no place that is only marked to be blacked out; and that texts hold no letters that nobody sees. Such things are not
taken out when the file is published, because nobody but you can say what belongs there instead.

## Why it matters

Everyone can make them visible again, and journalists do so first.

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
