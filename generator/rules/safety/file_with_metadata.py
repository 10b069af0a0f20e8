"""A file contains hidden information.

## What it checks

That pictures contain no location, camera, author, comment, earlier copy or other data that is not seen, and that documents and messages contain no
author, title, notes of programs, former versions or recipients. The published files never do: pictures, documents, messages and archives of them are
rewritten with only what readers see. The file in your folder still does.

## Why it matters

A photograph can reveal the address of the computer room, and a document the lawyer who wrote it. A repository that others can read shows both.

## Instead of

    files/desk.jpg, as the telephone saved it

## Write

    files/desk.png, a picture of the screen that shows it
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
