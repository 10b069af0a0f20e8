"""The number of one of our tickets.

## What it checks

That no text names a ticket, such as OPS-1234.

## Why it matters

Readers cannot open our tickets, and the number tells an attacker which system to look for.

## Instead of

    The repair is tracked in OPS-1234.

## Write

    We repair the billing system tonight, and say here when it is done.
"""

import re
from collections.abc import Iterator

from generator.api import Context, Finding, Rule, Severity, Written, text_spans

_TICKET = re.compile(r"\bOPS-\d+\b")


def check(written: Written, _context: Context) -> Iterator[Finding]:
    """Yield a finding for each number of a ticket."""
    for text in text_spans(written):
        for found in _TICKET.finditer(text.text):
            yield Finding(
                at=text.span(found.start(), found.end()),
                message=f"{found[0]} is one of our tickets, and readers cannot open it",
                help="say what is done, and when",
            )


RULES = [
    Rule(code="LRK001", name="ticket-number", severity=Severity.ERROR, check=check, waivable=True, doc=__doc__),
]
