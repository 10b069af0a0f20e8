"""Readers should not open a file.

## What it checks

That every file under an incident's `files/` is of a type that is published, is what its name says, is not damaged or too large, and
contains nothing that can run or fetch: no action in a PDF but links, no macro, embedded file or outside source in a document, no program in an
archive, no command in a table. Documents and archives with a password are not published, because nobody can check them.

## Why it matters

Readers were told to trust this site, and open its files without a second thought.

## Instead of

    files/check-your-data.exe

## Write

    files/what-to-check.pdf
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, _context: Context) -> Iterator[Finding]:
    """Files that are not or should not be published."""
    for folder in content.incidents:
        for attachment in folder.attachments:
            yield from (one for one in attachment.problems if one.rule == "unsafe-file")


RULE = Rule(code="SAF039", name="unsafe-file", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
