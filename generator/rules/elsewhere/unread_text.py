"""A stored text cannot be read.

## What it checks

That each text under content/elsewhere/ can be read, so that it can be checked against the ledger.

## Why it matters

A text that nobody can check may be wrong without anyone noticing.

## Instead of

    content/elsewhere/tickets/filing.pdf     # pictures of pages, without any text

## Write

    content/elsewhere/tickets/filing.txt     # the same as text
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.model.source import Span
from generator.rules.rule import Rule


def check(content: Content, _context: Context) -> Iterator[Finding]:
    """Texts of which nothing can be read."""
    for document in content.elsewhere:
        if document.file is not None and document.file.unread:
            yield Finding(
                at=Span(document.file.path, 1, 1, 1, 1),
                message=f"this text cannot be checked: {document.file.unread}",
                help=document.file.unread_help,
            )


RULE = Rule(code="ELS010", name="unread-text", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
