"""A file says more than it shows.

## What it checks

That pictures hold no place, camera, author or owner (they are published without it all the same, and the original stays where it is); that PDFs, documents and messages name no author, and hold no comments or tracked
changes.

## Why it matters

A photograph gives away the address of the computer room, and tracked changes what the lawyers took out.

## Instead of

    files/letter.docx, with the changes of four people in it

## Write

    files/letter.pdf, printed anew, without a name
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, _context: Context) -> Iterator[Finding]:
    """What files give away."""
    for folder in content.incidents:
        for attachment in folder.attachments:
            yield from (one for one in attachment.problems if one.rule == "file-with-metadata")


RULE = Rule(code="SAF040", name="file-with-metadata", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
