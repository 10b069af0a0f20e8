"""A file contains hidden information.

## What it checks

That pictures contain no location, camera, author or owner (published copies never do, but the original file keeps them), and that PDFs,
documents and messages contain no author, comments or tracked changes.

## Why it matters

A photograph can reveal the address of the computer room, and tracked changes what the lawyers removed.

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
    """Hidden information in files."""
    for folder in content.incidents:
        for attachment in folder.attachments:
            yield from (one for one in attachment.problems if one.rule == "file-with-metadata")


RULE = Rule(code="SAF040", name="file-with-metadata", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
